"""Figures and their intervals, against arithmetic by hand and numpy's quantiles of repeated rows."""

from dataclasses import astuple

import numpy as np
import pytest

from assistant.evaluation.metrics import Array, Estimate
from assistant.evaluation.metrics.intervals import (
    draws,
    estimate,
    estimate_mean,
    estimate_quantile,
    estimate_share,
    mean,
    quantile,
    ratio,
    wilson_interval,
)

Z = 1.959963984540054


def close(value: float, low: float, high: float, n: int) -> object:
    return pytest.approx((value, low, high, n))


def test_a_draw_has_as_many_rows_as_there_are() -> None:
    drawn = draws(7, resamples=50)
    assert drawn.shape == (50, 7)
    assert (drawn.sum(axis=1) == 7).all()


def test_each_row_is_drawn_once_on_average_with_the_spread_of_a_multinomial() -> None:
    drawn = draws(10, resamples=20_000)
    assert drawn.mean(axis=0) == pytest.approx(np.ones(10), abs=0.04)
    assert drawn.var(axis=0) == pytest.approx(np.full(10, 10 * 1 / 10 * 9 / 10), abs=0.06)


def test_draws_repeat_themselves_for_a_seed() -> None:
    assert (draws(30, seed=3) == draws(30, seed=3)).all()
    assert (draws(30, seed=3) != draws(30, seed=4)).any()


def test_draws_of_no_rows_are_empty() -> None:
    assert draws(0, resamples=20).shape == (20, 0)


def test_a_mean_is_weighted_and_leaves_out_what_is_not_known() -> None:
    weights = np.array([[1, 1, 1], [2, 5, 1], [0, 3, 4]])
    assert mean([6.0, None, 3.0])(weights) == pytest.approx([(6 + 3) / 2, (2 * 6 + 1 * 3) / 3, 3])


def test_a_mean_of_nothing_is_not_a_number() -> None:
    assert np.isnan(mean([6.0, None])(np.array([[0, 2]]))).all()
    assert np.isnan(mean([None, None])(np.array([[1, 1]]))).all()


def test_an_estimate_of_a_mean_counts_the_rows_it_is_from() -> None:
    found = estimate_mean([1, 0.5, None, 0], draws(4))
    assert (found.value, found.n) == ((1 + 1 / 2 + 0) / 3, 3)


def test_the_bootstrap_of_equal_values_has_no_width() -> None:
    assert estimate_mean([0.1, 0.1, 0.1], draws(3)) == Estimate(0.1, 0.1, 0.1, 3)


def test_the_bootstrap_is_about_as_wide_as_theory_has_it() -> None:
    half_width = Z * (1 / 2 * 1 / 2 / 400) ** 0.5
    found = estimate_mean([0.0] * 200 + [1.0] * 200, draws(400, resamples=4000))
    assert astuple(found) == pytest.approx((1 / 2, 1 / 2 - half_width, 1 / 2 + half_width, 400), abs=0.005)


def test_the_interval_runs_between_the_outer_fortieths_of_the_draws() -> None:
    def first_weight(weights: Array) -> Array:
        return np.asarray(weights[:, 0], dtype=float)

    drawn = np.arange(41)[:, None]  # 0 to 40: 2.5 % of the way is 1, 97.5 % is 39
    assert estimate(first_weight, drawn, n=5) == Estimate(1, 40 * 0.025, 40 * 0.975, 5)


def test_the_bootstrap_leaves_out_draws_without_a_figure() -> None:
    # The mean is of the second row alone, and a third of the draws or so are without it.
    drawn = np.array([[2, 0], [1, 1], [0, 2]])
    assert estimate_mean([None, 5.0], drawn) == Estimate(5, 5, 5, 1)
    assert estimate_mean([None, 5.0], drawn[:1]) == Estimate(5, None, None, 1)


