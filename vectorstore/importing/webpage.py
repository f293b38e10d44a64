"""Read a web page into an Article: title, headings and paragraphs, without menus, comments and links to elsewhere."""

import logging
import re
from collections.abc import Iterator
from itertools import chain
from xml.etree import ElementTree

from vectorstore.article import Article
from vectorstore.cleaning import clean
from vectorstore.errors import ArticleUnreadable
from vectorstore.importing.blocks import Block, join

_XML_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
# References to control characters make trafilatura give up on the whole page.
_CONTROL_REFERENCE = re.compile(r"&#(?:0*(?:[0-8]|1[1-9]|2\d|3[01]|127)|x0*(?:[0-8bcef]|1[0-9a-f]|7f));", re.I)
_BODY = re.compile(r"(<body\b[^>]*>)(.*?)(</body\s*>|</html\s*>|\Z)", re.I | re.S)
_HAS_STRUCTURE = re.compile(r"<(?:h[2-6]|li)\b", re.I)
_BLOCK_TAGS = frozenset({"main", "p", "head", "list", "item", "quote", "table", "row", "cell", "code", "figDesc"})
_LAYOUT_WORDS = 15  # a cell with a paragraph this long is page layout, not a table of figures
_MOST_GROWTH = 2.0  # of the text: more is a page's furniture, not the headings and lists that were missed


def parse_html(html: str, *, name: str = "the page") -> Article:
    """The article of an HTML page, found without network access; ``name`` stands for the page in messages.

    Raises:
        ArticleUnreadable: no article text can be found in the page.
    """
    page = _CONTROL_REFERENCE.sub("", clean(_XML_DECLARATION.sub("", html, count=1)))
    title, blocks = _extract(page)
    if not any(block.level for block in blocks) and _HAS_STRUCTURE.search(page):
        blocks = _with_structure(page, blocks)
    article = join(blocks, title=title)
    if not article.paragraphs:
        raise ArticleUnreadable(
            f"no article text was found in {name}; save the article's text as plain text", reason="empty"
        )
    return article


def _with_structure(page: str, blocks: list[Block]) -> list[Block]:
    """The page's blocks with headings and lists, if reading its whole body as the article loses and adds little.

    Where nothing marks the article (no ``<article>``, no telling class), trafilatura returns its paragraphs only.
    """
    _, fuller = _extract(_BODY.sub(r"\1<article>\2</article>\3", page, count=1))
    texts = {block.text for block in fuller}
    grown = sum(map(len, texts)) > _MOST_GROWTH * sum(len(block.text) for block in blocks)
    return blocks if grown or any(block.text not in texts for block in blocks) else fuller


def _extract(page: str) -> tuple[str | None, list[Block]]:
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it cannot read is reported by our error
    try:
        xml = trafilatura.extract(page, output_format="xml", include_comments=False, with_metadata=True)
        document = ElementTree.fromstring(xml or "<doc/>")
    except (AssertionError, ValueError, ElementTree.ParseError):  # seen on pages of random tags: nothing can be found
        return None, []
    main = document.find("main")
    return document.get("title"), [] if main is None else list(_blocks(main, 0))


def _blocks(element: ElementTree.Element, level: int) -> Iterator[Block]:
    """The element's text and that of the elements in it, one block for each run of text between block tags."""
    if element.tag == "table":
        yield from _table(element)
        return
    buffer = [element.text or ""]
    for child in element:
        if child.tag in _BLOCK_TAGS:
            yield from _flush(buffer, level)
            yield from _blocks(child, _level(child))
            buffer = [child.tail or ""]
        else:
            buffer += ["\n" if child.tag == "lb" else "".join(child.itertext()), child.tail or ""]
    yield from _flush(buffer, level)


def _flush(buffer: list[str], level: int) -> Iterator[Block]:
    """A line break made with ``<br>`` parts paragraphs: old pages have no other way."""
    for line in "".join(buffer).split("\n"):
        if text := " ".join(line.split()):
            yield Block(text, level)


def _level(element: ElementTree.Element) -> int:
    return int(element.get("rend", "h2")[1:]) if element.tag == "head" else 0


def _table(table: ElementTree.Element) -> Iterator[Block]:
    """A line for each row; of a table that lays out the page, the cells that hold running text."""
    rows = [[list(_blocks(cell, 0)) for cell in row.iterfind("cell")] for row in table.iterfind("row")]
    layout = [cell for row in rows for cell in row if _is_layout(cell)]
    if layout:
        yield from chain.from_iterable(layout)
        return
    for row in rows:
        yield Block(" | ".join(" ".join(block.text for block in cell) for cell in row if cell))


def _is_layout(cell: list[Block]) -> bool:
    return len(cell) > 1 and any(block.level or len(block.text.split()) > _LAYOUT_WORDS for block in cell)
