"""The randomisation test, against arithmetic by hand."""

from itertools import product
from math import comb

import numpy as np
import pytest

from assistant.evaluation.metrics import Estimate
from assistant.evaluation.metrics.paired import Paired, compare


def test_the_difference_is_that_of_the_second_over_the_first() -> None:
    found = compare([0, 1, 0.5, 1], [1, 1, 1, 0])
    assert found.difference.value == pytest.approx((1 + 0 + 0.5 - 1) / 4)
    assert found.difference.n == found.n == 4
    assert (found.gained, found.lost) == (2, 1)


def test_the_interval_of_the_difference_holds_it() -> None:
    difference = compare([0.0] * 50, [0.0] * 25 + [1.0] * 25).difference
    half_width = 1.96 * (1 / 2 * 1 / 2 / 50) ** 0.5
    assert (difference.low, difference.high) == pytest.approx((1 / 2 - half_width, 1 / 2 + half_width), abs=0.03)


@pytest.mark.parametrize(
    ("gained", "lost", "p_value"),
    [
        (1, 0, 2 / 2),
        (3, 0, 2 / 2**3),
        (12, 0, 2 / 2**12),
        (4, 1, 2 * (comb(5, 0) + comb(5, 1)) / 2**5),  # sums of 3 and 5, to either side
        (2, 2, 1),
    ],
)
def test_with_few_pairs_that_differ_all_ways_to_swap_them_are_counted(gained: int, lost: int, p_value: float) -> None:
    same = [0.0, 1.0] * 20
    first, second = [0.0] * gained + [1.0] * lost, [1.0] * gained + [0.0] * lost
    found = compare(first + same, second + same, rounds=1)
    assert found.p_value == pytest.approx(p_value)
    assert (found.gained, found.lost, found.n) == (gained, lost, gained + lost + 40)


def test_differences_of_several_sizes_are_swapped_with_their_sizes() -> None:
    differences = [0.1, 0.2, -0.3, 0.7]
    sums = [sum(sign * each for sign, each in zip(signs, differences, strict=True))
            for signs in product((1, -1), repeat=4)]  # fmt: skip
    expected = sum(abs(each) >= sum(differences) - 1e-9 for each in sums) / 2**4
    assert compare([0.0] * 4, differences).p_value == pytest.approx(expected)


@pytest.mark.parametrize("whole", [[1, 1, 1, 4], [-7, 2, 2, 5], [-3, 1, 2, 2], [-4, -3, 3, 6], [-5, 2, 2, 5]])
def test_sums_that_differ_by_rounding_alone_count_as_equal(whole: list[int]) -> None:
    tenths = [each / 10 for each in whole]
    assert compare([0.0] * 4, tenths).p_value == compare([0.0] * 4, whole).p_value


@pytest.mark.parametrize(("gained", "lost"), [(14, 6), (10, 3), (11, 9)])
def test_with_more_pairs_the_ways_to_swap_them_are_sampled(gained: int, lost: int) -> None:
    count, rounds = gained + lost, 20_000
    exact = min(1, 2 * sum(comb(count, index) for index in range(lost + 1)) / 2**count)
    first, second = [0] * gained + [1] * lost, [1] * gained + [0] * lost
    assert compare(first, second, rounds=rounds).p_value == pytest.approx(exact, abs=0.015)


def test_a_sampled_p_value_is_never_nought() -> None:
    assert compare([0] * 60, [1] * 60, rounds=999).p_value == pytest.approx((0 + 1) / (999 + 1))


@pytest.mark.parametrize("rounds", [1, 255, 256, 300])
def test_as_many_ways_are_sampled_as_asked_for(rounds: int) -> None:
    # Sums of an odd number of ones are never nearer to 0 than the observed 7 - 6, so every way counts.
    assert compare([0] * 7 + [1] * 6, [1] * 7 + [0] * 6, rounds=rounds).p_value == (rounds + 1) / (rounds + 1)


def test_a_comparison_repeats_itself_for_a_seed() -> None:
    random = np.random.default_rng(1)
    first, second = random.random(40).tolist(), random.random(40).tolist()
    found, other = compare(first, second, seed=3), compare(first, second, seed=4)
    assert found == compare(first, second, seed=3)
    assert found.difference.value == other.difference.value
    assert (found.difference.low != other.difference.low, found.p_value != other.p_value) == (True, True)


def test_the_same_figures_do_not_differ() -> None:
    assert compare([1, 0.5], [1, 0.5]) == Paired(Estimate(0, 0, 0, 2), 1.0, 0, 0, 2)


def test_without_figures_there_is_no_difference() -> None:
    assert compare([], []) == Paired(Estimate(), 1.0, 0, 0, 0)


def test_figures_are_compared_in_pairs() -> None:
    with pytest.raises(ValueError, match="2 figures cannot be paired with 1"):
        compare([1, 2], [1])
