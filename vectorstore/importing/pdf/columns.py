"""The parts of PDF pages: columns in the order they are read, without what stands on every page."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from statistics import median

from vectorstore.importing.pdf.rows import Cell, Row

_COLUMN_LINES = 4  # in the longer column at least, or it is a table
_LAST_LINES = 2  # in the other, which may end early
_COLUMN_WIDTH = 9.0  # times the size, as most lines of a column have
_STRIPS = 200  # of the page's width, in which a gutter is looked for
_PAGE_NUMBER = re.compile(r"[-–|\[(\s]*(?:صفحة|page|p\.)?\s*\d{1,3}(?:\s*(?:من|of|/|-|\|)\s*\d{1,3})?[-–|\])\s]*", re.I)
_ADDRESS = re.compile(r"(?:https?|file)://\S+|\d{1,2}/\d{1,2}/\d{2,4}[,،]? \d{1,2}:\d{2}")
_DIGITS = re.compile(r"\d+")
_MOST_FURNITURE_WORDS = 12
_EDGE_ROWS = 2  # at the top and the bottom of a page, where what comes on every page stands


def without_furniture(pages: Sequence[list[Row]]) -> Iterator[list[Row]]:
    """The pages without what is printed on every one, page numbers and the addresses that a browser prints."""
    seen = Counter(mark for rows in pages for mark in {_pattern(row) for row in _edges(rows)})
    for rows in pages:
        edges = {id(row) for row in _edges(rows)}
        kept = []
        for row in rows:
            text = _joined(row)
            repeated = len(pages) > 1 and 2 * seen[_pattern(row)] >= len(pages) and seen[_pattern(row)] > 1
            if id(row) in edges and (repeated or _PAGE_NUMBER.fullmatch(text) or _ADDRESS.match(row[0].text)):
                continue
            kept.append(row)
        yield kept


def _edges(rows: list[Row]) -> list[Row]:
    return [*rows[:_EDGE_ROWS], *rows[_EDGE_ROWS:][-_EDGE_ROWS:]]


def _pattern(row: Row) -> tuple[str, int]:
    """What a row says, whatever its numbers, and where it stands; each long row is of its own kind."""
    text = _joined(row)
    if len(text.split()) > _MOST_FURNITURE_WORDS:
        return "", id(row)
    return _DIGITS.sub("0", text), round(row[0].base)


def _joined(row: Row) -> str:
    return " ".join(cell.text for cell in row)


def areas(rows: list[Row], from_right: bool) -> Iterator[list[Row]]:
    """Stretches of rows that are read one after another: where there are columns, each is one."""
    gutter = _gutter(rows)
    if gutter is None:
        if rows:
            yield rows
        return
    for crossing, stretch in groupby(rows, key=lambda row: any(cell.left < gutter < cell.right for cell in row)):
        band = list(stretch)
        left = [part for row in band if (part := [cell for cell in row if cell.right <= gutter])]
        right = [part for row in band if (part := [cell for cell in row if cell.left >= gutter])]
        if crossing or min(len(left), len(right)) < _LAST_LINES or max(len(left), len(right)) < _COLUMN_LINES:
            yield band
            continue
        for column in (right, left) if from_right else (left, right):
            yield from areas(column, from_right)


def _gutter(rows: list[Row]) -> float | None:
    """Where a strip without text parts two columns of running text; None if nowhere."""
    cells = [cell for row in rows for cell in row]
    if len(cells) < 2 * _COLUMN_LINES:
        return None
    start, end = min(cell.left for cell in cells), max(cell.right for cell in cells)
    step = (end - start) / _STRIPS or 1.0
    covered = [0] * (_STRIPS + 2)
    for cell in cells:  # as differences, so that it takes one step a cell
        covered[int((cell.left - start) / step)] += 1
        covered[int((cell.right - start) / step) + 1] -= 1
    best: tuple[int, float] | None = None
    count = 0
    for strip in range(_STRIPS):
        count += covered[strip]
        place = start + (strip + 0.5) * step
        if (best is None or count < best[0]) and 0.15 * _STRIPS < strip < 0.85 * _STRIPS:
            best = count, place
    if best is None or best[0] > 0.5 * len(rows):
        return None
    return best[1] if _parts_columns(cells, best[1]) else None


def _parts_columns(cells: list[Cell], place: float) -> bool:
    left = [cell for cell in cells if cell.right <= place]
    right = [cell for cell in cells if cell.left >= place]
    if min(len(left), len(right)) < _LAST_LINES or max(len(left), len(right)) < _COLUMN_LINES:
        return False
    return all(
        median(cell.width for cell in side) > _COLUMN_WIDTH * median(cell.size for cell in side)
        for side in (left, right)
    )
