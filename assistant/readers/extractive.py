"""The reader that writes nothing: the words that answer, where they are sure, and the passages they stand in."""

import re
from collections.abc import Iterator, Sequence

from assistant.answer import Language
from assistant.citations.support import Support
from assistant.citations.wording import prepare, read
from assistant.readers.base import Draft, Request
from assistant.readers.overview import overview_draft
from assistant.readers.quoting import quotation, quote
from assistant.readers.verdict import affirms
from vectorstore.analysis.question import WHOLE_ARTICLE, Want, analyse
from vectorstore.hit import Hit, ShortAnswer
from vectorstore.passages import Passage

_MOST_QUOTED = 3  # the passage that answers and up to two that support it
_SUPPORTS = 0.6  # a supporting passage is at least this likely to answer, as a share of the best one's likelihood
_PART_SUPPORTS = 0.9  # … where the question is one of several asked together: what answers the others is quoted too
_FIRST = 0.6  # agreement from which a short answer stands before the quotation; under it, it is only marked there
_LIKELY = 0.6  # confidence under which no words stand first as the answer: the article may well not answer
_MOST_FIRST_WORDS = 25  # a longer answer is a quotation of its own, and only marked

_CLAUSE_END = re.compile(r"[،,؛;:.!?؟…](?=\s|$)")

_YES = "نعم. "  # said to Arabic questions alone: of others it is not known beyond doubt
_NOT_SAID: dict[Language, str] = {
    "ar": "لا يذكر المقال إجابة عن هذا السؤال.",
    "en": "The article does not say.",
}
_PARTS_NOT_SAID: dict[Language, str] = {
    "ar": "لا يذكر المقال إجابة عن: {}",
    "en": "The article does not say: {}",
}
_QUESTION: dict[Language, str] = {"ar": "«{}»", "en": "“{}”"}
_NEAREST: dict[Language, str] = {"ar": "أقرب ما فيه: ", "en": "The nearest it comes: "}


class ExtractiveReader:
    """Quotes the best hit, its short answer first, and up to two that support it; or says that no hit answers."""

    name = "extractive"
    by_parts = True

    def __init__(self, *, threshold: float) -> None:
        """``threshold`` is the least confidence, 0..1, of the best hit at which it is taken for an answer."""
        self._threshold = threshold

    def read(self, request: Request) -> Iterator[Draft]:
        """One draft: there is nothing to wait for."""
        hits = request.hits
        if not hits:
            yield Draft(_NOT_SAID[request.language], answered=False, confidence=0.0, complete=True)
            return
        confidence = hits[0].confidence
        if confidence < self._threshold:
            yield not_in_article(hits, request.language, confidence)
            return
        want = analyse(request.question).want
        if want in WHOLE_ARTICLE:
            yield overview_draft(hits, request.language)
            return
        yield self._quoted(request, want)

    def _quoted(self, request: Request, want: Want) -> Draft:
        hits, best = request.hits, request.hits[0].passage
        short = hits[0].answer
        numbers = _supporting(hits, least=_PART_SUPPORTS if request.part else _SUPPORTS)
        quotations = [quote(hits[number - 1].passage, number, request.language) for number in numbers]
        if want is Want.YES_NO:
            if affirms(request.question, best):
                quotations[0] = _YES + quotations[0]
        elif short and hits[0].confidence >= _LIKELY and _stands_first(request.question, short, best):
            words = best.text[short.start - best.start : short.end - best.start]
            quotations.insert(0, quotation(words, 1, request.language))
        highlight = (short.start, short.end) if short else None
        return Draft("\n\n".join(quotations), True, hits[0].confidence, complete=True, highlight=highlight)


def not_in_article(hits: Sequence[Hit], language: Language, confidence: float) -> Draft:
    """The draft that says that the article does not answer, and offers the passage that comes nearest."""
    text = _NOT_SAID[language]
    if hits:
        text += "\n\n" + _NEAREST[language] + quote(hits[0].passage, 1, language)
    return Draft(text, answered=False, confidence=confidence, complete=True)


def parts_not_in_article(questions: Sequence[str], language: Language) -> str:
    """The line that says which parts of a question the article does not answer, where it answers others."""
    return _PARTS_NOT_SAID[language].format(" ".join(_QUESTION[language].format(each) for each in questions))


def _stands_first(question: str, short: ShortAnswer, passage: Passage) -> bool:
    """Whether the reader is sure of these very words, and they say by themselves what the passage says.

    Words of a denial («غير قادر على الإنتاج») may say the opposite: they do not where the question denies too.
    """
    words = passage.text[short.start - passage.start : short.end - passage.start]
    if short.agreement < _FIRST or len(words.split()) > _MOST_FIRST_WORDS:
        return False
    if _denies(_clause(passage, short)) and not _denies(question):
        return False
    return bool(Support({1: passage}).of(f"«{words}»", (1,)))


def _denies(text: str) -> bool:
    return any(not negation.lexical for negation in read(prepare(text)).negations)


def _clause(passage: Passage, short: ShortAnswer) -> str:
    """The words from the mark before a short answer to the mark after it."""
    first, last = short.start - passage.start, short.end - passage.start
    start = max((found.end() for found in _CLAUSE_END.finditer(passage.text, 0, first)), default=0)
    after = _CLAUSE_END.search(passage.text, last)
    return passage.text[start : after.start() if after else len(passage.text)]


def _supporting(hits: Sequence[Hit], *, least: float) -> list[int]:
    """The numbers of the hits to quote, from 1, best first: ``least`` is a share of the best one's confidence."""
    others = (n for n, hit in enumerate(hits[1:_MOST_QUOTED], 2) if hit.confidence >= least * hits[0].confidence)
    return [1, *others]
