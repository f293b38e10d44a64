"""Turn an answer into HTML for the page and into plain text for the command line.

Everything an answer carries was written by a model or by an article's author, so the page gets it as text: every
character is escaped, and the only markup is what is made here. The HTML is one line without a line break, which
Markdown takes as one block of HTML and leaves alone; no Markdown in an answer is ever followed.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from types import MappingProxyType
from typing import Final

from assistant.answer import Answer, Citation, Language
from assistant.citations.statements import plain
from vectorstore.passages import Passage, make_id

# Edges of the confidence in words; an answer below the first is worth checking against the article.
MEDIUM_FROM: Final = 0.5
HIGH_FROM: Final = 0.85  # from here on 95 % are right, on the articles to calibrate on

_MARK = re.compile(r"[ \t\u00a0]*\[([0-9\u0660-\u0669\u06f0-\u06f9]{1,4})\]")
_CUT_MARK = re.compile(r"[ \t\u00a0]*\[[0-9\u0660-\u0669\u06f0-\u06f9]{0,4}$")
_SPACES = re.compile(r"\s+")
_OPENERS: Final[Mapping[Language, str]] = {"ar": "«", "en": "“"}
_QUOTATION = re.compile(r"«[^«»]+»|“[^“”]+”")
# Words of Latin letters in a row, with the signs that belong to them («C++», «https://a.b/»): left alone, a sign at
# their end jumps to their other side in a line that runs right to left. Bounded, so that hostile text stays cheap.
_LATIN = re.compile(r"(?=[!-~]{0,20}[A-Za-z])[A-Za-z0-9][!-~]*(?: [A-Za-z0-9][!-~]*)*")
# What encloses the short answer in a quotation until it is HTML: characters that no text may have (Unicode, 23.7).
_MARKED, _UNMARKED = "\ufdd0", "\ufdd1"
# A line that is nothing but the short answer, with or without its mark.
_SHORT = re.compile(f"[«“]{_MARKED}[^{_UNMARKED}]*{_UNMARKED}[»”]\\s*(?:\\[\\d+\\])?")
_TAGS = str.maketrans({_MARKED: "<mark>", _UNMARKED: "</mark>"})
_WAYS: Final = {"L": "ltr", "R": "rtl", "AL": "rtl"}
# Control characters (an escape sequence could drive a terminal), the marks that reorder the text around them, and
# characters that no text may have.
_CONTROL = *range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), *range(0x7F, 0xA0)
_UNPRINTABLE = dict.fromkeys((*_CONTROL, *range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xFDD0, 0xFDF0)))


@dataclass(frozen=True, slots=True)
class Labels:
    """The words that stand around an answer, in the answer's language."""

    direction: str
    absent: str
    waiting: str
    citation: str
    paragraph: str
    comma: str
    confidence: str
    low: str
    medium: str
    high: str

    def level(self, confidence: float) -> str:
        """A confidence, 0..1, in words."""
        if confidence < MEDIUM_FROM:
            return self.low
        return self.medium if confidence < HIGH_FROM else self.high


LABELS: Final[Mapping[Language, Labels]] = {
    "ar": Labels(
        direction="rtl",
        absent="ليس في المقال",
        waiting="يبحث في المقال…",
        citation="اقتباس",
        paragraph="الفقرة",
        comma="،",
        confidence="الثقة في الإجابة:",
        low="منخفضة، راجِع المقال",
        medium="متوسطة",
        high="عالية",
    ),
    "en": Labels(
        direction="ltr",
        absent="Not in the article",
        waiting="Searching the article…",
        citation="citation",
        paragraph="paragraph",
        comma=",",
        confidence="Confidence:",
        low="low, check the article",
        medium="medium",
        high="high",
    ),
}


def answer_html(answer: Answer, passages: Sequence[Passage]) -> str:
    """One line of HTML: the notice, the text with its marks as links to ``#p-<passage id>``, the confidence in words.

    The short answer is in ``<mark>``, in a paragraph of its own and within its quotation. A mark that has no
    citation stays text. An answer that is not complete shows no confidence, and where it has no text yet, that the
    article is being searched.
    """
    labels = LABELS[answer.language]
    body = "".join(_parts(answer, labels, passages))
    kind = "" if answer.answered or answer.courtesy else " absent"
    state = " complete" if answer.complete else ""
    return f'<div class="answer{kind}{state}" dir="{labels.direction}" lang="{answer.language}">{body}</div>'


def question_html(question: str) -> str:
    """One line of HTML that shows the question as it was typed."""
    return f'<div class="asked" dir="auto">{"".join(_paragraphs(printable(question)))}</div>'


def answer_text(answer: Answer) -> str:
    """The answer for a terminal: text, citations each with its place (paragraphs count from 1), notice."""
    labels = LABELS[answer.language]
    parts = [printable(answer.text)]
    if answer.citations:
        parts.append("\n".join(_place(citation, labels) for citation in answer.citations))
    if answer.notice:
        parts.append(printable(answer.notice))
    return "\n\n".join(parts)


def printable(text: str) -> str:
    r"""The text without control characters (but ``\n`` and ``\t``) and without marks that reorder what is around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_UNPRINTABLE)


def target(citation: Citation, passages: Sequence[Passage]) -> str:
    """The id of the element that holds the citation: its passage's, or where none holds it (the title) its own."""
    passage = _holding(citation, passages)
    return f"p-{passage.id if passage else make_id(citation.start, citation.text)}"


