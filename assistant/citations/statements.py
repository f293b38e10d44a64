"""Parse an answer into statements: sentences or list items with the citation marks that follow them. Pure.

Marks may be ``[1]``, ``[١]``, ``[۱]``, ``【1】``, ``［1］``, ``[1, 2]``, ``[1،2]``, ``[1][2]`` or ``[1-3]``, before or
after the full stop. Every pattern is bounded, so that no text makes parsing slow.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.citations.quotations import pair_up, quotations

_NUMBER = r"\d{1,4}"
_LIST = rf"{_NUMBER}(?:\s?[,،;؛–—-]\s?{_NUMBER}){{0,20}}"
_MARK = rf"[\[【［]{{1,3}}\s?{_LIST}\s?[\]】］]{{1,3}}"
_MARKS = re.compile(rf"{_MARK}(?:[\s,،]{{0,3}}{_MARK}){{0,20}}")
_RANGE = re.compile(rf"({_NUMBER})\s?[–—-]\s?({_NUMBER})|{_NUMBER}")
_CUT_MARK = re.compile(r"[\[【［]{1,3}[\s\d,،;؛–—-]{0,30}$")
_STOP = "[.!?؟…۔。]"
_STOPS_AT_END = re.compile(rf"{_STOP}{{1,9}}$")
_NO_ABBREVIATION = r"(?<!\b[^\W\d_])(?<!\b[DM]r)(?<!\bMs)(?<!\bSt)(?<!\bvs)"
_SENTENCE_END = re.compile(
    rf"{_NO_ABBREVIATION}{_STOP}{{1,9}}[»”\"’)*]{{0,3}}(?:\s{{0,3}}{_MARKS.pattern}{_STOP}?|(?=\s|$))"
)
_LEAD = re.compile(r"^\s{0,20}(?:(?:[-*•–—]|\d{1,2}[.)])\s+)?")
_LINE = re.compile(r"[^\n]+")
_OPENERS = '«“"'
_MARKS_AFTER_QUOTATION = re.compile(rf"[»”\"]{_STOP}?\s{{0,3}}{_MARKS.pattern}")
_LINE_END = {ord("\n"): " "}
_HIDE_STOPS: dict[int, str] = str.maketrans(dict.fromkeys(_STOP[1:-1], "x"))
_SPACES = re.compile(r"\s+")
_WIDEST_RANGE = 20  # numbers that ``[1-20]`` may stand for
_INVISIBLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
# Brackets that are left are shown round: pieces of broken marks could meet and read as a mark, or as a Markdown link.
_ROUND = str.maketrans("[]【】［］", "()()()")


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a statement and the marks right after it, as numbers in the order written."""

    text: str
    marks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence or list item: ``lead`` is its list mark, ``stop`` its full stop; ``line`` counts lines from 0."""

    line: int
    lead: str
    parts: tuple[Part, ...]
    stop: str

    @property
    def text(self) -> str:
        """The statement without list mark, marks and full stop."""
        return _SPACES.sub(" ", "".join(part.text for part in self.parts)).strip()

    @property
    def marks(self) -> tuple[int, ...]:
        """The numbers of its marks, each once, in the order written."""
        return tuple(dict.fromkeys(mark for part in self.parts for mark in part.marks))


def parse(text: str) -> tuple[Statement, ...]:
    """The statements of an answer, in order; a mark that the end of the text cuts off belongs to none."""
    clean = _in_one_line(without_cut_mark(_INVISIBLE.sub("", text)))
    statements: list[Statement] = []
    for line, start, end in _sentences(clean):
        _append(statements, _statement(line, clean[start:end]))
    return tuple(statements)


def finished(text: str) -> str:
    """The beginning of an unfinished answer that holds only whole statements, those that no further text adds to."""
    text = without_cut_mark(text)
    starts = [start for _, start, end in _sentences(text) if _MARKS.sub("", text[start:end]).strip()]
    return text[: starts[-1]].rstrip() if starts else ""


def marks(text: str) -> tuple[int, ...]:
    """The numbers of all marks in a text, in the order written."""
    return tuple(number for found in _MARKS.finditer(_INVISIBLE.sub("", text)) for number in _numbers(found.group()))


def without_marks(text: str) -> str:
    """The text without its marks and the spaces before them."""
    return re.sub(rf"\s?{_MARKS.pattern}", "", text).strip()


def without_cut_mark(text: str) -> str:
    """The beginning of a text that is still being written, up to a mark that is not whole yet."""
    return _CUT_MARK.sub("", text)


def render(statement: Statement, numbers: Sequence[Sequence[int]]) -> str:
    """The statement as text with these marks, a sequence for each part, in place of its own."""
    shown = (_shown(part.text, own) for part, own in zip(statement.parts, numbers, strict=True))
    return statement.lead + _SPACES.sub(" ", "".join(shown)).strip() + statement.stop


def plain(text: str) -> str:
    """A passage as statements can quote it: without characters that do not show, and without marks of its own."""
    return _MARKS.sub(" ", _INVISIBLE.sub("", text))


def _shown(text: str, numbers: Sequence[int]) -> str:
    return f"{text.rstrip()} " + "".join(f"[{number}]" for number in numbers) if numbers else text


def _sentences(text: str) -> Iterator[tuple[int, int, int]]:
    """Line number, start and end of each sentence; a full stop within a quotation ends none, unless it is its end."""
    for number, line in enumerate(_LINE.finditer(text)):
        hidden = _without_quoted_stops(line.group())
        start, lead = 0, _LEAD.match(hidden)
        for end in _SENTENCE_END.finditer(hidden, lead.end() if lead else 0):
            yield number, line.start() + start, line.start() + end.end()
            start = end.end()
        if hidden[start:].strip():
            yield number, line.start() + start, line.end()


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


def _statement(line: int, raw: str) -> Statement:
    lead = _LEAD.match(raw)
    begin = lead.end() if lead else 0
    parts, position = [], begin
    for found in _MARKS.finditer(raw, begin):
        parts.append(Part(raw[position : found.start()].translate(_ROUND), _numbers(found.group())))
        position = found.end()
    rest = raw[position:].rstrip()
    stop = _STOPS_AT_END.search(rest)
    if rest := rest[: stop.start() if stop else None].translate(_ROUND):
        parts.append(Part(rest, ()))
    elif parts and not stop and (stop := _STOPS_AT_END.search(parts[-1].text.rstrip())):
        parts[-1] = replace(parts[-1], text=parts[-1].text[: stop.start()])
    return Statement(line, raw[:begin].lstrip(), tuple(_leading_marks_last(parts)), stop.group() if stop else "")


def _leading_marks_last(parts: list[Part]) -> list[Part]:
    """A mark may stand before its statement, too (``[1] …``): it is moved behind."""
    if len(parts) < 2 or parts[0].text.strip():
        return parts
    return [*parts[1:-1], replace(parts[-1], marks=(*parts[0].marks, *parts[-1].marks))]


def _numbers(written: str) -> tuple[int, ...]:
    return tuple(number for found in _RANGE.finditer(written) for number in _range(found))


def _range(found: re.Match[str]) -> Sequence[int]:
    if found[1] is None:
        return (int(found[0]),)
    first, last = int(found[1]), int(found[2])
    return range(first, last + 1) if first <= last < first + _WIDEST_RANGE else (first, last)


def _append(statements: list[Statement], new: Statement) -> None:
    """Add a statement; marks alone, or a quotation that shows the sentence before it, go to the sentence before."""
    last = statements[-1] if statements else None
    if not new.text:
        if last and new.marks and last.parts:
            end = replace(last.parts[-1], marks=(*last.parts[-1].marks, *new.marks))
            statements[-1] = replace(last, parts=(*last.parts[:-1], end))
    elif last and not last.marks and last.line == new.line and new.text[0] in _OPENERS:
        joined = Part(f"{last.text}{last.stop} {new.parts[0].text.lstrip()}", new.parts[0].marks)
        statements[-1] = Statement(last.line, last.lead, (joined, *new.parts[1:]), new.stop)
    else:
        statements.append(new)
