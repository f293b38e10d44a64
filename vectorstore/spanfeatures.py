"""Spans of a passage that may be a short answer, and what is known of each of them."""

import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from vectorstore import lexicon, wordkinds
from vectorstore.arabic import Word, iter_words, words
from vectorstore.questions import Question
from vectorstore.vocabulary import Matrix, Vocabulary
from vectorstore.wants import OF_A_PART
from vectorstore.wordkinds import KINDS, PROTOTYPES

MOST_WORDS = 10  # of a span that may begin and end anywhere in a clause …
MOST_CLAUSE_WORDS = 24  # … and of one that ends where a clause does
_REACHES = 2.0, 8.0  # words over which nearness falls to 1/e
_GAPS = ("none", "comma", "stop", "opening", "closing", "dash", "edge")
_MARKS = (
    ("stop", ".!?؟…؛;\n"),
    ("comma", "،,"),
    ("opening", '«“(["'),
    ("closing", "»”)]"),
    ("dash", "-–—:/"),
)
_NEVER_LAST = [KINDS.index(kind) for kind in ("preposition", "particle", "relative", "person", "copula", "pronoun")]
_OPENING = [KINDS.index(kind) for kind in ("verb", "copula", "speech", "reason", "particle", "relative", "pronoun")]
_ASKED = (
    r"^(?:و|ف|ب|ل)?كم\b|\bعدد\b|\bhow (?:many|much|long|old)\b|\bnumber\b",
    r"\bمتي\b|\bتاريخ\b|\bwhen\b|\bdate\b",
    r"\b(?:اي|باي) (?:عام|سنه)\b|\byear\b",
    r"\bاين\b|\bwhere\b",
    r"^(?:و|ف|ل|ب)?من\b|\bwho(?:m|se)?\b",
    r"^(?:ما|ماذا|وما|ماهي|ماهو)\b|\bwhat\b",
    r"\bاي\b|\bwhich\b",
    r"\bلماذا\b|\bسبب\b|\bwhy\b",
    r"\bكيف\b|\bhow\b",
    r"\bاسم\b|\bname\b",
    r"^(?:(?:ما|من) ?(?:هو|هي|هم|هما)|who (?:is|was)|what (?:is|are))\b",
)
_PATTERNS = tuple(re.compile(pattern) for pattern in _ASKED)
_COUNTED = tuple(KINDS.index(kind) for kind in KINDS[:-1])
_EDGE = KINDS.index("edge")


@dataclass(frozen=True, slots=True)
class Candidates:
    """Spans of a passage, as words ``first`` to ``last`` (exclusive) of ``words``, with a row of features each."""

    words: tuple[Word, ...]
    first: npt.NDArray[np.int_]
    last: npt.NDArray[np.int_]
    table: Matrix


@dataclass(frozen=True, slots=True)
class _Read:
    """What of a passage depends on no question; arrays run over the words, ``gaps`` also over the end."""

    words: tuple[Word, ...]
    first: npt.NDArray[np.int_]
    last: npt.NDArray[np.int_]
    clause: npt.NDArray[np.int_]
    vocabulary: Vocabulary  # each word as a passage of its own
    fixed: Matrix


def candidates(question: Question, text: str) -> Candidates:
    """The spans of a passage that may answer, in order, and their features for this question."""
    read = _read(text)
    if not len(read.first):
        return Candidates(read.words, read.first, read.last, np.zeros((0, 0)))
    asked = np.tile(_of_question(question), (len(read.first), 1))
    return Candidates(read.words, read.first, read.last, np.hstack([read.fixed, _to_question(question, read), asked]))


@lru_cache(maxsize=16)
def _read(text: str) -> _Read:
    found = tuple(iter_words(text))
    gaps = np.array([_GAPS.index(_gap(text, found, i)) for i in range(len(found) + 1)])
    kinds = np.array([*(wordkinds.kind_of(text[w.start : w.end]) for w in found), _EDGE])
    first, last = _spans(gaps, kinds)
    ends = np.isin(gaps[:-1], [1, 2, 5])
    clause = np.cumsum(ends, dtype=int)
    vocabulary = Vocabulary([(word.folded,) for word in found])
    return _Read(found, first, last, clause, vocabulary, _fixed(found, gaps, kinds, first, last))


def _gap(text: str, words: tuple[Word, ...], place: int) -> str:
    """What stands between a word and the one before."""
    if place in (0, len(words)):
        return "edge"
    between = text[words[place - 1].end : words[place].start]
    return next((name for name, marks in _MARKS if any(mark in between for mark in marks)), "none")


def _spans(gaps: npt.NDArray[np.int_], kinds: npt.NDArray[np.int_]) -> tuple[npt.NDArray[np.int_], ...]:
    """The first words and the ends of spans: none reaches over the end of a sentence or ends with half a phrase."""
    count = len(kinds) - 1
    first, last = np.meshgrid(np.arange(count), np.arange(1, count + 1), indexing="ij")
    length = last - first
    ends = (gaps == _GAPS.index("stop")) | ((gaps == _GAPS.index("comma")) & np.isin(kinds, _OPENING))
    stops = np.concatenate([[0], np.cumsum(ends)])  # before word i
    unbroken = stops[last] == stops[np.minimum(first + 1, count)]
    whole = ~np.isin(kinds[last - 1], _NEVER_LAST)
    clause = np.isin(gaps, [1, 2, 4, 6])
    short = (length > 0) & ((length <= MOST_WORDS) | ((length <= MOST_CLAUSE_WORDS) & clause[last]))
    begin, final = np.nonzero(short & unbroken & whole)
    return begin, final + 1


