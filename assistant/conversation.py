"""Turn a question and the turns before it into one that can be understood alone, without a language model."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.readers.base import Turn
from vectorstore import lexicon
from vectorstore.arabic import is_arabic, words
from vectorstore.questions import WHOLE_ARTICLE, analyse

_FEW_TERMS = 1  # a question with no more content words than this leans on what was said before
_SHORT = 4  # … and so may one of no more than this, where a pronoun is attached to a word

# «ولماذا؟», «وماذا عن …», "and when …", "what about …": the question goes on with the one before.
_GOES_ON = re.compile(
    r"^(?:و(?:ما|ماذا|من|متي|اين|كيف|كم|لماذا|هل|ب|ل|في|لم|اي)\w*|طيب|و) ?\b|^(?:ماذا|وماذا) عن\b|"
    r"^(?:and|so|but|then|what about|how about)\b"
)
# A free pronoun or demonstrative with nothing after it that it could point at.
_POINTS = re.compile(
    r"\b(?:هو|هي|هم|هما|ذلك|هناك|انذاك|حينها|وقتها|بعدها|قبلها|نفسه|نفسها|عنه|عنها|منه|منها|فيه|فيها|به|بها|له|لها|عليه|"
    r"عليها|اليه|اليها|بذلك|لذلك|هالشي|هالامر)\b|\b(?:هذا|هذه|هاي|هاد|تلك)(?: (?:الامر|الشي|القرار|الخطوه|الحدث))?$|"
    r"\b(?:he|she|it|they|him|her|his|its|their|them|that|this|there|then)\b"
)
# A pronoun written onto a word, in the question's own spelling: final «ة» is none, and a word with «ال» takes none.
_ATTACHED = re.compile(r"\b(?![وفبك]?ال|لل)(?:\w{3,}(?:ها|هم|هما|هن)|\w{2,}[تيوا]ه)\b")
_DEFINITION = re.compile(r"^(?:و)?(?:من|ما) (?:هو|هي|هم) \w{3,}")


@dataclass(frozen=True, slots=True)
class Standalone:
    """A question with what it leans on: words of earlier turns, and the offset of the passage that was cited last."""

    question: str
    context: str = ""
    focus: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        """The question as a chat model is shown it."""
        return f"{self.question} ({self.context})" if self.context else self.question


def standalone(question: str, history: Sequence[Turn]) -> Standalone:
    """The question, with context where it needs one; a change of topic drops what was said before."""
    if not history or not _leans(question):
        return Standalone(question)
    context, focus = _before(history)
    return Standalone(question, context, focus)


def _leans(question: str) -> bool:
    analysed = analyse(question)
    if analysed.want in WHOLE_ARTICLE:
        return False
    spoken = " ".join(lexicon.standard(words(question)))
    if _DEFINITION.search(spoken) and not _ATTACHED.search(question):
        return not analysed.terms
    if len(analysed.terms) <= _FEW_TERMS or _GOES_ON.search(spoken) or _POINTS.search(spoken):
        return True
    return is_arabic(question) and len(analysed.terms) <= _SHORT and bool(_ATTACHED.search(question))


def _before(history: Sequence[Turn]) -> tuple[str, tuple[int, ...]]:
    """The question before with what that one leaned on in turn, and where its answer was found."""
    *earlier, last = history
    before = standalone(last.question, earlier)
    focus = tuple(c.start for c in last.answer.citations[:1]) if last.answer.answered else ()
    return " ".join(part for part in (before.question, before.context) if part), focus
