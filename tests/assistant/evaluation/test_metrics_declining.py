"""What is declined and what confidence is worth, against arithmetic by hand, scikit-learn and repeated rows."""

from collections.abc import Callable
from math import inf, nan

import numpy as np
import pytest
from sklearn.metrics import f1_score, roc_auc_score

from assistant.evaluation.metrics import Array, Estimate, Statistic, draws, estimate
from assistant.evaluation.metrics.declining import (
    CalibrationBin,
    RiskPoint,
    area_under_risk_coverage,
    auroc,
    calibration,
    expected_calibration_error,
    f1,
    risk_coverage,
)

OfConfidence = Callable[[list[float], list[bool]], Statistic]
CONFIDENCE: list[OfConfidence] = [auroc, area_under_risk_coverage, expected_calibration_error]


def value(statistic: Statistic, count: int) -> float | None:
    return estimate(statistic, draws(count, resamples=10), n=count).value


def of(figure: OfConfidence, confidence: list[float], flags: list[bool]) -> float | None:
    return value(figure(confidence, flags), len(flags))


def sample(count: int = 60) -> tuple[list[float], list[bool], Array]:
    """Confidences with ties, flags that go with them somewhat, and weights."""
    random = np.random.default_rng(2)
    confidence = random.integers(11, size=count) / 10
    flags = random.random(count) < confidence
    return confidence.tolist(), flags.tolist(), draws(count, resamples=150)


def test_declining_is_scored_by_f1() -> None:
    #             declined rightly: 2  | wrongly: 1 | missed: 3          | answered rightly: 1
    answerable = [False, False, True, False, False, False, True]
    answered = [False, False, False, True, True, True, True]
    p, r = 2 / 3, 2 / 5
    assert value(f1(answerable, answered), 7) == pytest.approx(2 * p * r / (p + r))


def test_f1_is_weighted() -> None:
    answerable, answered = [False, True, False], [False, False, True]
    weights = np.array([[3, 1, 2]])
    assert f1(answerable, answered)(weights) == pytest.approx([2 * 3 / (2 * 3 + 1 + 2)])


def test_f1_is_that_of_scikit_learn() -> None:
    random = np.random.default_rng(3)
    answerable, answered = random.random(40) < 0.6, random.random(40) < 0.7
    drawn = draws(40, resamples=50)
    expected = [f1_score(~answerable, ~answered, sample_weight=weights) for weights in drawn]
    assert f1(answerable.tolist(), answered.tolist())(drawn) == pytest.approx(expected)


def test_without_anything_to_decline_there_is_no_f1() -> None:
    assert value(f1([True], [True]), 1) is None
    assert value(f1([], []), 0) is None
    assert value(f1([True], [False]), 1) == 0


def test_auroc_is_the_share_of_pairs_in_the_right_order() -> None:
    # Positives 0.9 and 0.4, negatives 0.6 and 0.1: only 0.4 and 0.6 are the wrong way round.
    assert of(auroc, [0.9, 0.4, 0.6, 0.1], [True, True, False, False]) == pytest.approx(3 / 4)


def test_auroc_counts_a_tie_as_half() -> None:
    assert of(auroc, [0.5, 0.5, 0.1], [True, False, False]) == pytest.approx((1 / 2 + 1) / 2)
    assert of(auroc, [0.5, 0.5, 0.5], [True, False, False]) == pytest.approx(1 / 2)


def test_auroc_takes_any_scale() -> None:
    assert of(auroc, [inf, 7.5, -3, -inf], [True, False, True, False]) == pytest.approx(3 / 4)


def test_auroc_is_weighted() -> None:
    # Positives 0.9 (twice) and 0.4, negatives 0.6 (thrice) and 0.1: 2 · 4 + 1 · 1 of 3 · 4 pairs.
    found = auroc([0.9, 0.4, 0.6, 0.1], [True, True, False, False])(np.array([[2, 1, 3, 1]]))
    assert found == pytest.approx([(2 * 4 + 1 * 1) / (3 * 4)])


def test_auroc_is_that_of_scikit_learn() -> None:
    confidence, positive, drawn = sample()
    expected = [roc_auc_score(positive, confidence, sample_weight=weights) for weights in drawn]
    assert auroc(confidence, positive)(drawn) == pytest.approx(expected)


def test_auroc_needs_both_classes() -> None:
    assert of(auroc, [0.2, 0.7], [True, True]) is None
    assert of(auroc, [0.2, 0.7], [False, False]) is None
    assert np.isnan(auroc([0.2, 0.7], [True, False])(np.array([[2, 0]]))).all()


def test_the_area_under_risk_and_coverage_is_the_mean_risk() -> None:
    right = [True, False, True, False]
    expected = (0 / 1 + 1 / 2 + 1 / 3 + 2 / 4) / 4
    assert of(area_under_risk_coverage, [0.9, 0.8, 0.7, 0.6], right) == pytest.approx(expected)


def test_rows_of_equal_confidence_are_accepted_together() -> None:
    expected = (1 * (0 / 1) + 3 * (2 / 4)) / 4
    assert of(area_under_risk_coverage, [0.9, 0.5, 0.5, 0.5], [True, False, True, False]) == pytest.approx(expected)
    assert of(area_under_risk_coverage, [0.9, 0.5, 0.5, 0.5], [True, True, False, False]) == pytest.approx(expected)
    assert of(area_under_risk_coverage, [0.5] * 4, [True, False, False, False]) == pytest.approx(3 / 4)


