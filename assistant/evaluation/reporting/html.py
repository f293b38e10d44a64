"""A report as one HTML page that opens from disk: it runs nothing and loads nothing, whatever the texts in it are."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from assistant.evaluation.asked.matching import Span
from assistant.evaluation.metrics import Estimate
from assistant.evaluation.reporting.charts import charts
from assistant.evaluation.reporting.figures import BY_NAME, FIGURES, Summary, Unit
from assistant.evaluation.reporting.formatting import FACTORS, digits, p_value
from assistant.evaluation.reporting.report import AskedQuestion, Report, Run
from assistant.evaluation.rows import Cited, Key, Row
from vectorstore.language.arabic import is_arabic

_TEMPLATE = Path(__file__).with_name("report.html.jinja")
_SUFFIXES: dict[Unit, str] = {"share": " %", "words": "", "seconds": " ms", "number": ""}
_OPEN = 12  # cards that are not folded away, about; a kind is folded whole
_FIRST_WORDS = 12
_MARK = re.compile(r"\[(\d{1,3})\]")
# What UTF-8 or HTML cannot have: lone surrogates and control characters.
_UNPRINTABLE = re.compile(r"[\ud800-\udfff\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure as it is written, with where it and its interval lie, in per cent, on a line for shares."""

    value: str
    low: str
    high: str
    n: int
    suffix: str
    places: tuple[float, float, float] | None  # value, low, high


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a passage: whether the gold says it, and which citations, by number, have it."""

    text: str
    gold: bool
    cited: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark ``[number]`` in an answer."""

    number: int
    right: bool


@dataclass(frozen=True, slots=True)
class Card:
    """A question that was not served right, and what is there to see why."""

    anchor: str
    asked: AskedQuestion
    row: Row
    lines: tuple[tuple[str | Mark, ...], ...]
    passage: tuple[Piece, ...]
    verdict: str


@dataclass(frozen=True, slots=True)
class Group:
    """The failures of one way and one kind, of so many questions that could have failed like this."""

    kind: str
    anchor: str
    cards: tuple[Card, ...]
    of: int
    open: bool


# The ways to fail, for rows that are not right: another passage first, declined, and answered what is not there.
_WAYS: tuple[Callable[[Row], bool], ...] = (
    lambda row: row.answerable and row.answered,
    lambda row: row.answerable and not row.answered,
    lambda row: not row.answerable,
)


def as_html(report: Report) -> str:
    """The report as a page that can be written as UTF-8; the same report gives the same bytes."""
    first = report.runs[0]
    anchors = {row.key: f"q{number}" for number, row in enumerate(first.rows, start=1)}
    ways = [_groups(first.rows, report.by_key, anchors, number) for number in range(len(_WAYS))]
    page = _render(
        report=report,
        first=first,
        charts=charts(first),
        figures=[
            figure for figure in FIGURES if any(run.overall[figure.name].value is not None for run in report.runs)
        ],
        ways=ways,
        where=_where(first, ways),
        right=[(anchors[row.key], report.by_key[row.key], row) for row in first.rows if row.right],
        anchors=anchors,
        by_name=BY_NAME,
    )
    return _UNPRINTABLE.sub("\ufffd", page)


def shown(estimate: Estimate, unit: Unit) -> Shown | None:
    """A figure as it is written, None where there is none; an interval that is not known has the figure's own ends."""
    if estimate.value is None:
        return None
    value = estimate.value
    low, high = (value if end is None else end for end in (estimate.low, estimate.high))
    return Shown(
        written(value, unit, digits(unit)),
        written(low, unit, 0),
        written(high, unit, 0),
        estimate.n,
        _SUFFIXES[unit],
        (value * 100, low * 100, high * 100) if unit == "share" else None,
    )


def written(value: float, unit: Unit, places: int) -> str:
    """A figure as a number: shares in per cent, times in milliseconds."""
    # What rounds to 0 is no -0, and a minus is wider than a hyphen.
    return f"{round(value * FACTORS[unit], places) + 0.0:.{places}f}".replace("-", "−")


