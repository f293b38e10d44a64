"""The gate: the answers to the dev half of the questions that ship are as good as ``floors.json`` asks."""

import json
import sys
from pathlib import Path

import pytest

from assistant.evaluation import Report, evaluate, scratch_settings
from assistant.evaluation.summary import Summary
from assistant.opening import Assistant, open_assistant
from assistant.settings import SHIPPED_ARTICLE, Settings
from vectorstore.article import Article
from vectorstore.reading import read_article

pytestmark = [pytest.mark.gate, pytest.mark.timeout(600)]

FLOORS: dict[str, dict[str, float]] = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def report() -> Report:
    """The evaluation, without any model: what a machine happens to have must not move the figures."""
    files = sorted(SHIPPED_ARTICLE.parent.glob("*.questions.jsonl"))
    with scratch_settings(Settings(data_dir=Path("unused"), embeddings="builtin")) as settings:

        def about(article: Article) -> Assistant:
            return open_assistant(settings, article=article)

        shipped = read_article(SHIPPED_ARTICLE, max_bytes=settings.max_article_bytes)
        found = evaluate(files, open_assistant=about, article=shipped, settings=settings, half="dev")
    sys.stdout.write(f"\n{found.as_table()}\n")
    return found


@pytest.mark.parametrize(
    ("group", "figure", "floor"), [(group, *floor) for group, floors in FLOORS.items() for floor in floors.items()]
)
def test_the_answers_reach_the_floor(report: Report, group: str, figure: str, floor: float) -> None:
    value = getattr(summaries(report)[group], figure).value
    assert value is not None
    assert value >= floor, f"{figure} of {group} is {value:.3f}, below the floor {floor}"


def summaries(report: Report) -> dict[str, Summary]:
    """The summary of all questions and of each file, by name."""
    return {each.name: each for each in (report.overall, *report.by_file)}
