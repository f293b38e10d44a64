"""What the assistant is measured against: simpler ways to find the passages that answer."""

from assistant.evaluation.baselines.answering import Baseline
from assistant.evaluation.baselines.opening import NAMES, open_baseline

__all__ = ["NAMES", "Baseline", "open_baseline"]
