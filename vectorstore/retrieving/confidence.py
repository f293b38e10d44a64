"""From what retrieval and the reader say of passages to their order, and how likely each of them answers.

Both are linear; their weights are data, learned by ``python -m assistant.training.judging`` on articles that neither
model was trained on. Nothing here depends on the scale of an embedding's similarities, only on the order that it gives.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

PATH = Path(__file__).parents[1] / "data" / "judging.json"

UNREAD = -12.0  # the margin of a passage that was not read; less than any that was
HIGHEST, LOWEST = 20.0, -12.0  # margins are cut off at these
_MOST_LEAD = 6.0


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of a passage: its best span's margin, and its place in each ranking, from 1 (0: in none)."""

    margin: float
    lexical_rank: int
    semantic_rank: int
    focus: float = 0.0  # 1 where the turn before cited it, less beside that


@dataclass(frozen=True, slots=True)
class Weights:
    """What was learned: a weight for each of `order_features` and of `chance_features`."""

    order: tuple[float, ...]
    chance: tuple[float, ...]

    @classmethod
    @cache
    def shipped(cls) -> "Weights":
        """The weights that ship, read once."""
        learned = json.loads(PATH.read_text(encoding="utf-8"))
        return cls(tuple(learned["order"][name] for name in ORDER), tuple(learned["chance"][name] for name in CHANCE))


ORDER = ("margin", "lexical", "semantic", "focus")
CHANCE = ("margin", "lead", "agreed", "constant")


def order_features(seen: Seen) -> tuple[float, ...]:
    """What orders passages, by the names in `ORDER`."""
    return (_cut(seen.margin), _by_rank(seen.lexical_rank), _by_rank(seen.semantic_rank), seen.focus)


def rivals(seen: Sequence[Seen]) -> list[float]:
    """For each of a question's passages the highest margin of the others."""
    first, second = sorted((LOWEST, LOWEST, *(each.margin for each in seen)), reverse=True)[:2]
    return [second if each.margin == first else first for each in seen]


def chance_features(seen: Seen, rival: float) -> tuple[float, ...]:
    """What says how likely a passage answers, by the names in `CHANCE`; ``rival`` is the best margin of the others."""
    return (
        _cut(seen.margin),
        max(0.0, min(_MOST_LEAD, seen.margin - rival)),
        float(seen.lexical_rank == 1) + float(seen.semantic_rank == 1),
        1.0,
    )


def order_of(seen: Seen, weights: Weights) -> float:
    """What a passage is ordered by, higher is better."""
    return _dot(weights.order, order_features(seen))


def chance_of(seen: Seen, rival: float, weights: Weights) -> float:
    """How likely a passage answers, 0..1."""
    return 1 / (1 + math.exp(-_dot(weights.chance, chance_features(seen, rival))))


def _dot(weights: Sequence[float], values: Sequence[float]) -> float:
    return sum(weight * value for weight, value in zip(weights, values, strict=True))


def _cut(margin: float) -> float:
    return max(LOWEST, min(HIGHEST, margin))


def _by_rank(rank: int) -> float:
    """1 for the first, less for each after it; 0 for what a ranking does not have."""
    return 1 / rank if rank else 0.0
