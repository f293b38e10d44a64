"""The blocks of a Word document's text: what is seen once its changes are accepted, in the order it is read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from lxml import etree

from vectorstore.importing.word.wordstyles import Numbering, Styles, attribute
from vectorstore.importing.word.wordtables import Merged, span_of, symbol

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_GONE = {
    f"{_W}{name}" for name in ("del", "moveFrom", "delText", "instrText", "pPr", "rPr", "rt", "sdtPr", "delInstrText")
}
_OF_TABLES = {f"{_W}{name}" for name in ("tbl", "tr", "tc", "p")}
_BREAKS = {f"{_W}tab": " ", f"{_W}ptab": " ", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_NOTES = {f"{_W}footnoteReference": 0, f"{_W}endnoteReference": 1}
_LAYOUT_WORDS = 15  # a cell with a paragraph this long beside another is page layout, not a table of figures
_MOST_DEPTH = 260  # of elements in elements; deeper XML is refused before it comes here


@dataclass(frozen=True, slots=True)
class WordBlock:
    r"""A paragraph (level 0) or heading; lines within it are parted by ``\n``.

    ``fixed`` blocks are paragraphs whatever they look like: items of lists, rows of tables, notes.
    """

    text: str
    level: int = 0
    bullet: bool = False
    fixed: bool = False


class Body:
    """Reads the blocks of a document or of a part of it; its notes and text boxes follow the text they belong to."""

    def __init__(self, styles: Styles, numbering: Numbering, *, notes: list[etree._Element | None]) -> None:
        self._styles = styles
        self._numbering = numbering
        self._notes = [_by_id(root) for root in notes]
        self._aside: list[WordBlock] = []  # of the paragraph that is read: what stands in boxes and notes
        self._carried = ""  # of a paragraph whose end was deleted: it goes on in the next

    def read(self, root: etree._Element) -> Iterator[WordBlock]:
        """The blocks below an element."""
        for element in _flat(root, 0):
            if element.tag == f"{_W}p":
                yield from self._paragraph(element)
            else:
                yield from self._table(element)

    def _paragraph(self, element: etree._Element) -> Iterator[WordBlock]:
        properties = element.find(f"{_W}pPr")
        if self._styles.lists_contents(properties):
            return
        outer, self._aside = self._aside, []
        text = self._carried + "".join(self._texts(element, 0))
        aside, self._aside = self._aside, outer
        self._carried = text if _end_is_deleted(properties) else ""
        if not self._carried:
            yield self._block(text, properties)
        yield from aside

    def _block(self, text: str, properties: etree._Element | None) -> WordBlock:
        level = self._styles.level(properties)
        place = self._styles.numbering(properties) if text.strip() else None
        mark = self._numbering.next(*place) if place else None
        if mark is None:
            return WordBlock(text, level)
        return WordBlock(f"{mark} {text}" if mark else text, level, bullet=not mark, fixed=True)

    def _texts(self, element: etree._Element, depth: int) -> Iterator[str]:
        """The text in a paragraph; notes and boxes are put aside."""
        for child in element:
            tag = child.tag
            if tag in (f"{_W}t", _MATH):
                yield child.text or ""
            elif (sign := _sign(child)) is not None:
                yield sign
            elif tag in _NOTES:
                self._put_note_aside(_NOTES[tag], child.get(f"{_W}id", ""))
            elif tag == f"{_W}txbxContent":
                self._aside += [replace(block, fixed=True) for block in self.read(child)]
            elif depth < _MOST_DEPTH and not _is_gone(child):
                yield from self._texts(_alternative(child), depth + 1)

    def _put_note_aside(self, kind: int, number: str) -> None:
        note = self._notes[kind].pop(number, None)  # it is read once, which also ends notes on notes
        if note is not None:
            text = "\n".join(block.text.strip() for block in self.read(note) if block.text.strip())
            self._aside.append(WordBlock(text, fixed=True))

    def _table(self, table: etree._Element) -> Iterator[WordBlock]:
        """A line for each row; of a table that lays out the page, what its cells hold."""
        merged = Merged()
        for row in _children(table, "tr"):
            if row.find(f"{_W}trPr/{_W}del") is not None:
                continue
            cells = [(list(_cell_blocks(self, cell)), cell) for cell in _children(row, "tc")]
            if any(_is_layout(blocks) for blocks, _ in cells):
                yield from (block for blocks, _ in cells for block in blocks)
                continue
            texts = merged.complete(
                (" ".join(" ".join(block.text.split()) for block in blocks).strip(), *span_of(cell))
                for blocks, cell in cells
            )
            yield WordBlock(" | ".join(filter(None, texts)), fixed=True)
            for _, cell in cells:
                for inner in _children(cell, "tbl"):
                    yield from self._table(inner)


def _sign(element: etree._Element) -> str | None:
    """The character that an element stands for; None where it is no such element."""
    if element.tag == f"{_W}br":
        return "\n" if element.get(f"{_W}type", "textWrapping") == "textWrapping" else " "
    if element.tag == f"{_W}sym":
        return symbol(element.get(f"{_W}font", ""), element.get(f"{_W}char", ""))
    return _BREAKS.get(element.tag)


def _cell_blocks(body: Body, cell: etree._Element) -> Iterator[WordBlock]:
    """The paragraphs of a cell, without the tables in it."""
    if cell.find(f"{_W}tcPr/{_W}cellDel") is None:
        for paragraph in _children(cell, "p"):
            yield from (block for block in body._paragraph(paragraph) if block.text.strip())


def _is_layout(blocks: list[WordBlock]) -> bool:
    if any(block.level for block in blocks):
        return True
    return len(blocks) > 1 and any(len(block.text.split()) > _LAYOUT_WORDS for block in blocks)


def _flat(element: etree._Element, depth: int) -> Iterator[etree._Element]:
    """The paragraphs and tables below an element, whatever holds them: content controls, insertions, custom XML."""
    for child in element:
        if child.tag in (f"{_W}p", f"{_W}tbl"):
            yield child
        elif depth < _MOST_DEPTH and not _is_gone(child):
            yield from _flat(_alternative(child), depth + 1)


def _children(element: etree._Element, name: str, depth: int = 0) -> Iterator[etree._Element]:
    """The elements of a name below one, through content controls and the like, but not through another of the table."""
    for child in element:
        if child.tag == f"{_W}{name}":
            yield child
        elif (
            child.tag not in (f"{_W}tbl", f"{_W}tr", f"{_W}tc", f"{_W}p")
            and depth < _MOST_DEPTH
            and not _is_gone(child)
        ):
            yield from _children(_alternative(child), name, depth + 1)


def _alternative(element: etree._Element) -> etree._Element:
    """Of two ways to show the same, one."""
    if element.tag != f"{_MC}AlternateContent":
        return element
    choice = element.find(f"{_MC}Choice")
    fallback = element.find(f"{_MC}Fallback")
    return choice if choice is not None else element if fallback is None else fallback


def _is_gone(element: etree._Element) -> bool:
    """Whether it was deleted, is hidden, or is no text of its own, as a table of contents."""
    if not isinstance(element.tag, str) or element.tag in _GONE:
        return True
    if element.tag == f"{_W}sdt" and attribute(element, "sdtPr/docPartObj/docPartGallery") == "Table of Contents":
        return True
    hidden = attribute(element, "rPr/vanish") if element.tag == f"{_W}r" else None
    return hidden is not None and hidden not in ("0", "false", "off")


def _end_is_deleted(properties: etree._Element | None) -> bool:
    return properties is not None and properties.find(f"{_W}rPr/{_W}del") is not None


def _by_id(root: etree._Element | None) -> dict[str, etree._Element]:
    notes: Iterable[etree._Element] = () if root is None else root
    return {note.get(f"{_W}id", ""): note for note in notes if note.get(f"{_W}type") is None}
