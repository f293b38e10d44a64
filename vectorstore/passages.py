"""Cut an article into passages: verbatim spans, short enough to quote, that read on their own."""

import hashlib
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from vectorstore.article import Article, Paragraph
from vectorstore.language.arabic import fold_word

FEWEST_WORDS = 12  # a passage under this is too little to stand alone
MOST_WORDS = 40  # a passage over this is too much to quote
VERSION = 1  # raise it when the cutting changes: an index built from other passages is stale

_TOKEN = re.compile(r"\S+")
_SENTENCE_END = re.compile(r"[.!?؟…۔][\"'»”’)\]]*$")
_ABBREVIATION = re.compile(r"^[\"'«“(\[]*(?:[^\W\d_]|[A-Za-z]\.[A-Za-z]|[Dd]r|[Mm]rs?|[Ss]t|[Nn]o|[Vv]s)\.$")
_CLAUSE_END = re.compile(r"[،,؛;:][\"'»”’)\]]*$")
_OPENERS, _CLOSERS = "«“([", "»”)]"
_LEADING, _TRAILING = "\"'«“([-–—", "،,؛;:.»”)\"'"
_ANYWHERE = 9.0  # the cost of a cut where no clause ends
_RUN_ON = 5.0  # … and where one begins without a comma

# Words that open a clause which can stand on its own (folded). After a comma they are the best place to cut.
_CONNECTIVES = frozenset(
    "حيث كما مما وذلك بينما لكن ولكن فيما اذ بيد الا وهو وهي وهم وقد فقد وكان وكانت كان كانت وليس وكذلك وايضا "
    "مشيرا مشيره موكدا موكده موضحا موضحه مضيفا مضيفه لافتا لافته مبينا مبينه معتبرا معتبره وقال وقالت قال وذكر "
    "بعدما عندما حينما لان وان بسبب نتيجه بالاضافه فضلا علما اما واما بل ثم فان ومن وفي وعلي ولم ولا وسوف وسط "
    "ويجدر يذكر ويذكر جدير والجدير وبحسب بحسب ووفقا وفقا وعن واذا غير رغم بالرغم وبالرغم "
    "but while because which although though however since whereas after before when where who and as with".split()
)
# Words that go on with the clause before: a cut in front of them leaves half a thought.
_CONTINUING = frozenset(
    "الي علي عن من في مع ب ل ان انه انها التي الذي الذين اللذين والتي والذي او ام بن ابن to of in on".split()
)
_VERB = re.compile(r"^(?:و|ف)?(?:س)?[يتن][^\W\d_]{3,}$")
_CONJOINED_NOUN = re.compile(r"^و(?:ال|لل|بال)")
_REPORTING = frozenset(
    "اعلن اعلنت اكد اكدت اوضح اوضحت اضاف اضافت اشار اشارت قال قالت ذكر ذكرت افاد افادت صرح صرحت كشف كشفت شدد شددت "
    "بين بينت اعتبر اعتبرت نفي نفت طالب طالبت دعا دعت راي رات توقع توقعت حذر حذرت جدد جددت تابع تابعت لفت لفتت "
    "ارتبط".split()
)


@dataclass(frozen=True, slots=True)
class Passage:
    """A verbatim span of an article: ``article.text[start:end] == text``.

    ``id`` is content-derived (start and text), so indexing twice changes nothing; ``order`` counts the article's
    passages from 0, ``paragraph`` its paragraphs.
    """

    id: str
    text: str
    start: int  # offset in code points
    end: int  # exclusive
    order: int
    paragraph: int
    heading: str | None


def split(article: Article, *, fewest_words: int = FEWEST_WORDS, most_words: int = MOST_WORDS) -> tuple[Passage, ...]:
    """The passages of an article, in order, without overlap; every word of every paragraph is in exactly one.

    Sentences end a passage; a long sentence is cut where a clause ends, never willingly between a noun and its
    apposition or within quotation marks and brackets. Lengths are aims, in words, not limits: a sentence of three words
    that is a paragraph of its own is a passage, and a long quotation stays whole up to twice ``most_words``.
    """
    spans = (
        (number, start, end)
        for number, paragraph in enumerate(article.paragraphs)
        for start, end in _cut(article.text, paragraph, fewest_words, most_words)
    )
    return tuple(_passage(article, order, *span) for order, span in enumerate(spans))


