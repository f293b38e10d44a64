"""Ask an assistant the questions of an evaluation and note what came back."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol

from tqdm import tqdm

from assistant.answer import Answer
from assistant.errors import QuestionRefused
from assistant.evaluation.questions import EvaluationQuestion, QuestionSet
from assistant.evaluation.rows import Key, Row
from assistant.evaluation.scoring import Scorer
from assistant.readers.base import Turn
from vectorstore.article import Article
from vectorstore.passages import Passage

Clock = Callable[[], float]  # seconds
Judge = Callable[[Answer], float | None]  # the share of an answer's statements that what they cite supports


class AssistantLike(Protocol):
    """What is evaluated: it answers questions about the article it was opened for."""

    @property
    def passages(self) -> Sequence[Passage]:
        """What it can cite."""
        ...

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """The answer to a question that follows the turns of ``history``, or `QuestionRefused`."""
        ...


OpenAssistant = Callable[[Article], AssistantLike]


@dataclass(frozen=True, slots=True)
class Ran:
    """The rows, in the order of the questions, and what it took to open the assistants."""

    rows: tuple[Row, ...]
    articles: int
    opening_seconds: float


def run(
    sets: Iterable[QuestionSet],
    *,
    open_assistant: OpenAssistant,
    known: Mapping[Key, Row] | None = None,
    keep: Callable[[Row], None] = lambda row: None,
    judge: Judge | None = None,
    label: str = "",
    clock: Clock = time.perf_counter,
) -> Ran:
    """Ask every question of every set; neighbouring sets about the same article share one assistant.

    A question of which a row is ``known`` is not asked again; each new row is given to ``keep`` at once. Progress is
    shown under ``label`` on standard error where that is a terminal. What ``open_assistant`` and ``ask`` raise, other
    than `QuestionRefused`, ends the run.
    """
    known = known or {}
    asked = [each for each in sets if each.questions]
    rows: list[Row] = []
    articles, opening = 0, 0.0
    total = sum(len(each.questions) for each in asked)
    with tqdm(total=total, desc=label or None, unit="question", disable=None) as bar:
        for article, group in groupby(asked, key=lambda each: each.article):
            todo = [(each.file, question) for each in group for question in each.questions]
            articles += 1
            if all((file, question.id) in known for file, question in todo):
                rows += [known[file, question.id] for file, question in todo]
                bar.update(len(todo))
                continue
            start = clock()
            assistant = open_assistant(article)
            opening += clock() - start
            for row in _rows(assistant, article, todo, known=known, judge=judge, clock=clock):
                if row.key not in known:
                    keep(row)
                rows.append(row)
                bar.update()
    return Ran(tuple(rows), articles, opening)


def _rows(
    assistant: AssistantLike,
    article: Article,
    todo: Sequence[tuple[str, EvaluationQuestion]],
    *,
    known: Mapping[Key, Row],
    judge: Judge | None,
    clock: Clock,
) -> Iterator[Row]:
    scorer = Scorer(article, assistant.passages)
    for file, question in todo:
        yield known.get((file, question.id)) or ask(assistant, question, scorer, file=file, judge=judge, clock=clock)


def ask(
    assistant: AssistantLike,
    question: EvaluationQuestion,
    scorer: Scorer,
    *,
    file: str,
    judge: Judge | None = None,
    clock: Clock = time.perf_counter,
) -> Row:
    """Hold one conversation, its turns in order, and score the last. A turn that is refused leaves no history."""
    history: list[Turn] = []
    for turn in question.turns[:-1]:
        try:
            history.append(Turn(turn, assistant.ask(turn, tuple(history))))
        except QuestionRefused:
            continue  # only the last turn is scored, and a person would ask on
    start = clock()
    try:
        answer = assistant.ask(question.turns[-1], tuple(history))
    except QuestionRefused as exc:
        return scorer.refused(question, file=file, seconds=clock() - start, reason=str(exc))
    seconds = clock() - start
    faithful = judge(answer) if judge and answer.answered else None
    return scorer.row(question, answer, file=file, seconds=seconds, faithful=faithful)
