"""Whether one way of answering is better than another on the same questions.

Source: Smucker, Allan and Carterette, "A Comparison of Statistical Significance Tests for Information Retrieval
Evaluation" (2007), for Fisher's paired randomisation test.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.evaluation.metrics.intervals import Array, Estimate, draws, estimate_mean

_MOST_EXACT = 12  # pairs that differ: all 4096 ways to swap them are fewer than the rounds by chance
_BLOCK = 256  # rounds at once: some megabytes for thousands of pairs


@dataclass(frozen=True, slots=True)
class Paired:
    """Figures b against figures a of the same n questions.

    ``difference`` is the mean of b - a with its bootstrap interval; ``p_value`` is the probability of a mean difference
    at least as far from 0, to either side, if a and b were exchangeable; ``gained`` and ``lost`` count the questions
    on which b is above and below a.
    """

    difference: Estimate
    p_value: float
    gained: int
    lost: int
    n: int


def compare(a: Sequence[float], b: Sequence[float], *, seed: int = 0, rounds: int = 10_000) -> Paired:
    """How b compares with a, pair by pair; the same seed gives the same result.

    The p value is the share of the ways to swap the two figures of pairs whose |Σ(b - a)| is at least that observed.
    With up to 12 pairs that differ it is over all 2^m ways, else over ``rounds`` random ones, with what was observed
    counted as one more: (hits + 1) / (rounds + 1). It is 1.0 if no pair differs. Raises ValueError for sequences of
    different lengths.
    """
    if len(a) != len(b):
        raise ValueError(f"{len(a)} figures cannot be paired with {len(b)}")
    differences = np.asarray(b, dtype=float) - np.asarray(a, dtype=float)
    return Paired(
        difference=estimate_mean(differences.tolist(), draws(len(a), seed=seed)),
        p_value=_p_value(differences[differences != 0], np.random.default_rng(seed), rounds),
        gained=int((differences > 0).sum()),
        lost=int((differences < 0).sum()),
        n=len(a),
    )


def _p_value(differences: Array, random: np.random.Generator, rounds: int) -> float:
    """Of differences none of which is 0; with none at all there is one way to swap them, and p is 1."""
    count = len(differences)
    if count <= _MOST_EXACT:
        swapped = np.arange(2**count)[:, None] >> np.arange(count) & 1
        return _hits(swapped, differences) / len(swapped)
    hits = sum(
        _hits(random.integers(2, size=(min(_BLOCK, rounds - done), count), dtype=np.int8), differences)
        for done in range(0, rounds, _BLOCK)
    )
    return (hits + 1) / (rounds + 1)


def _hits(swapped: Array, differences: Array) -> int:
    """How many ways to swap, a line of 0 and 1 each, give a sum at least as far from 0 as the differences have."""
    sums = np.abs((1 - 2.0 * swapped) @ differences)
    # Sums that are equal in theory differ by rounding in practice, and count as equal.
    return int((sums >= abs(differences.sum()) - 1e-9 * np.abs(differences).sum()).sum())
