"""Where the quotations of a text stand. Pure; takes time in proportion to the text, whatever it is."""

from collections.abc import Iterator

_PAIRS = {"«": "»", "“": "”", '"': '"'}


def quotations(text: str) -> tuple[tuple[int, int], ...]:
    """The outermost quotations of a text, in order: start and end of each, without their quotation marks.

    Quotation marks may stand within others («… «…» …»). Where they do not pair up, as where a passage that is quoted
    begins or ends within a quotation of its own, one quotation reaches from the first to the last of them, or to the
    end of the text.
    """
    ends = {start: end for opener, closer in _PAIRS.items() for start, end in _ends(text, opener, closer)}
    return tuple(_outermost(ends))


def pair_up(text: str) -> bool:
    """Whether all quotation marks of a text pair up."""
    return all(_pairs(text, opener, closer) is not None for opener, closer in _PAIRS.items())


def _outermost(ends: dict[int, int]) -> Iterator[tuple[int, int]]:
    beyond = 0
    for start, end in sorted(ends.items()):
        if start >= beyond:
            yield start + 1, end
            beyond = end + 1


def _ends(text: str, opener: str, closer: str) -> Iterator[tuple[int, int]]:
    """Where each quotation opens and closes, or the text ends."""
    pairs = _pairs(text, opener, closer)
    if pairs is not None:
        yield from pairs
        return
    first, last = text.find(opener), text.rfind(closer)
    if opener == closer:
        yield from _pairs(text[:last], opener, closer) or ()
        yield last, len(text)
        return
    if 0 <= first < last:
        yield first, last
    unclosed = text.find(opener, last + 1)
    if unclosed >= 0:
        yield unclosed, len(text)


def _pairs(text: str, opener: str, closer: str) -> list[tuple[int, int]] | None:
    """The quotation marks that belong together; None if one of them has no partner."""
    if opener not in text and closer not in text:
        return []
    pairs, opened = [], list[int]()
    for index, character in enumerate(text):
        if character == closer and opened:
            pairs.append((opened.pop(), index))
        elif character == opener:
            opened.append(index)
        elif character == closer:
            return None
    return None if opened else pairs