def test_the_area_under_risk_and_coverage_is_weighted() -> None:
    weights = np.array([[2, 1, 1], [0, 2, 1]])  # in the second draw the most confident is not there
    expected = [(2 * (0 / 2) + 1 * (1 / 3) + 1 * (1 / 4)) / 4, (2 * (2 / 2) + 1 * (2 / 3)) / 3]
    found = area_under_risk_coverage([0.9, 0.8, 0.7], [True, False, True])(weights)
    assert found == pytest.approx(expected)


def test_the_area_under_risk_and_coverage_is_that_of_the_curve_of_the_repeated_rows() -> None:
    confidence, right, drawn = sample()
    for weights, found in zip(drawn, area_under_risk_coverage(confidence, right)(drawn), strict=True):
        points = risk_coverage(np.repeat(confidence, weights).tolist(), np.repeat(right, weights).tolist())
        steps = np.diff([point.coverage for point in points], prepend=0)
        assert found == pytest.approx(sum(steps * [point.risk for point in points]))


def test_the_calibration_error_is_the_mean_gap_of_the_bins() -> None:
    confidence, right = [0.95, 0.92, 0.35, 0.31, 0.38], [True, False, False, True, False]
    high = abs(1 / 2 - (0.95 + 0.92) / 2)
    low = abs(1 / 3 - (0.35 + 0.31 + 0.38) / 3)
    assert of(expected_calibration_error, confidence, right) == pytest.approx(2 / 5 * high + 3 / 5 * low)


def test_the_calibration_error_takes_as_many_bins_as_asked_for() -> None:
    gap = abs(1 / 2 - (0.9 + 0.2) / 2)
    assert value(expected_calibration_error([0.9, 0.2], [True, False], bins=1), 2) == pytest.approx(gap)
    assert value(expected_calibration_error([0.9, 0.2], [True, False], bins=2), 2) == pytest.approx((0.1 + 0.2) / 2)


def test_the_calibration_error_is_that_of_the_bins_of_the_repeated_rows() -> None:
    confidence, right, drawn = sample()
    for weights, found in zip(drawn, expected_calibration_error(confidence, right)(drawn), strict=True):
        bins = calibration(np.repeat(confidence, weights).tolist(), np.repeat(right, weights).tolist())
        assert found == pytest.approx(sum(each.n * abs(each.accuracy - each.confidence) for each in bins) / 60)


def test_risk_and_coverage_have_a_point_for_each_distinct_confidence() -> None:
    assert risk_coverage([0.5, 0.9, 0.5, 0.1], [True, True, False, False]) == (
        RiskPoint(0.9, 1 / 4, 0 / 1),
        RiskPoint(0.5, 3 / 4, 1 / 3),
        RiskPoint(0.1, 4 / 4, 2 / 4),
    )


def test_calibration_bins_are_open_below_and_closed_above() -> None:
    assert calibration([0, 0.1, 0.7, 0.71, 1], [False, True, True, True, True]) == (
        CalibrationBin(0, 1 / 10, 2, (0 + 0.1) / 2, 1 / 2),
        CalibrationBin(6 / 10, 7 / 10, 1, 0.7, 1),
        CalibrationBin(7 / 10, 8 / 10, 1, 0.71, 1),
        CalibrationBin(9 / 10, 1, 1, 1, 1),
    )


def test_without_rows_there_are_no_figures_and_no_curves() -> None:
    for figure in CONFIDENCE:
        assert estimate(figure([], []), draws(0), n=0) == Estimate()
    assert risk_coverage([], []) == calibration([], []) == ()


@pytest.mark.parametrize("figure", CONFIDENCE)
def test_a_figure_of_draws_that_have_no_rows_is_not_a_number(figure: OfConfidence) -> None:
    assert np.isnan(figure([0.2, 0.7], [True, False])(np.zeros((3, 2), dtype=int))).all()


@pytest.mark.parametrize("figure", CONFIDENCE)
def test_many_draws_have_the_figures_of_each(figure: OfConfidence) -> None:
    confidence, flags, drawn = sample()
    together = figure(confidence, flags)(drawn)
    assert together.tolist() == pytest.approx([figure(confidence, flags)(line[None])[0] for line in drawn])
    assert figure(confidence, flags)(drawn[:0]).shape == (0,)


@pytest.mark.parametrize("figure", [f1, *CONFIDENCE])
def test_figures_and_draws_of_different_rows_do_not_go_together(figure: Callable[..., Statistic]) -> None:
    with pytest.raises(ValueError, match="of 2 rows, but the draws are of 3"):
        figure([0, 1], [True, False])(draws(3))


@pytest.mark.parametrize("figure", [f1, *CONFIDENCE, risk_coverage, calibration])
def test_both_sides_have_as_many_rows(figure: Callable[..., object]) -> None:
    with pytest.raises(ValueError, match="2 rows on one side and 1 on the other"):
        figure([0, 1], [True])


@pytest.mark.parametrize("figure", [*CONFIDENCE, risk_coverage, calibration])
def test_a_confidence_is_a_number(figure: Callable[..., object]) -> None:
    with pytest.raises(ValueError, match="not a number"):
        figure([0.5, nan], [True, False])


@pytest.mark.parametrize("figure", [expected_calibration_error, calibration])
def test_a_calibrated_confidence_is_a_probability(figure: Callable[..., object]) -> None:
    with pytest.raises(ValueError, match=r"from 0 to 1, but these are from -0\.5 to 0\.5"):
        figure([0.5, -0.5], [True, False])
    with pytest.raises(ValueError, match=r"from 0 to 1, but these are from 0\.5 to 1\.5"):
        figure([0.5, 1.5], [True, False])


@pytest.mark.parametrize("figure", [expected_calibration_error, calibration])
def test_there_is_a_bin_at_least(figure: Callable[..., object]) -> None:
    with pytest.raises(ValueError, match="at least 1 bin, not 0"):
        figure([0.5], [True], bins=0)
