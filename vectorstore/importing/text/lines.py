"""The lines of a plain text, with the lines of hard-wrapped paragraphs put together."""

import re
from dataclasses import dataclass
from itertools import pairwise

_NARROWEST, _WIDEST = 40, 100  # characters; mail programs and editors wrap at 60 to 100
_SLACK = 0.15  # of the width: how much shorter than the longest line a wrapped line may be
_FEWEST_FULL = 0.6  # of the lines that others follow: a paragraph of three lines under a heading has two of three
_MOST_STOPPED = 0.5  # of these lines: where more end a sentence, each is a paragraph
_LINE = re.compile(r"\S(?:[^\n]*\S)?")
_NEW_ITEM = re.compile(r"[-–—•*●▪■◦‣·]\s|\(?\d{1,3}\s*[.)\-–]\s")
_STOP = re.compile(r"[.!?؟…][\"'»”’)\]]*$")


@dataclass(frozen=True, slots=True)
class Line:
    """A line, or the joined lines of a wrapped paragraph, without the white space around it."""

    start: int
    end: int
    words: int


@dataclass(frozen=True, slots=True)
class _Raw:
    start: int
    end: int
    text: str
    block: int  # counts blocks, which blank lines part


def read_lines(text: str) -> list[Line]:
    r"""The lines that are not blank, in order.

    If the text is hard-wrapped (lines of similar width, blocks between blank lines), a line goes on with the one before
    it in its block when that one is full; such a span contains ``\n``.
    """
    raw = _raw_lines(text)
    width = _wrap_width(raw)
    groups: list[list[_Raw]] = []
    for index, line in enumerate(raw):
        if index and width and _continues(raw[index - 1], line) and _is_full(raw[index - 1], line, width):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [Line(g[0].start, g[-1].end, sum(len(line.text.split()) for line in g)) for g in groups]


def _raw_lines(text: str) -> list[_Raw]:
    lines: list[_Raw] = []
    block = end = 0
    for match in _LINE.finditer(text):
        block += text.count("\n", end, match.start()) > 1
        end = match.end()
        lines.append(_Raw(match.start(), end, match.group(), block))
    return lines


def _wrap_width(lines: list[_Raw]) -> int:
    """The width at which the text is wrapped; 0 if it is not."""
    pairs = [(line, after) for line, after in pairwise(lines) if _continues(line, after)]
    width = max((len(line.text) for line, _ in pairs), default=0)
    longest = max((len(line.text) for line in lines), default=0)
    if len(pairs) < 2 or not _NARROWEST <= width <= _WIDEST or longest > width * (1 + _SLACK):
        return 0
    if lines[-1].block == 0 and not (len(pairs) > 2 and all(_is_full(*pair, width, slack=0) for pair in pairs)):
        return 0  # nothing but the width speaks for wrapping, so it must be exact
    full = sum(_is_full(line, after, width) for line, after in pairs)
    stopped = sum(_STOP.search(line.text) is not None for line, _ in pairs)
    return width if full >= _FEWEST_FULL * len(pairs) and stopped <= _MOST_STOPPED * len(pairs) else 0


def _continues(line: _Raw, after: _Raw) -> bool:
    return line.block == after.block and not _NEW_ITEM.match(after.text)


def _is_full(line: _Raw, after: _Raw, width: int, *, slack: float = _SLACK) -> bool:
    """Whether the next line's first word would not have fitted on this line."""
    return len(line.text) + 1 + len(after.text.split(maxsplit=1)[0]) > width * (1 - slack)
