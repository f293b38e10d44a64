"""Read a Word document (.docx) into an Article: headings by their styles, lists, tables and notes as paragraphs."""

import zipfile
import zlib
from collections.abc import Iterator, Sequence
from io import BytesIO
from itertools import islice

from lxml import etree

from vectorstore.article import Article
from vectorstore.errors import ArticleUnreadable
from vectorstore.importing.blocks import Block, join
from vectorstore.importing.text.structure import structure
from vectorstore.importing.word.wordbody import Body, WordBlock
from vectorstore.importing.word.wordstyles import Numbering, Styles
from vectorstore.language.cleaning import clean

_DOCUMENT = "/officeDocument"
_MOST_GROWTH = 20  # times the size allowed: XML is large, and more than that is a file made to fill memory
_MOST_BLOCKS = 100_000
# What Word calls "strict" differs by the names of its spaces alone.
_STRICT, _USUAL = (b"http://purl.oclc.org/ooxml/", b"http://schemas.openxmlformats.org/")
_SPACES = {
    _STRICT + b"wordprocessingml/main": _USUAL + b"wordprocessingml/2006/main",
    _STRICT + b"officeDocument/math": _USUAL + b"officeDocument/2006/math",
}
_PARTS = ("styles", "numbering", "footnotes", "endnotes")


def parse_docx(raw: bytes, *, name: str, max_bytes: int) -> Article:
    """The article of a Word document; without heading styles it is structured as plain text is.

    Raises:
        ArticleUnreadable: it is no Word document, damaged, or far larger than ``max_bytes`` once it is unpacked.
    """
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            _check_size(archive, name, max_bytes)
            blocks = [_clean(block) for block in islice(_read(archive), _MOST_BLOCKS + 1)]
    except (zipfile.BadZipFile, etree.XMLSyntaxError, KeyError, ValueError, OSError, zlib.error, RuntimeError) as exc:
        raise ArticleUnreadable(
            f"{name} cannot be read as a Word document; save it as .docx or as text", reason="format"
        ) from exc
    if len(blocks) > _MOST_BLOCKS:
        raise ArticleUnreadable(f"{name} has more than {_MOST_BLOCKS:,} paragraphs; give a shorter one", reason="large")
    return _article(list(filter(lambda block: block.text, blocks)))


def _article(blocks: Sequence[WordBlock]) -> Article:
    if any(block.level for block in blocks):
        return join(Block(line, block.level) for block in blocks for line in _lines(block))
    texts = [f"• {block.text}" if block.bullet else block.text for block in blocks]
    return structure("\n\n".join(texts), paragraphs=frozenset(block.text for block in blocks if block.fixed))


def _lines(block: WordBlock) -> Iterator[str]:
    """The lines of a block, which are paragraphs of their own; those of a heading are one."""
    if block.level:
        yield " ".join(block.text.split())
    else:
        yield from block.text.split("\n")


def _clean(block: WordBlock) -> WordBlock:
    lines = (" ".join(line.split()) for line in clean(block.text).split("\n"))
    return WordBlock("\n".join(filter(None, lines)), block.level, bullet=block.bullet, fixed=block.fixed)


def _check_size(archive: zipfile.ZipFile, name: str, max_bytes: int) -> None:
    unpacked = sum(member.file_size for member in archive.infolist() if member.filename.endswith(".xml"))
    if unpacked > _MOST_GROWTH * max_bytes:
        raise ArticleUnreadable(f"{name} is too large once unpacked; save its text alone", reason="large")


def _read(archive: zipfile.ZipFile) -> Iterator[WordBlock]:
    document = _find_document(archive)
    folder = document.rpartition("/")[0]
    parts = {part: _parse(archive, f"{folder}/{part}.xml".lstrip("/")) for part in _PARTS}
    root = _parse(archive, document)
    if root is None:
        raise KeyError(document)
    styles = Styles(parts["styles"])
    body = Body(styles, Numbering(parts["numbering"]), notes=[parts["footnotes"], parts["endnotes"]])
    yield from body.read(root)


def _find_document(archive: zipfile.ZipFile) -> str:
    """The part that holds the text, as the package tells it."""
    relations = _parse(archive, "_rels/.rels")
    for relation in () if relations is None else relations:
        if str(relation.get("Type", "")).endswith(_DOCUMENT):
            return str(relation.get("Target", "")).lstrip("/")
    return "word/document.xml"


def _parse(archive: zipfile.ZipFile, part: str) -> etree._Element | None:
    """A part's XML, nothing of which is taken from elsewhere; None if there is none."""
    if part not in archive.namelist():
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    written = archive.read(part)
    for strict, usual in _SPACES.items():
        written = written.replace(strict, usual)
    return etree.fromstring(written, parser)
