"""Questions about the article as a whole: its title, its gist, and who, when and where it mentions."""

from collections import Counter
from collections.abc import Sequence

from vectorstore import evidence
from vectorstore.article import Article
from vectorstore.idf import IdfTable
from vectorstore.passages import Passage, make_id
from vectorstore.questions import Want
from vectorstore.ranking import Hit
from vectorstore.vocabulary import stems

_SURE = 0.95  # an article always has a gist; a title, where one was found
_LEAD_BONUS = 0.5  # news puts the gist first


def overview(want: Want, article: Article, passages: Sequence[Passage]) -> list[Hit]:
    """Hits for a question about the whole article, the most telling first; ``passages`` in the article's order."""
    if want is Want.TITLE and article.headings:
        return [Hit(_title(article), 1.0, _SURE), *_gist(passages)]
    if want in (Want.TITLE, Want.SUMMARY):
        return _gist(passages)
    return _mentions(want, passages)


def _title(article: Article) -> Passage:
    """The title as something to cite, though it is no passage of the index."""
    title = min(article.headings, key=lambda heading: (heading.level, heading.start))
    text = article.text[title.start : title.end]
    following = sum(paragraph.start < title.start for paragraph in article.paragraphs)
    return Passage(make_id(title.start, text), text, title.start, title.end, -1, following, None)


def _gist(passages: Sequence[Passage]) -> list[Hit]:
    """Passages by how much they say of what the article keeps saying, one a paragraph first, the lead before all.

    The weight of a word is its count in the article times its rarity, as in SumBasic (Nenkova and Vanderwende 2005)
    with the IDF of news added; a passage has the mean weight of its words.
    """
    if not passages:
        return []
    counts = Counter(s for p in passages for s in set(stems(p.text)))
    idf = IdfTable.shipped()

    def value(passage: Passage) -> float:
        said = set(stems(passage.text))
        return sum(idf("=" + s) * (counts[s] - 1) for s in said) / (len(said) or 1)

    most = max(value(p) for p in passages) or 1.0
    values = {p.id: value(p) / most + (_LEAD_BONUS if p.order == 0 else 0.0) for p in passages}
    ranked = sorted(passages, key=lambda p: (-values[p.id], p.order))
    first_of_paragraph = {p.paragraph: p.id for p in reversed(ranked)}
    ranked.sort(key=lambda p: first_of_paragraph[p.paragraph] != p.id)
    return [Hit(p, values[p.id], _SURE) for p in ranked]


def _mentions(want: Want, passages: Sequence[Passage]) -> list[Hit]:
    """Passages by how many different things of this kind they mention."""
    hits = [Hit(p, float(evidence.count(want, p.text)), _SURE) for p in passages]
    named = [hit for hit in hits if hit.similarity] or [Hit(h.passage, 0.0, 0.0) for h in hits]
    return sorted(named, key=lambda hit: (-hit.similarity, hit.passage.order))
