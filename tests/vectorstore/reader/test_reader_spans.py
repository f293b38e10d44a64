"""From the scores of a window's tokens to spans, on scores that can be added up in one's head."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorstore.reader.model import Scores
from vectorstore.reader.spans import Span, items, spans


def scores(starts: Sequence[float], ends: Sequence[float], *, none: float = 0.0) -> Scores:
    """Of tokens of four letters each, a space between them."""
    places = tuple((5 * token, 5 * token + 4) for token in range(len(starts)))
    return Scores(places, np.array(starts, dtype=np.float32), np.array(ends, dtype=np.float32), none)


def test_a_margin_is_what_start_and_end_score_above_not_here() -> None:
    (span,) = spans(scores([5.0], [2.0], none=3.0))
    assert span == Span(0, 4, 5.0 + 2.0 - 3.0)


def test_spans_come_best_first() -> None:
    found = spans(scores([1.0, 5.0, 0.0], [0.0, 1.0, 4.0], none=2.0))
    assert found == [
        Span(5, 14, 5.0 + 4.0 - 2.0),
        Span(5, 9, 5.0 + 1.0 - 2.0),
        Span(0, 14, 1.0 + 4.0 - 2.0),
        Span(10, 14, 0.0 + 4.0 - 2.0),
        Span(0, 9, 1.0 + 1.0 - 2.0),
        Span(0, 4, 1.0 + 0.0 - 2.0),
    ]


def test_no_span_ends_before_it_starts() -> None:
    found = spans(scores([0.0, 0.0, 9.0], [9.0, 0.0, 0.0]))
    assert all(span.start < span.end for span in found)
    assert found[0].margin == 9.0


def test_places_are_those_of_the_article_where_the_window_begins_in_it() -> None:
    (span,) = spans(scores([1.0], [1.0]), 300)
    assert (span.start, span.end) == (300, 304)


@pytest.mark.parametrize("tokens", [60, 61])
def test_an_answer_has_sixty_tokens_at_most(tokens: int) -> None:
    best = scores([9.0] + [0.0] * (tokens - 1), [0.0] * (tokens - 1) + [9.0])
    assert spans(best)[0].margin == (18.0 if tokens == 60 else 9.0)


def test_a_window_gives_twenty_four_spans_at_most_and_no_worse_ones() -> None:
    found = spans(scores([float(-token) for token in range(50)], [0.0] * 50))
    assert len(found) == 24
    assert all(later.margin <= earlier.margin for earlier, later in pairwise(found))
    assert found[0].margin == found[-1].margin == 0.0  # of the first token there are that many, as sure as one another


def test_a_window_without_tokens_gives_no_spans() -> None:
    assert spans(scores([], [])) == []


@given(
    st.lists(st.tuples(st.integers(-9, 9), st.integers(-9, 9)), min_size=1, max_size=24),
    st.integers(-9, 9),
)
def test_the_best_span_is_the_best_of_all_pairs(each: list[tuple[int, int]], none: int) -> None:
    starts, ends = zip(*each, strict=True)
    pairs = [starts[first] + ends[last] - none for first in range(len(each)) for last in range(first, len(each))]
    found = spans(scores(starts, ends, none=none))
    assert [span.margin for span in found] == sorted(pairs, reverse=True)[:24]


# Lists


def test_a_list_has_all_that_more_likely_begins_than_not() -> None:
    found = items(scores([5.0, -5.0, 4.0, -5.0, -5.0], [-5.0, 6.0, 3.0, -5.0, -5.0], none=2.0))
    assert found == [Span(0, 9, 9.0), Span(10, 14, 5.0)]


def test_what_begins_ends_before_the_next_one_begins() -> None:
    first, second = items(scores([5.0, 5.0], [1.0, 9.0], none=2.0))
    assert (first.start, first.end, second.start, second.end) == (0, 4, 5, 9)


def test_what_begins_and_nowhere_ends_is_not_listed() -> None:
    assert items(scores([3.0, 5.0], [-9.0, 9.0], none=2.0)) == [Span(5, 9, 12.0)]


def test_a_window_of_which_nothing_belongs_to_a_list_gives_nothing() -> None:
    assert items(scores([1.0, 1.0], [1.0, 1.0], none=4.0)) == []
    assert items(scores([], [])) == []


def test_items_have_places_of_the_article() -> None:
    (item,) = items(scores([5.0], [5.0]), 300)
    assert (item.start, item.end) == (300, 304)
