"""PDF files: Arabic words in the order they are read, paragraphs put together, and what cannot be read."""

import io
import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from unicodedata import normalize

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from assistant.settings import SHIPPED_ARTICLE
from tests.printed import EVERYTHING, FEATURES, GENERATORS, PROGRAMS, PROSE, SPANS, TITLE, is_installed, lines_of
from vectorstore.article import PICTURES
from vectorstore.errors import ArticleUnreadable
from vectorstore.importing.loading import read_article
from vectorstore.importing.pdf.pdf_file import parse_pdf

PRINTED = Path(__file__).parents[3] / "tests" / "data" / "printed"  # by `python -m tests.printed`
PDF = Path(__file__).parents[3] / "tests" / "data" / "article.pdf"  # the shipped article, printed by Chromium
RAW = PDF.read_bytes()
MOST = 1 << 22


def test_every_word_is_read_as_it_is_written() -> None:
    original = read_article(SHIPPED_ARTICLE, max_bytes=MOST).text
    printed = parse_pdf(RAW, name="a.pdf", max_bytes=MOST).text
    assert set(re.findall(r"\S+", printed)) <= set(re.findall(r"\S+", original))
    assert "في 27 سبتمبر 2024، حيث" in printed


def test_lines_are_put_together_and_headings_told_apart() -> None:
    article = parse_pdf(RAW, name="a.pdf", max_bytes=MOST)
    headings = [article.text[heading.start : heading.end] for heading in article.headings]
    assert headings[-2:] == ["تفاصيل الانتقال السياسي والعسكري", "تعزيز الشراكة الأمنية والاقتصادية"]
    last = article.paragraphs[-1]
    text = article.text[last.start : last.end]
    assert text.startswith("تسعى هذه الشراكة")
    assert text.endswith("في أوروبا والولايات المتحدة.")


def read(name: str) -> list[str]:
    return [normalize("NFC", text) for text in lines_of((PRINTED / name).read_bytes())]


@pytest.mark.parametrize("name", ["chromium.pdf", "libreoffice.pdf", "reportlab.pdf"])
def test_every_letter_is_read_where_it_was_written(name: str) -> None:
    assert read(name) == [normalize("NFC", text) for text in EVERYTHING.lines]


@pytest.mark.parametrize("name", ["chromium-columns.pdf", "libreoffice-columns.pdf"])
def test_columns_are_read_one_after_the_other(name: str) -> None:
    assert read(name) == FEATURES["two columns"].lines


def test_what_is_bold_linked_or_numbered_stays_in_its_line() -> None:
    assert read("chromium-spans.pdf") == [TITLE, *SPANS]


@pytest.mark.parametrize("generator", GENERATORS)
def test_what_is_printed_now_is_read_as_it_was_written(generator: str) -> None:
    if not is_installed(generator):
        pytest.skip(f"{PROGRAMS[generator]} is not installed")
    printed = GENERATORS[generator](EVERYTHING, "Amiri")
    assert [normalize("NFC", text) for text in lines_of(printed)] == [
        normalize("NFC", text) for text in EVERYTHING.lines
    ]


def test_a_title_of_two_lines_is_one_and_a_byline_is_no_heading() -> None:
    article = parse_pdf((PRINTED / "chromium-page.pdf").read_bytes(), name="a.pdf", max_bytes=MOST)
    assert article.title == EVERYTHING.title
    assert [article.text[heading.start : heading.end] for heading in article.headings] == [EVERYTHING.title]


def test_what_a_browser_prints_around_a_page_is_left_out() -> None:
    text = parse_pdf((PRINTED / "chromium-page.pdf").read_bytes(), name="a.pdf", max_bytes=MOST).text
    assert "file://" not in text
    assert "1/1" not in text
    assert "اقتصاد" not in text
    assert PROSE[0] in text


def test_a_font_that_does_not_say_its_letters_is_told() -> None:
    with pytest.raises(ArticleUnreadable, match=r"the fonts of a\.pdf do not say which letters") as told:
        parse_pdf((PRINTED / "no-unicode-map.pdf").read_bytes(), name="a.pdf", max_bytes=MOST)
    assert told.value.reason == "format"


def pictured(*texts: str) -> bytes:
    """A PDF of a page for each text; without one, a picture."""
    written = io.BytesIO()
    canvas = Canvas(written)
    for text in texts:
        if text:
            canvas.drawString(100, 700, text)
        else:
            canvas.drawInlineImage(Image.new("L", (8, 8)), 0, 0, 500, 700)
        canvas.showPage()
    canvas.save()
    return written.getvalue()


def test_pictures_of_text_are_told() -> None:
    with pytest.raises(ArticleUnreadable, match=r"^the pages of a\.pdf are pictures of text; have its letters") as told:
        parse_pdf(pictured("", ""), name="a.pdf", max_bytes=MOST)
    assert told.value.reason == "empty"
    article = parse_pdf(pictured("The council met on Monday to vote.", ""), name="a.pdf", max_bytes=MOST)
    assert article.warnings == (PICTURES,)
    assert parse_pdf(RAW, name="a.pdf", max_bytes=MOST).warnings == ()


@pytest.mark.parametrize("raw", [RAW[:1000], b"%PDF-1.4\n1 0 obj", b"", b"text"])
def test_a_damaged_file_is_told(raw: bytes) -> None:
    with pytest.raises(ArticleUnreadable, match=r"a\.pdf cannot be read as a PDF") as told:
        parse_pdf(raw, name="a.pdf", max_bytes=MOST)
    assert told.value.reason == "format"


def test_no_change_of_its_bytes_raises_anything_else() -> None:
    for place in range(0, len(RAW), 997):
        changed = RAW[:place] + bytes([RAW[place] ^ 0xFF]) + RAW[place + 1 :]
        with suppress(ArticleUnreadable):
            parse_pdf(changed, name="a.pdf", max_bytes=MOST)


def test_too_much_text_is_told() -> None:
    with pytest.raises(ArticleUnreadable, match="more text than the 500 bytes") as told:
        parse_pdf(RAW, name="a.pdf", max_bytes=500)
    assert told.value.reason == "large"


def test_several_are_read_at_the_same_time() -> None:
    with ThreadPoolExecutor(4) as pool:
        texts = set(pool.map(lambda _: parse_pdf(RAW, name="a.pdf", max_bytes=MOST).text, range(8)))
    assert len(texts) == 1


def test_a_file_is_read_by_its_suffix() -> None:
    assert read_article(PDF, max_bytes=MOST).paragraphs
