"""Read a PDF with pdfminer: its pages' glyphs, and its blocks where it tells them itself."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from vectorstore.errors import ArticleUnreadable
from vectorstore.importing.pdf.glyphs import Page

if TYPE_CHECKING:
    from pdfminer.pdfdocument import PDFDocument

    from vectorstore.importing.pdf.pdftags import Tagged

_MOST_PAGES = 1_000


@dataclass(frozen=True, slots=True)
class Document:
    """A PDF's pages, and its blocks where it tells them itself."""

    pages: list[Page]
    tags: "list[Tagged]"
    producer: str  # the program that wrote it


def read_document(raw: bytes, *, name: str, max_bytes: int) -> Document:
    """What a PDF holds.

    Raises:
        ArticleUnreadable: it is no PDF, damaged, locked with a password, or has more than ``max_bytes`` of text.
    """
    from pdfminer.pdfexceptions import PDFException
    from pdfminer.psexceptions import PSException

    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)  # what cannot be read is reported by our error
    try:
        return _document(raw, name, max_bytes)
    except (PDFException, PSException, ValueError, TypeError, KeyError, IndexError, AttributeError) as exc:
        # pdfminer trusts that a file's objects have the types they should have
        raise _unreadable(name, exc) from exc
    except (AssertionError, ArithmeticError, RecursionError, OSError, StopIteration) as exc:
        raise _unreadable(name, exc) from exc


def _unreadable(name: str, exc: BaseException) -> ArticleUnreadable:
    from pdfminer.pdfdocument import PDFPasswordIncorrect

    if isinstance(exc, PDFPasswordIncorrect):
        return ArticleUnreadable(f"{name} is locked with a password; save it without one", reason="format")
    return ArticleUnreadable(f"{name} cannot be read as a PDF; save the article as text or HTML", reason="format")


def _document(raw: bytes, name: str, max_bytes: int) -> Document:
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfparser import PDFParser

    from vectorstore.importing.pdf.pdftags import read_tags

    document = PDFDocument(PDFParser(BytesIO(raw)))
    pages: list[Page] = []
    size = 0
    for page in _render(document):
        pages.append(page)
        size += sum(len(glyph.text.encode("utf-8", "replace")) for glyph in page.glyphs)
        if size > max_bytes:
            raise ArticleUnreadable(f"{name} has more text than the {max_bytes:,} bytes allowed", reason="large")
    return Document(pages, read_tags(document), _producer(document))


def _producer(document: "PDFDocument") -> str:
    from pdfminer.pdftypes import resolve1
    from pdfminer.utils import decode_text

    told = [resolve1(info.get("Producer")) for info in document.info if isinstance(info, dict)]
    return next((decode_text(producer) for producer in told if isinstance(producer, bytes)), "")


def _render(document: "PDFDocument") -> Iterator[Page]:
    from pdfminer.pdfinterp import PDFResourceManager
    from pdfminer.pdfpage import PDFPage

    from vectorstore.importing.pdf.pdfdevice import ClippingInterpreter, GlyphDevice

    resources = PDFResourceManager()
    device = GlyphDevice(resources)
    interpreter = ClippingInterpreter(resources, device)
    for page, _ in zip(PDFPage.create_pages(document), range(_MOST_PAGES), strict=False):
        interpreter.process_page(page)
        yield device.page
