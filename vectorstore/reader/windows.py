"""Windows of an article: runs of whole passages that the reader takes in at once. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from vectorstore.passages import Passage

WINDOW_TOKENS = 192  # as the reader was trained; a passage longer than that is a window of its own


@dataclass(frozen=True, slots=True)
class Window:
    """Passages ``first`` to ``last``, both included, by their place in what was cut; offsets in the article."""

    first: int
    last: int
    start: int
    end: int


def windows(
    passages: Sequence[Passage], lengths: Sequence[int], *, most: int = WINDOW_TOKENS, overlap: bool = True
) -> list[Window]:
    """Windows of at most so many tokens over passages of these ``lengths``.

    Each begins half a window after the last, or, without ``overlap``, where that ends.
    """
    found: list[Window] = []
    first = 0
    while first < len(passages):
        last, total = first, lengths[first]
        while last + 1 < len(passages) and total + lengths[last + 1] <= most:
            last += 1
            total += lengths[last]
        found.append(Window(first, last, passages[first].start, passages[last].end))
        if last + 1 == len(passages):
            break
        first = _half(lengths, first, last, total) if overlap else last + 1
    return found


def _half(lengths: Sequence[int], first: int, last: int, total: int) -> int:
    """Where the next window begins: past half of this one, at its second passage at the earliest."""
    passed, place = 0, first
    while place <= last and passed < total / 2:
        passed += lengths[place]
        place += 1
    return max(place, first + 1)


def around(order: int, passages: Sequence[Passage], length_of: Callable[[Passage], int]) -> Window:
    """The window around a passage: what follows and what stands before it in turn, as long as both fit."""
    first = last = order
    total = length_of(passages[order])
    forward, backward = True, True
    while forward or backward:
        if forward:
            forward = last + 1 < len(passages) and total + length_of(passages[last + 1]) <= WINDOW_TOKENS
            if forward:
                last += 1
                total += length_of(passages[last])
        if backward:
            backward = first > 0 and total + length_of(passages[first - 1]) <= WINDOW_TOKENS
            if backward:
                first -= 1
                total += length_of(passages[first])
    return Window(first, last, passages[first].start, passages[last].end)
