"""Whether it is declined to answer where it should be, and whether confidence tells right from wrong.

Sources: Manning, Raghavan and Schütze, "Introduction to Information Retrieval" (2008), chapter 8, for precision, recall
and F1; Mann and Whitney, "On a Test of Whether one of Two Random Variables is Stochastically Larger than the Other"
(1947), for the area under the ROC curve; El-Yaniv and Wiener, "On the Foundations of Noise-free Selective
Classification" (2010), and Geifman and El-Yaniv, "Selective Classification for Deep Neural Networks" (2017), for risk
and coverage; Naeini, Cooper and Hauskrecht, "Obtaining Well Calibrated Probabilities Using Bayesian Binning" (2015),
and Guo et al., "On Calibration of Modern Neural Networks" (2017), for the calibration error.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from assistant.evaluation.metrics.intervals import Array, Statistic, over_rows, ratio

_BLOCK = 64  # samples at once: some megabytes for thousands of rows, and no slower than all of them


@dataclass(frozen=True, slots=True)
class RiskPoint:
    """What is answered at a confidence of at least ``threshold``: its share of all, and the share of it wrong."""

    threshold: float
    coverage: float
    risk: float


@dataclass(frozen=True, slots=True)
class CalibrationBin:
    """The n rows with a confidence in (low, high]: their mean confidence, and the share of them that is right."""

    low: float
    high: float
    n: int
    confidence: float
    accuracy: float


def f1(answerable: Sequence[bool], answered: Sequence[bool]) -> Statistic:
    """The harmonic mean of precision and recall of declining: 2 · TP / (2 · TP + FP + FN)."""
    negative, declined = _outcomes(answerable, answered)
    return _weighted_ratio(2 * (negative & declined), negative.astype(int) + declined)


def auroc(confidence: Sequence[float], positive: Sequence[bool]) -> Statistic:
    """The probability that a positive has more confidence than a negative, ties counting half (Mann and Whitney's U).

    NaN where either class is missing.
    """
    levels, flags = _confidences(confidence, positive)
    order, starts = _groups(levels)

    def figure(weights: Array) -> Array:
        positives = _sums(weights * flags, order, starts)
        negatives = _sums(weights * ~flags, order, starts)
        above = np.cumsum(positives, axis=1) - positives / 2
        return ratio((negatives * above).sum(axis=1), positives.sum(axis=1) * negatives.sum(axis=1))

    return over_rows(len(levels), _in_blocks(figure))


def area_under_risk_coverage(confidence: Sequence[float], right: Sequence[bool]) -> Statistic:
    """The mean, over growing coverage, of the share that is wrong among the most confident; 0 is best.

    Rows of equal confidence are accepted together: Σ n(t) · risk(t) / N over the distinct confidences t, where n(t)
    rows have confidence t and risk(t) is the share wrong of those that have at least t.
    """
    levels, flags = _confidences(confidence, right)
    order, starts = _groups(levels)

    def figure(weights: Array) -> Array:
        added = _sums(weights, order, starts)
        wrong = _sums(weights * ~flags, order, starts)
        risk = ratio(np.cumsum(wrong, axis=1), np.cumsum(added, axis=1))
        # No risk is known before the first row, where nothing is added either.
        return ratio((added * np.nan_to_num(risk)).sum(axis=1), added.sum(axis=1))

    return over_rows(len(levels), _in_blocks(figure))


def expected_calibration_error(confidence: Sequence[float], right: Sequence[bool], *, bins: int = 10) -> Statistic:
    """The mean gap between confidence and accuracy: Σ |bin| / N · |accuracy - mean confidence|, over equal-width bins.

    The bins are those of `calibration`. Raises ValueError for a confidence outside 0..1 and for bins < 1.
    """
    levels, flags = _confidences(confidence, right)
    places = _bin_places(levels, bins)
    gaps = np.zeros((len(levels), bins))
    gaps[np.arange(len(levels)), places] = flags - levels

    def figure(weights: Array) -> Array:
        return ratio(np.abs(weights @ gaps).sum(axis=1), weights.sum(axis=1))

    return over_rows(len(levels), figure)


def risk_coverage(confidence: Sequence[float], right: Sequence[bool]) -> tuple[RiskPoint, ...]:
    """Coverage and risk at each distinct confidence, the most confident first; empty without rows."""
    levels, flags = _confidences(confidence, right)
    order, starts = _groups(levels)
    accepted = np.append(starts[1:], len(levels))
    wrong = np.cumsum(~flags[order])
    return tuple(
        RiskPoint(float(levels[order[count - 1]]), float(count / len(levels)), float(wrong[count - 1] / count))
        for count in (accepted if len(levels) else ())
    )


def calibration(confidence: Sequence[float], right: Sequence[bool], *, bins: int = 10) -> tuple[CalibrationBin, ...]:
    """The bins that hold rows, from low to high; the i-th of all, from 1, is ((i - 1) / bins, i / bins].

    The first holds a confidence of 0 as well. Raises ValueError for a confidence outside 0..1 and for bins < 1.
    """
    levels, flags = _confidences(confidence, right)
    places = _bin_places(levels, bins)
    members = {int(place): np.flatnonzero(places == place) for place in np.unique(places)}
    return tuple(
        CalibrationBin(
            place / bins, (place + 1) / bins, len(rows), float(levels[rows].mean()), float(flags[rows].mean())
        )
        for place, rows in members.items()
    )


def _outcomes(answerable: Sequence[bool], answered: Sequence[bool]) -> tuple[Array, Array]:
    """Which rows cannot be answered, and which were declined."""
    _check_lengths(answerable, answered)
    return ~np.asarray(answerable, dtype=bool), ~np.asarray(answered, dtype=bool)


def _confidences(confidence: Sequence[float], flags: Sequence[bool]) -> tuple[Array, Array]:
    _check_lengths(confidence, flags)
    levels = np.asarray(confidence, dtype=float)
    if np.isnan(levels).any():
        raise ValueError("a confidence is not a number (NaN)")
    return levels, np.asarray(flags, dtype=bool)


def _check_lengths(one: Sequence[float], other: Sequence[float]) -> None:
    if len(one) != len(other):
        raise ValueError(f"{len(one)} rows on one side and {len(other)} on the other")


def _weighted_ratio(part: Array, whole: Array) -> Statistic:
    def figure(weights: Array) -> Array:
        return ratio(weights @ part, weights @ whole)

    return over_rows(len(whole), figure)


def _groups(levels: Array) -> tuple[Array, Array]:
    """The order of the rows, most confident first, and where in it each group of equal confidence starts."""
    order = np.argsort(-levels, kind="stable")
    return order, np.unique(-levels[order], return_index=True)[1]


def _sums(weights: Array, order: Array, starts: Array) -> Array:
    """The weight of each group of equal confidence, in each sample."""
    return np.asarray(np.add.reduceat(weights[:, order], starts, axis=1))


def _in_blocks(figure: Statistic) -> Statistic:
    """The same statistic, worked out for some samples at a time."""

    def whole(weights: Array) -> Array:
        blocks = (weights[start : start + _BLOCK] for start in range(0, max(len(weights), 1), _BLOCK))
        return np.concatenate([figure(block) for block in blocks])

    return whole


def _bin_places(levels: Array, bins: int) -> Array:
    """The bin of each confidence, from 0."""
    if bins < 1:
        raise ValueError(f"there is at least 1 bin, not {bins}")
    if not ((levels >= 0) & (levels <= 1)).all():
        raise ValueError(f"a confidence is from 0 to 1, but these are from {levels.min()} to {levels.max()}")
    return np.asarray(np.searchsorted(np.arange(1, bins) / bins, levels, side="left"))
