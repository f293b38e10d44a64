"""Check an answer's citations against the hits it was written from. Text is data here and never rendered.

A mark must point at a hit, a quotation must stand in one word for word, and each statement must be supported by the
hits it cites (`assistant.citations.support`). What is not is dropped, never shown as cited.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from assistant.answer import Citation, Language
from assistant.citations.quotations import outside
from assistant.citations.statements import Statement, parse, render
from assistant.citations.support import Entails, Support
from vectorstore.language.arabic import is_arabic
from vectorstore.retrieving.retriever import Hit

_LEAD_IN_WORDS = 14
_MOST_FOREIGN_WORDS = 4
_MOST_STATEMENTS = 60  # answers have a few; a model that runs on is not worth the time to check all it says


@dataclass(frozen=True, slots=True)
class Checked:
    """An answer of which only supported statements are left.

    ``text`` has the marks [1], [2] … in order of first appearance, and ``citations`` what they point at, in that order;
    both are empty if nothing was supported. ``dropped`` are the statements that were not, without marks; ``foreign``
    those that are not in the language asked for, which are left out as well.
    """

    text: str
    citations: tuple[Citation, ...]
    dropped: tuple[str, ...]
    foreign: tuple[str, ...] = ()


def support_of(hits: Sequence[Hit], entails: Entails | None = None) -> Support:
    """What the hits support; to check an answer again as it grows costs little with the same one."""
    return Support({number: hit.passage for number, hit in enumerate(hits, start=1)}, entails)


def check(
    text: str,
    hits: Sequence[Hit],
    *,
    after: Sequence[Citation] = (),
    support: Support | None = None,
    language: Language | None = None,
) -> Checked:
    """What is left of an answer whose marks ``[n]`` point at ``hits[n - 1]``.

    Where it goes on ``after`` citations that have been made, numbers go on from theirs; what is cited again keeps its
    number, and is among the citations of both. What is in another ``language`` is left out, if one is given.
    """
    support = support or support_of(hits)
    statements = parse(text)
    foreign = [language is not None and is_foreign(statement.text, language) for statement in statements]
    supporting = [
        support.of(statement.claim, tuple(mark for mark in statement.marks if 1 <= mark <= len(hits)))
        if number < _MOST_STATEMENTS and not foreign[number]
        else ()
        for number, statement in enumerate(statements)
    ]
    kept = [bool(numbers) or _leads_in(statements[i:], supporting[i:], support) for i, numbers in enumerate(supporting)]
    renumbered = _Renumbered(hits, after)
    lines: dict[int, list[str]] = {}
    for statement, numbers, keeps in zip(statements, supporting, kept, strict=True):
        if keeps:
            shown = render(statement, _marks(statement, numbers, renumbered))
            lines.setdefault(statement.line, []).append(shown)
    lost = [i for i, statement in enumerate(statements) if not kept[i] and _states(statement)]
    return Checked(
        text="\n".join(" ".join(sentences) for sentences in lines.values()),
        citations=tuple(renumbered.citations.values()),
        dropped=tuple(statements[i].text for i in lost if not foreign[i]),
        foreign=tuple(statements[i].text for i in lost if foreign[i]),
    )


def is_foreign(text: str, language: Language) -> bool:
    """Whether a statement, its quotations aside, is a sentence of another language; names and terms are none."""
    own = outside(text)
    return len(own.split()) > _MOST_FOREIGN_WORDS and is_arabic(own) != (language == "ar")


def _states(statement: Statement) -> bool:
    """Whether a statement says anything of the article.

    Headings and what leads others in do not, nor does what cites [0], which says that the passages do not answer.
    """
    if statement.marks:
        return any(statement.marks)
    return not statement.formats and not _is_lead_in(statement)


class _Renumbered:
    """The citations of an answer by the marks that point at them, numbered in the order in which they are asked for."""

    def __init__(self, hits: Sequence[Hit], after: Sequence[Citation]) -> None:
        self._hits = hits
        self._numbers = {(made.start, made.end): made.number for made in after}
        self.citations: dict[int, Citation] = {}

    def __getitem__(self, mark: int) -> int:
        """The new number of a mark."""
        if mark not in self.citations:
            passage = self._hits[mark - 1].passage
            number = self._numbers.setdefault((passage.start, passage.end), len(self._numbers) + 1)
            self.citations[mark] = Citation.of(number, passage)
        return self.citations[mark].number


def _marks(statement: Statement, numbers: Sequence[int], renumbered: _Renumbered) -> list[list[int]]:
    """New marks for each part: of its own those that support the statement, and at the end those that were moved."""
    own = [[mark for mark in dict.fromkeys(part.marks) if mark in numbers] for part in statement.parts]
    own[-1] += [number for number in numbers if not any(number in marks for marks in own)]
    return [[renumbered[mark] for mark in marks] for marks in own]


def _leads_in(statements: Sequence[Statement], supporting: Sequence[Sequence[int]], support: Support) -> bool:
    """Whether the first statement, without marks, leads supported ones in, as «أهم ما جاء في البيان:» does."""
    first, *others = statements
    led = takewhile(lambda pair: not pair[0].text.endswith(":"), zip(others, supporting[1:], strict=True))
    return _is_lead_in(first) and any(numbers for _, numbers in led) and support.introduces(first.text)


def _is_lead_in(statement: Statement) -> bool:
    return not statement.marks and statement.text.endswith(":") and len(statement.text.split()) <= _LEAD_IN_WORDS
