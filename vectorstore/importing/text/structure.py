"""Tell the paragraphs, the headings and the debris of plain text apart."""

import re
from dataclasses import dataclass
from enum import Enum, auto
from itertools import groupby, pairwise

from vectorstore.article import Article, Heading, Paragraph
from vectorstore.importing.credits import is_credit
from vectorstore.importing.text.corpustags import is_record, without_marks
from vectorstore.importing.text.debris import announces_links, article_end, is_boilerplate, is_navigation
from vectorstore.importing.text.lines import Line, read_lines
from vectorstore.language.arabic import fold, has_words

MOST_HEADING_WORDS = 15
_MOST_TITLE_WORDS = 20  # before a longer paragraph with a full stop, which shows that the line is no paragraph itself
_FEW_HEADING_WORDS = 8  # where paragraphs have no full stops either, only the length tells a heading
_FEW_BYLINE_WORDS = 4
_FEW_TRAILING_LINES = 3  # more bare lines than these at the end are a list, and a list is content
_LAST_CREDITS = 2  # lines at the end
_FEW_FACT_WORDS = 6
_OPENING_CHARS = 40  # enough for the first two words
_FEWEST_LINK_WORDS = 4  # the title of another article is hardly shorter; a heading of this one often is

_STOP = re.compile(r"[.!…۔:،؛,;][\"'»”’)\]]*$")
_QUESTION = re.compile(r"^[^.!?؟…]*[?؟][\"'»”’)\]]*$")
_BULLET = re.compile(r"[-–—•*●▪■◦‣·]")
_NUMBERED = re.compile(r"\(?\d{1,3}\s*[.)\-–]")
_FACT = re.compile(r"[^:]+:[^:]*\d")  # «السعة: 45,331»
_DIGIT = re.compile(r"\d")
# A folded line that begins so is a sentence that goes on with the story, full stop or not; headings do not.
_GOES_ON = re.compile(
    r"[وف]?(?:قال|اضاف|اكد|اوضح|اشار|افاد|صرح|تابع|شدد|لفت|ذكر|كان|قد|كما|لكن|بينما|فيما|حيث|يذكر|يشار|لم|لن|ليس|ذلك|انه)ت?\b"
    r"|و(?:س?[يتن])\w{3,}"
)


class _Kind(Enum):
    PARAGRAPH = auto()
    HEADING = auto()
    DEBRIS = auto()
    BARE = auto()  # short and without a full stop: not decided yet


@dataclass(slots=True)
class _Unit:
    line: Line
    text: str
    kind: _Kind

    @property
    def words(self) -> int:
        return self.line.words


def structure(text: str, *, paragraphs: frozenset[str] = frozenset()) -> Article:
    """The article of a plain text, the text itself unchanged; ``paragraphs`` are lines known to be that.

    A bare line (short, no full stop) before a longer paragraph is a heading; the first line, if bare, or the first
    heading with no more than a lead paragraph above it, is the title. Site furniture, lines without words, and a few
    bare lines after the last paragraph are debris. If nothing is a paragraph, every line with words is.
    """
    units = [_unit(text, line, paragraphs) for line in read_lines(text)]
    _drop_navigation(units)
    if units and units[0].kind is _Kind.PARAGRAPH and _may_be_title(units):
        units[0].kind = _Kind.BARE
    _keep_credits(units)
    for unit in units[article_end([unit.text for unit in units]) :]:
        unit.kind = _Kind.DEBRIS
    _tighten(units)
    runs = [list(run) for _, run in groupby(units, key=lambda unit: unit.kind is _Kind.PARAGRAPH)]
    for index, run in enumerate(runs):
        if run[0].kind is not _Kind.PARAGRAPH:
            before = runs[index - 1][-1] if index else None
            after = runs[index + 1][0] if index + 1 < len(runs) else None
            _settle(run, before, after)
    _never_empty(units)
    return _assemble(text, units)


def is_bare(text: str) -> bool:
    """Whether a line could be a heading: short, no full stop, no list mark, not going on with the story."""
    if len(text.split()) > MOST_HEADING_WORDS or _STOP.search(text) or _BULLET.match(text):
        return False
    if _FACT.match(text) and len(text.split()) <= _FEW_FACT_WORDS:
        return False
    if _GOES_ON.match(fold(text[:_OPENING_CHARS])):
        return False
    return not _ends_in_question(text) or _QUESTION.match(text) is not None


def _may_be_title(units: list[_Unit]) -> bool:
    """Whether the first line could be the title, which may also exclaim, ask more freely, be long or begin anyhow."""
    first, *rest = units
    if _STOP.search(first.text.rstrip("!")) or _BULLET.match(first.text):
        return False
    follows = next((unit for unit in rest if unit.kind is _Kind.PARAGRAPH), None)
    before_story = follows is not None and first.words < follows.words and _STOP.search(follows.text) is not None
    return first.words <= (_MOST_TITLE_WORDS if before_story else MOST_HEADING_WORDS)


def _unit(text: str, line: Line, paragraphs: frozenset[str]) -> _Unit:
    line = without_marks(text, line)
    content = " ".join(text[line.start : line.end].split())
    if not has_words(content) or is_boilerplate(content) or is_record(content):
        return _Unit(line, content, _Kind.DEBRIS)
    bare = content not in paragraphs and is_bare(content)
    return _Unit(line, content, _Kind.BARE if bare else _Kind.PARAGRAPH)


