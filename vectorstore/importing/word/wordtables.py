"""What a Word document writes without letters: the text of merged cells, and signs named by their place in a font."""

from collections.abc import Iterable

from lxml import etree

from vectorstore.importing.word.wordstyles import attribute

_MOST_COLUMNS = 63  # that Word allows
_FONT_PLACES = 0xF000  # where Word puts the signs of fonts that have no letters
_SYMBOLS = {  # of the font that is called Symbol
    0x44: "Δ", 0x53: "Σ", 0x57: "Ω", 0x61: "α", 0x62: "β", 0x67: "γ", 0x6C: "λ", 0x6D: "μ", 0x70: "π", 0x73: "σ",
    0xA3: "≤", 0xA5: "∞", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°", 0xB1: "±", 0xB2: "″",
    0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡", 0xBB: "≈", 0xBC: "…", 0xD6: "√", 0xE5: "∑",
}  # fmt: skip


def symbol(font: str, code: str) -> str:
    """A sign that is named by its place in a font; a space where the font is one of pictures."""
    try:
        place = int(code, 16)
    except ValueError:
        return ""
    if place < _FONT_PLACES:
        return chr(place) if place >= ord(" ") and not 0xD800 <= place < 0xE000 else ""
    return _SYMBOLS.get(place - _FONT_PLACES, " ") if font.lower() == "symbol" else " "


class Merged:
    """Gives the rows of a table what stands in a cell above that reaches down to them."""

    def __init__(self) -> None:
        self._above: dict[int, str] = {}  # by column

    def complete(self, cells: Iterable[tuple[str, int, bool]]) -> list[str]:
        """The texts of a row; each cell is its text, how many columns it spans, and whether it goes on from above."""
        texts = []
        column = 0
        for own, columns, goes_on in cells:
            text = self._above.get(column, "") if goes_on and not own else own
            self._above[column] = text
            texts.append(text)
            column += columns
        return texts


def span_of(cell: etree._Element) -> tuple[int, bool]:
    """How many columns a cell spans, and whether it goes on from the one above."""
    span, merge = attribute(cell, "tcPr/gridSpan") or "1", attribute(cell, "tcPr/vMerge")
    columns = min(int(span), _MOST_COLUMNS) if span.isdecimal() and len(span) < 10 else 1
    return columns, merge is not None and merge != "restart"
