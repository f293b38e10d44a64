"""How well passages say a question's terms: features for ranking, worked out on the candidates of one question alone."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from vectorstore import evidence
from vectorstore.arabic import ngrams, skeleton, stem, words
from vectorstore.index import Candidate
from vectorstore.names import sounds
from vectorstore.questions import Question, Term, Want
from vectorstore.wordvectors import WordVectors

Matrix = npt.NDArray[np.float64]  # shape (terms, passages) or (passages, features)

FEATURES = (
    "stems",  # share of the terms' weight that the passage says, by stem
    "words",  # … by exact folded word
    "soft",  # … by the best of stem, synonym, root, likeness of spelling
    "soft_local",  # … weighted by rarity among the candidates instead of in the language
    "meaning",  # … or by the likeness in meaning of a word vector
    "bm25",  # BM25 of stems with rarity among the candidates
    "rarest",  # how well the rarest term is said
    "pairs",  # share of the question's neighbouring words that are neighbours here
    "close",  # how close together the terms stand
    "cosine",  # of the vectors, from Chroma
    "before",  # soft of the passage before
    "after",  # soft of the passage after
    "heading",  # soft of the heading
    "paragraph",  # best soft among the other passages of the paragraph
    "sign",  # the sign of what is wanted
    "sign_near",  # the same, times soft
    "lead",  # whether it is the article's first passage
    "position",  # 1 / (1 + order)
    "length",  # logarithm of the number of words
    "said",  # share of the terms' weight that the candidates say together; the same for all of them
    "unsaid",  # how rare the rarest term is that none of them says; the same for all
    "asked",  # how well this one says the first term, which is mostly what is asked about
    "related",  # how near the candidates' words come to the terms in meaning; the same for all
    "missing",  # how rare the rarest term is that this one does not say
)

_ROOT = 0.7  # how surely words with one consonant skeleton mean the same
_LIKE_LEAST = 0.55  # least likeness of two spellings (Dice coefficient of their n-grams) that counts
_LIKE = 0.85  # how surely words of like spelling mean the same, at likeness 1
_MEANING_LEAST = 0.4  # cosine of word vectors under which words have nothing to do with each other
_MEANING = 0.9  # how surely words mean the same at cosine 1
_NAME = 0.85  # how surely a Latin and an Arabic spelling with the same sounds are the same name
_RARE = 10.0  # about the highest IDF, so that what is divided by it goes from 0 to 1
_K1, _B = 1.2, 0.75  # BM25's usual values (Robertson and Zaragoza 2009)


@dataclass(frozen=True, slots=True)
class Words:
    """A text taken apart: folded words and stems in order."""

    folded: tuple[str, ...]
    stems: tuple[str, ...]


@lru_cache(maxsize=32_768)
def take_apart(text: str) -> Words:
    """The words of a text (remembered: the passages of an article come back with every question)."""
    folded = tuple(words(text))
    return Words(folded, tuple(stem(word) for word in folded))


def features(question: Question, candidates: Sequence[Candidate]) -> Matrix:
    """One row of `FEATURES` a candidate; all of them grow with likeness but ``length``."""
    texts = [take_apart(c.passage.text) for c in candidates]
    stems = _matches(question.terms, texts, by_stem=True)
    soft = _matches(question.terms, texts, by_stem=False)
    weights = np.array([t.weight for t in question.terms])
    local = _local_weights(soft, weights)
    soft_share = _share(weights, soft)
    cosines = _cosines(question.terms, texts)
    meaning = np.maximum(soft, _meanings(cosines))
    nearest = np.maximum(soft, cosines).max(axis=1, keepdims=True, initial=0.0)
    anywhere = soft.max(axis=1, keepdims=True, initial=0.0)
    around = _around(candidates, soft_share)
    sign = np.array([evidence.strength(question.want, c.passage.text) for c in candidates])
    orders = np.array([c.passage.order for c in candidates], dtype=float)
    columns = {
        "stems": _share(weights, stems),
        "words": _exact_words(question, texts, weights),
        "soft": soft_share,
        "soft_local": _share(local, soft),
        "meaning": _share(local, meaning),
        "bm25": _bm25(stems, texts, local),
        "rarest": soft[int(np.argmax(weights))] if len(weights) else np.zeros(len(texts)),
        "pairs": _pairs(question, texts),
        "close": _closeness(question, texts, weights),
        "cosine": np.array([c.similarity for c in candidates]),
        "before": around[0],
        "after": around[1],
        "paragraph": around[2],
        "heading": _share(weights, _matches(question.terms, _headings(candidates), by_stem=False)),
        "sign": sign,
        "sign_near": sign * soft_share,
        "lead": (orders == 0).astype(float),
        "position": 1.0 / (1.0 + orders),
        "length": np.log1p([len(t.folded) for t in texts]),
        "said": _share(weights, np.broadcast_to(anywhere, soft.shape)),
        "unsaid": _rarest_unsaid(weights, np.broadcast_to(anywhere, soft.shape)),
        "asked": meaning[0] if len(meaning) else np.zeros(len(texts)),
        "related": _share(weights, np.broadcast_to(nearest, soft.shape)),
        "missing": _rarest_unsaid(weights, meaning),
    }
    return np.column_stack([columns[name] for name in FEATURES])


def _headings(candidates: Sequence[Candidate]) -> list[Words]:
    return [take_apart(c.passage.heading or "") for c in candidates]


def _matches(terms: Sequence[Term], texts: Sequence[Words], *, by_stem: bool) -> Matrix:
    """How well each passage says each term, 0..1, shape (terms, passages)."""
    matched = np.zeros((len(terms), len(texts)))
    vocabulary = {s: w for t in texts for s, w in zip(t.stems, t.folded, strict=True)}
    for row, term in zip(matched, terms, strict=True):
        values = _stem_values(term, vocabulary) if by_stem else soft_values(term, vocabulary)
        if values:
            row[:] = [max((values[s] for s in set(t.stems) if s in values), default=0.0) for t in texts]
    return matched


def _stem_values(term: Term, vocabulary: dict[str, str]) -> dict[str, float]:
    return {s: 1.0 for s, sure in term.stems if sure >= 0.9 and s in vocabulary}


def soft_values(term: Term, vocabulary: dict[str, str]) -> dict[str, float]:
    """For each stem of the candidates that may say the term, how surely it does; ``vocabulary``: stem -> a word of it."""
    values = {s: sure for s, sure in term.stems if s in vocabulary}
    if term.word.isascii():
        return values or {s: _NAME for s in vocabulary if sounds(term.word) and sounds(term.word) == sounds(s)}
    root, grams = skeleton(term.word), frozenset(ngrams(term.word))
    for other, word in vocabulary.items():
        if values.get(other, 0.0) >= _SURE:
            continue
        sure = _ROOT if len(root) >= 3 and skeleton(word) == root else 0.0
        likeness = _dice(grams, word)
        if likeness >= _LIKE_LEAST:
            sure = max(sure, _LIKE * likeness)
        if sure > values.get(other, 0.0):
            values[other] = sure
    return values


_SURE = 0.9


def _meanings(cosines: Matrix) -> Matrix:
    """How surely words mean the same by the cosine of their vectors, 0..1."""
    return np.asarray(_MEANING * np.clip((cosines - _MEANING_LEAST) / (1 - _MEANING_LEAST), 0.0, 1.0))


def _cosines(terms: Sequence[Term], texts: Sequence[Words]) -> Matrix:
    """The cosine of each term's word vector with the nearest in each passage, shape (terms, passages)."""
    near = np.zeros((len(terms), len(texts)))
    vocabulary = sorted({s for t in texts for s in t.stems})
    if not (terms and vocabulary):
        return near
    column = {s: i for i, s in enumerate(vocabulary)}
    cosines = _term_cosines(terms, vocabulary)
    for i, text in enumerate(texts):
        if text.stems:
            near[:, i] = cosines[:, [column[s] for s in set(text.stems)]].max(axis=1)
    return near


