"""Features of a question's candidates for ranking, worked out on these candidates alone."""

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from vectorstore import evidence
from vectorstore.index import Candidate
from vectorstore.questions import Question, Want
from vectorstore.vocabulary import Matrix, meaning, stems, vocabulary_of

FEATURES = (
    "soft",  # share of the terms' weight that the passage says: by stem, synonym, root or like spelling
    "soft_local",  # … weighted by rarity among the candidates too
    "meaning",  # … or says in other words, by word vectors
    "pairs",  # share of the question's neighbouring words that are neighbours here
    "cosine",  # of the built-in embedding's vectors, from Chroma
    "before",  # soft of the passage before
    "after",  # soft of the passage after
    "sign",  # the sign of what is wanted
    "lead",  # whether it is the article's first passage
    "asked",  # how well it says the first term, which is mostly what is asked about
    "missing",  # how rare the rarest term is that it does not say
    "said",  # share of the terms' weight that the candidates say together; the same for all of them
    "unsaid",  # how rare the rarest term is that none of them says; the same for all
    "related",  # how near the candidates' words come to the terms in meaning; the same for all
)
CONFIDENCE_FEATURES = (
    "soft",
    "soft_local",
    "meaning",
    "pairs",
    "cosine",
    "said",
    "unsaid",
    "missing",
    "asked",
    "related",
    "sign",
    "margin",
    "terms",
    "constant",
)

_RARE = 10.0  # about the highest IDF, so that what is divided by it goes from 0 to 1
_NO_SIGN = 0.5  # the sign of a question that wants nothing that leaves one


def features(question: Question, candidates: Sequence[Candidate]) -> Matrix:
    """One row of `FEATURES` a candidate."""
    in_order = sorted(range(len(candidates)), key=lambda i: candidates[i].passage.order)
    passages = [candidates[i].passage for i in in_order]
    vocabulary = vocabulary_of(tuple(p.text for p in passages))
    said, cosines = vocabulary.said(question.terms), vocabulary.cosines(question.terms)
    soft = vocabulary.best(said)
    other_words = np.maximum(soft, vocabulary.best(meaning(cosines)))
    weights = np.array([term.weight for term in question.terms])
    soft_share = _share(weights, soft)
    local = weights * _rarity(soft)
    at = {p.order: value for p, value in zip(passages, soft_share, strict=True)}
    alike = np.ones(len(passages))
    columns = {
        "soft": soft_share,
        "soft_local": _share(local, soft),
        "meaning": _share(local, other_words),
        "pairs": _pairs(question, [p.text for p in passages]),
        "cosine": np.array([candidates[i].similarity for i in in_order]),
        "before": np.array([at.get(p.order - 1, 0.0) for p in passages]),
        "after": np.array([at.get(p.order + 1, 0.0) for p in passages]),
        "sign": np.array([evidence.strength(question.want, p.text) for p in passages]),
        "lead": np.array([float(p.order == 0) for p in passages]),
        "asked": other_words[0] if len(weights) else 0.0 * alike,
        "missing": _rarest_unsaid(weights, other_words),
        "said": alike * _share(weights, _anywhere(soft)),
        "unsaid": alike * _rarest_unsaid(weights, _anywhere(soft)),
        "related": alike * _share(weights, _anywhere(np.maximum(soft, vocabulary.best(cosines)))),
    }
    table = np.empty((len(candidates), len(FEATURES)))
    table[in_order] = np.column_stack([columns[name] for name in FEATURES])
    return table


def confidence_features(question: Question, table: Matrix, similarities: Matrix) -> Matrix:
    """One row of `CONFIDENCE_FEATURES` a candidate.

    ``margin`` is how far its similarity stands above the mean of all; ``sign`` is neutral where the question wants
    nothing that leaves a sign; ``terms`` is the logarithm of the number of terms.
    """
    ones = np.ones(len(table))
    columns = dict(zip(FEATURES, table.T, strict=True))
    if question.want is Want.THING or not evidence.has_signs(question.want):
        columns["sign"] = _NO_SIGN * ones
    columns["margin"] = similarities - similarities.mean()
    columns["terms"] = math.log1p(len(question.terms)) * ones
    columns["constant"] = ones
    return np.column_stack([columns[name] for name in CONFIDENCE_FEATURES])


def _share(weights: Matrix, matched: Matrix) -> Matrix:
    total = weights.sum()
    return np.asarray(weights @ matched / total) if total else np.zeros(matched.shape[1])


def _anywhere(matched: Matrix) -> Matrix:
    """The best value of each term in any passage, as one column."""
    return np.asarray(matched.max(axis=1, keepdims=True, initial=0.0))


def _rarest_unsaid(weights: Matrix, matched: Matrix) -> Matrix:
    return np.asarray((weights[:, None] * (1 - matched)).max(axis=0, initial=0.0) / _RARE)


def _rarity(soft: Matrix) -> Matrix:
    """How rare each term is among the candidates: a word that every passage has tells none apart."""
    said = soft.sum(axis=1)
    return np.asarray(np.log1p((soft.shape[1] - said + 0.5) / (said + 0.5)))


def _pairs(question: Question, texts: Sequence[str]) -> Matrix:
    asked = set(pairwise(stems(question.text)))
    return np.array([len(asked & set(pairwise(stems(text)))) / (len(asked) or 1) for text in texts])
