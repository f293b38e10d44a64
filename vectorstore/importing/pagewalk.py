"""The blocks of the part of a web page that holds its article: every paragraph, heading, item, row and caption."""

from collections.abc import Iterator
from itertools import chain

from lxml import html

from vectorstore.importing.blocks import Block

BLOCKS = frozenset(
    "address article blockquote body center dd details div dl dt figcaption figure fieldset footer h1 h2 h3 h4 h5 h6 "
    "header hgroup hr li main ol p pre section summary table tbody tfoot thead tr td th ul amp-story".split()
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LAYOUT_WORDS = 15  # a cell with a paragraph this long is page layout, not a table of figures
_MOST_DEPTH = 300
_BREAK = "\x00"  # no page has it: it stands for a line break until lines are parted
_FEWEST_LINKS = 3
_MOST_LINKED = 0.8  # of the text: a list of links leads elsewhere


def read_page_blocks(root: html.HtmlElement) -> list[Block]:
    """The blocks below an element, in order."""
    return list(_walk(root, 0))


def _walk(element: html.HtmlElement, depth: int) -> Iterator[Block]:
    if element.tag == "table":
        yield from _table(element, depth)
        return
    if element.tag in ("ul", "ol", "div", "section", "dl", "p") and _leads_elsewhere(element):
        return
    level = _HEADINGS.get(element.tag, 0)
    buffer = [element.text or ""]
    for child in element:
        if not isinstance(child.tag, str) or depth > _MOST_DEPTH:
            buffer.append(child.tail or "")
        elif child.tag in BLOCKS or _holds_blocks(child):
            yield from _flush(buffer, level)
            yield from _walk(child, depth + 1)
            buffer = [child.tail or ""]
        else:
            buffer += [*_inline(child), child.tail or ""]
    yield from _flush(buffer, level)


def _holds_blocks(element: html.HtmlElement) -> bool:
    """Whether an element that is no block holds blocks, as links around cards and fonts around old pages do."""
    return any(each.tag in BLOCKS for each in element.iterdescendants() if isinstance(each.tag, str))


def _inline(element: html.HtmlElement) -> Iterator[str]:
    if element.tag == "br":
        yield _BREAK
        return
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str):
            yield from _inline(child)
        yield child.tail or ""


def _flush(buffer: list[str], level: int) -> Iterator[Block]:
    """A line break made with ``<br>`` parts paragraphs: old pages have no other way. In a heading it does not."""
    lines = "".join(buffer).split(_BREAK)
    for line in [" ".join(lines)] if level else lines:
        if text := " ".join(line.split()):
            yield Block(text, level)


def _table(table: html.HtmlElement, depth: int) -> Iterator[Block]:
    """A line for each row; of a table that lays out the page, what its cells hold."""
    rows = [[list(_walk_cell(cell, depth)) for cell in row if cell.tag in ("td", "th")] for row in _rows(table)]
    layout = [cell for row in rows for cell in row if _is_layout(cell)]
    if layout:
        yield from chain.from_iterable(layout)
        return
    for row in rows:
        if text := " | ".join(" ".join(block.text for block in cell) for cell in row if cell):
            yield Block(text)


def _rows(table: html.HtmlElement) -> Iterator[html.HtmlElement]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in child if row.tag == "tr")


def _walk_cell(cell: html.HtmlElement, depth: int) -> Iterator[Block]:
    if depth < _MOST_DEPTH:
        yield from _walk(cell, depth + 1)


def _is_layout(cell: list[Block]) -> bool:
    return len(cell) > 1 and any(block.level or len(block.text.split()) > _LAYOUT_WORDS for block in cell)


def _leads_elsewhere(element: html.HtmlElement) -> bool:
    """Whether nearly all of an element's text are links."""
    links = [len(" ".join(link.text_content().split())) for link in element.iter("a")]
    if len(links) < _FEWEST_LINKS:
        return False
    return sum(links) > _MOST_LINKED * len(" ".join(element.text_content().split()))
