"""Examples for the reader: a question and a window of an article, or a statement and what it cites."""

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from tokenizers import Tokenizer

from assistant.evaluation.asked import matching
from assistant.evaluation.asked.questions import EvaluationQuestion, QuestionSet
from assistant.evaluation.asked.statements import LabelledStatement
from vectorstore.embedding.lexical import LexicalEmbeddings
from vectorstore.importing.loading import parse_text
from vectorstore.language.arabic import stem, words
from vectorstore.passages import Passage, split
from vectorstore.reader.article_reader import BETWEEN_TURNS
from vectorstore.reader.windows import Window, windows

T = TypeVar("T")

MOST_TOKENS = 256  # of a question and its window
_MOST_SPANS = 4  # places of an answer that count in one window
_FAR = 0.15  # how often a question that stands alone is given another as its earlier turn
_SKIPPED = ("whole-article",)
_WIDENED = 0.5  # how often a statement is shown what it cites among its neighbours
_MOST_AROUND = 25  # words on either side of it then
_ELSEWHERE = 0.5  # how often a supported statement is shown a passage that does not say it, too


@dataclass(frozen=True, slots=True)
class Example:
    """Tokens of question and window, and the first and last token of the answer's places; none if it is not here.

    Any of the places is right, or ``every`` one is to be found. Or the tokens are those of a statement and a text, and
    ``supported`` says whether the text says it.
    """

    tokens: tuple[int, ...]
    spans: tuple[tuple[int, int], ...] = ()
    every: bool = False
    supported: bool | None = None


@dataclass(frozen=True, slots=True)
class Amounts:
    """How many windows are taken: where the answer stands, where it does not, and of questions without an answer."""

    right: float
    wrong: float
    absent: float


LIST = "list"  # the kind of question that wants all of its golds …
_LISTED = Amounts(right=3.0, wrong=1.0, absent=2.0)  # … and how many windows are taken of it


class Examples:
    """Makes examples; what is drawn at random is the same for the same seed."""

    def __init__(self, tokenizer: Tokenizer, seed: int) -> None:
        self._tokenizer = tokenizer
        self._draw = random.Random(seed)
        self._lexical = LexicalEmbeddings()

    def of(self, each: QuestionSet, amounts: Amounts) -> Iterator[Example]:
        """The examples of an article's questions."""
        passages = split(each.article)
        if not passages:
            return
        cut = windows(passages, [self._length(p.text) for p in passages])
        vectors = self._lexical.vectors([each.article.text[w.start : w.end] for w in cut])
        for question in each.questions:
            if question.kind not in _SKIPPED:
                asked = self._asked(question, each.questions)
                near = vectors @ self._lexical.vectors([asked])[0]
                taken = _LISTED if question.kind == LIST else amounts
                yield from self._examples(asked, question, each, cut, passages, near, taken)

    def of_statements(self, text: str, statements: Sequence[LabelledStatement]) -> Iterator[Example]:
        """Each of an article's statements with what it cites, by turns alone and as it stands in the article.

        And of those that are supported, about every other one with a like passage that does not say it.
        """
        passages = split(parse_text(text))
        vectors = self._lexical.vectors([passage.text for passage in passages])
        for each in statements:
            around = self._widened(each.quotation, text) if self._draw.random() < _WIDENED else each.quotation
            yield self._stated(each.statement, around, each.supported)
            if each.supported and self._draw.random() < _ELSEWHERE:
                near = vectors @ self._lexical.vectors([each.statement])[0]
                others = [i for i in np.argsort(-near) if not _overlap(passages[i].text, each.quotation)]
                yield self._stated(each.statement, passages[self._draw.choice(others[:4])].text, supported=False)

    def of_questions(self, pairs: Iterable[tuple[str, str, bool]]) -> Iterator[Example]:
        """Pairs of questions, and whether they ask the same, as if they were a statement and a text."""
        return (self._stated(first, second, same) for first, second, same in pairs)

    def _widened(self, quotation: str, text: str) -> str:
        """The quotation with some of what stands around it, of a paragraph."""
        start = text.find(quotation)
        if start < 0:
            return quotation
        end = start + len(quotation)
        before = text[text.rfind("\n", 0, start) + 1 : start].split(" ")
        after = text[end:].split("\n", 1)[0].split(" ")
        fewer, more = self._draw.randrange(_MOST_AROUND), self._draw.randrange(_MOST_AROUND)
        return " ".join(before[-fewer - 1 :]) + quotation + " ".join(after[:more])

    def _stated(self, statement: str, text: str, supported: bool) -> Example:
        tokens = self._tokenizer.encode(statement, text).ids[:MOST_TOKENS]
        return Example(tuple(tokens), supported=supported)

    def _length(self, text: str) -> int:
        return len(self._tokenizer.encode(text, add_special_tokens=False).ids)

    def _asked(self, question: EvaluationQuestion, others: Sequence[EvaluationQuestion]) -> str:
        turns = question.turns[-2:]
        if len(turns) == 1 and len(others) > 1 and self._draw.random() < _FAR:
            turns = (self._draw.choice(others).turns[-1], *turns)
        return BETWEEN_TURNS.join(turns)

    def _examples(
        self,
        asked: str,
        question: EvaluationQuestion,
        each: QuestionSet,
        cut: Sequence[Window],
        passages: Sequence[Passage],
        near: np.ndarray,
        amounts: Amounts,
    ) -> Iterator[Example]:
        text = each.article.text
        places = _places(question, text, passages)
        everywhere = [place for gold in question.gold for place in matching.places(text, gold)]
        right, wrong = [], []
        for number, window in enumerate(cut):
            here = [p for p in places if window.start <= p[0] and p[1] <= window.end]
            if here:
                right.append((number, here))
            elif not any(window.start < end and start < window.end for start, end in everywhere):
                wrong.append(number)
        for number, here in self._some(right, amounts.right):
            yield from self._example(asked, text, cut[number], here, every=question.kind == LIST)
        wrong.sort(key=lambda number: -near[number])
        most = amounts.wrong if question.answerable else amounts.absent
        for number in self._hard(wrong, most):
            yield from self._example(asked, text, cut[number], [])

    def _some(self, items: list[T], amount: float) -> list[T]:
        most = int(amount) + (self._draw.random() < amount % 1)
        return self._draw.sample(items, min(most, len(items)))

    def _hard(self, ordered: list[int], amount: float) -> list[int]:
        """About so many: of the three nearest ones mostly, and of all."""
        hard = self._some(ordered[:3], amount * 2 / 3)
        return hard + self._some([number for number in ordered if number not in hard], amount / 3)

    def _example(
        self, asked: str, text: str, window: Window, here: Sequence[tuple[int, int]], *, every: bool = False
    ) -> Iterator[Example]:
        encoded = self._tokenizer.encode(asked, text[window.start : window.end])
        tokens = encoded.ids[:MOST_TOKENS]
        spans = []
        for start, end in here if every else here[:_MOST_SPANS]:
            inside = [
                i
                for i, (a, b) in enumerate(encoded.offsets[: len(tokens)])
                if encoded.sequence_ids[i] == 1 and b > start - window.start and a < end - window.start
            ]
            if inside:
                spans.append((inside[0], inside[-1]))
        if bool(spans) == bool(here):
            yield Example(tuple(tokens), tuple(spans), every)


