"""Read the windows of an article that matter to a question, the likeliest first, until one surely answers."""

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from vectorstore.passages import Passage
from vectorstore.reader.edges import fitted
from vectorstore.reader.model import Model
from vectorstore.reader.spans import Span, items, spans
from vectorstore.reader.windows import Window, around, windows

BETWEEN_TURNS = " | "  # between an earlier question and the one asked, as in training
STEPS = (1, 2, 3)  # windows that are read at once, each time only where none of those before surely answers
MOST_LISTED_FROM = 120  # passages from which a list is taken: some 3,000 words, a second on two cores
_SURE = 3.0  # log odds from which no further windows are read


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found: the spans that may answer by the order of the passage they begin in, best first."""

    spans: dict[int, tuple[Span, ...]]

    @property
    def best(self) -> Span | None:
        """The span with the highest margin."""
        return max((each[0] for each in self.spans.values()), key=lambda span: span.margin, default=None)


class ArticleReader:
    """Reads one article; keeps how long its passages are, and nothing of the questions."""

    def __init__(self, model: Model, text: str, passages: Sequence[Passage]) -> None:
        self._model = model
        self._text = text
        self._passages = passages
        self._lengths: dict[int, int] = {}

    def read(self, question: str, orders: Sequence[int], *, context: str = "") -> Reading:
        """What answers a question, as it follows on ``context``, in windows around these passages, likeliest first."""
        asked = f"{context}{BETWEEN_TURNS}{question}" if context else question
        chosen = self._windows(orders)
        found: list[Span] = []
        for end, count in zip(accumulate(STEPS), STEPS, strict=True):
            found += self._read(asked, chosen[end - count : end])
            if max((span.margin for span in found), default=0.0) > _SURE:
                break
        return Reading(self._by_passage(found))

    def items(self, question: str) -> tuple[Span, ...]:
        """All that belongs to the list which a question asks for, in order; of a long article in its beginning."""
        first = self._passages[:MOST_LISTED_FROM]
        chosen = windows(first, [self._length(passage) for passage in first], overlap=False)
        read = self._model.read(question, [self._text[window.start : window.end] for window in chosen])
        found = [span for window, scores in zip(chosen, read, strict=True) for span in items(scores, window.start)]
        return tuple(span for span in found if self._within_passage(span))

    def _within_passage(self, span: Span) -> bool:
        passage = self._passages[self._order_at(span.start)]
        return passage.start <= span.start and span.end <= passage.end

    def _windows(self, orders: Sequence[int]) -> list[Window]:
        """Windows around the passages, but for those that another window holds."""
        chosen: list[Window] = []
        covered: set[int] = set()
        for order in orders:
            if len(chosen) == sum(STEPS):
                break
            if order not in covered:
                chosen.append(around(order, self._passages, self._length))
                covered.update(range(chosen[-1].first, chosen[-1].last + 1))
        return chosen

    def _length(self, passage: Passage) -> int:
        if passage.order not in self._lengths:
            nearby = self._passages[passage.order : passage.order + 8]
            self._lengths.update(
                zip((p.order for p in nearby), self._model.lengths([p.text for p in nearby]), strict=True)
            )
        return self._lengths[passage.order]

    def _read(self, asked: str, chosen: Sequence[Window]) -> list[Span]:
        texts = [self._text[window.start : window.end] for window in chosen]
        read = self._model.read(asked, texts)
        return [span for window, scores in zip(chosen, read, strict=True) for span in spans(scores, window.start)]

    def _by_passage(self, found: Sequence[Span]) -> dict[int, tuple[Span, ...]]:
        best: dict[int, dict[tuple[int, int], Span]] = {}
        for span in sorted(found, key=lambda span: -span.margin):
            order = self._order_at(span.start)
            if span.start < self._passages[order].end:  # a heading cannot be cited
                best.setdefault(order, {}).setdefault((span.start, span.end), span)
        return {order: tuple(each.values()) for order, each in best.items()}

    def _order_at(self, place: int) -> int:
        """The passage in which a place of the text stands, or the last one before it."""
        return max(0, bisect_right(self._passages, place, key=lambda passage: passage.start) - 1)


def fitted_to(passage: Passage, span: Span) -> Span:
    """The span at phrase boundaries, within its passage."""
    inside = Span(span.start - passage.start, min(span.end, passage.end) - passage.start, span.margin)
    fit = fitted(passage.text, inside)
    return Span(passage.start + fit.start, passage.start + fit.end, span.margin)


def agreement(best: Span, reading: Reading) -> float:
    """The expected F1, in characters, of a span's words with the right ones, by the chances that margins give."""
    everything = [span for each in reading.spans.values() for span in each]
    highest = max(span.margin for span in everything)
    chances = [math.exp(span.margin - highest) for span in everything]
    shared = [max(0, min(best.end, span.end) - max(best.start, span.start)) for span in everything]
    agreed = (
        chance * 2 * common / (best.end - best.start + span.end - span.start)
        for chance, common, span in zip(chances, shared, everything, strict=True)
    )
    return sum(agreed) / sum(chances)
