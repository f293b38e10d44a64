"""Conversations about the articles that ship: context is kept where a question needs it, and dropped where not."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from chromadb.api.shared_system_client import SharedSystemClient

from assistant.answer import Answer
from assistant.assembly import Assistant, open_assistant
from assistant.evaluation.asked.files import article_beside
from assistant.evaluation.asked.questions import EvaluationQuestion, load, split_half
from assistant.evaluation.running.scoring import Scorer
from assistant.readers.base import Turn
from assistant.settings import SHIPPED_QUESTIONS, Settings
from vectorstore.importing.loading import read_article

FILES = sorted(SHIPPED_QUESTIONS.parent.glob("*.questions.jsonl"))
NOBODY_LEANS = ("direct", "paraphrase", "spelling")

Opened = list[tuple[Assistant, Sequence[EvaluationQuestion]]]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """Each article that ships, with the dev half of its questions."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("data"), embeddings="builtin")
    yield [_open(path, settings) for path in FILES]
    SharedSystemClient.clear_system_cache()


def _open(path: Path, settings: Settings) -> tuple[Assistant, Sequence[EvaluationQuestion]]:
    beside = article_beside(path)
    assert beside is not None
    article = read_article(beside, max_bytes=settings.max_article_bytes)
    dev = [question for question in load(path) if question.answerable and split_half(question.id) == "dev"]
    return open_assistant(settings, article=article), dev


def right(assistant: Assistant, question: EvaluationQuestion, answer: Answer) -> bool:
    """Whether the answer's first citation answers."""
    row = Scorer(assistant.article, assistant.passages).row(question, answer, file="", seconds=0.0)
    return row.hit_rank == 1


def share(found: Sequence[bool]) -> float:
    """The share that is true, of not too few."""
    assert len(found) >= 10
    return sum(found) / len(found)


@pytest.fixture(scope="module")
def follow_ups(opened: Opened) -> tuple[list[bool], list[bool]]:
    """Which follow-ups are answered right after the turns before them, and which without these."""
    told, untold = [], []
    for assistant, questions in opened:
        for question in (each for each in questions if len(each.turns) > 1):
            *_, answer = assistant.converse(question.turns)
            told.append(right(assistant, question, answer))
            untold.append(right(assistant, question, assistant.ask(question.turns[-1])))
    return told, untold


def test_a_follow_up_is_answered_after_the_turns_before_it(follow_ups: tuple[list[bool], list[bool]]) -> None:
    told, _ = follow_ups
    assert share(told) >= 0.75


def test_a_follow_up_gains_by_the_turns_before_it(follow_ups: tuple[list[bool], list[bool]]) -> None:
    told, untold = follow_ups
    assert share(told) >= share(untold) + 0.15


def test_a_question_that_says_all_itself_is_answered_as_if_nothing_had_been_said(opened: Opened) -> None:
    same = []
    for assistant, questions in opened:
        alone = [each.turns[0] for each in questions if len(each.turns) == 1 and each.kind in NOBODY_LEANS][::3]
        answers = [assistant.ask(question) for question in alone]
        for i, question in enumerate(alone):
            after = assistant.ask(question, [Turn(alone[i - 1], answers[i - 1])])
            same.append(after.citations == answers[i].citations)
    assert share(same) >= 0.95