def _places(question: EvaluationQuestion, text: str, passages: Sequence[Passage]) -> list[tuple[int, int]]:
    """Where the answer stands. Of words that stand in several passages, where the passage says most of the question."""
    if question.gold_spans:
        return list(question.gold_spans)
    if question.kind == LIST:
        return _everywhere(question.gold, text)
    best: list[tuple[int, int]] = []
    asked = {stem(word) for turn in question.turns for word in words(turn)}
    several = question.kind == "several-part"
    for gold in question.gold if several else question.gold[:1]:
        found = matching.places(text, gold)
        best += _likeliest(found, asked, text, passages)
    return best


def _likeliest(
    found: list[tuple[int, int]], asked: set[str], text: str, passages: Sequence[Passage]
) -> list[tuple[int, int]]:
    if len(found) < 2:
        return found
    shares = []
    for start, end in found:
        around = " ".join(p.text for p in passages if p.start < end + 80 and start - 80 < p.end)
        shares.append(len(asked & {stem(word) for word in words(around)}))
    return [place for place, share in zip(found, shares, strict=True) if share == max(shares)]


def _overlap(passage: str, quotation: str) -> bool:
    """Whether a passage holds a part of a quotation: five of its words in a row, anywhere."""
    told = quotation.split()
    return any(" ".join(told[i : i + 5]) in passage for i in range(max(1, len(told) - 4)))


def _everywhere(golds: Sequence[str], text: str) -> list[tuple[int, int]]:
    """Where the golds stand as words, a particle of one letter before them or not; of what overlaps the longest."""
    found = [
        place.span() for gold in golds for place in re.finditer(rf"(?<!\w)[وفبلك]?({re.escape(gold)})(?!\w)", text)
    ]
    chosen: list[tuple[int, int]] = []
    for start, end in sorted(found, key=lambda place: place[0] - place[1]):
        if all(end <= a or b <= start for a, b in chosen):
            chosen.append((start, end))
    return sorted(chosen)
