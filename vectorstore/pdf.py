"""Read a PDF into an Article. A PDF has pieces of text at places: lines and paragraphs are put together from them."""

import logging
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Any

from vectorstore.arabic import is_arabic
from vectorstore.article import Article
from vectorstore.cleaning import clean
from vectorstore.errors import ArticleUnreadable
from vectorstore.structure import structure

if TYPE_CHECKING:
    from pypdf import PageObject

_SAME_LINE = 2.0  # points that pieces of one line may differ in height
_FULL = 0.8  # of the page's widest line: a line as wide goes on in the next one
_NEW_PARAGRAPH = 1.35  # times the usual distance of lines
_PAGE_NUMBER = re.compile(r"\W*\d{1,4}\W*")
_PRESENTED = re.compile("[\ufb50-\ufdfb\ufe70-\ufefc]+")  # Arabic letters as shapes, which nothing is found by
_CLOSING, _OPENING = "،,؛;:.!?؟»”)]", "«“(["


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    left: float
    height: float


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    width: float  # as a share of what is written on: how near it comes to the edge where lines end
    gap: float  # to the line before, in points; 0 for a page's first


def parse_pdf(raw: bytes, *, name: str, max_bytes: int) -> Article:
    """The article of a PDF that has text; one of scanned pages has no paragraphs.

    Raises:
        ArticleUnreadable: it is no PDF, damaged or encrypted, or has more than ``max_bytes`` of text.
    """
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it cannot read is reported by our error
    lines: list[_Line] = []
    size = 0
    try:
        for page in PdfReader(BytesIO(raw)).pages:
            new = list(_lines(page))
            size += sum(len(line.text.encode("utf-8", "replace")) for line in new)
            if size > max_bytes:
                raise ArticleUnreadable(f"{name} has more text than the {max_bytes:,} bytes allowed", reason="large")
            lines += new
    except (PyPdfError, ValueError, LookupError, TypeError, AttributeError, OSError, RecursionError) as exc:
        # pypdf raises all of these over damaged files (tried on files cut short and with bytes changed).
        raise ArticleUnreadable(
            f"{name} cannot be read as a PDF; save the article as text or HTML", reason="format"
        ) from exc
    return structure("\n".join(_paragraphs([line for line in lines if not _PAGE_NUMBER.fullmatch(line.text)])))


def _lines(page: "PageObject") -> Iterator[_Line]:
    """A page's lines, in the order they were written."""
    rows: list[list[_Piece]] = []
    for piece in _pieces(page):
        if rows and abs(rows[-1][0].height - piece.height) <= _SAME_LINE:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    left = min((piece.left for row in rows for piece in row), default=0.0)
    longest = max((sum(len(piece.text) for piece in row) for row in rows), default=1)
    page_width = float(page.mediabox.width) or 1.0
    above: float | None = None
    for row in rows:
        text = _joined(row)
        reaches = 1 - (min(piece.left for piece in row) - left) / page_width
        width = reaches if is_arabic(text) else len(text) / longest
        yield _Line(text, width, abs(above - row[0].height) if above is not None else 0.0)
        above = row[0].height


def _pieces(page: "PageObject") -> list[_Piece]:
    found: list[_Piece] = []

    def visit(text: str, matrix: Sequence[float], place: Sequence[float], *_: Any) -> None:
        shown = _PRESENTED.sub(lambda shapes: unicodedata.normalize("NFKC", shapes[0]), clean(text)).strip()
        if shown:
            left = place[4] * matrix[0] + place[5] * matrix[2] + matrix[4]
            height = place[4] * matrix[1] + place[5] * matrix[3] + matrix[5]
            found.append(_Piece(" ".join(shown.split()), left, height))

    page.extract_text(visitor_text=visit)
    return found


def _joined(row: list[_Piece]) -> str:
    """The pieces of a line in the order they are read: numbers and Latin words stand between Arabic ones."""
    arabic = sum(len(piece.text) for piece in row if is_arabic(piece.text)) * 2 > sum(len(piece.text) for piece in row)
    text = ""
    for piece in sorted(row, key=lambda piece: piece.left, reverse=arabic):
        quoted = text.count('"') % 2 == 1
        tight = text[-1:] in _OPENING or piece.text[0] in _CLOSING or (quoted and '"' in (text[-1:], piece.text))
        text += piece.text if tight or not text else f" {piece.text}"
    return text


def _paragraphs(lines: list[_Line]) -> Iterator[str]:
    """Lines put together where one goes on in the next: it comes near the edge, and the next is not set off."""
    usual = median([line.gap for line in lines if line.gap] or [0.0])
    paragraph = [line.text for line in lines[:1]]
    for line, after in pairwise(lines):
        if line.width < _FULL or after.gap > _NEW_PARAGRAPH * usual:
            yield " ".join(paragraph)
            paragraph = []
        paragraph.append(after.text)
    if paragraph:
        yield " ".join(paragraph)