def _term_cosines(terms: Sequence[Term], vocabulary: list[str]) -> Matrix:
    """The cosine of each term's own word, or of its best translation, with each stem."""
    vectors = WordVectors.shipped()
    rows = []
    for term in terms:
        ways = [s for s, _ in term.stems] if term.word.isascii() else [term.stems[0][0]]
        rows.append(vectors.similarities(ways, vocabulary).max(axis=0))
    return np.array(rows)


@lru_cache(maxsize=65_536)
def _grams(word: str) -> frozenset[str]:
    return frozenset(ngrams(word))


def _dice(grams: frozenset[str], word: str) -> float:
    others = _grams(word)
    return 2 * len(grams & others) / (len(grams) + len(others))


def _share(weights: Matrix, matched: Matrix) -> Matrix:
    total = weights.sum()
    return np.asarray(weights @ matched / total) if total else np.zeros(matched.shape[1])


def _rarest_unsaid(weights: Matrix, matched: Matrix) -> Matrix:
    return np.asarray((weights[:, None] * (1 - matched)).max(axis=0, initial=0.0) / _RARE)


def _local_weights(soft: Matrix, weights: Matrix) -> Matrix:
    """Weights with the terms' rarity among the candidates: a word that every passage has tells none apart."""
    said = soft.sum(axis=1)
    rarity = np.log1p((soft.shape[1] - said + 0.5) / (said + 0.5))
    return np.asarray(weights * rarity)


