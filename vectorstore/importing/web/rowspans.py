"""Cells of a web page's table that reach down into the rows below."""

from collections.abc import Iterable
from dataclasses import dataclass

from lxml import html

_MOST = 1_000  # rows and columns, as browsers allow


@dataclass(slots=True)
class _Reaching:
    text: str
    columns: int
    rows: int  # that are still to come


class RowSpans:
    """Gives each row of a table what stands in a cell above that reaches down to it."""

    def __init__(self) -> None:
        self._reaching: dict[int, _Reaching] = {}  # by column

    def complete(self, texts: Iterable[str], cells: Iterable[html.HtmlElement]) -> list[str]:
        """The texts of a row, given those of its own cells."""
        complete: list[str] = []
        column = 0
        for text, cell in zip(texts, cells, strict=True):
            column = self._from_above(column, complete)
            columns, rows = _number(cell, "colspan"), _number(cell, "rowspan")
            if rows > 1:
                self._reaching[column] = _Reaching(text, columns, rows - 1)
            complete.append(text)
            column += columns
        self._from_above(column, complete)
        return complete

    def _from_above(self, column: int, complete: list[str]) -> int:
        """Add the cells that reach down to this column and those right after it; the first column that is free."""
        while (above := self._reaching.get(column)) is not None:
            complete.append(above.text)
            above.rows -= 1
            if above.rows == 0:
                del self._reaching[column]
            column += above.columns
        return column


def _number(cell: html.HtmlElement, name: str) -> int:
    value = cell.get(name) or "1"
    return min(max(int(value), 1), _MOST) if value.isdecimal() and len(value) < 10 else 1
