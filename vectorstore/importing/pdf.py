"""Read a PDF into an Article. A PDF has letters at places: words, lines and paragraphs are put together from them."""

import re
import threading
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median
from typing import TYPE_CHECKING

from vectorstore.arabic import is_arabic
from vectorstore.article import Article
from vectorstore.cleaning import clean
from vectorstore.errors import ArticleUnreadable
from vectorstore.importing.structure import structure

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

_FULL = 0.8  # of the page's widest line: a line as wide goes on in the next one
_NEW_PARAGRAPH = 1.35  # times the usual distance of lines
_FEW_LINES = 6  # too few to tell what distance is usual
_SET_OFF = 1.5  # times the height of a line, where that is all there is to go by
_PAGE_NUMBER = re.compile(r"\W*\d{1,4}\W*")
_PRESENTED = re.compile("[\ufb50-\ufdfb\ufe70-\ufefc]+")  # Arabic letters as shapes, which nothing is found by
_MOST_PAGES = 1_000
_pdfium = threading.Lock()  # it may be used by one thread at a time


@dataclass(frozen=True, slots=True)
class _Letter:
    text: str
    left: float
    right: float
    height: float  # where its line stands on the page
    tall: float  # about the distance of lines that are set solid


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    width: float  # as a share of what is written on: how near it comes to the edge where lines end
    gap: float  # to the line before, in points; 0 for a page's first
    tall: float


def parse_pdf(raw: bytes, *, name: str, max_bytes: int) -> Article:
    """The article of a PDF that has text; one of scanned pages has no paragraphs.

    Raises:
        ArticleUnreadable: it is no PDF, damaged or encrypted, or has more than ``max_bytes`` of text.
    """
    from pypdfium2 import PdfDocument, PdfiumError

    lines: list[_Line] = []
    try:
        with _pdfium, PdfDocument(raw) as document:
            for page, _ in zip(document, range(_MOST_PAGES), strict=False):
                lines += _lines(page)
                if sum(len(line.text.encode("utf-8", "replace")) for line in lines) > max_bytes:
                    raise ArticleUnreadable(
                        f"{name} has more text than the {max_bytes:,} bytes allowed", reason="large"
                    )
    except PdfiumError as exc:
        raise ArticleUnreadable(
            f"{name} cannot be read as a PDF ({exc}); save the article as text or HTML", reason="format"
        ) from exc
    return structure("\n\n".join(_paragraphs([line for line in lines if not _PAGE_NUMBER.fullmatch(line.text)])))


def _lines(page: "PdfPage") -> Iterator[_Line]:
    """A page's lines, in the order they are read."""
    rows = [row for row in _rows(page) if any(letter.text.strip() for letter in row)]
    left = min((letter.left for row in rows for letter in row), default=0.0)
    longest = max(map(len, rows), default=1)
    page_width = page.get_width() or 1.0
    above: float | None = None
    for row in rows:
        text, height = _read(row), median(letter.height for letter in row)
        reaches = 1 - (min(letter.left for letter in row) - left) / page_width
        width = reaches if is_arabic(text) else len(row) / longest
        gap = abs(above - height) if above is not None else 0.0
        yield _Line(text, width, gap, median(letter.tall for letter in row))
        above = height


def _rows(page: "PdfPage") -> Iterator[list[_Letter]]:
    """The letters of each line, in PDFium's order."""
    from pypdfium2.raw import FPDFText_GetUnicode

    text = page.get_textpage()
    row: list[_Letter] = []
    for place in range(text.count_chars()):
        character = chr(FPDFText_GetUnicode(text.raw, place))
        if character in "\r\n":
            yield row
            row = []
        else:
            left, bottom, right, top = text.get_charbox(place, loose=True)
            row.append(_Letter(character, left, right, bottom, top - bottom))
    yield row


def _read(row: list[_Letter]) -> str:
    """The words of a line; PDFium has these in order, but the letters of an Arabic word now this way, now the other."""
    words = (list(word) for spaces, word in groupby(row, lambda letter: letter.text.isspace()) if not spaces)
    text = clean(" ".join(_word(word) for word in words))
    shown = _PRESENTED.sub(lambda shapes: unicodedata.normalize("NFKC", shapes[0]), text)
    return " ".join(shown.encode("utf-8", "ignore").decode().split())


def _word(letters: list[_Letter]) -> str:
    """A word as it is read: from the right, but for numbers and Latin letters in it."""
    if not any(map(_from_right, letters)):
        return "".join(letter.text for letter in letters)
    placed = sorted(letters, key=lambda letter: -(letter.left + letter.right))
    runs = groupby(zip(placed, _turned(placed), strict=True), lambda pair: pair[1])
    return "".join(
        "".join(letter.text for letter, _ in (reversed(list(run)) if turned else run)) for turned, run in runs
    )


def _from_right(letter: _Letter) -> bool:
    return unicodedata.bidirectional(letter.text) in ("AL", "R") or letter.text in "،؛"


def _turned(letters: list[_Letter]) -> list[bool]:
    """Which letters run from the left: those of numbers and Latin words, and a sign that stands between two of them."""
    strong = [unicodedata.bidirectional(letter.text) in ("L", "EN", "AN") for letter in letters]
    around = zip([False, *strong], strong, [*strong[1:], False], strict=False)
    return [
        here or (before and after and not _from_right(letter))
        for letter, (before, here, after) in zip(letters, around, strict=True)
    ]


def _paragraphs(lines: list[_Line]) -> Iterator[str]:
    """Lines put together where one goes on in the next: it comes near the edge, and the next is not set off."""
    gaps = sorted(line.gap for line in lines if line.gap) or [0.0]
    usual = gaps[len(gaps) // 4]  # within a paragraph: fewer lines begin one than go on
    paragraph = [line.text for line in lines[:1]]
    for line, after in pairwise(lines):
        set_off = after.gap > (_NEW_PARAGRAPH * usual if len(gaps) > _FEW_LINES else _SET_OFF * after.tall)
        if line.width < _FULL or set_off:
            yield " ".join(paragraph)
            paragraph = []
        paragraph.append(after.text)
    if paragraph:
        yield " ".join(paragraph)
