"""Several processes answer as one does, and what goes wrong in one of them is told."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.errors import QuestionFileInvalid, SettingInvalid
from assistant.evaluation import Plan, System, assistants, evaluate, read_files
from assistant.evaluation.rows import Row
from assistant.evaluation.running.runner import AssistantLike, OpenAssistant
from assistant.settings import SHIPPED_ARTICLE, Settings
from vectorstore.article import Article
from vectorstore.importing.loading import read_article

FILES = sorted(SHIPPED_ARTICLE.parent.glob("*.questions.jsonl"))[:2]


def plan(jobs: int, *systems: System) -> Plan:
    settings = Settings(data_dir=Path("unused"), embeddings="builtin")
    article = read_article(SHIPPED_ARTICLE, max_bytes=settings.max_article_bytes)
    files = read_files(FILES, article=article, max_article_bytes=settings.max_article_bytes)
    return Plan(files, systems or assistants(settings), half="dev", limit=3, jobs=jobs)


def timeless(rows: tuple[Row, ...]) -> list[Row]:
    return [replace(row, seconds=0.0) for row in rows]


def dying(settings: Settings) -> OpenAssistant:
    def about(article: Article) -> AssistantLike:
        os._exit(1)

    return about


def refusing(settings: Settings) -> OpenAssistant:
    def about(article: Article) -> AssistantLike:
        raise QuestionFileInvalid(f"no {article.title}")

    return about


def system(prepare: object) -> System:
    return System("broken", Settings(data_dir=Path("unused")), prepare)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def alone() -> tuple[Row, ...]:
    return evaluate(plan(1)).runs[0].rows


def test_two_processes_give_the_rows_of_one(alone: tuple[Row, ...]) -> None:
    both = evaluate(plan(2)).runs[0]
    assert timeless(both.rows) == timeless(alone)
    assert both.articles == 2
    assert both.opening_seconds > 0


def test_a_process_that_dies_is_told() -> None:
    with pytest.raises(SettingInvalid, match="one of 2 processes died"):
        evaluate(plan(2, system(dying)))


def test_what_a_process_raises_is_raised_here() -> None:
    with pytest.raises(QuestionFileInvalid, match="no "):
        evaluate(plan(2, system(refusing)))


@pytest.mark.parametrize(
    ("jobs", "judge", "message"), [(0, "", "jobs is 0; give a number from 1"), (2, "x", "a judge")]
)
def test_jobs_that_cannot_be_are_refused(jobs: int, judge: str, message: str) -> None:
    with pytest.raises(SettingInvalid, match=message):
        replace(plan(1), jobs=jobs, judge=judge)
