"""Questions for what or who something is, and passages that begin by saying it.

Encyclopaedic and news style alike define a term where they bring it in: the term, then an apposition in brackets or a
copula («البيتكوين (بالإنجليزية: Bitcoin) هي عملة …»); see the definition patterns of Hildebrandt, Katz and Lin,
"Answering Definition Questions Using Multiple Knowledge Sources" (HLT-NAACL 2004).
"""

import re
from functools import lru_cache

from vectorstore.questions import Question
from vectorstore.vocabulary import folded_words

_MOST_TERMS = 3  # a question with more asks for something about its term
_OPENING_WORDS = 12
_OPENING_CHARS = 90

_ASKS = re.compile(
    r"^(?:و)?(?:من|مين|ما|ماذا) (?:هو|هي|هم|هما|تكون|يكون|تعني|يعني|معني|المقصود|تعريف|مفهوم)\b|^(?:ماهو|ماهي)\b|"
    r"^(?:ما|من) ال\w+$|\b(?:عرف|معني|المقصود|تعريف)\b|^who (?:is|was) |^what (?:is|are) "
)
_DEFINES = re.compile(r"\b(?:هو|هي|هم|عباره|تعني|يعني|مصطلح|يعرف|تعرف|معروف|يطلق|تطلق|اسم|احد|احدي|واحد|is|was|are)\b")


def asks_definition(question: Question) -> bool:
    """Whether a question asks what or who something is, and nothing about it."""
    return 0 < len(question.terms) <= _MOST_TERMS and bool(_ASKS.search(" ".join(folded_words(question.text))))


@lru_cache(maxsize=16_384)
def defines(text: str) -> bool:
    """Whether a passage begins as a definition does: with a copula or a word of naming, or a bracket."""
    return "(" in text[:_OPENING_CHARS] or bool(_DEFINES.search(" ".join(folded_words(text)[:_OPENING_WORDS])))