def pieces(text: str, start: int, gold: Sequence[Span], cited: Sequence[Cited]) -> tuple[Piece, ...]:
    """A text that begins at ``start`` of the article, cut wherever a gold span or a citation begins or ends.

    Joined, the pieces are the text; none is empty. Spans are of the article, and may lie outside the text.
    """
    numbered = [(each.start - start, each.end - start) for each in cited]
    golden = [(span[0] - start, span[1] - start) for span in gold]
    ends = {min(max(end, 0), len(text)) for span in (*numbered, *golden) for end in span}
    return tuple(
        Piece(
            text[low:high],
            any(span[0] <= low and high <= span[1] for span in golden),
            tuple(number for number, span in enumerate(numbered, start=1) if span[0] <= low and high <= span[1]),
        )
        for low, high in pairwise(sorted({0, len(text), *ends}))
    )


def lines(text: str, cited: Sequence[Cited]) -> tuple[tuple[str | Mark, ...], ...]:
    """The lines of an answer that are not blank, in each the marks of its citations between the texts."""
    return tuple(tuple(_marked(line, cited)) for line in text.splitlines() if line.strip())


def _marked(line: str, cited: Sequence[Cited]) -> Iterator[str | Mark]:
    # The space before a mark becomes one at which no line is broken: the mark belongs to what it follows.
    for place, part in enumerate(_MARK.split(line.replace(" [", "\u00a0["))):
        if place % 2 == 0:
            yield part
        elif 1 <= int(part) <= len(cited):
            yield Mark(int(part), cited[int(part) - 1].right)
        else:
            yield f"[{part}]"


def _groups(
    rows: Sequence[Row], by_key: Mapping[Key, AskedQuestion], anchors: Mapping[Key, str], way: int
) -> list[Group]:
    """The kinds that failed in one way, most failures first."""
    kinds: dict[str, list[Card]] = {}
    for row in rows:
        if _WAYS[way](row) and not row.right:
            kinds.setdefault(row.kind, []).append(_card(row, by_key[row.key], anchors[row.key]))
    groups: list[Group] = []
    room = _OPEN
    for kind, cards in sorted(kinds.items(), key=lambda item: -len(item[1])):
        of = sum(row.kind == kind and row.answerable == cards[0].row.answerable for row in rows)
        anchor = f"f{way + 1}-{len(groups) + 1}"
        groups.append(Group(kind, anchor, tuple(cards), of, open=not groups or len(cards) <= room))
        room -= len(cards)
    return groups


def _where(run: Run, ways: Sequence[Sequence[Group]]) -> list[tuple[Summary, int, list[Group | None]]]:
    """Each kind, most failures first: its figures, how many were served right, and its group of each way."""
    served = {summary.name: sum(row.right for row in run.rows if row.kind == summary.name) for summary in run.by_kind}
    return [
        (summary, served[summary.name], [next((g for g in way if g.kind == summary.name), None) for way in ways])
        for summary in sorted(run.by_kind, key=lambda summary: served[summary.name] - summary.questions)
    ]


def _card(row: Row, asked: AskedQuestion, anchor: str) -> Card:
    passage = pieces(asked.context, asked.start, asked.gold_spans, row.cited) if asked.context else ()
    return Card(anchor, asked, row, lines(row.text, row.cited), passage, _verdict(row))


def _verdict(row: Row) -> str:
    """What went wrong, as far as the row tells: in citing, in declining, in ranking or in finding."""
    if row.refused:
        return f"It was not read: {row.refused}"
    if not row.answerable:
        return f"Answered with a confidence of {row.confidence:.2f}; the article does not say."
    if row.rank is not None and not row.answered:
        return "What it offered as the nearest passage answers; it was too unsure to say so."
    if row.rank is not None:
        return f"The right passage is cited, but as number {row.rank}."
    if True in row.relevant:
        return f"The right passage was found, at rank {row.relevant.index(True) + 1} of {len(row.relevant)}, not cited."
    return (
        f"None of the {len(row.relevant)} passages that were found answers." if row.relevant else "Nothing was found."
    )


def _first_words(row: Row) -> str:
    words = row.cited[0].text.split() if row.cited else []
    return " ".join(words[:_FIRST_WORDS]) + ("\u00a0…" if len(words) > _FIRST_WORDS else "")


def _quoted(cited: Cited, row: Row) -> bool:
    """Whether the answer's own text has the citation's, but for the comma that it may have been cut at."""
    return cited.text.rstrip("،,؛;: \n") in row.text


def _render(**values: Any) -> str:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {"shown": shown, "written": written, "first_words": _first_words, "p_value": p_value}
    environment.filters |= {"quoted": _quoted, "lang": lambda text: "ar" if is_arabic(text) else ""}
    return environment.from_string(_TEMPLATE.read_text(encoding="utf-8")).render(**values)
