"""From a question to ranked hits: candidates from Chroma, read by the reader, ordered by what both say."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

from vectorstore.analysis.question import WHOLE_ARTICLE, Want, analyse
from vectorstore.article import Article
from vectorstore.hit import Hit, ShortAnswer
from vectorstore.indexing.store import Candidate, Index
from vectorstore.language.arabic import stem, words
from vectorstore.overviews.overview import overview
from vectorstore.passages import Passage
from vectorstore.reader.article_reader import MOST_LISTED_FROM, ArticleReader, Reading, agreement, fitted_to
from vectorstore.reader.model import Model
from vectorstore.retrieving.confidence import UNREAD, Seen, Weights, chance_of, order_of, rivals
from vectorstore.retrieving.credits import CreditLines
from vectorstore.retrieving.reranking import Reranker

__all__ = ["Found", "Hit", "Retriever"]

_RRF = 60  # Cormack, Clarke and Buettcher, "Reciprocal Rank Fusion" (SIGIR 2009)
# What each ranking counts: of the calibration questions 90 % have the answer among the first six passages so, 77 % with
# equal weights, 88 % by the embedding alone.
_LEXICAL, _SEMANTIC = 1.0, 4.0
_NEIGHBOUR = 0.5  # what being beside a passage counts that the turn before cited
_RERANKED = 16  # candidates of each index that a reranker is given
_FEWEST = 0.05  # least chance at which words are given as an answer


@dataclass(frozen=True, slots=True)
class Found:
    """The passages that were found for a question, with what is known of each, and what the reader found in them."""

    passages: tuple[Passage, ...]
    seen: tuple[Seen, ...]
    reading: Reading


class Retriever:
    """Finds the passages of one article that may answer a question.

    One index is of the lexical embedding, one of a semantic one, whose ranking a ``reranker`` makes anew. Nothing is
    kept between questions.
    """

    def __init__(
        self,
        article: Article,
        passages: Sequence[Passage],
        indexes: Sequence[Index],
        model: Model,
        *,
        candidates: int,
        reranker: Reranker | None = None,
    ) -> None:
        """Ask each of the two ``indexes`` for this many ``candidates`` a question, the lexical one first."""
        self._reranker = reranker
        self._article = article
        self._passages = passages
        self._lexical, self._semantic = indexes
        self._reader = ArticleReader(model, article.text, passages)
        self._candidates = candidates
        self._weights = Weights.shipped()
        self._credits = CreditLines(article, passages)

    @cached_property
    def said(self) -> frozenset[str]:
        """The stems of all the article's words."""
        return frozenset(stem(word) for word in words(self._article.text))

    def search(self, question: str, *, context: str = "", focus: Collection[int] = ()) -> tuple[Hit, ...]:
        """The hits of a question, best first.

        ``context`` holds earlier questions that the question leans on, ``focus`` the offsets at which the passages
        start that the turn before cited.
        """
        credited = self._credits.hits(question)
        if credited is not None:
            return credited
        want = analyse(question).want
        if want in WHOLE_ARTICLE:
            items = self._reader.items(question) if want is Want.LIST else ()
            if items or want is not Want.LIST:
                return tuple(overview(want, self._article, self._passages[:MOST_LISTED_FROM], items))
        return self._judged(self.find(question, context=context, focus=focus))

    def find(self, question: str, *, context: str = "", focus: Collection[int] = ()) -> Found:
        """What the indexes and the reader say, not yet ordered."""
        text = f"{context} {question}".lstrip()
        lexical = self._lexical.nearest(" ".join(analyse(text).terms) or text, self._candidates)
        semantic = self._reranked(text, lexical, self._semantic.nearest(text, self._candidates))
        near = self._near(focus)
        passages = _fused(lexical, semantic, near)
        reading = self._reader.read(question, [p.order for p in passages], context=context)
        known = {passage.order for passage in passages}
        passages += [self._passages[order] for order in reading.spans if order not in known]  # beside candidates
        seen = _seen(passages, lexical, semantic, reading, near)
        return Found(tuple(passages), tuple(seen), reading)

    def _reranked(
        self, question: str, lexical: Sequence[Candidate], semantic: Sequence[Candidate]
    ) -> Sequence[Candidate]:
        """The first candidates of both in the reranker's order."""
        if self._reranker is None:
            return semantic
        first = {c.passage.order: c for c in (*lexical[:_RERANKED], *semantic[:_RERANKED])}
        scores = self._reranker.scores(question, [c.passage.text for c in first.values()])
        ordered = sorted(zip(scores, first.values(), strict=True), key=lambda pair: -pair[0])
        return [candidate for _, candidate in ordered]

    def _near(self, focus: Collection[int]) -> dict[int, float]:
        """How much each passage, by its order, is what the turn before cited."""
        near: dict[int, float] = {}
        for passage in self._passages if focus else ():
            if passage.start in focus:
                for step in (-1, 1):
                    near.setdefault(passage.order + step, _NEIGHBOUR)
                near[passage.order] = 1.0
        return near

    def _judged(self, found: Found) -> tuple[Hit, ...]:
        hits = []
        for passage, seen, rival in zip(found.passages, found.seen, rivals(found.seen), strict=True):
            chance = chance_of(seen, rival, self._weights)
            answer = self._answer(passage, found.reading) if chance >= _FEWEST else None
            hits.append(Hit(passage, order_of(seen, self._weights), chance, answer))
        return tuple(sorted(hits, key=lambda hit: -hit.similarity))

    def _answer(self, passage: Passage, reading: Reading) -> ShortAnswer | None:
        if passage.order not in reading.spans:
            return None
        best = reading.spans[passage.order][0]
        fit = fitted_to(passage, best)
        return ShortAnswer(fit.start, fit.end, agreement(best, reading))


def _fused(lexical: Sequence[Candidate], semantic: Sequence[Candidate], near: dict[int, float]) -> list[Passage]:
    """The candidates of both by weighted reciprocal rank; what the turn before cited gains as much as a first place."""
    passages: dict[int, Passage] = {}
    gains: dict[int, float] = {}
    for weight, candidates in ((_LEXICAL, lexical), (_SEMANTIC, semantic)):
        for number, candidate in enumerate(candidates, 1):
            order = candidate.passage.order
            passages[order] = candidate.passage
            before = gains.get(order, _SEMANTIC * near.get(order, 0.0) / (_RRF + 1))
            gains[order] = before + weight / (_RRF + number)
    return sorted(passages.values(), key=lambda passage: (-gains[passage.order], passage.order))


def _seen(
    passages: Sequence[Passage],
    lexical: Sequence[Candidate],
    semantic: Sequence[Candidate],
    reading: Reading,
    near: dict[int, float],
) -> list[Seen]:
    ranks = [{c.passage.order: number for number, c in enumerate(each, 1)} for each in (lexical, semantic)]
    return [
        Seen(
            margin=reading.spans[p.order][0].margin if p.order in reading.spans else UNREAD,
            lexical_rank=ranks[0].get(p.order, 0),
            semantic_rank=ranks[1].get(p.order, 0),
            focus=near.get(p.order, 0.0),
        )
        for p in passages
    ]
