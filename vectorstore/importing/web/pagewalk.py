"""The blocks of the part of a web page that holds its article: every paragraph, heading, item, row and caption."""

from collections.abc import Iterator
from itertools import chain

from lxml import html

from vectorstore.importing.blocks import Block
from vectorstore.importing.web.rowspans import RowSpans

BLOCKS = frozenset(
    "address article blockquote body center dd details div dl dt figcaption figure fieldset footer h1 h2 h3 h4 h5 h6 "
    "header hgroup hr li main ol p pre section summary table tbody tfoot thead tr td th ul amp-story".split()
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LAYOUT_WORDS = 15  # a cell with a paragraph this long is page layout, not a table of figures
_MOST_DEPTH = 300
_BREAK = "\x00"  # no page has it: it stands for a line break until lines are parted
_FEWEST_LINKS = 3
_MOST_SIDE_BY_SIDE = 14  # words
_TITLE_WORDS = 4
_ENDS = '.:،؛!؟?»"”…۔)'  # of sentences
_MOST_LINKED = 0.8  # of the text: a list of links leads elsewhere


def read_page_blocks(root: html.HtmlElement) -> list[Block]:
    """The blocks below an element, in order."""
    return list(_walk(root, 0))


def spaced(element: html.HtmlElement) -> str:
    """An element's text, with a space where two elements stand side by side and their words would run together."""
    text = ""
    for part in element.itertext():
        text += f" {part}" if text[-1:].isalnum() and part[:1].isalnum() else part
    return " ".join(text.split())


def _walk(element: html.HtmlElement, depth: int) -> Iterator[Block]:
    if element.tag == "table":
        yield from _table(element, depth)
        return
    if element.tag in ("ul", "ol", "div", "section", "dl", "p", "td") and _leads_elsewhere(element):
        return
    if element.tag == "div" and (line := _side_by_side(element)):
        yield Block(line)
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


def _side_by_side(element: html.HtmlElement) -> str | None:
    """A short line of nothing but elements, which a style sheet sets apart without a space: a name and a date."""
    texts = [element.text, *(child.tail for child in element)]
    if len(element) < 2 or any(map(str.strip, filter(None, texts))):
        return None
    if _holds_blocks(element) or element.find(".//br") is not None:
        return None
    line = spaced(element)
    return line if len(line.split()) <= _MOST_SIDE_BY_SIDE else None


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
    """A line for each row below the caption; of a table that lays out the page, what its cells hold."""
    for caption in table.iterchildren("caption"):
        yield from _walk(caption, depth + 1)
    rows = [[list(_walk_cell(cell, depth)) for cell in _cells(row)] for row in _rows(table)]
    layout = [cell for row in rows for cell in row if _is_layout(cell)]
    if layout:
        yield from chain.from_iterable(layout)
        return
    merged = RowSpans()
    for row, elements in zip(rows, _rows(table), strict=True):
        texts = (" ".join(block.text for block in cell) for cell in row)
        if text := " | ".join(filter(None, merged.complete(texts, _cells(elements)))):
            yield Block(text)


def _rows(table: html.HtmlElement) -> Iterator[html.HtmlElement]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in child if row.tag == "tr")


def _cells(row: html.HtmlElement) -> list[html.HtmlElement]:
    return [cell for cell in row if cell.tag in ("td", "th")]


def _walk_cell(cell: html.HtmlElement, depth: int) -> Iterator[Block]:
    if depth < _MOST_DEPTH and not _leads_elsewhere(cell):
        yield from _walk(cell, depth + 1)


def _is_layout(cell: list[Block]) -> bool:
    return len(cell) > 1 and any(block.level or len(block.text.split()) > _LAYOUT_WORDS for block in cell)


def _leads_elsewhere(element: html.HtmlElement) -> bool:
    """Whether nearly all of an element's text are links."""
    links = [len(" ".join(link.text_content().split())) for link in element.iter("a")]
    text = " ".join(element.text_content().split())
    if element.tag == "p" and len(links) == 1:
        # A paragraph that is one link and no sentence is the title of another article.
        return links[0] >= len(text) and len(text.split()) >= _TITLE_WORDS and text[-1] not in _ENDS
    return len(links) >= _FEWEST_LINKS and sum(links) > _MOST_LINKED * len(text)
