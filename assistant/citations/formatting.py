"""What in an answer is formatting alone: it states nothing, and to take it off costs nothing. Pure.

Everything here puts spaces in the place of what it takes off, so that places in the text stay what they are.
"""

import re

_FENCE = re.compile(r"^[ \t]{0,8}(?:```|~~~)[^\n]{0,20}$", re.MULTILINE)
_RULE = re.compile(r"^[ \t]{0,8}(?:[-*_=][ \t]?){3,200}$", re.MULTILINE)
_HEADING = re.compile(r"^[ \t]{0,3}#{1,6}(?=[ \t])", re.MULTILINE)
_QUOTE = re.compile(r"^[ \t]{0,3}(?:>[ \t]?){1,5}", re.MULTILINE)
_ROW = re.compile(r"^[ \t]{0,8}\|[^\n]*", re.MULTILINE)
_ROW_OF_DASHES = re.compile(r"[ \t|:-]*-[ \t|:-]*")
_EMPHASIS = re.compile(r"\*\*|__|`")
_BOLD_LINE = re.compile(r"[ \t]{0,8}(?:[-*•][ \t]+)?(\*\*|__)[^\n]{1,120}?\1[ \t]*:?[ \t]*")
_CELL_WORDS = 6  # a longer cell is no heading of a column
_LETTER = re.compile(r"[^\W_]")


def taken_off(text: str) -> str:
    """The text with spaces in the place of headings' signs, table lines, code fences, rules and emphasis."""
    for pattern in (_FENCE, _RULE, _HEADING, _QUOTE):
        text = pattern.sub(_spaces, text)
    text = _ROW.sub(lambda row: _spaces(row) if _parts_rows(row.group()) else row.group().replace("|", " "), text)
    return _EMPHASIS.sub(_spaces, text)


def is_formatting(text: str, first: int) -> bool:
    """Whether the line that begins at a place in a text is a heading, of a table's columns too, or a rule."""
    line, _, after = text[first:].partition("\n")
    if not _LETTER.search(line) or any(each.match(line) for each in (_HEADING, _FENCE)) or _BOLD_LINE.fullmatch(line):
        return True
    cells = [cell.split() for cell in line.split("|")]
    heads = _ROW.match(line) is not None and all(len(cell) <= _CELL_WORDS for cell in cells)
    return heads and _parts_rows(after.partition("\n")[0])


def _parts_rows(row: str) -> bool:
    return _ROW_OF_DASHES.fullmatch(row) is not None


def _spaces(found: re.Match[str]) -> str:
    return " " * len(found.group())
