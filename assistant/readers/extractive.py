"""The reader that needs no model: the few words that answer, where there are such, and the passages they stand in."""

import re
from collections.abc import Iterator, Sequence

from assistant.answer import Language
from assistant.citations.support import Support
from assistant.citations.wording import prepare, read
from assistant.readers.base import Draft, Request
from assistant.readers.overview import overview_draft
from assistant.readers.quoting import quotation, quote
from assistant.readers.verdict import affirms
from vectorstore.passages import Passage
from vectorstore.questions import WHOLE_ARTICLE, Question, Want, analyse
from vectorstore.retrieval import Hit
from vectorstore.spans import ShortAnswer, short_answer

_MOST_QUOTED = 3  # the passage that answers and up to two that support it
# A supporting passage is at least this likely to answer, as a share of the best one's likelihood: the more, the surer
# the short answer. Between quoting three passages always and one always, see the README.
_SUPPORTS, _SURE_SUPPORTS = 0.5, 0.2
# Agreement from which a short answer stands before the quotation; under it, it is only marked there, for every second
# one has no word of the right one. Things asked for by «what» are found worse, answers to English questions worst.
_FIRST, _FIRST_OF_THINGS, _FIRST_IN_ENGLISH = 0.5, 0.6, 0.7
_LIKELY = 0.45  # confidence under which no words stand first as the answer: the article may well not answer
_CLAUSE_END = re.compile(r"[،,؛;:.!?؟…](?=\s|$)")

_YES = "نعم. "  # said to Arabic questions alone: of others it is not known beyond doubt
_NOT_SAID: dict[Language, str] = {
    "ar": "لا يذكر المقال إجابة عن هذا السؤال.",
    "en": "The article does not say.",
}
_NEAREST: dict[Language, str] = {"ar": "أقرب ما فيه: ", "en": "The nearest it comes: "}


class ExtractiveReader:
    """Quotes the best hit, its short answer first, and up to two that support it; or says that no hit answers."""

    name = "extractive"

    def __init__(self, *, threshold: float) -> None:
        """``threshold`` is the least confidence, 0..1, of the best hit at which it is taken for an answer."""
        self._threshold = threshold

    def read(self, request: Request) -> Iterator[Draft]:
        """One draft: there is nothing to wait for."""
        hits = request.hits
        if not hits:
            yield Draft(_NOT_SAID[request.language], answered=False, confidence=0.0, complete=True)
            return
        confidence = max(hit.confidence for hit in hits[:_MOST_QUOTED])
        if confidence < self._threshold:
            yield not_in_article(hits, request.language, confidence)
            return
        question = analyse(request.question, context=request.standalone.removeprefix(request.question))
        if question.want in WHOLE_ARTICLE:
            yield overview_draft(question.want, hits, request.language)
            return
        best = hits[0].passage
        short = _short(question, best)
        numbers = _supporting(hits, least=_SUPPORTS + (_SURE_SUPPORTS * short.agreement if short else 0.0))
        quotations = [quote(hits[number - 1].passage, number, request.language) for number in numbers]
        if short and confidence >= _LIKELY and short.agreement >= _least_to_stand_first(question):
            quotations.insert(0, quotation(best.text[short.start : short.end], 1, request.language))
        elif question.want is Want.YES_NO and affirms(request.question, best):
            quotations[0] = _YES + quotations[0]
        highlight = (best.start + short.start, best.start + short.end) if short else None
        yield Draft("\n\n".join(quotations), answered=True, confidence=confidence, complete=True, highlight=highlight)


def not_in_article(hits: Sequence[Hit], language: Language, confidence: float) -> Draft:
    """The draft that says that the article does not answer, and offers the passage that comes nearest."""
    text = _NOT_SAID[language]
    if hits:
        text += "\n\n" + _NEAREST[language] + quote(hits[0].passage, 1, language)
    return Draft(text, answered=False, confidence=confidence, complete=True)


def _short(question: Question, passage: Passage) -> ShortAnswer | None:
    """The short answer in a passage, if it says by itself what the passage says.

    Words of a denial («غير قادر على الإنتاج») may say the opposite: they are given only where the question denies too,
    and only if the citation check accepts them.
    """
    short = short_answer(question, passage.text)
    if short is None or (_denies(_clause(passage.text, short)) and not _denies(question.text)):
        return None
    return short if Support({1: passage}).of(f"«{passage.text[short.start : short.end]}»", (1,)) else None


def _least_to_stand_first(question: Question) -> float:
    if not question.arabic:
        return _FIRST_IN_ENGLISH
    return _FIRST_OF_THINGS if question.want is Want.THING else _FIRST


def _denies(text: str) -> bool:
    return any(not negation.lexical for negation in read(prepare(text)).negations)


def _clause(text: str, short: ShortAnswer) -> str:
    """The words from the mark before a short answer to the mark after it."""
    start = max((found.end() for found in _CLAUSE_END.finditer(text, 0, short.start)), default=0)
    after = _CLAUSE_END.search(text, short.end)
    return text[start : after.start() if after else len(text)]


def _supporting(hits: Sequence[Hit], *, least: float) -> list[int]:
    """The numbers of the hits to quote, from 1, best first: ``least`` is a share of the best one's confidence."""
    best = max(hit.confidence for hit in hits[:_MOST_QUOTED])
    others = (n for n, hit in enumerate(hits[1:_MOST_QUOTED], 2) if hit.confidence >= least * best)
    return [1, *others]
