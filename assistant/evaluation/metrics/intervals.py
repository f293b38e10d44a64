"""Figures with their 95 % confidence intervals, from the rows of an evaluation and bootstrap samples of them.

Sources: Efron and Tibshirani, "An Introduction to the Bootstrap" (1993), chapter 13, for the percentile interval;
Wilson, "Probable Inference, the Law of Succession, and Statistical Inference" (1927); Hyndman and Fan, "Sample
Quantiles in Statistical Packages" (1996).
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

Statistic = Callable[[Array], Array]
"""From weights, shape (r, n), to figures, shape (r,).

A weight is how often that row of n is drawn in that sample of r. A figure is NaN where there is nothing to judge by.
"""

_Z_95 = 1.959963984540054  # 97.5 % of the standard normal distribution lie below


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure, its 95 % confidence interval, and from how many rows it is; None where there is nothing to judge by.

    The percentile interval of a figure that is biased in small samples, as a calibration error is, may lie to one side
    of the value.
    """

    value: float | None = None
    low: float | None = None
    high: float | None = None
    n: int = 0


def draws(count: int, *, seed: int = 0, resamples: int = 1000) -> Array:
    """How often each of ``count`` rows is drawn in each bootstrap sample, shape (resamples, count).

    A sample has ``count`` rows drawn with replacement, so each line is multinomial. The same seed gives the same draws.
    Figures from one set of draws go together: share it among all figures of a group.
    """
    rows = np.random.default_rng(seed).integers(max(count, 1), size=(resamples, count))
    cells = rows + count * np.arange(resamples)[:, None]
    return np.asarray(np.bincount(cells.ravel(), minlength=resamples * count).reshape(resamples, count))


def estimate(statistic: Statistic, drawn: Array, *, n: int) -> Estimate:
    """The statistic of all rows, each once, with its percentile bootstrap interval.

    The interval runs from the 2.5th to the 97.5th percentile of the statistic over the samples in ``drawn``; samples
    for which it is NaN are left out. ``n`` is passed on. Where the statistic itself is NaN, the estimate is empty.
    """
    value = float(statistic(np.ones((1, drawn.shape[1]), dtype=np.int64))[0])
    if math.isnan(value):
        return Estimate()
    figures = statistic(drawn)
    known = figures[~np.isnan(figures)]
    if not len(known):
        return Estimate(value, n=n)
    low, high = np.quantile(known, (0.025, 0.975))
    return Estimate(value, float(low), float(high), n)


def estimate_mean(values: Sequence[float | None], drawn: Array) -> Estimate:
    """The mean of the values that are not None, with its bootstrap interval; n is how many these are."""
    return estimate(mean(values), drawn, n=_judged(values))


def estimate_share(flags: Sequence[float | None], drawn: Array) -> Estimate:
    """The share of the flags that is True (1) rather than False (0), with its interval; None is a flag not judged.

    The interval is the bootstrap's, but Wilson's where all flags are alike: every sample of such flags is the same, and
    the bootstrap would claim to be certain.
    """
    successes, judged = sum(flag for flag in flags if flag is not None), _judged(flags)
    if 0 < successes < judged:
        return estimate(mean(flags), drawn, n=judged)
    return wilson_interval(int(successes), judged)


def estimate_quantile(values: Sequence[float | None], share: float, drawn: Array) -> Estimate:
    """The quantile of the values that are not None, with its bootstrap interval; n is how many these are."""
    return estimate(quantile(values, share), drawn, n=_judged(values))


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
    return Estimate(share, low if successes else 0.0, high if successes < count else 1.0, count)


def mean(values: Sequence[float | None]) -> Statistic:
    """Σ weight · value / Σ weight over the values that are not None."""
    known = np.array([value is not None for value in values], dtype=bool)
    present = np.asarray([value for value in values if value is not None], dtype=float)
    if not len(present):
        return over_rows(len(values), lambda weights: np.full(len(weights), np.nan))
    columns = np.zeros((len(values), 2))
    columns[known, 0] = present
    columns[:, 1] = known
    least, most = present.min(), present.max()

    def figure(weights: Array) -> Array:
        sums = weights @ columns
        # Rounding may put the mean of equal values just beside them, and its interval then has a width.
        return np.clip(ratio(sums[:, 0], sums[:, 1]), least, most)

    return over_rows(len(values), figure)


def quantile(values: Sequence[float | None], share: float) -> Statistic:
    """The value below which ``share`` (0..1) of the values that are not None lie, each repeated by its weight.

    Linear between the two nearest, at position (N - 1) · share of the N sorted values counted from 0 (Hyndman and Fan's
    definition 7, numpy's default). Weights are whole numbers. Raises ValueError for a share outside 0..1.
    """
    if not 0 <= share <= 1:
        raise ValueError(f"the share of a quantile is from 0 to 1, not {share}")
    known = np.flatnonzero([value is not None for value in values])
    present = np.asarray([value for value in values if value is not None], dtype=float)
    order = np.argsort(present, kind="stable")
    ascending, columns = present[order], known[order]

    def figure(weights: Array) -> Array:
        figures = np.full(len(weights), np.nan)
        cumulative = np.cumsum(weights[:, columns], axis=1)
        filled = weights[:, columns].any(axis=1)
        figures[filled] = _interpolated(ascending, cumulative[filled], share) if filled.any() else np.nan
        return figures

    return over_rows(len(values), figure)


def over_rows(count: int, figure: Statistic) -> Statistic:
    """The statistic, which raises ValueError when it is given the weights of another number of rows than ``count``.

    Without it, figures of some rows could be had from the draws of others unnoticed.
    """

    def checked(weights: Array) -> Array:
        if weights.shape[1] != count:
            raise ValueError(f"the figure is of {count} rows, but the draws are of {weights.shape[1]}")
        return figure(weights)

    return checked


def ratio(part: Array, whole: Array) -> Array:
    """The quotient part / whole, element by element; NaN where the whole is 0."""
    return np.asarray(np.divide(part, whole, out=np.full(np.shape(whole), np.nan), where=whole != 0))


def _judged(values: Sequence[float | None]) -> int:
    return sum(value is not None for value in values)


def _interpolated(ascending: Array, cumulative: Array, share: float) -> Array:
    """The quantile of each line of cumulative weights, none of which ends in 0."""
    position = (cumulative[:, -1] - 1) * share
    # The item at position i of the repeated values is the first whose cumulative weight is above i.
    below, above = (
        ascending[(cumulative <= index[:, None]).sum(axis=1)] for index in (np.floor(position), np.ceil(position))
    )
    return np.asarray(below + (above - below) * (position % 1))
