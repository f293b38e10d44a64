"""The blocks of PDF pages: rows of tables, and lines put together to paragraphs and headings."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from vectorstore.importing.blocks import Block
from vectorstore.importing.credits import is_credit
from vectorstore.importing.pdf.columns import areas, without_furniture
from vectorstore.importing.pdf.rows import Row
from vectorstore.importing.text.structure import is_bare

_FULL = 0.97  # of the column's width, which a line fills with the next word that did not fit
_INDENT = 1.2  # times the size: a line that begins so far in opens a paragraph
_MOST_INDENT = 5.0
_NEW_PARAGRAPH = 1.35  # times the usual distance of lines
_AFTER_STOP = 1.12  # the same where the line before ends a sentence
_SET_OFF = 2.4  # times the size, between the lines of a heading
_FEW_LINES = 6  # too few to tell what distance is usual
_TOO_FEW = 3  # to tell from them how wide a full line is
_FEWEST_ROOM = 0.6  # of the page's width
_MOST_ABOVE = 4  # paragraphs above the title: a lead, a byline and what else stands there
_BOLD = "bold"
_LARGER = 1.12  # than the text: a heading
_MUCH_LARGER = 1.5
_MOST_HEADING_WORDS = 35
_SAME_ROW = 0.45  # of the size
_WORDS_APART = 0.6  # of the size, at most
_NO_SPACE = 0.1  # of the size, at most: a full stop after a bold word
_BULLET = re.compile(r"^[\ue000-\uf8ff§]\s+")  # signs of fonts that have nothing but such
_ITEM_MARK = re.compile(r"(?:[•▪●○◦■–—*\ue000-\uf8ff§-]|\(?\d{1,3}\s?[.)\-]|\(?[أ-يa-zA-Z][.)])\s+")
_STOP = re.compile(r"[.!?؟…:][\"'»”’)\]]*$")


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of text in reading order, of ``width`` where the widest of its column has ``room``."""

    text: str
    size: float
    font: str
    base: float
    width: float
    room: float
    left: float
    begins: float  # how far in it begins, in points
    area: int  # counts columns and pages: across them, distances say nothing
    table: bool
    item: bool  # it begins with the mark of a list


def read_blocks(pages: Sequence[list[Row]], *, from_right: bool, page_width: float) -> list[Block]:
    """The blocks of all pages; headings are the lines that are larger than the text."""
    lines: list[PageLine] = []
    for rows in without_furniture(pages):
        for area in areas(rows, from_right):
            room = _FEWEST_ROOM * page_width if len(area) <= _TOO_FEW else 0.0
            lines += _lines(area, from_right, lines[-1].area + 1 if lines else 0, room)
    body = _body_size(lines)
    font = Counter(line.font for line in lines).most_common(1)[0][0] if lines else ""
    return [_block(group, body, font) for group in _groups(lines, body)]


def read_tagged(tagged: Sequence[tuple[int, list[list[Row]]]], *, from_right: bool) -> list[Block]:
    """The blocks that a file tells itself, each with its level and the rows of each of its cells."""
    groups = [[list(_lines(rows, from_right)) if rows else [] for rows in cells] for _, cells in tagged]
    body = _body_size([line for cells in groups for lines in cells for line in lines])
    return [_tagged_block(level, cells, body) for (level, _), cells in _beside(tagged, groups) if any(cells)]


def _beside(
    tagged: Sequence[tuple[int, list[list[Row]]]], groups: list[list[list[PageLine]]]
) -> Iterator[tuple[tuple[int, list[list[Row]]], list[list[PageLine]]]]:
    """The same, paragraphs of one line that stand on one line put together: a table that is not told as one."""
    before: tuple[tuple[int, list[list[Row]]], list[list[PageLine]]] | None = None
    for tag, cells in zip(tagged, groups, strict=True):
        if before and not tag[0] and not before[0][0]:
            if line := _one_line(before[1], cells):
                before[1][0][-1:] = [line, *cells[0][1:]]
                continue
            if _stand_beside(before[1], cells):
                before[1].extend(cells)
                continue
        if before:
            yield before
        before = tag, cells
    if before:
        yield before


def _one_line(one: list[list[PageLine]], other: list[list[PageLine]]) -> PageLine | None:
    """The line that the end of one and the begin of the other make, no farther apart than words: one is bold, say."""
    if not len(one) == len(other) == 1 or not one[0] or not other[0]:
        return None
    a, b = one[0][-1], other[0][0]
    size = max(a.size, b.size)
    gap = max(a.left - b.left - b.width, b.left - a.left - a.width)
    if abs(a.base - b.base) > _SAME_ROW * size or abs(gap) > _WORDS_APART * size:
        return None
    apart = gap > _NO_SPACE * size or (a.text[-1:].isalnum() and b.text[:1].isalnum())
    left, right = min(a.left, b.left), max(a.left + a.width, b.left + b.width)
    return replace(a, text=f"{a.text}{' ' if apart else ''}{b.text}", left=left, width=right - left)