def _drop_navigation(units: list[_Unit]) -> None:
    """Lines above the title that lead elsewhere on a site."""
    for unit, after in pairwise(units):
        if not is_navigation(unit.text) or not has_words(after.text):
            return
        unit.kind = _Kind.DEBRIS


def _keep_credits(units: list[_Unit]) -> None:
    """Above the story and at its end, who wrote it and when are paragraphs and neither headings nor leftovers."""
    story = next((place for place, unit in enumerate(units) if unit.words > MOST_HEADING_WORDS), 0)
    for unit in (*units[:story], *units[story + 1 :][-_LAST_CREDITS:]):
        if unit.kind is _Kind.BARE and is_credit(unit.text, above_title=unit is units[0]):
            unit.kind = _Kind.PARAGRAPH


def _tighten(units: list[_Unit]) -> None:
    """Where long lines mostly have no full stop, a short line without one is a heading only if it is very short."""
    long = [unit for unit in units if unit.words > MOST_HEADING_WORDS]
    stopped = sum(1 for unit in long if _STOP.search(unit.text) or _ends_in_question(unit.text))
    if not long or 2 * stopped >= len(long):
        return
    for unit in units[1:]:
        if unit.kind is _Kind.BARE and unit.words > _FEW_HEADING_WORDS:
            unit.kind = _Kind.PARAGRAPH


def _settle(run: list[_Unit], before: _Unit | None, after: _Unit | None) -> None:
    """Decide on the bare lines between two paragraphs (None: the beginning or the end of the text)."""
    _drop_links(run)
    bare = [unit for unit in run if unit.kind is _Kind.BARE]
    for unit in bare:
        unit.kind = _Kind.PARAGRAPH  # what no rule below speaks for is content
    announced = before is not None and before.text.endswith(":")
    if not bare or announced:  # items of a list that was just announced are content too
        return
    if after is None:
        _settle_end(run, bare)
    elif before is None:
        _settle_top(bare, after)
    elif _heads(bare, before, after):
        bare[-1].kind = _Kind.HEADING


def _drop_links(run: list[_Unit]) -> None:
    """Bare lines straight after «اقرأ أيضا:» are the titles of other articles."""
    announced = False
    for unit in run:
        if unit.kind is _Kind.DEBRIS:
            announced = announces_links(unit.text) or (announced and not has_words(unit.text))
        elif announced and unit.words >= _FEWEST_LINK_WORDS:
            unit.kind = _Kind.DEBRIS


def _settle_top(bare: list[_Unit], after: _Unit) -> None:
    title, rest = bare[0], bare[1:]
    title.kind = _Kind.HEADING
    if rest and not _is_byline(rest[-1]) and _heads(rest, None, after):
        rest[-1].kind = _Kind.HEADING


def _settle_end(run: list[_Unit], bare: list[_Unit]) -> None:
    """Bare lines after the last paragraph are leftovers of the page, unless they look like a list or a fact."""
    few = len(bare) <= _FEW_TRAILING_LINES
    furniture = False
    for unit in run:
        if unit.kind is _Kind.DEBRIS:
            furniture = furniture or has_words(unit.text)
        elif furniture or (few and not _DIGIT.search(unit.text) and not _ends_in_question(unit.text)):
            unit.kind = _Kind.DEBRIS


def _heads(bare: list[_Unit], before: _Unit | None, after: _Unit) -> bool:
    """Whether the last bare line is a heading of the paragraph after it, rather than the end of a list."""
    last = bare[-1]
    if last.words >= after.words:
        return False
    if _NUMBERED.match(last.text):
        return len(bare) == 1 and not (before and _NUMBERED.match(before.text)) and not _NUMBERED.match(after.text)
    return len(bare) == 1 or (len(bare) <= _FEW_TRAILING_LINES and not _DIGIT.search(last.text))


def _is_byline(unit: _Unit) -> bool:
    """«تونس - وات», «سلمى العوضي», «14 مايو 2024»."""
    short = unit.words <= _FEW_BYLINE_WORDS and not _ends_in_question(unit.text)
    return short or _DIGIT.search(unit.text) is not None


def _ends_in_question(text: str) -> bool:
    return text.rstrip("\"'»”’)]").endswith(("?", "؟"))


def _never_empty(units: list[_Unit]) -> None:
    if any(unit.kind is _Kind.PARAGRAPH for unit in units):
        return
    worded = [unit for unit in units if has_words(unit.text)]
    for unit in [unit for unit in worded if not is_boilerplate(unit.text)] or worded:
        unit.kind = _Kind.PARAGRAPH


def _assemble(text: str, units: list[_Unit]) -> Article:
    headings: list[Heading] = []
    paragraphs: list[Paragraph] = []
    title = heading = None
    for unit in units:
        if unit.kind is _Kind.PARAGRAPH:
            paragraphs.append(Paragraph(unit.line.start, unit.line.end, heading))
        elif unit.kind is _Kind.HEADING:
            heading = unit.text
            if not headings and len(paragraphs) <= 1:
                title = heading
            headings.append(Heading(unit.line.start, unit.line.end, 1 if title and not headings else 2))
    return Article(text, title, tuple(headings), tuple(paragraphs))
