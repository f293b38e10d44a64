"""The parts of a question that asks several things («من أعلن ذلك، ومتى؟»)."""

import re
from collections.abc import Sequence
from itertools import pairwise

from vectorstore.language import lexicon
from vectorstore.language.arabic import Word, is_arabic, iter_words

_MOST_PARTS = 4
_FEWEST_WORDS = 2  # of a part before another one
_WINDOW = 5  # words that tell whether a part begins
_ASKING = r"(?:متي|اين|كيف|كم|لماذا|هل|لمن|[بلك]?(?:اي|ماذا|كم))"
_BEFORE = r"(?:(?:في|مع|علي|الي|من|عن|خلال|منذ|بعد|قبل|حتي|ضد|بين|لدي|عند) )?"
_ASKS = re.compile(rf"(?:^|\s)[وف]?{_BEFORE}{_ASKING}(?=\s|$)|^(?:[وف]?(?:ما|من)|طيب من|طيب ما)(?=\s|$)")
_BEGINS = re.compile(rf"و?{_BEFORE}{_ASKING}(?=\s|$)|و?{_BEFORE}من (?:الذي|التي|الذين|هو|هي|هم)(?=\s|$)")
_CONJOINED = re.compile(rf"و{_BEFORE}{_ASKING}(?=\s|$)|و\w{{2,}} اي(?=\s|$)")
# «وما»: not as in «وما زال», «وما إلى ذلك».
_NO_QUESTION = r"(?:زال|زالت|زالوا|يزال|تزال|اذا|بعد|بعدها|قبل|حول|حولها|دام|الي|لم|يتبع|يشبه|شابه)"
_WHAT = re.compile(rf"و[بل]?ما(?! {_NO_QUESTION}\b)\b")
# «ومن» may be «from» too: it is, before a noun with its article, or after another «from».
_WHO = re.compile(
    r"و(?:ل|ب|مع |عن |علي |الي )?من(?= (?!ال(?!ذي|تي|ذين)|اجل |خلال |بين |قبل |بعد |ثم |جهه |ضمن |هنا|تلك|هذ|ذلك)|$)"
)
_FROM = re.compile(r"(?<!^)\bمن\b")
_WITH_WHOM = re.compile(r"و(?:مع|عن|علي|الي|من) من(?=\s|$)")
_ENGLISH = re.compile(
    r"and (?:(?:in|at|on|from|to|with|by|for|until|since) )?(?:who|whom|whose|what|when|where|why|how|which)\b"
)
_ENGLISH_ASKS = re.compile(r"\b(?:who|whom|whose|what|when|where|why|how|which)\b")
_PUNCTUATION = re.compile(r"[،,؟?؛;]")


def parts(question: str) -> tuple[str, ...]:
    """The parts of a question in its own words, in order; one that asks a single thing is its only part."""
    found = list(iter_words(question))
    arabic = is_arabic(question)
    starts = [0]
    for place in range(1, len(found)):
        if len(starts) < _MOST_PARTS and _starts_part(question, found, starts[-1], place, arabic=arabic):
            starts.append(place)
    if len(starts) == 1:
        return (question,)
    edges = [0, *(found[place].start for place in starts[1:]), len(question)]
    return tuple(question[a:b].strip(" ،,؛;\n") for a, b in pairwise(edges))


def _starts_part(question: str, found: Sequence[Word], first: int, place: int, *, arabic: bool) -> bool:
    """Whether a new part begins with the word at ``place``, where the part before begins at ``first``."""
    if place - first < _FEWEST_WORDS:
        return False
    after = " ".join(_spoken(found[place : place + _WINDOW], arabic=arabic))
    gap = question[found[place - 1].end : found[place].start]
    begins, perhaps = _begins(after, gap) if arabic else (bool(_ENGLISH.match(after)), False)
    if not (begins or perhaps):
        return False  # what stands before is read only where it matters: that is the longer
    before = " ".join(_spoken(found[first:place], arabic=arabic))
    asks = _ASKS if arabic else _ENGLISH_ASKS
    return bool(asks.search(before)) and (begins or not _FROM.search(before))


def _begins(after: str, gap: str) -> tuple[bool, bool]:
    """Whether words after a gap begin a part, and whether they do if their «من» is not «from»."""
    marked = _PUNCTUATION.search(gap) and _BEGINS.match(after)
    begins = marked or any(pattern.match(after) for pattern in (_CONJOINED, _WHAT, _WITH_WHOM))
    return bool(begins), bool(_WHO.match(after))


def _spoken(words: Sequence[Word], *, arabic: bool) -> list[str]:
    folded = [word.folded for word in words]
    return lexicon.standard(folded) if arabic else folded