def _exact_words(question: Question, texts: Sequence[Words], weights: Matrix) -> Matrix:
    matched = np.array([[float(t.word in set(text.folded)) for text in texts] for t in question.terms])
    return _share(weights, matched.reshape(len(question.terms), len(texts)))


def _bm25(stems: Matrix, texts: Sequence[Words], local: Matrix) -> Matrix:
    lengths = np.array([len(t.folded) or 1 for t in texts], dtype=float)
    norm = _K1 * (1 - _B + _B * lengths / lengths.mean())
    scores = local @ (stems * (_K1 + 1) / (stems + norm))
    best = local.sum() * (_K1 + 1) / (1 + _K1 * (1 - _B))
    return np.asarray(scores / best) if best else scores


def _pairs(question: Question, texts: Sequence[Words]) -> Matrix:
    asked = set(pairwise(take_apart(question.text).stems))
    return np.array([len(asked & set(pairwise(t.stems))) / len(asked) if asked else 0.0 for t in texts])


def _closeness(question: Question, texts: Sequence[Words], weights: Matrix) -> Matrix:
    """Weight of terms pairs that stand within a few words of each other, by distance, as a share of all pairs."""
    stems = [frozenset(s for s, sure in t.stems if sure >= _SYNONYMS_COUNT) for t in question.terms]
    total = sum(math.sqrt(weights[i] * weights[i + 1]) for i in range(len(stems) - 1))
    if not total:
        return np.zeros(len(texts))
    scores = []
    for text in texts:
        places = [[p for p, s in enumerate(text.stems) if s in wanted] for wanted in stems]
        near = 0.0
        for i, (one, two) in enumerate(pairwise(places)):
            if one and two:
                near += math.sqrt(weights[i] * weights[i + 1]) / min(abs(a - b) or 1 for a in one for b in two) ** 0.5
        scores.append(near / total)
    return np.array(scores)


_SYNONYMS_COUNT = 0.7


def _around(candidates: Sequence[Candidate], soft: Matrix) -> tuple[Matrix, Matrix, Matrix]:
    """Soft of the passage before and after in the same paragraph or next to it, and the best other in the paragraph."""
    at = {c.passage.order: value for c, value in zip(candidates, soft, strict=True)}
    orders = [c.passage.order for c in candidates]
    paragraphs: dict[int, list[tuple[float, int]]] = {}
    for candidate, value in zip(candidates, soft, strict=True):
        paragraphs.setdefault(candidate.passage.paragraph, []).append((value, candidate.passage.order))
    best = [
        max((v for v, order in paragraphs[c.passage.paragraph] if order != c.passage.order), default=0.0)
        for c in candidates
    ]
    return (
        np.array([at.get(o - 1, 0.0) for o in orders]),
        np.array([at.get(o + 1, 0.0) for o in orders]),
        np.array(best),
    )


def wants_sign(question: Question) -> bool:
    """Whether the question wants something that leaves a sign in a passage."""
    return question.want is not Want.THING and evidence.has_signs(question.want)