def _fixed(
    words: tuple[Word, ...],
    gaps: npt.NDArray[np.int_],
    kinds: npt.NDArray[np.int_],
    first: npt.NDArray[np.int_],
    last: npt.NDArray[np.int_],
) -> Matrix:
    if not len(first):
        return np.zeros((0, 0))
    length = (last - first)[:, None]
    one_kind, one_gap = np.eye(len(KINDS)), np.eye(len(_GAPS))
    around = np.concatenate([[_EDGE], kinds])  # word i stands at i + 1
    counted = _sums(one_kind[kinds[:-1]])
    marks = _sums(one_gap[gaps[1:]])  # marks within: after its words but for the last
    alike = np.array([wordkinds.likeness(w.folded) for w in words])
    rare = np.array([wordkinds.rarity(w.folded) for w in words])
    counts = counted[last] - counted[first]
    return np.hstack(
        [
            one_kind[kinds[first]],
            one_kind[kinds[last - 1]],
            one_kind[around[first]],
            one_kind[kinds[last]],
            one_gap[gaps[first]],
            one_gap[gaps[last]],
            np.minimum(marks[last - 1] - marks[first], 2.0),
            np.eye(9)[np.searchsorted([1, 2, 3, 4, 5, 7, 10, 15], length[:, 0])],
            np.log(length),
            counts / length,
            np.minimum(counts, 1.0),
            (_sums(alike)[last] - _sums(alike)[first]) / length,
            alike[first],
            alike[last - 1],
            (_sums(rare[:, None])[last] - _sums(rare[:, None])[first]) / length,
            rare[first][:, None],
            rare[last - 1][:, None],
            first[:, None] / len(words),
        ]
    )


def _sums(values: Matrix) -> Matrix:
    """The sums of the rows before each row, and of all."""
    return np.vstack([np.zeros((1, values.shape[1])), np.cumsum(values, axis=0)])


def _to_question(question: Question, read: _Read) -> Matrix:
    """How each span stands to the words of the question."""
    first, last = read.first, read.last
    count = len(read.words)
    if not question.terms:
        return np.zeros((len(first), 16 + 4 * len(_REACHES)))
    said = read.vocabulary.best(read.vocabulary.said(question.terms))
    near = read.vocabulary.best(np.maximum(read.vocabulary.cosines(question.terms), 0.0))
    weights = np.array([term.weight for term in question.terms])
    weights = weights / (weights.sum() or 1.0)
    length = last - first
    own = said.max(axis=0)
    asked = np.maximum(near[0], said[0])
    also = near[:2].max(axis=0)
    padded = np.concatenate([[0.0], own, [0.0]])
    beside = np.concatenate([[0.0], asked, [0.0]])
    columns = [
        _mean(own, first, last),
        padded[first + 1],
        padded[last],
        padded[first],
        padded[last + 1],
        _mean(asked, first, last),
        asked[first],
        asked[last - 1],
        beside[first],
        beside[last + 1],
        _mean(also, first, last),
        _mean(near.max(axis=0), first, last),
    ]
    for reach in _REACHES:
        left, right = _nearness(said, reach)
        columns += [
            weights @ np.maximum(left[:, first], right[:, last]),
            weights @ left[:, first],
            weights @ right[:, last],
            np.maximum(left[0, first], right[0, last]),
        ]
    held = np.array([weights @ said[:, read.clause == c].max(axis=1) for c in range(read.clause.max() + 1)])
    outside = np.maximum(_before(said)[:, first], _after(said)[:, last])
    columns += [
        held[read.clause[first]],
        held[read.clause[first]] / (held.max() or 1.0),
        weights @ outside,
        np.minimum(length, count) / count,
    ]
    return np.column_stack(columns)


def _mean(values: Matrix, first: npt.NDArray[np.int_], last: npt.NDArray[np.int_]) -> Matrix:
    sums = np.concatenate([[0.0], np.cumsum(values)])
    return np.asarray((sums[last] - sums[first]) / (last - first))


def _before(said: Matrix) -> Matrix:
    """The best value of each term before each word, and before the end."""
    return np.hstack([np.zeros((len(said), 1)), np.maximum.accumulate(said, axis=1)])


def _after(said: Matrix) -> Matrix:
    """The best value of each term from each word on, and from the end."""
    return np.hstack([np.maximum.accumulate(said[:, ::-1], axis=1)[:, ::-1], np.zeros((len(said), 1))])


def _nearness(said: Matrix, reach: float) -> tuple[Matrix, Matrix]:
    """How near before, and how near after, each gap between words a term is said."""
    count = said.shape[1]
    places = np.arange(count)
    fading = np.exp(-np.abs(np.arange(count + 1)[:, None] - places - 0.5) / reach)  # shape (gaps, words)
    behind = places < np.arange(count + 1)[:, None]
    left = (said[:, None, :] * (fading * behind)).max(axis=2)
    right = (said[:, None, :] * (fading * ~behind)).max(axis=2)
    return left, right


def _of_question(question: Question) -> Matrix:
    """What is asked, the same for each span."""
    folded = " ".join(lexicon.standard(words(question.text)) if question.arabic else words(question.text))
    wants = [float(question.want is want) for want in OF_A_PART]
    asked = [float(bool(pattern.search(folded))) for pattern in _PATTERNS]
    heads = [wordkinds.likeness(term.word) for term in question.terms[:2]]
    alike = np.max(heads, axis=0) if heads else np.zeros(len(PROTOTYPES))
    return np.array([*wants, *asked, *alike, min(len(question.terms), 8) / 8])