def _holding(citation: Citation, passages: Sequence[Passage]) -> Passage | None:
    return next((passage for passage in passages if passage.start <= citation.start < passage.end), None)


def _parts(answer: Answer, labels: Labels, passages: Sequence[Passage]) -> Iterator[str]:
    if answer.notice:
        yield f'<div class="notice">{"".join(_paragraphs(printable(answer.notice), labels.direction))}</div>'
    if not answer.answered and not answer.courtesy:
        yield f'<p class="verdict">{labels.absent}</p>'
    chips = {citation.number: _chip(citation, labels, passages) for citation in answer.citations}
    text = printable(answer.text if answer.complete else _CUT_MARK.sub("", answer.text))
    for line in _paragraphs(_with_short_answer(text, answer), labels.direction, chips):
        yield line.translate(_TAGS)
    if answer.complete and answer.answered:
        yield f'<p class="confidence">{labels.confidence} {labels.level(answer.confidence)}</p>'
    if not answer.complete and not text and not answer.notice:
        yield f'<p class="waiting">{labels.waiting}</p>'


def _with_short_answer(text: str, answer: Answer) -> str:
    """The text with the short answer enclosed, by itself in its line and in the quotation of the first citation."""
    if answer.highlight is None or not answer.short:
        return text
    first = answer.citations[0]
    before, short = _as_shown(first.text[: answer.highlight[0] - first.start]), _as_shown(answer.short)
    for passed in (before, ""):  # from the end, so that places stay
        place = text.find(f"{_OPENERS[answer.language]}{passed}{short}")
        if place >= 0:
            start = place + 1 + len(passed)
            text = f"{text[:start]}{_MARKED}{short}{_UNMARKED}{text[start + len(short) :]}"
    return text


def _as_shown(text: str) -> str:
    """The beginning of a passage as an answer quotes it."""
    return _SPACES.sub(" ", printable(plain(text))).lstrip()


def _paragraphs(text: str, around: str = "", chips: Mapping[int, str] = MappingProxyType({})) -> Iterator[str]:
    """Each line as a paragraph, with a direction of its own where that is not the one ``around`` it."""
    for line in map(str.strip, text.split("\n")):
        if line:
            direction = _direction(line, around)
            turned = f' dir="{direction}"' if direction != around else ""
            kind = ' class="short"' if _SHORT.fullmatch(line) else ""
            yield f"<p{kind}{turned}>{_line(line, chips)}</p>"


def _direction(line: str, around: str) -> str:
    """The direction of the first letter, unless most letters run as what is ``around`` the line («Reuters قالت»)."""
    ways = [_WAYS[kind] for kind in map(unicodedata.bidirectional, line) if kind in _WAYS]
    return ways[0] if ways and 2 * ways.count(around) <= len(ways) else around


def _line(line: str, chips: Mapping[int, str]) -> str:
    """One line of text as HTML; each mark that has a chip becomes it, held to the word before by a no-break space."""
    parts: list[str] = []
    done = 0
    for mark in _MARK.finditer(line):
        chip = chips.get(int(mark[1]))
        if chip is None:
            continue
        parts += [_isolated(line[done : mark.start()]), "&nbsp;" if mark.start() else "", chip]
        done = mark.end()
    return "".join([*parts, _isolated(line[done:])])


def _isolated(text: str) -> str:
    """Escaped text, with quotations and Latin words isolated from the direction of what stands around them."""
    parts: list[str] = []
    done = 0
    for quotation in _QUOTATION.finditer(text):
        parts += [_latin_isolated(text[done : quotation.start()]), f"<bdi>{_latin_isolated(quotation[0])}</bdi>"]
        done = quotation.end()
    return "".join([*parts, _latin_isolated(text[done:])])


def _latin_isolated(text: str) -> str:
    parts: list[str] = []
    done = 0
    for found in _LATIN.finditer(text):
        words = _without_closing(found[0])
        parts += [escape(text[done : found.start()]), f'<bdi dir="ltr">{escape(words)}</bdi>']
        done = found.start() + len(words)
    return "".join([*parts, escape(text[done:])])


def _without_closing(words: str) -> str:
    """Latin words without the punctuation after them, which belongs to the sentence they stand in."""
    words = words.rstrip(".,;:!?\"'")
    return words if "(" in words or "[" in words else words.rstrip(".,;:!?\"')]")


def _chip(citation: Citation, labels: Labels, passages: Sequence[Passage]) -> str:
    spoken = f'<span class="spoken">{labels.citation} </span>'
    title = escape(" ".join(printable(citation.text).split()))
    kind = f"cite{_words_of_passage(citation, passages)}"
    return f'<a class="{kind}" href="#{target(citation, passages)}" title="{title}">{spoken}[{citation.number}]</a>'


def _words_of_passage(citation: Citation, passages: Sequence[Passage]) -> str:
    """Which part of its passage is quoted, as a class (Gradio takes data attributes out); empty where it is all."""
    passage = _holding(citation, passages)
    if passage is None or (citation.start, citation.end) == (passage.start, passage.end):
        return ""
    return f" at-{citation.start - passage.start}-{citation.end - passage.start}"


def _place(citation: Citation, labels: Labels) -> str:
    place = f"{labels.paragraph} {citation.paragraph + 1}"
    if citation.heading:
        place += f"{labels.comma} {printable(citation.heading)}"
    return f"[{citation.number}] {place}: «{printable(citation.text)}»"
