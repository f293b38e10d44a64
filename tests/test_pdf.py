"""PDF files: Arabic words in the order they are read, paragraphs put together, and what cannot be read."""

import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from assistant.settings import SHIPPED_ARTICLE
from vectorstore.errors import ArticleUnreadable
from vectorstore.importing.pdf import _Letter, _word, parse_pdf
from vectorstore.reading import read_article

PDF = Path(__file__).parent / "data" / "article.pdf"  # the shipped article, printed by Chromium
RAW = PDF.read_bytes()
MOST = 1 << 22


def word(drawn: str) -> str:
    """A word of letters that stand from left to right as they are given, each as wide as the others."""
    return _word([_Letter(letter, place, place + 1.0, 0.0, 1.0) for place, letter in enumerate(drawn)])


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


@pytest.mark.parametrize(
    ("drawn", "read"),
    [
        ("ملس", "سلم"),
        (".2024م", "م2024."),
        ("،2024", "2024،"),
        ("2024،", "،2024"),
        ("GPT-4", "GPT-4"),
        ("5.12ـلا", "الـ5.12"),
        ("»ملس«", "«سلم»"),
    ],
)
def test_letters_are_read_from_the_right_and_numbers_from_the_left(drawn: str, read: str) -> None:
    assert word(drawn) == read


@pytest.mark.parametrize("raw", [RAW[:1000], b"%PDF-1.4\n1 0 obj", b"", b"text", RAW[5:]])
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
