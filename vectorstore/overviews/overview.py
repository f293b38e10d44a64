"""Questions about the article as a whole: its title, its gist, and lists of what it names."""

from collections.abc import Sequence
from dataclasses import replace

from vectorstore.analysis.wants import Want
from vectorstore.article import Article
from vectorstore.hit import Hit
from vectorstore.language.arabic import stem, words
from vectorstore.overviews.summary import by_gist, clauses_of, summary, title_of, topic
from vectorstore.passages import Passage, make_id
from vectorstore.reader.spans import Span

_SURE = 0.95  # an article always has a gist; a title, where one was found
_BESIDE = 0.1  # what is given beside the answer, for a reader that writes, and is not to be quoted


def overview(want: Want, article: Article, passages: Sequence[Passage], items: Sequence[Span] = ()) -> list[Hit]:
    """Hits for a question about the whole article; ``passages`` are the article's, in its order.

    Those to be quoted come first, in the order in which to quote them; others follow with a far lower confidence. A hit
    may be a part of a passage, or the title, which is no passage of an index. Of a list the hits have the ``items``,
    each thing once.
    """
    if not passages:
        return []
    told = _listed(article, passages, items) if want is Want.LIST else _told(want, article)
    hits = [replace(hit, passage=_numbered(hit.passage, passages)) for hit in told]
    given = {hit.passage.id for hit in hits}
    return [*hits, *(Hit(p, 0.0, _BESIDE) for p in by_gist(passages) if p.id not in given)]


def _told(want: Want, article: Article) -> list[Hit]:
    title = title_of(article) if want is Want.TITLE else None
    told = [title] if title else summary(article) if want is Want.SUMMARY else topic(article)
    return [Hit(passage, 1.0, _SURE) for passage in told]


def _numbered(told: Passage, passages: Sequence[Passage]) -> Passage:
    """A part of a passage with that one's number; the title, and a part of none of these, has -1."""
    whole = next((p.order for p in passages if p.start <= told.start < p.end), -1)
    return replace(told, order=whole)


def _listed(article: Article, passages: Sequence[Passage], items: Sequence[Span]) -> list[Hit]:
    """The parts of passages that name something for the first time."""
    new = _distinct(article, items)
    hits = []
    for passage in passages:
        own = tuple((item.start, item.end) for item in new if passage.start <= item.start < passage.end)
        if own:
            hits.append(Hit(_narrowed(article, passage, own), 1.0, _SURE, items=own))
    return hits


def _distinct(article: Article, items: Sequence[Span]) -> list[Span]:
    """Each thing where it is named in full: no words of which another item has all."""
    named = [frozenset(map(stem, words(article.text[item.start : item.end]))) for item in items]
    return [
        item
        for place, (item, name) in enumerate(zip(items, named, strict=True))
        if name and not any(name < other or (name == other and i < place) for i, other in enumerate(named))
    ]


def _narrowed(article: Article, passage: Passage, own: Sequence[tuple[int, int]]) -> Passage:
    """The clauses of a passage that hold its items."""
    first, last = own[0][0], max(end for _, end in own)
    within = [clause for clause in clauses_of(article) if clause.start < last and first < clause.end]
    start = max(passage.start, min((clause.start for clause in within), default=passage.start))
    end = min(passage.end, max((clause.end for clause in within), default=passage.end))
    if (start, end) == (passage.start, passage.end):
        return passage
    text = article.text[start:end]
    return replace(passage, id=make_id(start, text), text=text, start=start, end=end)
