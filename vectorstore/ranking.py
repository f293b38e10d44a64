"""Rank the candidates of a question, and say how likely the best of them answers it.

Both are linear in the features of `vectorstore.features`; their weights are data, learned by
``python -m assistant.evaluation.fitting`` from question sets that are never reported on.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from vectorstore.features import CONFIDENCE_FEATURES, FEATURES, confidence_features, features
from vectorstore.index import Candidate
from vectorstore.passages import Passage
from vectorstore.questions import Question

PATH = Path(__file__).parent / "data" / "ranking.json"


@dataclass(frozen=True, slots=True)
class Hit:
    """A ranked passage.

    ``similarity`` orders the hits of one question, higher is nearer; ``confidence`` is how likely the passage answers,
    0..1, as calibrated on questions that articles do and do not answer.
    """

    passage: Passage
    similarity: float
    confidence: float


@dataclass(frozen=True, slots=True)
class Weights:
    """What was learned: a weight a feature."""

    ranking: npt.NDArray[np.float64]
    confidence: npt.NDArray[np.float64]

    @classmethod
    @cache
    def shipped(cls) -> "Weights":
        """The weights that ship, read once."""
        learned = json.loads(PATH.read_text(encoding="utf-8"))
        return cls(
            np.array([learned["ranking"].get(name, 0.0) for name in FEATURES]),
            np.array([learned["confidence"].get(name, 0.0) for name in CONFIDENCE_FEATURES]),
        )


def rank(question: Question, candidates: Sequence[Candidate], weights: Weights | None = None) -> list[Hit]:
    """The candidates as hits, best first; equal ones in the article's order."""
    if not candidates:
        return []
    learned = weights or Weights.shipped()
    table = features(question, candidates)
    similarities = table @ learned.ranking
    order = sorted(range(len(candidates)), key=lambda i: (-similarities[i], candidates[i].passage.order))
    confidences = 1 / (1 + np.exp(-confidence_features(question, table, similarities) @ learned.confidence))
    return [Hit(candidates[i].passage, float(similarities[i]), float(confidences[i])) for i in order]
