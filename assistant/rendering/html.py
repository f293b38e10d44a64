"""Turn an answer into HTML for the page.

Everything an answer carries was written by a model or by an article's author, so the page gets it as text: every
character is escaped, and the only markup is what is made here. The HTML is one line without a line break, which
Markdown takes as one block of HTML and leaves alone; no Markdown in an answer is ever followed.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from types import MappingProxyType
from typing import Final

from assistant.answer import Answer, Citation, Language, language_of
from assistant.readers.quoting import without_dangling
from assistant.rendering.labels import LABELS, Labels
from assistant.rendering.printing import printable
from assistant.rendering.sections import Section, sections
from vectorstore.passages import Passage, make_id

_MARK = re.compile(r"[ \t\u00a0]*\[([0-9\u0660-\u0669\u06f0-\u06f9]{1,4})\]")
_OPENERS: Final[Mapping[Language, str]] = {"ar": "«", "en": "“"}
_QUOTATION = re.compile(r"«[^«»]+»|“[^“”]+”")
# Words of Latin letters in a row, with the signs that belong to them («C++», «https://a.b/»): left alone, a sign at
# their end jumps to their other side in a line that runs right to left. Bounded, so that hostile text stays cheap.
_LATIN = re.compile(r"(?=[!-~]{0,20}[A-Za-z])[A-Za-z0-9][!-~]*(?: [A-Za-z0-9][!-~]*)*")
# What encloses the short answer in a quotation until it is HTML: characters that no text may have (Unicode, 23.7).
_MARKED, _UNMARKED = "\ufdd0", "\ufdd1"
_TAGS = str.maketrans({_MARKED: "<mark>", _UNMARKED: "</mark>"})
_WAYS: Final = {"L": "ltr", "R": "rtl", "AL": "rtl"}


def answer_html(answer: Answer, passages: Sequence[Passage], language: Language | None = None) -> str:
    """One line of HTML: the notice, the text with its marks as links to ``#p-<passage id>``, the confidence in words.

    The short answer has a paragraph of its own where it is sure, and is in ``<mark>`` within its quotation. What is
    said to each part of a question stands by itself. A mark that has no citation stays text. An answer that is not
    complete shows no confidence, and where it has no text yet, that the article is being searched. The labels are in
    the answer's language, or in ``language``.
    """
    labels = LABELS[language or answer.language]
    body = "".join(_parts(answer, labels, passages))
    kind = "" if answer.answered or answer.courtesy else " absent"
    state = " complete" if answer.complete else ""
    around = LABELS[answer.language].direction
    return f'<div class="answer{kind}{state}" dir="{around}" lang="{answer.language}">{body}</div>'


def question_html(question: str) -> str:
    """One line of HTML that shows the question as it was typed."""
    return f'<div class="asked" dir="auto">{"".join(_paragraphs(printable(question)))}</div>'


def target(citation: Citation, passages: Sequence[Passage]) -> str:
    """The id of the element that holds the citation: its passage's, or where none holds it (the title) its own."""
    passage = _holding(citation, passages)
    return f"p-{passage.id if passage else make_id(citation.start, citation.text)}"


def _holding(citation: Citation, passages: Sequence[Passage]) -> Passage | None:
    return next((passage for passage in passages if passage.start <= citation.start < passage.end), None)


def _parts(answer: Answer, labels: Labels, passages: Sequence[Passage]) -> Iterator[str]:
    around = LABELS[answer.language].direction
    if answer.notice:
        yield f'<div class="notice">{"".join(_paragraphs(printable(answer.notice), around))}</div>'
    chips = {citation.number: _chip(citation, labels, passages) for citation in answer.citations}
    for section in sections(answer):
        shown = "".join(_section(section, answer, labels, chips))
        yield shown if section.question is None else f'<section class="part">{shown}</section>'
    cited = " ".join(citation.text for citation in answer.citations)
    if cited and language_of(cited) != answer.language:
        yield _said("foreign", labels.foreign, labels)


def _section(section: Section, answer: Answer, labels: Labels, chips: Mapping[int, str]) -> Iterator[str]:
    around = LABELS[answer.language].direction
    if section.question is not None:
        yield f'<div class="of">{"".join(_paragraphs(printable(section.question), around))}</div>'
    if not section.answered and not answer.courtesy:
        yield _said("verdict", labels.absent, labels)
    if section.short:
        yield from _paragraphs(section.short, around, chips, "short")
    for line in _paragraphs(_marked(section, answer.language), around, chips):
        yield line.translate(_TAGS)
    if answer.complete and section.answered:
        yield _said("confidence", f"{labels.confidence} {labels.level(section.confidence)}", labels)
    if not answer.complete and not section.body and not answer.notice:
        yield _said("waiting", labels.waiting, labels)


def _said(kind: str, words: str, labels: Labels) -> str:
    """A line about the answer, which may be in another language than it."""
    return f'<p class="{kind}" dir="{labels.direction}">{words}</p>'


def _marked(section: Section, language: Language) -> str:
    """The text with the words of the short answer enclosed in the quotation they stand in."""
    text = section.body
    if not section.words:
        return text
    place = text.find(f"{_OPENERS[language]}{section.before}{section.words}")
    if place < 0:
        return text
    start = place + 1 + len(section.before)
    end = start + len(section.words)
    return f"{text[:start]}{_MARKED}{section.words}{_UNMARKED}{text[end:]}"


def _paragraphs(
    text: str, around: str = "", chips: Mapping[int, str] = MappingProxyType({}), kind: str = ""
) -> Iterator[str]:
    """Each line as a paragraph, with a direction of its own where that is not the one ``around`` it."""
    for line in map(str.strip, text.split("\n")):
        if line:
            direction = _direction(line, around)
            turned = f' dir="{direction}"' if direction != around else ""
            named = f' class="{kind}"' if kind else ""
            yield f"<p{named}{turned}>{_line(line, chips)}</p>"


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
    title = escape(without_dangling(" ".join(printable(citation.text).split())))
    kind = f"cite{_words_of_passage(citation, passages)}"
    return f'<a class="{kind}" href="#{target(citation, passages)}" title="{title}">{spoken}[{citation.number}]</a>'


def _words_of_passage(citation: Citation, passages: Sequence[Passage]) -> str:
    """Which part of its passage is quoted, as a class (Gradio takes data attributes out); empty where it is all."""
    passage = _holding(citation, passages)
    if passage is None or (citation.start, citation.end) == (passage.start, passage.end):
        return ""
    return f" at-{citation.start - passage.start}-{citation.end - passage.start}"
