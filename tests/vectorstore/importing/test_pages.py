"""Saved pages of the shapes that news sites have, each with what a reader would copy from it."""

import json
from pathlib import Path
from typing import Any

import pytest

from vectorstore.importing.files import parse_file

PAGES = Path(__file__).parents[3] / "tests" / "data" / "pages"
EXPECTED = [json.loads(line) for line in (PAGES / "expected.jsonl").read_text(encoding="utf-8").splitlines()]


def test_there_are_pages() -> None:
    assert len(EXPECTED) >= 30
    assert {page["page"] for page in EXPECTED} == {path.stem for path in PAGES.glob("*.html")}


@pytest.mark.parametrize("page", EXPECTED, ids=lambda page: page["page"])
def test_a_page_gives_its_article_and_nothing_else(page: dict[str, Any]) -> None:
    raw = (PAGES / f"{page['page']}.html").read_bytes()
    article = parse_file(raw, suffix=".html", name="a.html", max_bytes=1 << 22)
    assert [article.text[each.start : each.end] for each in article.paragraphs] == page["paragraphs"]
    assert (article.title, article.author) == (page["title"], page["author"])
    assert (article.date, article.source) == (page["date"], page["source"])
    assert article.warnings == ()
