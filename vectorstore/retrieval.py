"""From a question to ranked hits: candidates from Chroma, ranked by what they say, and two rankings fused."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from vectorstore.article import Article
from vectorstore.index import Candidate, Index
from vectorstore.overview import overview
from vectorstore.passages import Passage
from vectorstore.questions import WHOLE_ARTICLE, Question, analyse
from vectorstore.ranking import Hit, rank

__all__ = ["Hit", "Retriever"]

_RRF = 60  # Cormack, Clarke and Buettcher, "Reciprocal Rank Fusion" (SIGIR 2009)
_FOCUS_LIKELY = 0.25  # how much of the doubt it takes that the passage cited before answers a follow-up too
_FOCUS = 0.6  # what a passage gains that the turn before cited; its neighbours gain half
_STANDS_OUT = 2.0  # deviations above the mean at which a semantic similarity alone makes a passage a likely answer


class Retriever:
    """Finds the passages of one article that may answer a question.

    The first index is the built-in embedding's; a second one, of a semantic embedding, adds candidates and a ranking of
    its own. Nothing is kept between questions.
    """

    def __init__(self, article: Article, indexes: Sequence[Index], *, candidates: int) -> None:
        """Ask each of ``indexes`` for this many ``candidates`` a question."""
        self._article = article
        self._lexical, *self._semantic = indexes
        self._candidates = candidates

    def search(
        self, question: str, *, context: str = "", focus: Collection[int] = (), beside: str = ""
    ) -> tuple[Hit, ...]:
        """The hits of a question, best first.

        ``context`` holds the words of earlier turns that the question leans on, ``focus`` the offsets at which the
        passages start that the turn before cited. ``beside`` holds the words of what is asked along with the question:
        they help to choose, and say nothing about whether the article answers.
        """
        analysed = analyse(question, context=context)
        if analysed.want in WHOLE_ARTICLE:
            return tuple(overview(analysed.want, self._article, self._first_passages()))
        if not beside:
            return tuple(self._ranked(analysed, f"{question} {context}", focus))
        together = f"{context} {beside}".lstrip()
        hits = self._ranked(analyse(question, context=together), f"{question} {together}", focus)
        return tuple(_judged(hits, self._ranked(analysed, f"{question} {context}", focus)))

    def _first_passages(self) -> list[Passage]:
        found = self._lexical.at(range(min(self._candidates, self._lexical.passages)))
        return sorted(found, key=lambda passage: passage.order)

    def _ranked(self, question: Question, text: str, focus: Collection[int]) -> list[Hit]:
        lexical = self._lexical.nearest(text, self._candidates)
        semantic = [candidate for index in self._semantic for candidate in index.nearest(text, self._candidates)]
        hits = _focused(rank(question, _united(lexical, semantic)), focus)
        return _fused(hits, semantic) if semantic else hits


def _united(lexical: Sequence[Candidate], semantic: Sequence[Candidate]) -> list[Candidate]:
    """Candidates of both, those that only the semantic index found with no lexical similarity."""
    known = {c.passage.id for c in lexical}
    return [*lexical, *(replace(c, similarity=0.0) for c in semantic if c.passage.id not in known)]


def _focused(hits: list[Hit], focus: Collection[int]) -> list[Hit]:
    if not focus:
        return hits
    cited = {hit.passage.order for hit in hits if hit.passage.start in focus}
    near = {order + step for order in cited for step in (-1, 1)}

    def gain(hit: Hit) -> float:
        return _FOCUS if hit.passage.order in cited else _FOCUS / 2 if hit.passage.order in near else 0.0

    def likely(hit: Hit) -> float:
        doubt = 1 - hit.confidence
        return 1 - doubt * (1 - _FOCUS_LIKELY) if hit.passage.order in cited else hit.confidence

    moved = [replace(hit, similarity=hit.similarity + gain(hit), confidence=likely(hit)) for hit in hits]
    return sorted(moved, key=lambda hit: -hit.similarity)


def _judged(hits: Sequence[Hit], alone: Sequence[Hit]) -> list[Hit]:
    """Hits with the confidence that they have by the question alone, or none."""
    confidences = {hit.passage.id: hit.confidence for hit in alone}
    return [replace(hit, confidence=confidences.get(hit.passage.id, 0.0)) for hit in hits]


def _fused(hits: Sequence[Hit], semantic: Sequence[Candidate]) -> list[Hit]:
    """Both rankings by reciprocal rank; the confidence is that either of them is right."""
    ranks = {c.passage.id: number for number, c in enumerate(semantic, 1)}
    likely = _standing_out(semantic)
    fused = []
    for number, hit in enumerate(hits, 1):
        other = ranks.get(hit.passage.id)
        similarity = 1 / (_RRF + number) + (1 / (_RRF + other) if other else 0.0)
        confidence = 1 - (1 - hit.confidence) * (1 - likely.get(hit.passage.id, 0.0))
        fused.append(Hit(hit.passage, similarity, confidence))
    return sorted(fused, key=lambda hit: -hit.similarity)


def _standing_out(semantic: Sequence[Candidate]) -> dict[str, float]:
    """How likely each candidate answers by its semantic similarity: models differ in scale, so against the others'."""
    values = [c.similarity for c in semantic]
    mean = sum(values) / len(values)
    deviation = (sum((v - mean) ** 2 for v in values) / len(values)) ** 0.5
    if not deviation:
        return {}
    return {c.passage.id: min(0.5, max(0.0, (c.similarity - mean) / deviation / _STANDS_OUT / 2)) for c in semantic}
