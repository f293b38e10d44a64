"""Articles in Persian, Urdu and English are read and cut as Arabic ones are."""

import pytest

from tests.printed import ENGLISH, GENERATORS, PERSIAN, PROGRAMS, URDU, Page, is_installed, lines_of
from vectorstore.importing.files import parse_file
from vectorstore.passages import split

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