def _stand_beside(one: list[list[PageLine]], other: list[list[PageLine]]) -> bool:
    if not all(len(lines) == 1 for lines in (*one, *other)) or not one or not other:
        return False
    a, b = one[-1][0], other[0][0]
    apart = a.left >= b.left + b.width or b.left >= a.left + a.width
    return apart and abs(a.base - b.base) < _SAME_ROW * max(a.size, b.size)


def _tagged_block(level: int, cells: list[list[PageLine]], body: float) -> Block:
    text = " | ".join(filter(None, (" ".join(line.text for line in lines) for lines in cells)))
    if level or len(cells) > 1:
        return Block(text, level)
    return Block(text, _level(max(line.size for lines in cells for line in lines), body, text))


def _lines(rows: list[Row], from_right: bool, area: int = 0, room: float = 0.0) -> Iterator[PageLine]:
    left, right = min(c.left for row in rows for c in row), max(c.right for row in rows for c in row)
    for row in rows:
        ordered = row[::-1] if from_right else row
        cells = [cell.text for cell in ordered if cell.text != "|"]
        largest = max(row, key=lambda cell: cell.width)
        yield PageLine(
            text=_row_text(cells),
            size=largest.size,
            font=largest.font,
            base=row[0].base,
            width=row[-1].right - row[0].left,
            room=max(room, right - left),
            left=row[0].left,
            begins=right - row[-1].right if from_right else row[0].left - left,
            area=area,
            table=len(cells) > 1 and not _marks_item(cells),
            item=_ITEM_MARK.match(_row_text(cells)) is not None,
        )


def _row_text(cells: list[str]) -> str:
    text = (" " if _marks_item(cells) else " | ").join(cells)
    return _BULLET.sub("• ", text)


def _marks_item(cells: list[str]) -> bool:
    """Whether a row is the item of a list: its mark or number stands apart from its text."""
    return len(cells) == 2 and _ITEM_MARK.fullmatch(f"{cells[0]} ") is not None


def _body_size(lines: list[PageLine]) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 1.0


def _groups(lines: list[PageLine], body: float) -> Iterator[list[PageLine]]:
    """The lines of each paragraph and heading."""
    usual = _usual_gap(lines)
    group = lines[:1]
    for before, line in pairwise(lines):
        if not _goes_on(before, line, usual, body):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _usual_gap(lines: list[PageLine]) -> float:
    """The distance of lines within a paragraph, by those that are full; where these are few, the smallest of all."""
    pairs = [
        (before.base - line.base, _is_full(before, line))
        for before, line in pairwise(lines)
        if before.area == line.area and before.base > line.base and not before.table and not line.table
    ]
    gaps = sorted(gap for gap, full in pairs if full)
    return gaps[len(gaps) // 4] if len(gaps) > _FEW_LINES else min((gap for gap, _ in pairs), default=0.0)


def _goes_on(before: PageLine, line: PageLine, usual: float, body: float) -> bool:
    if before.table or line.table or line.item or abs(before.size - line.size) > 0.08 * body:
        return False
    heading = line.size > _LARGER * body
    if before.area == line.area:
        gap = before.base - line.base
        set_off = _AFTER_STOP if _STOP.search(before.text) else _NEW_PARAGRAPH
        if gap > (_SET_OFF * line.size if heading else set_off * usual):
            return False
        if (
            not heading
            and not before.item
            and before.begins + _INDENT * line.size < line.begins < _MOST_INDENT * line.size
        ):
            return False
    if heading:
        return True
    return _is_full(before, line)


def _is_full(line: PageLine, after: PageLine) -> bool:
    """Whether the next line's first word would not have fitted on this line."""
    word = len(after.text.split(maxsplit=1)[0]) + 1
    return line.width + word * after.width / max(len(after.text), 1) > _FULL * line.room


def _block(group: list[PageLine], body: float, font: str) -> Block:
    text = " ".join(line.text for line in group)
    if group[0].table or group[0].item:
        return Block(text)
    level = _level(max(line.size for line in group), body, text)
    bold = all(_BOLD in line.font.lower() for line in group) and _BOLD not in font.lower()
    return Block(text, level or (3 if bold and is_bare(text) and not is_credit(text) else 0))


def _level(size: float, body: float, text: str) -> int:
    """By how much a heading is larger than the text; `settle_levels` makes the first of the largest the title."""
    if size <= _LARGER * body or len(text.split()) > _MOST_HEADING_WORDS:
        return 0
    return 2 if size > _MUCH_LARGER * body else 3


def settle_levels(blocks: list[Block]) -> list[Block]:
    """The same with the title as the only heading of level 1: the first of the largest, near the top."""
    headings = [place for place, block in enumerate(blocks) if block.level]
    if not headings:
        return blocks
    top = min(blocks[place].level for place in headings)
    title = next(place for place in headings if blocks[place].level == top)
    if title > _MOST_ABOVE:
        return blocks
    return [replace(block, level=1) if place == title else block for place, block in enumerate(blocks)]
