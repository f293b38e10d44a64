"""What is shown of an answer: each thing asked by itself, and a short answer once and where it is sure. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from assistant.answer import Answer, Citation, Part
from assistant.citations.statements import plain
from assistant.rendering.labels import HIGH_FROM
from assistant.rendering.printing import printable

_CUT_MARK: Final = re.compile(r"[ \t\u00a0]*\[[0-9\u0660-\u0669\u06f0-\u06f9]{0,4}$")
# A line that is nothing but a quotation and its mark.
_QUOTATION_LINE: Final = re.compile(r"\s*[«“](?P<words>.*)[»”]\s*(?:\[\d+\])?\s*")
_SPACES: Final = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Section:
    """What is said to one of the things asked.

    ``question`` is None where it is the only one. ``short`` is the line of the short answer, None where there is none
    or it is not sure; ``body`` is the rest. ``words`` are those of the short answer as the body quotes them, after
    ``before`` from the beginning of their quotation.
    """

    question: str | None
    answered: bool
    confidence: float
    short: str | None
    body: str
    words: str = ""
    before: str = ""


def sections(answer: Answer) -> tuple[Section, ...]:
    """At least one; of an answer that is not complete the text so far, without a mark that is cut."""
    if answer.parts:
        return tuple(_section(part, answer, part.question) for part in answer.parts)
    whole = Part(answer.question, answer.answered, answer.text, answer.confidence, answer.highlight)
    return (_section(whole, answer, None),)


def _section(part: Part, answer: Answer, question: str | None) -> Section:
    text = printable(part.text if answer.complete else _CUT_MARK.sub("", part.text))
    cited = _holding(part.highlight, answer.citations)
    if part.highlight is None or cited is None:
        return Section(question, part.answered, part.confidence, None, text)
    start, end = (place - cited.start for place in part.highlight)
    before, words = _as_quoted(cited.text[:start]), _as_quoted(cited.text[start:end])
    first, *rest = text.split("\n")
    short: str | None = None
    if _quotes(first, words):
        others = [line for line in rest if not _quotes(line, words)]
        if part.confidence >= HIGH_FROM:
            short, text = first, "\n".join(others).strip()
        elif any(words in line for line in others):
            text = "\n".join(others).strip()
    return Section(question, part.answered, part.confidence, short, text, words, before)


def _quotes(line: str, words: str) -> bool:
    """Whether a line is these words and nothing else."""
    found = _QUOTATION_LINE.fullmatch(line)
    return bool(words) and found is not None and found["words"] == words


def _holding(span: tuple[int, int] | None, citations: tuple[Citation, ...]) -> Citation | None:
    """The citation that a span of the article stands in."""
    if span is None:
        return None
    return next((each for each in citations if each.start <= span[0] and span[1] <= each.end), None)


def _as_quoted(text: str) -> str:
    """The beginning of a passage as an answer quotes it."""
    return _SPACES.sub(" ", printable(plain(text))).lstrip()


def lines(section: Section) -> Iterator[str]:
    """Its lines of text, the short answer first."""
    if section.short:
        yield section.short
    yield from section.body.split("\n")
