"""Parse an answer into statements: sentences or list items with the citation marks that follow them. Pure.

Marks (`assistant.citations.marks`) stand before or after the full stop. A statement may have the words that show it
before it, ``«…» [1] → statement``: these are checked, and not shown. The text is divided at each marked statement that
is over, from its beginning on, so that a text that still grows is divided as the whole one will be.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial

from assistant.citations.formatting import is_formatting, taken_off
from assistant.citations.marks import MARKS, STOP, numbers, squared, without_cut_mark
from assistant.citations.quotations import Quoting, pair_up, quotations

_STOPS_AT_END = re.compile(rf"{STOP}{{1,9}}$")
_NO_ABBREVIATION = r"(?<!\b[^\W\d_])(?<!\b[DM]r)(?<!\bMs)(?<!\bSt)(?<!\bvs)"
_CLOSING = r"[»”\"’)*]{0,3}"
_ARROW = r"(?:[→⇒➜⟶←⇐⟵]|[=-]>)"
_SENTENCE_END = re.compile(
    rf"{_NO_ABBREVIATION}{STOP}{{1,9}}{_CLOSING}(?!\s{{0,3}}(?:{MARKS.pattern})?\s{{0,3}}{_ARROW})"
    rf"(?:\s{{0,3}}{MARKS.pattern}{STOP}?|(?=\s|$))"
)
# A statement is over at a full stop after its marks, at the end of a line after them, or where, after a full stop and
# marks, something else follows.
_OVER = re.compile(
    rf"{MARKS.pattern}[ \t]{{0,3}}(?:{STOP}{{1,9}}{_CLOSING}|[ \t]{{0,20}}\n)|"
    rf"{STOP}{{1,9}}{_CLOSING}\s{{0,3}}{MARKS.pattern}(?:[ \t]{{0,9}}\n|(?=[ \t]{{1,9}}[^\s\[【［(→⇒➜⟶←⇐⟵=-]))"
)
_SHOWN_BY = re.compile(
    rf"((?:{MARKS.pattern})?)\s{{0,3}}([«“\"][^\n]{{1,900}}?[»”\"]){STOP}?\s{{0,3}}((?:{MARKS.pattern})?)"
    rf"\s{{0,3}}{_ARROW}\s{{0,9}}(?=\S)"
)
_LEAD = re.compile(r"^\s{0,20}(?:(?:[-*+•–—]|\d{1,2}[.)]|\(\d{1,2}\))\s+)?")
_LINE = re.compile(r"[^\n]+")
_OPENERS = '«“"'
_MARKS_AFTER_QUOTATION = re.compile(rf"[»”\"]{STOP}?\s{{0,3}}{MARKS.pattern}")
_LINE_END = {ord("\n"): " "}
_HIDE_STOPS: dict[int, str] = str.maketrans(dict.fromkeys(STOP[1:-1], "x"))
_SPACES = re.compile(r"\s+")
_INVISIBLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
# Brackets that are left are shown round: pieces of broken marks could meet and read as a mark, or as a Markdown link.
_ROUND = str.maketrans("[]【】［］", "()()()")


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a statement and the marks right after it, as numbers in the order written."""

    text: str
    marks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence or list item: ``lead`` is its list mark, ``stop`` its full stop; ``line`` counts lines from 0.

    ``shown_by`` is the quotation before it that is to show it, and not to be shown; ``formats`` is set for a heading.
    """

    line: int
    lead: str
    parts: tuple[Stretch, ...]
    stop: str
    shown_by: str = ""
    formats: bool = False

    @property
    def text(self) -> str:
        """The statement without list mark, marks and full stop."""
        return _SPACES.sub(" ", "".join(part.text for part in self.parts)).strip()

    @property
    def claim(self) -> str:
        """The statement with the quotation that is to show it."""
        return f"{self.text} {self.shown_by}".rstrip()

    @property
    def marks(self) -> tuple[int, ...]:
        """The numbers of its marks, each once, in the order written."""
        return tuple(dict.fromkeys(mark for part in self.parts for mark in part.marks))


def parse(text: str) -> tuple[Statement, ...]:
    """The statements of an answer, in order; a mark that the end of the text cuts off belongs to none."""
    clean = _INVISIBLE.sub("", text)
    read = without_cut_mark(squared(taken_off(clean)))
    formats = cache(partial(is_formatting, clean))
    statements: list[Statement] = []
    for start, end in _divided(read):
        statements += _parsed(read[start:end], start, clean, formats)
    return tuple(statements)


def finished(text: str) -> str:
    """The beginning of an unfinished answer that holds only whole statements, which no further text changes."""
    clean = _INVISIBLE.sub("", text)
    *_, (last, _) = _divided(squared(taken_off(clean)))
    return clean[:last].rstrip()


def marks(text: str) -> tuple[int, ...]:
    """The numbers of all marks in a text, in the order written."""
    found = MARKS.finditer(squared(_INVISIBLE.sub("", text)))
    return tuple(number for each in found for number in numbers(each.group()))


def render(statement: Statement, numbers: Sequence[Sequence[int]]) -> str:
    """The statement as text with these marks, a sequence for each part, in place of its own."""
    shown = (_shown(part.text, own) for part, own in zip(statement.parts, numbers, strict=True))
    return statement.lead + _SPACES.sub(" ", "".join(shown)).strip() + statement.stop


def plain(text: str) -> str:
    """A passage as statements can quote it: without characters that do not show, and without marks of its own."""
    return MARKS.sub(" ", _INVISIBLE.sub("", text))


def _shown(text: str, numbers: Sequence[int]) -> str:
    return f"{text.rstrip()} " + "".join(f"[{number}]" for number in numbers) if numbers else text


def _divided(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of the text's pieces: each but the last ends with a marked statement that is over."""
    start, read, quoting = 0, 0, Quoting()
    for over in _OVER.finditer(text):
        quoting.read(text[read : over.end()])
        read = over.end()
        if not quoting.open:
            yield start, read
            start = read
    yield start, len(text)


