"""Find where the quotations of a statement stand in the hits, word for word. Pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.citations.quotations import quotations
from assistant.citations.wording import Wording

_FEWEST_WORDS = 2  # less, among other words, is a term and checked as they are
_ENOUGH_WORDS = 3  # of Arabic, to show a statement in English
_NEGATIVE_PREFIX = re.compile(r"^(?:un(?!i|der|til)|ill|irr|non|dis|in(?=ab|cap|suf|val|sec|stab))[a-z]{3}")


@dataclass(frozen=True, slots=True)
class Quoted:
    """Where a quotation stands: words ``start`` to ``end`` (exclusive) of the passage of hit ``number``."""

    number: int
    start: int
    end: int


def spans_to_check(text: str, wording: Wording) -> tuple[tuple[int, int], ...]:
    """The quotations in a text that must stand in a hit: those of two words or more, and any that is all of it."""
    spans = quotations(text)
    words = [len(wording.within(*span)) for span in spans]
    if sum(words) == len(wording.words):
        return tuple(span for span, count in zip(spans, words, strict=True) if count)
    return tuple(span for span, count in zip(spans, words, strict=True) if count >= _FEWEST_WORDS)


def places(
    quote: Sequence[str], order: Sequence[int], passages: Mapping[int, Wording], *, denied: bool
) -> Iterator[Quoted]:
    """Where a quotation, as verbatim words, stands without a gap, by the order of hits.

    Where a negation before it reaches into it («غير» before «قادرة على …») it stands only for a statement that denies.
    """
    first, *others = quote
    for number in order:
        passage = passages[number]
        for start in range(len(passage.words) - len(others)):
            end = start + len(quote)
            if passage.verbatim[start] not in (first, f"و{first}", f"ف{first}"):
                continue
            if list(passage.verbatim[start + 1 : end]) == others and (denied or not _cut_off(passage, start, end)):
                yield Quoted(number, start, end)


def show(quoted: Sequence[Quoted], passages: Mapping[int, Wording], outside: Wording) -> bool:
    """Whether quotations show a statement in another language: one is long enough, and they deny if it denies.

    ``outside`` is the wording of the statement without its quotations.
    """
    if not any(q.end - q.start >= _ENOUGH_WORDS for q in quoted):
        return False
    shown = [n for q in quoted for n in passages[q.number].negations if n.reaches(q.start, q.end)]
    if not shown:
        return all(n.lexical for n in outside.negations)
    denies = bool(outside.negations) or any(map(_NEGATIVE_PREFIX.match, outside.words))
    return denies or all(n.lexical for n in shown)


def _cut_off(passage: Wording, start: int, end: int) -> bool:
    """Whether a negation before the words from start to end reaches into them."""
    return any(n.index < start and n.reaches(start, end) for n in passage.negations)
