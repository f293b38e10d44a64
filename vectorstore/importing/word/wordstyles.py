"""What the styles and lists of a Word document say of its paragraphs: which are headings, and their numbers."""

import re
from collections import defaultdict
from dataclasses import dataclass

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"heading (\d)", re.I)
_CONTENTS = re.compile(r"toc (?:\d|heading)", re.I)
_MOST_LEVELS = 9
_LETTERS = {
    "lowerLetter": "abcdefghijklmnopqrstuvwxyz",
    "upperLetter": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "arabicAlpha": "أبتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "arabicAbjad": "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ",
}
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
_ROMAN_SMALL = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_PLACE = re.compile(r"%(\d)")


def attribute(element: etree._Element | None, path: str) -> str | None:
    """The value of the element at a path of names, None if it is not there."""
    found = None if element is None else element.find("/".join(_W + name for name in path.split("/")))
    return None if found is None else found.get(f"{_W}val", "")


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    parent: str | None
    outline: str | None
    number: str | None
    level: str | None


class Styles:
    """The paragraph styles by their ids."""

    def __init__(self, root: etree._Element | None) -> None:
        self._styles: dict[str, _Style] = {}
        for style in () if root is None else root.iterfind(f"{_W}style"):
            self._styles[style.get(f"{_W}styleId", "")] = _Style(
                attribute(style, "name") or "",
                attribute(style, "basedOn"),
                attribute(style, "pPr/outlineLvl"),
                attribute(style, "pPr/numPr/numId"),
                attribute(style, "pPr/numPr/ilvl"),
            )

    def level(self, properties: etree._Element | None) -> int:
        """The level of a heading, 1 for the title; 0 for a paragraph."""
        own = attribute(properties, "outlineLvl")
        for style in self._line(attribute(properties, "pStyle")):
            if style.name.lower() == "title":
                return 1
            if heading := _HEADING.match(style.name):
                return int(heading[1])
            own = own if own is not None else style.outline
        return int(own) + 1 if own is not None and own.isdecimal() and int(own) < _MOST_LEVELS else 0

    def lists_contents(self, properties: etree._Element | None) -> bool:
        """Whether a paragraph is a line of a table of contents."""
        return any(_CONTENTS.fullmatch(style.name) for style in self._line(attribute(properties, "pStyle")))

    def numbering(self, properties: etree._Element | None) -> tuple[str, int] | None:
        """The list that a paragraph is in, and how deep."""
        number, level = attribute(properties, "numPr/numId"), attribute(properties, "numPr/ilvl")
        for style in self._line(attribute(properties, "pStyle")):
            number = number if number is not None else style.number
            level = level if level is not None else style.level
        if not number or number == "0":
            return None
        return number, min(int(level), _MOST_LEVELS - 1) if level and level.isdecimal() else 0

    def _line(self, name: str | None) -> list[_Style]:
        """The style, the one it is based on, and so on."""
        line: list[_Style] = []
        while name is not None and name in self._styles and len(line) < 20:
            line.append(self._styles[name])
            name = line[-1].parent
        return line


@dataclass(frozen=True, slots=True)
class _Level:
    kind: str
    text: str
    start: int


class Numbering:
    """Counts the items of lists, as Word shows them."""

    def __init__(self, root: etree._Element | None) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._counts: dict[str, list[int | None]] = defaultdict(lambda: [None] * _MOST_LEVELS)
        self._same: dict[str, str] = {}  # lists of one definition are counted together, unless they start anew
        if root is not None:
            self._read(root)

    def _read(self, root: etree._Element) -> None:
        abstract = {
            each.get(f"{_W}abstractNumId", ""): dict(map(_level, each.iterfind(f"{_W}lvl")))
            for each in root.iterfind(f"{_W}abstractNum")
        }
        for number in root.iterfind(f"{_W}num"):
            name, base = number.get(f"{_W}numId", ""), attribute(number, "abstractNumId") or ""
            levels = dict(abstract.get(base, {}))
            starts = list(number.iterfind(f"{_W}lvlOverride"))
            for override in starts:
                place = _int(override.get(f"{_W}ilvl"), 0)
                own = override.find(f"{_W}lvl")
                old = _level(own)[1] if own is not None else levels.get(place, _Level("decimal", f"%{place + 1}.", 1))
                levels[place] = _Level(old.kind, old.text, _int(attribute(override, "startOverride"), old.start))
            self._levels[name] = levels
            self._same[name] = name if starts else f"abstract {base}"

    def next(self, number: str, depth: int) -> str | None:
        """What stands before the next item: its number, an empty text for a bullet, None if the list is not known."""
        levels = self._levels.get(number, {})
        level = levels.get(depth)
        if level is None or level.kind == "none":
            return None
        counts = self._counts[self._same[number]]
        before = counts[depth]
        counts[depth] = level.start if before is None else before + 1
        counts[depth + 1 :] = [None] * (_MOST_LEVELS - depth - 1)
        if level.kind == "bullet":
            return ""

        def shown(found: re.Match[str]) -> str:
            place = int(found[1]) - 1
            of = levels.get(place, level)
            count = counts[place] if 0 <= place < _MOST_LEVELS else None
            return _number(of.start if count is None else count, of.kind)

        return _PLACE.sub(shown, level.text)


def _level(element: etree._Element) -> tuple[int, _Level]:
    return _int(element.get(f"{_W}ilvl"), 0), _Level(
        attribute(element, "numFmt") or "decimal",
        attribute(element, "lvlText") or "",
        _int(attribute(element, "start"), 1),
    )


def _int(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 7 else otherwise


def _number(count: int, kind: str) -> str:
    if kind in _LETTERS and count > 0:
        letters = _LETTERS[kind]
        return letters[(count - 1) % len(letters)] * ((count - 1) // len(letters) + 1 if count < 1_000 else 1)
    if kind in ("lowerRoman", "upperRoman") and 0 < count < 4_000:
        roman = _roman(count)
        return roman.upper() if kind == "upperRoman" else roman
    return str(count).translate(_INDIC) if kind.startswith("hindi") else str(count)


def _roman(count: int) -> str:
    shown = ""
    for value, letters in (*_ROMAN, *_ROMAN_SMALL):
        times, count = divmod(count, value)
        shown += letters * times
    return shown
