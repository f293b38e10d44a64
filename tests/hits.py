"""Hits made of given texts, for tests that need no index."""

from vectorstore.passages import Passage, make_id
from vectorstore.retrieving.retriever import Hit


def hits_of(*texts: str, heading: str | None = None, paragraphs: tuple[int, ...] = ()) -> tuple[Hit, ...]:
    """Hits of passages that follow one another, each a paragraph of its own unless ``paragraphs`` numbers them."""
    hits, start = [], 0
    for order, text in enumerate(texts):
        paragraph = paragraphs[order] if paragraphs else order
        passage = Passage(make_id(start, text), text, start, start + len(text), order, paragraph, heading)
        hits.append(Hit(passage=passage, similarity=1 / (order + 1), confidence=0.9))
        start += len(text) + 1
    return tuple(hits)
