"""How good the answers are, with numbers."""

from assistant.evaluation.command import evaluate, scratch_settings
from assistant.evaluation.report import Report
from assistant.evaluation.runner import AssistantLike

__all__ = ["AssistantLike", "Report", "evaluate", "scratch_settings"]