def _parsed(piece: str, place: int, given: str, formats: Callable[[int], bool]) -> list[Statement]:
    """The statements of a piece that stands at a place in the text that was given.

    ``formats`` tells whether the line that begins at a place there is formatting.
    """
    statements: list[Statement] = []
    for start, end in _sentences(_in_one_line(piece)):
        raw = piece[start:end].translate(_LINE_END)
        first = place + start + len(raw) - len(raw.lstrip())
        line = given.count("\n", 0, place + start)
        _append(statements, _statement(line, raw, formats=formats(given.rfind("\n", 0, first) + 1)))
    return statements


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence; a full stop within a quotation ends none, unless it is its end."""
    for line in _LINE.finditer(text):
        hidden = _without_quoted_stops(line.group())
        start, lead = 0, _LEAD.match(hidden)
        for end in _SENTENCE_END.finditer(hidden, lead.end() if lead else 0):
            yield line.start() + start, line.start() + end.end()
            start = end.end()
        if hidden[start:].strip():
            yield line.start() + start, line.end()


def _in_one_line(text: str) -> str:
    """The text without the line ends in its quotations: a passage may have some."""
    return "".join(
        stretch if "\n" not in stretch or not pair_up(stretch) else _replaced(stretch, _LINE_END, keep_last=False)
        for stretch in _between_marks(text)
    )


def _without_quoted_stops(line: str) -> str:
    return "".join(_replaced(stretch, _HIDE_STOPS, keep_last=True) for stretch in _between_marks(line))


def _between_marks(text: str) -> Iterator[str]:
    """The text in pieces that end with marks: a quotation does not reach past the marks that follow it."""
    position = 0
    for found in _MARKS_AFTER_QUOTATION.finditer(text):
        yield text[position : found.end()]
        position = found.end()
    yield text[position:]


def _replaced(text: str, table: dict[int, str], *, keep_last: bool) -> str:
    """The text with characters in its closed quotations replaced, the last character of each aside where asked."""
    pieces, done = [], 0
    for start, end in quotations(text):
        stop = end - keep_last
        if start < stop and end < len(text):
            pieces += [text[done:start], text[start:stop].translate(table)]
            done = stop
    return "".join(pieces) + text[done:]


def _statement(line: int, raw: str, *, formats: bool) -> Statement:
    lead = _LEAD.match(raw)
    begin = lead.end() if lead else 0
    shown = _SHOWN_BY.match(raw, begin)
    parts, position = [], shown.end() if shown else begin
    for found in MARKS.finditer(raw, position):
        parts.append(Stretch(raw[position : found.start()].translate(_ROUND), numbers(found.group())))
        position = found.end()
    rest = raw[position:].rstrip()
    stop = _STOPS_AT_END.search(rest)
    if rest := rest[: stop.start() if stop else None].translate(_ROUND):
        parts.append(Stretch(rest, ()))
    elif parts and not stop and (stop := _STOPS_AT_END.search(parts[-1].text.rstrip())):
        parts[-1] = replace(parts[-1], text=parts[-1].text[: stop.start()])
    parts = _leading_marks_last(parts)
    if shown and parts:
        parts[-1] = replace(parts[-1], marks=(*parts[-1].marks, *numbers(shown[1] + shown[3])))
    shown_by = shown[2] if shown else ""
    return Statement(line, raw[:begin].lstrip(), tuple(parts), stop.group() if stop else "", shown_by, formats)


def _leading_marks_last(parts: list[Stretch]) -> list[Stretch]:
    """A mark may stand before its statement, too (``[1] …``): it is moved behind."""
    if len(parts) < 2 or parts[0].text.strip():
        return parts
    return [*parts[1:-1], replace(parts[-1], marks=(*parts[0].marks, *parts[-1].marks))]


def _append(statements: list[Statement], new: Statement) -> None:
    """Add a statement; marks alone, or a quotation that shows the sentence before it, go to the sentence before."""
    last = statements[-1] if statements else None
    if not new.text:
        if last and new.marks and last.parts:
            end = replace(last.parts[-1], marks=(*last.parts[-1].marks, *new.marks))
            statements[-1] = replace(last, parts=(*last.parts[:-1], end))
    elif last and not last.marks and last.line == new.line and new.text[0] in _OPENERS:
        joined = Stretch(f"{last.text}{last.stop} {new.parts[0].text.lstrip()}", new.parts[0].marks)
        statements[-1] = replace(last, parts=(joined, *new.parts[1:]), stop=new.stop)
    else:
        statements.append(new)
