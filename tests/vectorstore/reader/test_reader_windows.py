"""Windows of whole passages, over passages whose lengths in tokens are made up."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from evaluated import article_of, passages_of
from hypothesis import given
from hypothesis import strategies as st

from vectorstore.passages import Passage
from vectorstore.reader.windows import WINDOW_TOKENS, Window, around, windows

LENGTHS = st.lists(st.integers(1, 250), max_size=12)


def passages(count: int) -> tuple[Passage, ...]:
    """So many passages, each a line of its own."""
    return passages_of(article_of(*(f"فقرة رقم {number}" for number in range(count))))


def runs(lengths: Sequence[int], *, most: int = WINDOW_TOKENS) -> list[tuple[int, int]]:
    """The first and last passage of each window."""
    return [(window.first, window.last) for window in windows(passages(len(lengths)), lengths, most=most)]


def centred(order: int, lengths: Sequence[int]) -> tuple[int, int]:
    """The first and last passage of the window around one."""
    window = around(order, passages(len(lengths)), lambda passage: lengths[passage.order])
    return window.first, window.last


def test_a_window_has_as_many_passages_as_fit() -> None:
    assert runs([40, 60], most=100) == [(0, 1)]
    assert runs([40, 61], most=100) == [(0, 0), (1, 1)]


def test_the_next_window_begins_past_half_of_the_one_before() -> None:
    assert runs([25] * 6, most=100) == [(0, 3), (2, 5)]
    assert runs([40, 10, 10, 40, 40], most=100) == [(0, 3), (2, 4)]  # 40 + 10 of 100 are half
    assert runs([10, 10, 80, 10], most=100) == [(0, 2), (3, 3)]  # 10 + 10 of 100 are not


def test_a_passage_that_is_longer_than_a_window_stands_alone() -> None:
    assert runs([50, 300, 50, 50]) == [(0, 0), (1, 1), (2, 3)]


def test_an_article_that_fits_is_one_window() -> None:
    assert runs([64, 64, 64]) == [(0, 2)]
    assert runs([300]) == [(0, 0)]


def test_without_passages_there_are_no_windows() -> None:
    assert windows([], []) == []


def test_a_window_reaches_from_its_first_passage_to_the_end_of_its_last() -> None:
    cut = passages(3)
    assert windows(cut, [90, 90, 90]) == [
        Window(0, 1, cut[0].start, cut[1].end),
        Window(1, 2, cut[1].start, cut[2].end),
    ]


@given(LENGTHS)
def test_no_window_of_several_passages_is_over_the_budget(lengths: list[int]) -> None:
    for first, last in runs(lengths):
        assert first == last or sum(lengths[first : last + 1]) <= WINDOW_TOKENS


@given(LENGTHS)
def test_every_passage_is_in_a_window(lengths: list[int]) -> None:
    covered = {order for first, last in runs(lengths) for order in range(first, last + 1)}
    assert covered == set(range(len(lengths)))


@given(LENGTHS)
def test_each_window_goes_on_where_the_one_before_did_not_reach(lengths: list[int]) -> None:
    for (first, last), (after, later) in pairwise(runs(lengths)):
        assert first < after <= last + 1
        assert last < later or after == last + 1 or sum(lengths[after : last + 2]) > WINDOW_TOKENS


@given(LENGTHS)
def test_two_windows_share_half_of_the_first_at_most(lengths: list[int]) -> None:
    for (first, last), (after, _) in pairwise(runs(lengths)):
        assert 2 * sum(lengths[after : last + 1]) <= sum(lengths[first : last + 1])


def test_around_a_passage_stand_those_after_and_before_it_in_turn() -> None:
    assert centred(3, [60] * 7) == (2, 4)  # 180 of 192
    assert centred(3, [48] * 7) == (2, 5)  # 192: one more after than before
    assert centred(3, [40] * 7) == (2, 5)  # 160; another would make 200


def test_at_an_end_of_the_article_a_window_reaches_to_the_other_side() -> None:
    assert centred(0, [40] * 7) == (0, 3)
    assert centred(6, [40] * 7) == (3, 6)


def test_where_what_follows_is_too_long_there_is_more_before() -> None:
    assert centred(3, [40, 40, 40, 40, 300, 40]) == (0, 3)
    assert centred(2, [40, 300, 40, 40, 40, 40]) == (2, 5)


def test_around_a_long_passage_there_is_nothing() -> None:
    assert centred(1, [20, 300, 20]) == (1, 1)
    assert centred(1, [20, WINDOW_TOKENS, 20]) == (1, 1)


def test_a_window_around_has_the_offsets_of_its_passages() -> None:
    cut = passages(3)
    assert around(1, cut, lambda _: 90) == Window(1, 2, cut[1].start, cut[2].end)


@pytest.mark.parametrize("order", [0, 10, 39])
def test_only_the_lengths_of_what_is_near_are_asked_for(order: int) -> None:
    asked: set[int] = set()

    def length(passage: Passage) -> int:
        asked.add(passage.order)
        return 50

    window = around(order, passages(40), length)
    assert asked <= set(range(window.first - 1, window.last + 2))


@given(LENGTHS.filter(bool), st.data())
def test_a_window_around_holds_its_passage_and_keeps_the_budget(lengths: list[int], data: st.DataObject) -> None:
    order = data.draw(st.integers(0, len(lengths) - 1))
    first, last = centred(order, lengths)
    assert first <= order <= last
    assert first == last or sum(lengths[first : last + 1]) <= WINDOW_TOKENS
    for one_more in (lengths[max(0, first - 1) : last + 1], lengths[first : last + 2]):
        assert sum(one_more) > WINDOW_TOKENS or one_more == lengths[first : last + 1]
