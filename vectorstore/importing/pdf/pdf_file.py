"""Read a PDF into an Article. A PDF has glyphs at places: letters, words, lines and paragraphs are made from them."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from vectorstore.article import PICTURES, Article
from vectorstore.errors import ArticleUnreadable
from vectorstore.importing.blocks import Block, join
from vectorstore.importing.pdf.glyphs import UNMAPPED, Glyph, Page, Ref
from vectorstore.importing.pdf.pagelayout import read_blocks, read_tagged, settle_levels
from vectorstore.importing.pdf.pdfdocument import Document, read_document
from vectorstore.importing.pdf.rows import read_rows, reads_from_right
from vectorstore.importing.text.structure import structure
from vectorstore.language.cleaning import clean

_FEWEST_TAGGED = 0.9  # of the glyphs: a page number or two stands in no block
_STRETCHES = "Office"  # LibreOffice and OpenOffice stretch words of justified lines with a glyph they do not name
_MOST_UNMAPPED = 0.3  # of the glyphs: more cannot be an article with a few odd signs


def parse_pdf(raw: bytes, *, name: str, max_bytes: int) -> Article:
    """The article of a PDF that has text; one of scanned pages has no paragraphs.

    Raises:
        ArticleUnreadable: it is no PDF, damaged or locked, its fonts do not say what their letters are, or it has more
            than ``max_bytes`` of text.
    """
    document = read_document(raw, name=name, max_bytes=max_bytes)
    _check_mapped(document.pages, name)
    pictures = sum(page.images > 0 and not any(glyph.text.strip() for glyph in page.glyphs) for page in document.pages)
    if pictures and pictures == len(document.pages):
        raise ArticleUnreadable(
            f"the pages of {name} are pictures of text; have its letters recognised (OCR) or paste its text",
            reason="empty",
        )
    article = _article([Block(clean(block.text), block.level) for block in _blocks(document)])
    return replace(article, warnings=(PICTURES,)) if pictures else article


def _article(blocks: list[Block]) -> Article:
    if any(block.level for block in blocks):
        return join(settle_levels(blocks))
    return structure("\n\n".join(block.text for block in blocks))


def _blocks(document: Document) -> list[Block]:
    """The blocks that the file tells, where these hold its text; else what its page looks like."""
    from_right = reads_from_right(document.pages)
    stretch = _STRETCHES in document.producer
    if document.tags and (marked := _marked(document)):
        parts = [part for tag in marked for cell in tag.cells for part in cell]
        rows = iter(read_rows(parts, unnamed_stretch=stretch))
        tagged = [(tag.level, [[row for _ in cell for row in next(rows)] for cell in tag.cells]) for tag in marked]
        return read_tagged(tagged, from_right=from_right)
    width = max((page.width for page in document.pages), default=0.0)
    return read_blocks(read_rows(document.pages, unnamed_stretch=stretch), from_right=from_right, page_width=width)


@dataclass(frozen=True, slots=True)
class _Marked:
    level: int
    cells: list[list[Page]]  # each cell as the parts of pages that it stands on


def _marked(document: Document) -> list[_Marked]:
    """The glyphs of each tagged block; none if many of the file's are in no block."""
    by_mark: dict[Ref, list[Glyph]] = defaultdict(list)
    for page in document.pages:
        for glyph in page.glyphs:
            by_mark[page.number, glyph.mark].append(glyph)
    blocks = [_Marked(tag.level, [_parts(refs, by_mark) for refs in tag.cells]) for tag in document.tags]
    taken = sum(len(part.glyphs) for block in blocks for cell in block.cells for part in cell)
    return blocks if taken > _FEWEST_TAGGED * sum(len(page.glyphs) for page in document.pages) else []


def _parts(refs: Sequence[Ref], by_mark: dict[Ref, list[Glyph]]) -> list[Page]:
    """The marked glyphs, which are taken, as the pages they stand on."""
    parts: dict[int, Page] = {}
    for number, mark in refs:
        parts.setdefault(number, Page(number)).glyphs += by_mark.pop((number, mark), [])
    return list(parts.values())


def _check_mapped(pages: Sequence[Page], name: str) -> None:
    glyphs = [glyph for page in pages for glyph in page.glyphs if glyph.text.strip()]
    unmapped = sum(UNMAPPED in glyph.text for glyph in glyphs)
    if unmapped > _MOST_UNMAPPED * len(glyphs):
        raise ArticleUnreadable(
            f"the fonts of {name} do not say which letters {unmapped:,} of its {len(glyphs):,} signs are; "
            "save the article as text or HTML",
            reason="format",
        )
