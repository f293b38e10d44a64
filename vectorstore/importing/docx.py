"""Read a Word document (.docx) into an Article: its headings by their styles, its lists and tables as paragraphs."""

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from vectorstore.article import Article
from vectorstore.cleaning import clean
from vectorstore.errors import ArticleUnreadable
from vectorstore.importing.blocks import Block, join
from vectorstore.importing.structure import structure

if TYPE_CHECKING:
    from docx.table import Table
    from docx.text.paragraph import Paragraph

_HEADING = re.compile(r"Heading (\d)")
_MOST_GROWTH = 20  # times the size allowed: XML is large, and more than that is a file made to fill memory


def parse_docx(raw: bytes, *, name: str, max_bytes: int) -> Article:
    """The article of a Word document; without heading styles it is structured as plain text is.

    Raises:
        ArticleUnreadable: it is no Word document, damaged, or far larger than ``max_bytes`` once it is unpacked.
    """
    from docx import Document
    from docx.opc.exceptions import OpcError

    try:
        _check_size(raw, name, max_bytes)
        content = Document(BytesIO(raw)).iter_inner_content()
        blocks = [block for item in content for block in _blocks(item)]
    except (OpcError, SyntaxError, zipfile.BadZipFile, KeyError, ValueError, OSError) as exc:  # of lxml the second
        raise ArticleUnreadable(
            f"{name} cannot be read as a Word document; save it as .docx or as text", reason="format"
        ) from exc
    if any(block.level for block in blocks):
        return join(blocks)
    return structure("\n\n".join(block.text for block in blocks))


def _check_size(raw: bytes, name: str, max_bytes: int) -> None:
    with zipfile.ZipFile(BytesIO(raw)) as archive:
        unpacked = sum(member.file_size for member in archive.infolist() if member.filename.endswith(".xml"))
    if unpacked > _MOST_GROWTH * max_bytes:
        raise ArticleUnreadable(f"{name} is too large once unpacked; save its text alone", reason="large")


def _blocks(item: "Paragraph | Table") -> Iterator[Block]:
    """A block for each line of a paragraph, or each row of a table."""
    from docx.table import Table

    if isinstance(item, Table):
        for row in item.rows:
            if text := " | ".join(filter(None, (" ".join(cell.text.split()) for cell in row.cells))):
                yield Block(clean(text))
        return
    style = item.style.name if item.style and item.style.name else ""
    heading = _HEADING.match(style)
    level = 1 if style == "Title" else int(heading[1]) if heading else 0
    for line in clean(item.text).split("\n"):
        if text := " ".join(line.split()):
            yield Block(text, level)
