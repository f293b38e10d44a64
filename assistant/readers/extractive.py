"""The reader that needs no model: it quotes the passages that answer."""

from collections.abc import Iterator, Sequence

from assistant.answer import Language
from assistant.readers.base import Draft, Request
from vectorstore.passages import Passage
from vectorstore.retrieval import Hit

_MOST_QUOTED = 3  # the passage that answers and up to two that support it
_SUPPORTS = 0.4  # a supporting passage is at least this likely to answer, as a share of the best one's likelihood
_DANGLING = "،,؛;: \n"

_QUOTED: dict[Language, str] = {"ar": "«{}» [{}]", "en": "“{}” [{}]"}
_NOT_SAID: dict[Language, str] = {
    "ar": "لا يذكر المقال إجابة عن هذا السؤال.",
    "en": "The article does not say.",
}
_NEAREST: dict[Language, str] = {"ar": "أقرب ما فيه: ", "en": "The nearest it comes: "}


class ExtractiveReader:
    """Quotes the best hit and up to two that support it, or says that the article does not answer."""

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
        quotations = (quote(hits[number - 1].passage, number, request.language) for number in _supporting(hits))
        yield Draft("\n\n".join(quotations), answered=True, confidence=confidence, complete=True)


def not_in_article(hits: Sequence[Hit], language: Language, confidence: float) -> Draft:
    """The draft that says that the article does not answer, and offers the passage that comes nearest."""
    text = _NOT_SAID[language]
    if hits:
        text += "\n\n" + _NEAREST[language] + quote(hits[0].passage, 1, language)
    return Draft(text, answered=False, confidence=confidence, complete=True)


def quote(passage: Passage, number: int, language: Language) -> str:
    """A passage in quotation marks with its mark, without the comma it was cut at."""
    return _QUOTED[language].format(passage.text.rstrip(_DANGLING), number)


def _supporting(hits: Sequence[Hit]) -> list[int]:
    """The numbers of the hits to quote, from 1, best first."""
    best = max(hit.confidence for hit in hits[:_MOST_QUOTED])
    others = (n for n, hit in enumerate(hits[1:_MOST_QUOTED], 2) if hit.confidence >= _SUPPORTS * best)
    return [1, *others]
