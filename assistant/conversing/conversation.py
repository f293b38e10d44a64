"""Turn a question and the turns before it into such as can be understood alone, without a language model."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.conversing.references import points_back
from assistant.readers.base import Turn
from vectorstore.analysis.parts import parts
from vectorstore.analysis.question import WHOLE_ARTICLE, analyse

_FEW_TERMS = 1  # a question with no more content words than this leans on what was said before

# «ولماذا؟», «وماذا عن …», "and when …", "what about …": the question goes on with the one before.
_GOES_ON = re.compile(
    r"^(?:و(?:ما|ماذا|من|متي|اين|كيف|كم|لماذا|هل|ب|ل|في|لم|اي)\w*|طيب|و) ?\b|^(?:ماذا|وماذا) عن\b|"
    r"^و(?:الي|علي|عن|مع|منذ|حتي|خلال) (?:ما|ماذا|من|متي|اين|كم|اي)\b|^وال\w+ (?:ما|ماذا|من|متي|اين|كيف|كم|لماذا|هل)\b|"
    r"^(?:and|so|but|then|what about|how about)\b"
)
_DEFINITION = re.compile(r"^(?:و)?(?:من|ما) (?:هو|هي|هم) \w{3,}")


@dataclass(frozen=True, slots=True)
class Standalone:
    """A question with what it leans on: words of earlier turns, and the offset of the passage that was cited last."""

    question: str
    context: str = ""
    focus: tuple[int, ...] = ()


def standalone(question: str, history: Sequence[Turn]) -> Standalone:
    """The question, with context where it needs one; a change of topic drops what was said before."""
    if not history or not _leans(question):
        return Standalone(question)
    context, focus = _before(history)
    return Standalone(question, context, focus)


def leans(question: str, history: Sequence[Turn]) -> bool:
    """Whether a question, or the first thing that it asks, needs the turns before it to be understood."""
    if not history or analyse(question).want in WHOLE_ARTICLE:
        return False
    return _leans(parts(question)[0])


def in_parts(question: str, history: Sequence[Turn]) -> tuple[Standalone, ...]:
    """What a question asks, one thing after the other; what asks a single thing, or of the whole article, is one part.

    «كم رواية وكم قصة كتب الراحل؟» says only at its end what both parts are about, so a part that says too little is
    read with its neighbours: the first with the second, others with the first and the one before. It leans on earlier
    turns if the first part does.
    """
    texts = parts(question)
    if len(texts) == 1 or analyse(question).want in WHOLE_ARTICLE:
        return (standalone(question, history),)
    before = standalone(texts[0], history)
    return tuple(
        _part(
            text, " ".join(dict.fromkeys((texts[0], texts[i - 1]) if i else (texts[1],))), before.context, before.focus
        )
        for i, text in enumerate(texts)
    )


def _part(text: str, others: str, context: str, focus: tuple[int, ...]) -> Standalone:
    """The part, with what stands beside it only where it says too little: the reader would answer that instead."""
    return Standalone(text, f"{others} {context}".rstrip() if _says_too_little(text) else context, focus)


def _leans(question: str) -> bool:
    if analyse(question).want in WHOLE_ARTICLE:
        return False
    return _says_too_little(question) or (bool(_GOES_ON.search(analyse(question).spoken)) and not _defines(question))


def _says_too_little(question: str) -> bool:
    """Whether words are missing, or a pronoun stands for them."""
    terms = analyse(question).terms
    if _defines(question):
        return not terms
    return len(terms) <= _FEW_TERMS or points_back(question)


def _defines(question: str) -> bool:
    """Whether it asks who or what something is, in which «هو» stands for nothing said before."""
    return bool(_DEFINITION.search(analyse(question).spoken)) and not points_back(question)


def _before(history: Sequence[Turn]) -> tuple[str, tuple[int, ...]]:
    """The question before with what that one leaned on in turn, and where its answer was found."""
    *earlier, last = history
    before = standalone(last.question, earlier)
    focus = tuple(c.start for c in last.answer.citations[:1]) if last.answer.answered else ()
    return " ".join(part for part in (before.question, before.context) if part), focus
