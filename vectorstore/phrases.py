"""A text as folded words in a row, for patterns that find phrases in it whatever their spelling."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from vectorstore.arabic import iter_words

_WITHIN = frozenset(("", "/", "-", "–", "«", "»", '"', "“", "”"))  # marks that part no phrase
_PAIRS = (("«", "»"), ("“", "”"))


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words ``first`` to ``last`` (exclusive) of a text, ``text[start:end]``.

    ``bare`` says that the conjunction that is written onto the first word is left off.
    """

    first: int
    last: int
    start: int
    end: int
    bare: bool


class Phrases:
    """The words of a text.

    ``written`` as they stand, ``folded`` in folded spelling, ``gaps`` what stands before each, without white space.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._words = tuple(iter_words(text))
        self.written = tuple(text[word.start : word.end] for word in self._words)
        self.folded = tuple(word.folded for word in self._words)
        ends = (0, *(word.end for word in self._words))
        between = (text[end : word.start] for end, word in zip(ends, self._words, strict=False))
        self.gaps = tuple("\n" if "\n" in gap else gap.strip() for gap in between)
        self._row = " ".join(self.folded)
        self._starts = [0, *accumulate(len(word) + 1 for word in self.folded)]

    def find(self, pattern: re.Pattern[str]) -> Iterator[Phrase]:
        """What the first group of a pattern matches in the row of words, one space between; not across a mark."""
        for found in pattern.finditer(self._row):
            first = bisect_right(self._starts, found.start(1)) - 1
            last = bisect_right(self._starts, found.end(1) - 1)
            if self.joined(first, last):
                yield self.phrase(first, last, bare=found.start(1) > self._starts[first])

    def phrase(self, first: int, last: int, *, bare: bool = False) -> Phrase:
        """The phrase of some words; ``bare`` leaves off the conjunction that is written onto the first."""
        start, end = self._words[first].start + bare, self._words[last - 1].end
        for opener, closer in _PAIRS:
            opened = self._text.count(opener, start, end) > self._text.count(closer, start, end)
            end += opened and self._text.startswith(closer, end)
        end += self._text.count('"', start, end) % 2 == 1 and self._text.startswith('"', end)
        return Phrase(first, last, start, end, bare)

    def joined(self, first: int, last: int) -> bool:
        """Whether no mark parts these words."""
        return _WITHIN.issuperset(self.gaps[first + 1 : last])


@lru_cache(maxsize=4_096)
def phrases(text: str) -> Phrases:
    """The phrases of a text (remembered: the passages of an article come back with every question)."""
    return Phrases(text)
