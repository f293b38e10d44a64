"""Answers to questions about the whole article: a title, a few quotations, or a list of what is named."""

from collections.abc import Iterator, Sequence

from assistant.answer import Language
from assistant.citations.support import Support
from assistant.readers.base import Draft
from assistant.readers.quoting import quotation, quote
from vectorstore.retrieving.retriever import Hit

_TOLD = 0.5  # share of the best hit's confidence from which a hit is part of the answer
_MOST_QUOTED = 5  # quotations, and …
_MOST_LISTED = 15  # … items of a list


def overview_draft(hits: Sequence[Hit], language: Language) -> Draft:
    """The draft of what `vectorstore.overviews` found, which is not nothing: a line a quotation, with its mark."""
    confidence = hits[0].confidence
    told = [hit for hit in hits if hit.confidence >= _TOLD * confidence]
    lines = list(_items(told, language))[:_MOST_LISTED]
    if not lines:
        lines = [quote(hit.passage, number, language) for number, hit in enumerate(told[:_MOST_QUOTED], start=1)]
    return Draft("\n\n".join(lines), answered=True, confidence=confidence, complete=True)


def _items(told: Sequence[Hit], language: Language) -> Iterator[str]:
    """What is named, where the check of citations will accept it by itself."""
    for number, hit in enumerate(told, start=1):
        support = Support({number: hit.passage})
        for start, end in hit.items:
            item = quotation(hit.passage.text[start - hit.passage.start : end - hit.passage.start], number, language)
            if support.of(item.rpartition(" ")[0], (number,)):
                yield item
