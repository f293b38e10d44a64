"""The gate lets nothing pass that makes the answers worse: the real thing, and what deliberate damage it sees."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from assistant.answer import Answer, Citation
from assistant.citations import Entails
from assistant.evaluation import Plan, assistants, evaluate, read_files
from assistant.evaluation.reporting.report import Run
from assistant.evaluation.reporting.table import as_table
from assistant.evaluation.running.runner import AssistantLike, OpenAssistant
from assistant.readers.base import Turn
from assistant.settings import SHIPPED_ARTICLE, SHIPPED_QUESTIONS, Settings
from tests import gate
from vectorstore.article import Article
from vectorstore.importing.loading import read_article
from vectorstore.passages import Passage

FLOORS = gate.read_floors()


@pytest.mark.gate
@pytest.mark.timeout(600)
def test_the_answers_are_as_good_as_recorded() -> None:
    report = gate.evaluated([*gate.SHIPPED, *gate.CALIBRATION])
    sys.stdout.write(f"\n{as_table(report)}\n")
    assert gate.unknown(report.runs[0], FLOORS) == [], "questions changed: record floors.json anew (make floors)"
    assert gate.inexact(report.runs[0]) == []
    found = gate.drops(report.runs[0], FLOORS)
    assert not found, "\n" + "\n".join(map(str, found))


def test_answers_that_did_not_change_pass_and_questions_that_the_floors_do_not_know_are_told() -> None:
    undamaged = run_damaged()
    assert gate.drops(undamaged, FLOORS) == []
    assert gate.inexact(undamaged) == []
    assert gate.unknown(undamaged, FLOORS) == []
    known = FLOORS[SHIPPED_QUESTIONS.name]
    first, *others = known
    floors = {SHIPPED_QUESTIONS.name: {name: known[name] for name in others} | {"gone": 1}}
    assert gate.unknown(undamaged, floors) == sorted(f"{SHIPPED_QUESTIONS.name} {name}" for name in (first, "gone"))


def test_citations_shifted_by_one_passage_fail_and_the_questions_lost_are_named() -> None:
    damaged = run_damaged(shifted)
    found = gate.drops(damaged, FLOORS)
    assert {"hit@1", "hit@3"} <= figures(found)
    assert gate.inexact(damaged) != []  # the words quoted are not in what is cited
    drop = next(each for each in found if each.figure == "hit@1")
    before = FLOORS[SHIPPED_QUESTIONS.name]
    assert len(drop.lost) > 10
    for question in drop.lost:
        file, question_id, _ = question.split(" ", 2)
        assert (file, before[question_id]) == (SHIPPED_QUESTIONS.name, 1)
        assert question in str(drop)


def test_a_threshold_at_which_everything_is_answered_fails() -> None:
    found = gate.drops(run_damaged(settings=replace(gate.settings(), threshold=0.0)), FLOORS)
    assert "declined" in figures(found)


def test_a_threshold_at_which_everything_is_declined_fails() -> None:
    found = gate.drops(run_damaged(settings=replace(gate.settings(), threshold=1.0)), FLOORS)
    assert figures(found) == {"hit@1", "hit@3", "answered"}


Damage = Callable[[AssistantLike, Answer], Answer]


class Damaged:
    """An assistant whose answers are damaged on their way out."""

    def __init__(self, assistant: AssistantLike, damage: Damage) -> None:
        self._assistant = assistant
        self._damage = damage

    @property
    def entails(self) -> Entails | None:
        return self._assistant.entails

    @property
    def passages(self) -> Sequence[Passage]:
        return self._assistant.passages

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        return self._damage(self._assistant, self._assistant.ask(question, history))


def shifted(assistant: AssistantLike, answer: Answer) -> Answer:
    """Every citation points at the passage after its own."""
    starts = [passage.start for passage in assistant.passages]

    def after(citation: Citation) -> Citation:
        place = starts.index(citation.start) if citation.start in starts else -1
        return Citation.of(citation.number, assistant.passages[(place + 1) % len(starts)])

    return replace(answer, citations=tuple(map(after, answer.citations)))


def run_damaged(damage: Damage | None = None, *, settings: Settings | None = None) -> Run:
    """The dev half about the shipped article."""
    used = settings or gate.settings()
    article = read_article(SHIPPED_ARTICLE, max_bytes=used.max_article_bytes)
    files = read_files([SHIPPED_QUESTIONS], article=article, max_article_bytes=used.max_article_bytes)
    (system,) = assistants(used)

    def prepare(scratch: Settings) -> OpenAssistant:
        open_assistant = system.prepare(scratch)

        def about(article: Article) -> AssistantLike:
            assistant = open_assistant(article)
            return Damaged(assistant, damage) if damage else assistant

        return about

    return evaluate(Plan(files, [replace(system, prepare=prepare)], half="dev")).runs[0]


def figures(found: Sequence[gate.Drop]) -> set[str]:
    return {drop.figure for drop in found}
