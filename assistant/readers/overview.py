"""Answers to questions about the whole article: a title, a few quotations, or a list of what is mentioned."""

from collections.abc import Iterator, Sequence

from assistant.answer import Language
from assistant.citations.support import Support
from assistant.readers.base import Draft
from assistant.readers.quoting import quotation, quote
from vectorstore.mentions import distinct
from vectorstore.passages import Passage
from vectorstore.retrieval import Hit
from vectorstore.wants import Want

_TOLD = 0.5  # share of the best hit's confidence from which a hit is part of the answer
_MOST_QUOTED = 5  # quotations, and …
_MOST_LISTED = 15  # … items of a list


def overview_draft(want: Want, hits: Sequence[Hit], language: Language) -> Draft:
    """The draft of what `vectorstore.overview` found, which is not nothing: a line a quotation, with its mark."""
    confidence = hits[0].confidence
    told = [hit.passage for hit in hits if hit.confidence >= _TOLD * confidence]
    lines = list(_items(want, told, language))[:_MOST_LISTED]
    if not lines:
        lines = [quote(passage, number, language) for number, passage in enumerate(told[:_MOST_QUOTED], start=1)]
    return Draft("\n\n".join(lines), answered=True, confidence=confidence, complete=True)


def _items(want: Want, told: Sequence[Passage], language: Language) -> Iterator[str]:
    """What is mentioned, each thing once, where the check of citations will accept it by itself."""
    own = distinct(want, [passage.text for passage in told])
    for number, (passage, mentions) in enumerate(zip(told, own, strict=True), start=1):
        support = Support({number: passage})
        for mention in mentions:
            item = quotation(passage.text[mention.start : mention.end], number, language)
            if support.of(item.rpartition(" ")[0], (number,)):
                yield item