def test_an_estimate_without_anything_to_judge_by_is_empty() -> None:
    assert estimate_mean([], draws(0)) == Estimate(None, None, None, 0)
    assert estimate_mean([None], draws(1)) == Estimate()
    assert estimate_share([], draws(0)) == Estimate()
    assert estimate_share([None], draws(1)) == Estimate()
    assert estimate_quantile([], 1 / 2, draws(0)) == Estimate()
    assert estimate_quantile([None], 1 / 2, draws(1)) == Estimate()


def test_a_share_that_is_not_all_or_nothing_has_the_interval_of_its_mean() -> None:
    drawn = draws(4)
    found = estimate_share([True, None, False, True], drawn)
    assert found == estimate_mean([1, None, 0, 1], drawn)
    assert (found.value, found.n) == (2 / 3, 3)


@pytest.mark.parametrize(("flag", "successes"), [(True, 3), (False, 0), (1.0, 3), (0.0, 0)])
def test_a_share_whose_flags_are_all_alike_has_wilsons_interval(flag: float, successes: int) -> None:
    found = estimate_share([flag, flag, None, flag], draws(4))
    assert found == wilson_interval(successes, 3)
    assert found.low != found.high


def test_wilson_is_symmetric_about_a_half() -> None:
    half_width = Z / (2 * (2 + Z**2) ** 0.5)  # the formula at p = 1/2, n = 2
    assert astuple(wilson_interval(1, 2)) == close(1 / 2, 1 / 2 - half_width, 1 / 2 + half_width, 2)


def test_wilson_ends_at_nought_and_one() -> None:
    assert astuple(wilson_interval(0, 10)) == close(0, 0, Z**2 / (10 + Z**2), 10)
    assert astuple(wilson_interval(10, 10)) == close(1, 10 / (10 + Z**2), 1, 10)
    assert wilson_interval(0, 0) == Estimate()


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [
        ([3, 1, 2], 0.5, 2),
        ([4, 1, 2, 3], 0.5, (2 + 3) / 2),
        ([4, None, 1, 2, None, 3], 0.5, (2 + 3) / 2),
        ([1, 2], 0.95, 1 + 0.95),
        (list(range(21)), 0.95, 19),  # position 20 · 0.95
        ([7], 0.95, 7),
        ([1, 5], 0, 1),
        ([1, 5], 1, 5),
    ],
)
def test_a_quantile_is_linear_between_its_neighbours(values: list[float | None], share: float, expected: float) -> None:
    assert estimate_quantile(values, share, draws(len(values))).value == pytest.approx(expected)


@pytest.mark.parametrize("share", [0, 0.025, 1 / 3, 0.5, 0.95, 1])
def test_a_weighted_quantile_is_that_of_the_repeated_rows(share: float) -> None:
    random = np.random.default_rng(5)
    values = random.integers(20, size=30).astype(float)  # with ties
    drawn = draws(30, resamples=200)
    expected = [np.quantile(np.repeat(values, weights), share) for weights in drawn]
    assert quantile(values.tolist(), share)(drawn) == pytest.approx(expected)


def test_a_quantile_of_draws_without_a_known_row_is_not_a_number() -> None:
    found = quantile([None, 4.0], 0.5)(np.array([[2, 0], [1, 1]]))
    assert found == pytest.approx([np.nan, 4], nan_ok=True)


@pytest.mark.parametrize("share", [-0.1, 1.1, 95])
def test_a_quantile_is_asked_for_by_a_share(share: float) -> None:
    with pytest.raises(ValueError, match=f"from 0 to 1, not {share}"):
        quantile([1.0], share)


def test_figures_and_draws_of_different_rows_do_not_go_together() -> None:
    for statistic in (mean([1.0, 2.0]), mean([None, None]), quantile([1.0, 2.0], 0.5)):
        with pytest.raises(ValueError, match="of 2 rows, but the draws are of 3"):
            estimate(statistic, draws(3), n=2)


def test_a_ratio_of_nothing_is_not_a_number() -> None:
    assert ratio(np.array([1, 0, 3]), np.array([2, 0, 0])) == pytest.approx([1 / 2, np.nan, np.nan], nan_ok=True)
