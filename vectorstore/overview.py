"""Questions about the article as a whole: its title, its gist, and who, when and where it mentions."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from vectorstore import evidence
from vectorstore.article import Article
from vectorstore.hit import Hit
from vectorstore.mentions import Mention, distinct, mentions
from vectorstore.passages import Passage, make_id
from vectorstore.summary import by_gist, clauses_of, summary, title_of, topic
from vectorstore.vocabulary import stems
from vectorstore.wants import KINDS_OF, Want

_SURE = 0.95  # an article always has a gist; a title, where one was found
_DOUBTFUL = 0.3  # where there are only signs of what is wanted, and nothing is recognised
_BESIDE = 0.1  # what is given beside the answer, for a reader that writes, and is not to be quoted
_MOST_LISTED = 8  # passages that a list is taken from
_FEWEST_LETTERS = 3  # of a name by which someone is known: not «بن»


def overview(want: Want, article: Article, passages: Sequence[Passage]) -> list[Hit]:
    """Hits for a question about the whole article; ``passages`` are the article's, in its order.

    Those to be quoted come first, in the order in which to quote them; others follow with a far lower confidence. A hit
    may be a part of a passage, or the title, which is no passage of an index.
    """
    if not passages:
        return []
    told = [_numbered(passage, passages) for passage in _told(want, article, passages)]
    if not told:
        return _signs(want, passages)
    given = {passage.id for passage in told}
    beside = [passage for passage in by_gist(passages) if passage.id not in given]
    return [*(Hit(p, 1.0, _SURE) for p in told), *(Hit(p, 0.0, _BESIDE) for p in beside)]


def _told(want: Want, article: Article, passages: Sequence[Passage]) -> list[Passage]:
    if want is Want.SUMMARY:
        return summary(article)
    if want is Want.TOPIC:
        return topic(article)
    if want is Want.TITLE:
        title = title_of(article)
        return [title] if title else topic(article)
    if want in (Want.MOMENT, Want.SCENE):
        return _first_named(want, article, passages)
    listed = _listed(want, article, passages)
    return listed[:1] if want is Want.CHARACTER else listed


def _first_named(want: Want, article: Article, passages: Sequence[Passage]) -> list[Passage]:
    """Where one is named first: news says when and where in its first sentences."""
    named = ((passage, mentions(want, passage.text)) for passage in passages)
    return [_narrowed(article, passage, found) for passage, found in named if found][:1]


def _numbered(told: Passage, passages: Sequence[Passage]) -> Passage:
    """A part of a passage with that one's number; the title, and a part of none of these, has -1."""
    whole = next((p.order for p in passages if p.start <= told.start < p.end), -1)
    return replace(told, order=whole)


def _listed(want: Want, article: Article, passages: Sequence[Passage]) -> list[Passage]:
    """Where the things wanted are named first, those that name most.

    They come in the article's order, but dates with numbers before others, and people by how often they are named.
    """
    named = [(p, own) for p, own in zip(passages, distinct(want, [p.text for p in passages]), strict=True) if own]
    most = sorted(named, key=lambda pair: -len(pair[1]))[:_MOST_LISTED]
    most.sort(key=lambda pair: pair[0].order)
    if want is Want.TIMES:
        most.sort(key=lambda pair: not any(map(_has_digit, pair[1])))
    if want in (Want.PEOPLE, Want.CHARACTER):
        said = Counter(stem for passage in passages for stem in stems(passage.text) if len(stem) >= _FEWEST_LETTERS)
        most.sort(key=lambda pair: -max(said[stem] for mention in pair[1] for stem in mention.key))
    return [_narrowed(article, passage, own) for passage, own in most]


def _has_digit(mention: Mention) -> bool:
    return any(character.isdigit() for stem in mention.key for character in stem)


def _narrowed(article: Article, passage: Passage, own: Sequence[Mention]) -> Passage:
    """The clauses of a passage that hold its mentions."""
    first, last = passage.start + own[0].start, passage.start + max(mention.end for mention in own)
    within = [c for c in clauses_of(article) if c.start < last and first < c.end]
    start = max(passage.start, min((c.start for c in within), default=passage.start))
    end = min(passage.end, max((c.end for c in within), default=passage.end))
    if (start, end) == (passage.start, passage.end):
        return passage
    text = article.text[start:end]
    return replace(passage, id=make_id(start, text), text=text, start=start, end=end)


def _signs(want: Want, passages: Sequence[Passage]) -> list[Hit]:
    """Passages by how many different signs they have of what is wanted; only the first may be an answer."""
    kind = KINDS_OF.get(want, want)
    counts = {passage.id: float(evidence.count(kind, passage.text)) for passage in passages}
    first, *others = sorted(passages, key=lambda p: (-counts[p.id], p.order))
    doubtful = _DOUBTFUL if counts[first.id] else 0.0
    return [Hit(first, counts[first.id], doubtful), *(Hit(p, counts[p.id], 0.0) for p in others)]
