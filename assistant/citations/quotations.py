"""Where the quotations of a text stand. Pure; takes time in proportion to the text, whatever it is."""

import re
from collections.abc import Iterator

_PAIRS = {"«": "»", "“": "”", '"': '"'}
_QUOTATION_MARK = re.compile('[«»“”"]')


class Quoting:
    """Whether a text has an open quotation, as it is read piece by piece."""

    def __init__(self) -> None:
        self._depths = dict.fromkeys(_PAIRS, 0)

    def read(self, piece: str) -> None:
        """Read on; a mark that closes nothing is passed over."""
        for found in _QUOTATION_MARK.findall(piece):
            opener = next(opener for opener, closer in _PAIRS.items() if found in (opener, closer))
            opens = found == opener and (found != _PAIRS[opener] or not self._depths[opener])
            self._depths[opener] = max(0, self._depths[opener] + (1 if opens else -1))

    @property
    def open(self) -> bool:
        """Whether a quotation that was opened is not closed yet."""
        return any(self._depths.values())


def quotations(text: str) -> tuple[tuple[int, int], ...]:
    """The outermost quotations of a text, in order: start and end of each, without their quotation marks.

    Quotation marks may stand within others («… «…» …»). Where they do not pair up, as where a passage that is quoted
    begins or ends within a quotation of its own, one quotation reaches from the first to the last of them, or to the
    end of the text.
    """
    ends = {start: end for opener, closer in _PAIRS.items() for start, end in _ends(text, opener, closer)}
    return tuple(_outermost(ends))


def outside(text: str) -> str:
    """The text without its quotations, those that are not closed aside."""
    pieces, done = [], 0
    for start, end in quotations(text):
        if end < len(text):
            pieces.append(text[done : start - 1])
            done = end + 1
    return "".join(pieces) + text[done:]


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
