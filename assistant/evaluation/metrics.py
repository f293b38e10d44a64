"""The figures of an evaluation; pure. Where there is nothing to judge by, a figure is None and never 0.

Sources: Manning, Raghavan and Schütze, "Introduction to Information Retrieval" (2008), chapter 8, for precision,
recall and F1; Voorhees, "The TREC-8 Question Answering Track Report" (1999), for the reciprocal rank; Hyndman and Fan,
"Sample Quantiles in Statistical Packages" (1996); Wilson, "Probable Inference, the Law of Succession, and Statistical
Inference" (1927); Efron and Tibshirani, "An Introduction to the Bootstrap" (1993), chapter 13.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

_Z_95 = 1.959963984540054  # 97.5 % of the standard normal distribution lie below


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with the interval that holds it with 95 % confidence; all None where there was nothing to judge by."""

    value: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Outcomes:
    """How often was declined: rightly (``true_declined``), wrongly (``false_declined``), wrongly not (``missed``)."""

    true_declined: int
    false_declined: int
    missed: int

    @property
    def precision(self) -> float | None:
        """true_declined / declined: how often it was right to decline; None if nothing was declined."""
        return ratio(self.true_declined, self.true_declined + self.false_declined)

    @property
    def recall(self) -> float | None:
        """true_declined / unanswerable: how much of what should be declined was; None if nothing should be."""
        return ratio(self.true_declined, self.true_declined + self.missed)

    @property
    def f1(self) -> float | None:
        """2 · precision · recall / (precision + recall), that is 2 · TP / (2 · TP + FP + FN); None if that is 0 / 0."""
        return ratio(2 * self.true_declined, 2 * self.true_declined + self.false_declined + self.missed)


def hit_at(rank: int | None, k: int) -> float:
    """1.0 if the first right citation is among the first k, else 0.0; ranks count from 1, None is none."""
    return float(rank is not None and rank <= k)


def reciprocal_rank(rank: int | None) -> float:
    """1 / rank of the first right citation, ranks from 1; 0.0 if there is none. Its mean is the MRR."""
    return 0.0 if rank is None else 1 / rank


def recall_at(ranks: Sequence[int | None], k: int) -> float | None:
    """The share of all that is relevant which is among the first k: |{r ≤ k}| / |relevant|.

    ``ranks`` has the rank of each relevant item, None for one that was not found; None if nothing is relevant.
    """
    return mean([hit_at(rank, k) for rank in ranks])


def outcomes(answerable: Sequence[bool], answered: Sequence[bool]) -> Outcomes:
    """How the questions were declined; the two sequences are parallel."""
    pairs = list(zip(answerable, answered, strict=True))
    return Outcomes(pairs.count((False, False)), pairs.count((True, False)), pairs.count((False, True)))


def rate(flags: Sequence[bool]) -> float | None:
    """The share that is True, such as the questions answered of those that can be; None if there are none."""
    return ratio(sum(flags), len(flags))


def mean(values: Sequence[float]) -> float | None:
    """Σ values / n; None if there are none."""
    return ratio(math.fsum(values), len(values))


def ratio(part: float, whole: float) -> float | None:
    """The quotient part / whole; None if the whole is 0."""
    return part / whole if whole else None


def percentile(values: Sequence[float] | Array, percent: float) -> float | None:
    """The value below which ``percent`` (0..100) of the values lie; None if there are none.

    Linear between the two nearest values, at position (n - 1) · percent / 100 of the sorted values counted from 0
    (Hyndman and Fan's definition 7).
    """
    if not len(values):
        return None
    ordered = np.sort(values)
    position = (len(ordered) - 1) * percent / 100
    below, above = ordered[math.floor(position)], ordered[math.ceil(position)]
    return float(below + (above - below) * (position % 1))


def wilson_interval(successes: int, count: int) -> Estimate:
    """The share successes / count with Wilson's 95 % score interval.

    (p + z²/2n ± z · √(p(1 - p)/n + z²/4n²)) / (1 + z²/n) with z = 1.96; it stays within 0..1 and is sound near both.
    """
    if not count:
        return Estimate()
    share, spread = successes / count, _Z_95**2 / count
    centre = share + spread / 2
    margin = math.sqrt(spread * share * (1 - share) + spread**2 / 4)
    low, high = (centre - margin) / (1 + spread), (centre + margin) / (1 + spread)
    # The ends are exactly 0 and 1 there; rounding would put them just beyond.
    return Estimate(share, low if successes else 0.0, high if successes < count else 1.0)


def bootstrap_interval(
    sample: Sequence[Any], statistic: Callable[[Array], float | None], *, seed: int = 0, resamples: int = 1000
) -> Estimate:
    """A statistic with its 95 % percentile bootstrap interval; the same seed gives the same interval.

    The interval runs from the 2.5th to the 97.5th percentile of the statistic over ``resamples`` samples of the same
    size, drawn with replacement from the first axis; resamples for which it is None are left out.
    """
    data = np.asarray(sample)
    value = statistic(data) if len(data) else None
    if value is None:
        return Estimate()
    random = np.random.default_rng(seed)
    drawn = (statistic(data[random.integers(len(data), size=len(data))]) for _ in range(resamples))
    known = [figure for figure in drawn if figure is not None]
    return Estimate(value, percentile(known, 2.5), percentile(known, 97.5))
