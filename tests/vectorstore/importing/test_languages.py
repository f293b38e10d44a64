"""Articles in Persian, Urdu and English are read and cut as Arabic ones are, and asked in their own language."""

import json
from pathlib import Path

import pytest

from assistant.assembly import Assistant
from tests.printed import ENGLISH, GENERATORS, PERSIAN, PROGRAMS, URDU, Page, is_installed, lines_of
from vectorstore.importing.files import parse_file
from vectorstore.importing.loading import read_article
from vectorstore.passages import split

ASKED = Path(__file__).parents[3] / "tests" / "data" / "languages"  # `article-assistant evaluate` takes them too
ARTICLES = {"persian": PERSIAN, "urdu": URDU, "english": ENGLISH}


@pytest.mark.parametrize("page", ARTICLES.values(), ids=ARTICLES)
def test_a_text_has_its_title_and_paragraphs(page: Page) -> None:
    article = parse_file("\n\n".join(page.lines).encode(), suffix=".txt", name="a.txt", max_bytes=1 << 20)
    assert article.title == page.title
    assert [article.text[each.start : each.end] for each in article.paragraphs] == list(page.paragraphs)
    assert article.warnings == ()


@pytest.mark.parametrize(("page", "mark"), [(PERSIAN, "."), (URDU, "۔"), (ENGLISH, ".")], ids=ARTICLES)
def test_it_is_cut_where_its_sentences_end(page: Page, mark: str) -> None:
    article = parse_file("\n\n".join(page.lines).encode(), suffix=".txt", name="a.txt", max_bytes=1 << 20)
    passages = [passage.text for passage in split(article)]
    assert len(passages) == 4
    assert all(passage.endswith(mark) for passage in passages)


@pytest.mark.parametrize("generator", ["chromium", "libreoffice"])
@pytest.mark.parametrize("page", ARTICLES.values(), ids=ARTICLES)
def test_a_pdf_is_read_as_it_was_written(page: Page, generator: str) -> None:
    if not is_installed(generator):
        pytest.skip(f"{PROGRAMS[generator]} is not installed")
    assert lines_of(GENERATORS[generator](page, "Noto Naskh Arabic")) == page.lines


@pytest.mark.parametrize("name", ["persian-1", "urdu-2", "english-1"])
def test_most_questions_in_its_own_language_are_answered(name: str, real: Assistant) -> None:
    """So nothing needs to be said of these languages; were a model to answer fewer than half, it would."""
    article = read_article(ASKED / f"{name}.txt", max_bytes=1 << 20)
    assert article.warnings == ()
    assistant = real.reading(article)
    lines = (ASKED / f"{name}.questions.jsonl").read_text(encoding="utf-8").splitlines()
    questions = [question for line in lines if (question := json.loads(line))["answerable"]]
    answers = [(question["gold"], assistant.ask(question["turns"][0])) for question in questions]
    assistant.close()
    right = [answer for gold, answer in answers if answer.answered and gold[0] in answer.citations[0].text]
    assert len(right) > len(questions) / 2
    assert all(article.text[each.start : each.end] == each.text for answer in right for each in answer.citations)