def make_id(start: int, text: str) -> str:
    """Twelve hexadecimal digits of the SHA-256 of start and text (a repeated paragraph has its own id)."""
    return hashlib.sha256(f"{start}\n{text}".encode()).hexdigest()[:12]


def _passage(article: Article, order: int, number: int, start: int, end: int) -> Passage:
    text = article.text[start:end]
    return Passage(make_id(start, text), text, start, end, order, number, article.paragraphs[number].heading)


def _cut(text: str, paragraph: Paragraph, fewest: int, most: int) -> Iterator[tuple[int, int]]:
    """Spans of one paragraph whose total cost is least (dynamic programming over the gaps between words)."""
    tokens = [m.span() for m in _TOKEN.finditer(text, paragraph.start, paragraph.end)]
    if not tokens:
        return
    gaps = _gap_costs([text[start:end] for start, end in tokens])
    for first, last in pairwise(_best_cuts(gaps, fewest, most)):
        yield tokens[first][0], tokens[last - 1][1]


def _best_cuts(gaps: list[float], fewest: int, most: int) -> list[int]:
    """Word positions of the cheapest cuts, 0 and the number of words included; ``gaps[i]`` is a cut before word i."""
    places = _places(gaps, most)
    best = [0.0] + [math.inf] * (len(places) - 1)
    back = [0] * len(places)
    for i in range(1, len(places)):
        gap = gaps[places[i]] if places[i] < len(gaps) else 0.0
        for j in range(i - 1, -1, -1):
            length = places[i] - places[j]
            if length > 3 * most and j < i - 1:
                break
            cost = best[j] + _length_cost(length, fewest, most) + gap
            if cost < best[i]:
                best[i], back[i] = cost, j
    cuts = [len(places) - 1]
    while cuts[-1]:
        cuts.append(back[cuts[-1]])
    return [places[i] for i in reversed(cuts)]


def _places(gaps: list[float], most: int) -> list[int]:
    """Where a cut is considered: where a clause may end, and anywhere in a stretch that has no such place for long."""
    natural = [0, *(i for i, cost in enumerate(gaps) if i and cost < _ANYWHERE), len(gaps)]
    places = [0]
    for first, last in pairwise(natural):
        places += range(first + 1, last) if last - first > 2 * most else ()
        places.append(last)
    return places


def _length_cost(length: int, fewest: int, most: int) -> float:
    if length < fewest:
        return 1.0 + 0.25 * (fewest - length)
    if length > most:
        return 1.0 + 0.25 * (length - most)
    return 1.0 + 0.02 * abs(length - (fewest + most) / 2)


def _gap_costs(tokens: list[str]) -> list[float]:
    """The cost of a cut before each word: negative is welcome, above 4 only where nothing else is left."""
    costs = [0.0]
    depth, quoted = 0, False
    for before, after in pairwise(tokens):
        if not before.isalnum():  # only then can there be a mark in it
            depth = max(0, depth + sum(before.count(c) for c in _OPENERS) - sum(before.count(c) for c in _CLOSERS))
            quoted ^= before.count('"') % 2 == 1
        costs.append(_gap_cost(before, after) + (3.0 if depth or quoted else 0.0))
    return costs


def _gap_cost(before: str, after: str) -> float:
    if before[-1].isalnum():  # the usual case, kept quick
        return _RUN_ON if _bare(after) in _CONNECTIVES and len(_bare(after)) > 2 else _ANYWHERE
    if _SENTENCE_END.search(before) and not _ABBREVIATION.match(before):
        return -3.0
    if not _CLAUSE_END.search(before):
        return _ANYWHERE
    if before.endswith(("؛", ";")):
        return -1.0
    return _clause_cost(_bare(after))


def _clause_cost(word: str) -> float:
    """The cost of a cut between a comma and a word."""
    if word in _CONTINUING:
        return 6.0
    conjoined = word.startswith("و")
    if word in _CONNECTIVES or (conjoined and (word[1:] in _REPORTING or _VERB.match(word))):
        return -0.5
    if _CONJOINED_NOUN.match(word):
        return 2.5  # a list goes on
    if word in _REPORTING or _VERB.match(word):
        return 2.0  # «وفي سبتمبر الماضي، أعلن …»: the comma stands between an adverbial and its verb
    return 1.5 if conjoined else 4.0  # a bare noun after a comma is an apposition


@lru_cache(maxsize=65_536)
def _bare(token: str) -> str:
    """The folded word in a token, without the marks around it."""
    return fold_word(token.strip(_LEADING).rstrip(_TRAILING))
