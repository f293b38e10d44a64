"""Ask an assistant the questions of an evaluation and note what came back."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol

from tqdm import tqdm

from assistant.answer import Answer, Citation
from assistant.errors import QuestionRefused
from assistant.evaluation.matching import folded, holds
from assistant.evaluation.questions import EvaluationQuestion, Half, QuestionSet, split_half
from assistant.readers.base import Turn
from vectorstore.arabic import words
from vectorstore.article import Article


class AssistantLike(Protocol):
    """What is evaluated: it answers questions about the article it was opened for."""

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """The answer to a question that follows the turns of ``history``, or `QuestionRefused`."""
        ...


OpenAssistant = Callable[[Article], AssistantLike]


@dataclass(frozen=True, slots=True)
class Row:
    """What became of a question. ``rank`` is that of the first right citation, from 1, whether or not it was answered.

    ``seconds`` is the wall clock of the last turn; ``words`` counts what was quoted. ``refused`` says why the question
    was not read at all, which is to decline it.
    """

    id: str
    kind: str
    file: str
    half: Half
    question: str
    answerable: bool
    gold: tuple[str, ...]
    answered: bool
    rank: int | None
    cited: tuple[str, ...]
    text: str
    reader: str
    confidence: float
    seconds: float
    words: int
    refused: str | None = None

    @property
    def hit_rank(self) -> int | None:
        """The rank as a person sees it: a right passage offered under «not in the article» is no answer."""
        return self.rank if self.answered else None


@dataclass(frozen=True, slots=True)
class Run:
    """The rows, in the order of the questions, and what it took to open the assistants."""

    rows: tuple[Row, ...]
    articles: int
    opening_seconds: float


def run(
    sets: Iterable[QuestionSet], *, open_assistant: OpenAssistant, clock: Callable[[], float] = time.perf_counter
) -> Run:
    """Ask every question of every set; neighbouring sets about the same article share one assistant.

    Progress is shown on standard error where that is a terminal. What ``open_assistant`` and ``ask`` raise, other than
    `QuestionRefused`, ends the run.
    """
    asked = [each for each in sets if each.questions]
    rows: list[Row] = []
    articles, opening = 0, 0.0
    with tqdm(total=sum(len(each.questions) for each in asked), unit="question", disable=None) as bar:
        for article, group in groupby(asked, key=lambda each: each.article):
            start = clock()
            assistant = open_assistant(article)
            articles, opening = articles + 1, opening + clock() - start
            for each in group:
                for question in each.questions:
                    rows.append(ask(assistant, question, file=each.file, clock=clock))
                    bar.update()
    return Run(tuple(rows), articles, opening)


def ask(
    assistant: AssistantLike, question: EvaluationQuestion, *, file: str, clock: Callable[[], float] = time.perf_counter
) -> Row:
    """Hold one conversation, its turns in order, and score the last. A turn that is refused leaves no history."""
    history: list[Turn] = []
    for turn in question.turns[:-1]:
        try:
            history.append(Turn(turn, assistant.ask(turn, tuple(history))))
        except QuestionRefused:
            continue  # only the last turn is scored, and a person would ask on
    last = question.turns[-1]
    start = clock()
    try:
        answer = assistant.ask(last, tuple(history))
    except QuestionRefused as exc:
        nothing = Answer(question=last, answered=False, text="", language="en", reader="")
        return _row(question, nothing, file, clock() - start, refused=str(exc))
    return _row(question, answer, file, clock() - start)


def right_rank(question: EvaluationQuestion, answer: Answer) -> int | None:
    """The rank, from 1, of the first right citation, in the order the answer gives them; None if there is none."""
    ranked = enumerate(answer.citations, start=1)
    return next((rank for rank, citation in ranked if is_right(question, citation)), None)


def is_right(question: EvaluationQuestion, citation: Citation) -> bool:
    """Whether the citation covers one of the gold spans, or, where the question has none, holds one of the golds."""
    if question.gold_spans:
        return any(citation.start <= start and end <= citation.end for start, end in question.gold_spans)
    text = folded(citation.text)
    return any(holds(text, folded(gold)) for gold in question.gold)


def _row(question: EvaluationQuestion, answer: Answer, file: str, seconds: float, refused: str | None = None) -> Row:
    cited = tuple(citation.text for citation in answer.citations)
    return Row(
        id=question.id,
        kind=question.kind,
        file=file,
        half=split_half(question.id),
        question=question.turns[-1],
        answerable=question.answerable,
        gold=question.gold,
        answered=answer.answered,
        rank=right_rank(question, answer),
        cited=cited,
        text=answer.text,
        reader=answer.reader,
        confidence=answer.confidence,
        seconds=seconds,
        words=sum(len(words(text)) for text in cited),
        refused=refused,
    )
