"""The figures, against arithmetic by hand."""

from dataclasses import astuple

import pytest

from assistant.evaluation import metrics
from assistant.evaluation.metrics import Array, Estimate, Outcomes

Z = 1.959963984540054


@pytest.mark.parametrize(("rank", "k", "hit"), [(1, 1, 1), (2, 1, 0), (2, 3, 1), (3, 3, 1), (4, 3, 0), (None, 3, 0)])
def test_a_hit_is_a_right_citation_among_the_first_k(rank: int | None, k: int, hit: int) -> None:
    assert metrics.hit_at(rank, k) == hit


def test_the_mean_reciprocal_rank_counts_what_was_not_found_as_nothing() -> None:
    reciprocals = [metrics.reciprocal_rank(rank) for rank in (1, 2, None, 4)]
    assert metrics.mean(reciprocals) == pytest.approx((1 + 1 / 2 + 0 + 1 / 4) / 4)


def test_recall_is_the_share_of_the_relevant_among_the_first_k() -> None:
    assert metrics.recall_at([1, 3, 7, None], 3) == 2 / 4
    assert metrics.recall_at([1, 3, 7, None], 10) == 3 / 4
    assert metrics.recall_at([], 3) is None


def test_declining_is_scored_by_precision_recall_and_f1() -> None:
    #             declined rightly: 2  | wrongly: 1 | missed: 3          | answered rightly: 1
    answerable = [False, False, True, False, False, False, True]
    answered = [False, False, False, True, True, True, True]
    counted = metrics.outcomes(answerable, answered)
    assert counted == Outcomes(true_declined=2, false_declined=1, missed=3)
    precision, recall = 2 / 3, 2 / 5
    assert (counted.precision, counted.recall) == (precision, recall)
    assert counted.f1 == pytest.approx(2 * precision * recall / (precision + recall))


def test_declining_without_anything_to_decline_has_no_figures() -> None:
    nothing = metrics.outcomes([True], [True])
    assert (nothing.precision, nothing.recall, nothing.f1) == (None, None, None)
    assert Outcomes(0, 1, 0).f1 == 0


def test_outcomes_need_as_many_answers_as_questions() -> None:
    with pytest.raises(ValueError, match="shorter"):
        metrics.outcomes([True, False], [True])


def test_a_rate_is_the_share_of_true() -> None:
    assert metrics.rate([True, False, True, True]) == 3 / 4
    assert metrics.rate([]) is None


@pytest.mark.parametrize(
    ("values", "percent", "expected"),
    [
        ([3, 1, 2], 50, 2),
        ([4, 1, 2, 3], 50, (2 + 3) / 2),
        ([1, 2], 95, 1 + 0.95),
        (list(range(21)), 95, 19),  # position 20 · 0.95
        ([7], 95, 7),
        ([1, 5], 0, 1),
        ([1, 5], 100, 5),
        ([], 50, None),
    ],
)
def test_a_percentile_is_linear_between_its_neighbours(
    values: list[float], percent: float, expected: float | None
) -> None:
    assert metrics.percentile(values, percent) == (expected if expected is None else pytest.approx(expected))


def close(value: float, low: float, high: float) -> object:
    return pytest.approx((value, low, high))


def test_wilson_is_symmetric_about_a_half() -> None:
    half_width = Z / (2 * (2 + Z**2) ** 0.5)  # the formula at p = 1/2, n = 2
    assert astuple(metrics.wilson_interval(1, 2)) == close(1 / 2, 1 / 2 - half_width, 1 / 2 + half_width)


def test_wilson_ends_at_nought_and_one() -> None:
    assert astuple(metrics.wilson_interval(0, 10)) == close(0, 0, Z**2 / (10 + Z**2))
    assert astuple(metrics.wilson_interval(10, 10)) == close(1, 10 / (10 + Z**2), 1)
    assert metrics.wilson_interval(0, 0) == Estimate(None, None, None)


def average(values: Array) -> float:
    return float(values.mean())


def test_the_bootstrap_of_equal_values_has_no_width() -> None:
    assert metrics.bootstrap_interval([2.0, 2.0, 2.0], average) == Estimate(2, 2, 2)


def test_the_bootstrap_is_about_as_wide_as_theory_has_it() -> None:
    found = metrics.bootstrap_interval([0.0] * 200 + [1.0] * 200, average)
    half_width = Z * (0.5 * 0.5 / 400) ** 0.5
    assert found.value == 0.5
    assert found.low == pytest.approx(0.5 - half_width, abs=0.01)
    assert found.high == pytest.approx(0.5 + half_width, abs=0.01)


def test_the_bootstrap_repeats_itself_for_a_seed() -> None:
    values = [float(number**2) for number in range(30)]
    first = metrics.bootstrap_interval(values, average, seed=3)
    assert first == metrics.bootstrap_interval(values, average, seed=3)
    assert first != metrics.bootstrap_interval(values, average, seed=4)


def test_the_bootstrap_leaves_out_resamples_without_a_figure() -> None:
    def least_positive(values: Array) -> float | None:
        positive = values[values > 0]
        return float(positive.min()) if len(positive) else None

    assert metrics.bootstrap_interval([0.0, 5.0], least_positive) == Estimate(5, 5, 5)
    assert metrics.bootstrap_interval([0.0], least_positive) == Estimate(None, None, None)
    assert metrics.bootstrap_interval([], average) == Estimate(None, None, None)
