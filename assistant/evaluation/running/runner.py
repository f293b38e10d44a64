"""Ask an assistant the questions of an evaluation and note what came back."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol

from tqdm import tqdm

from assistant.answer import Answer
from assistant.citations import Entails
from assistant.errors import QuestionRefused
from assistant.evaluation.asked.questions import EvaluationQuestion, QuestionSet
from assistant.evaluation.rows import Key, Row
from assistant.evaluation.running.scoring import Scorer
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

    @property
    def entails(self) -> Entails | None:
        """Who is asked whether passages say what an answer states; None: nobody, the words alone count."""
        ...

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """The answer to a question that follows the turns of ``history``, or `QuestionRefused`."""
        ...


OpenAssistant = Callable[[Article], AssistantLike]


@dataclass(frozen=True, slots=True)
class Work:
    """An article and what is to be asked about it, each question with the file it is from."""

    article: Article
    asked: tuple[tuple[str, EvaluationQuestion], ...]


@dataclass(frozen=True, slots=True)
class Done:
    """The rows of an article's questions, in their order, and what it took to open the assistant."""

    rows: tuple[Row, ...]
    opening_seconds: float


@dataclass(frozen=True, slots=True)
class Ran:
    """The rows, in the order of the questions, and what it took to open the assistants."""

    rows: tuple[Row, ...]
    articles: int
    opening_seconds: float


Perform = Callable[[Iterable[Work], Callable[[Row], None]], Iterable[Done]]


def run(
    sets: Iterable[QuestionSet],
    perform: Perform,
    *,
    known: Mapping[Key, Row] | None = None,
    keep: Callable[[Row], None] = lambda row: None,
    label: str = "",
) -> Ran:
    """Ask every question of every set; neighbouring sets about the same article share one assistant.

    ``perform`` does the work of each article and gives each row to its second argument as it comes. A question of which
    a row is ``known`` is not asked again; each new row is given to ``keep`` at once. Progress is shown under ``label``
    on standard error where that is a terminal.
    """
    rows = dict(known or {})
    works = list(_works(sets))
    order = [(file, question.id) for work in works for file, question in work.asked]
    todo = [left for work in works if (left := _left(work, rows)).asked]
    with tqdm(total=len(order), desc=label or None, unit="question", disable=None) as bar:
        bar.update(sum(key in rows for key in order))

        def arrived(row: Row) -> None:
            keep(row)
            rows[row.key] = row
            bar.update()

        opening = sum(done.opening_seconds for done in perform(todo, arrived))
    return Ran(tuple(rows[key] for key in order), len(works), opening)


def one_by_one(
    open_assistant: OpenAssistant, *, judge: Judge | None = None, clock: Clock = time.perf_counter
) -> Perform:
    """Performs in this process. What ``open_assistant`` and ``ask`` raise, but for `QuestionRefused`, ends the run."""

    def perform(works: Iterable[Work], arrived: Callable[[Row], None]) -> Iterator[Done]:
        for work in works:
            yield ask_all(work, open_assistant, arrived=arrived, judge=judge, clock=clock)

    return perform


def ask_all(
    work: Work,
    open_assistant: OpenAssistant,
    *,
    arrived: Callable[[Row], None] = lambda row: None,
    judge: Judge | None = None,
    clock: Clock = time.perf_counter,
) -> Done:
    """Open the assistant for an article and ask what is to be asked about it."""
    start = clock()
    assistant = open_assistant(work.article)
    opening = clock() - start
    scorer = Scorer(work.article, assistant.passages, assistant.entails)
    rows = []
    for file, question in work.asked:
        rows.append(ask(assistant, question, scorer, file=file, judge=judge, clock=clock))
        arrived(rows[-1])
    return Done(tuple(rows), opening)


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


def _works(sets: Iterable[QuestionSet]) -> Iterator[Work]:
    for article, group in groupby((each for each in sets if each.questions), key=lambda each: each.article):
        yield Work(article, tuple((each.file, question) for each in group for question in each.questions))


def _left(work: Work, known: Mapping[Key, Row]) -> Work:
    return Work(work.article, tuple((file, q) for file, q in work.asked if (file, q.id) not in known))
