"""Where an article says the same words again: several versions of a paragraph stand under one title in some sets. Pure.

A SQuAD-format set marks an answer at one place. Where the same answer stands elsewhere in the same surroundings, as in
ARCD, whose titles often have an older and a newer version of an article's lead, a citation of that is as right.
"""

from collections.abc import Iterable, Iterator, Sequence

from assistant.evaluation.asked.matching import Span
from vectorstore.language.arabic import Word, iter_words

SURROUNDING = 8  # words before an answer and after it that are compared
SAME = 0.6  # the least share of them that two places have in common, of the one that has fewer
_FEWEST = 6  # different words around an answer: of fewer, nothing can be said


class Repeats:
    """Finds the places of one article that say the same."""

    def __init__(self, text: str) -> None:
        self._words = list(iter_words(text))
        self._folded = [word.folded for word in self._words]

    def of(self, spans: Iterable[Span]) -> Iterator[Span]:
        """The other places at which the words of a span stand again, in the same surroundings."""
        for span in spans:
            first, last = self._within(span)
            own = self._around(first, last)
            if first == last or len(own) < _FEWEST:
                continue
            for place in self._again(self._folded[first:last]):
                other = self._around(place, place + last - first)
                apart = abs(place - first) >= last - first + 2 * SURROUNDING  # or they would share their surroundings
                if apart and len(other) >= _FEWEST and len(own & other) >= SAME * min(len(own), len(other)):
                    yield _span(self._words[place : place + last - first])

    def _within(self, span: Span) -> tuple[int, int]:
        """The words that a span touches, as a slice."""
        touched = [i for i, word in enumerate(self._words) if word.start < span[1] and span[0] < word.end]
        return (touched[0], touched[-1] + 1) if touched else (0, 0)

    def _around(self, first: int, last: int) -> frozenset[str]:
        before = self._folded[max(0, first - SURROUNDING) : first]
        return frozenset(before + self._folded[last : last + SURROUNDING])

    def _again(self, sought: Sequence[str]) -> Iterator[int]:
        starts = (i for i, word in enumerate(self._folded) if word == sought[0])
        return (i for i in starts if self._folded[i : i + len(sought)] == sought)


def _span(run: Sequence[Word]) -> Span:
    return run[0].start, run[-1].end
