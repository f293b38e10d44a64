"""Features of a question's candidates for ranking, worked out on these candidates alone."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from vectorstore import evidence, measures, proximity
from vectorstore.definitions import asks_definition, defines
from vectorstore.index import Candidate
from vectorstore.measures import Measure
from vectorstore.passages import Passage
from vectorstore.questions import Question
from vectorstore.vocabulary import Matrix, Vocabulary, centroid, meaning, vocabulary_of
from vectorstore.wants import OF_A_PART, Want

# A term is said by stem, synonym, clitic, root or like spelling; or in other words, by word vectors, where it says so.
FEATURES = (
    "soft",  # share of the terms' weight that the passage says
    "soft_local",  # … weighted by rarity among the candidates too, as in what follows but for "meaning"
    "meaning",  # … or says in other words, as in what follows but for "after"; not weighted by local rarity
    "context",  # … that it says, or a neighbouring passage does, which counts for less
    "before",  # … that it or the passage before says: sentences go on with «وقد», «هو» and the like
    "paragraph",  # … that its paragraph says
    "after",  # soft of the passage after
    "window",  # … that is felt at the passage's best place: terms close to one another
    "density",  # share of the passage's own weight that is the question's
    "early",  # share of the terms' weight that is said near the beginning
    "sign",  # the sign of what is wanted
    "sign_near",  # … in words that are not the question's, times how much of the question is felt there
    "measure",  # a figure of what the question asks the measure of, times how much of the question is felt there
    "no_measure",  # that there is no such figure, where a measure is asked
    "asked",  # how well it says the first term, which is mostly what is asked about
    "missing",  # how rare the rarest term is that it does not say
    "centroid",  # cosine of the centroids of question and passage, against the mean passage's
    "defines",  # that it begins with the term that the question asks a definition of, and defines it
    "defining_lead",  # whether it is the article's first passage, and a definition is asked for
    "unsaid",  # how rare the rarest term is that no candidate says; the same for all of them
    "related",  # how near the candidates' words come to the terms in meaning; the same for all
)
_SOFT_BY_WANT = tuple((f"soft {want}", want) for want in OF_A_PART)
CONFIDENCE_FEATURES = (
    "soft",
    *(name for name, _ in _SOFT_BY_WANT),  # … of a question that wants this
    "meaning",
    "before",
    "window",
    "density",
    "early",
    "missing",
    "sign_near",
    "measure",
    "no_measure",
    "unsaid",
    "related",
    "chance",
    "english",
    "constant",
)

_RARE = 10.0  # about the highest IDF, so that what is divided by it goes from 0 to 1
_NO_SIGN = 0.25  # the sign of a question that wants nothing that leaves one
_NOUNS = 2  # terms among which stands the noun that a question for a quantity counts
_NEIGHBOUR = 0.6  # what a term counts that a neighbouring passage says


@dataclass(frozen=True, slots=True)
class _Matched:
    """What passages, in the article's order, say of a question's terms."""

    question: Question
    passages: Sequence[Passage]
    vocabulary: Vocabulary
    weights: Matrix  # of each term
    local: Matrix  # … times its rarity among these passages
    soft: Matrix  # how surely each passage says each term by its form, shape (terms, passages)
    meant: Matrix  # … or in other words
    places: Matrix  # how surely each word does, shape (terms, passages, words)
    nearest: Matrix  # the cosine of the nearest word of any passage with each term, as one column


def features(question: Question, candidates: Sequence[Candidate]) -> Matrix:
    """One row of `FEATURES` a candidate."""
    in_order = sorted(range(len(candidates)), key=lambda i: candidates[i].passage.order)
    matched = _matched(question, [candidates[i].passage for i in in_order])
    columns = {**_coverage(matched), **_context(matched), **_proximity(matched), **_definition(matched)}
    table = np.empty((len(candidates), len(FEATURES)))
    table[in_order] = np.column_stack([columns[name] for name in FEATURES])
    return table


def confidence_features(question: Question, table: Matrix, similarities: Matrix) -> Matrix:
    """One row of `CONFIDENCE_FEATURES` a candidate.

    ``chance`` is its share in a softmax of the similarities; ``sign_near`` is neutral where the question wants nothing
    that leaves a sign; ``english`` is 1 for a question that is not Arabic: less of it can be found by its words.
    """
    ones = np.ones(len(table))
    columns = dict(zip(FEATURES, table.T, strict=True))
    if question.want is Want.THING or not evidence.has_signs(question.want):
        columns["sign_near"] = _NO_SIGN * ones
    columns |= {name: columns["soft"] * (question.want is want) for name, want in _SOFT_BY_WANT}
    chances = np.exp(similarities - similarities.max())
    columns["chance"] = chances / chances.sum()
    columns["english"] = float(not question.arabic) * ones
    columns["constant"] = ones
    return np.column_stack([columns[name] for name in CONFIDENCE_FEATURES])


def _matched(question: Question, passages: Sequence[Passage]) -> _Matched:
    vocabulary = vocabulary_of(tuple(p.text for p in passages))
    said = vocabulary.said(question.terms)
    cosines = vocabulary.cosines(question.terms)
    meant = np.maximum(said, meaning(cosines))
    soft = vocabulary.best(said)
    weights = np.array([term.weight for term in question.terms])
    return _Matched(
        question,
        passages,
        vocabulary,
        weights,
        weights * _rarity(soft),
        soft,
        vocabulary.best(meant),
        meant[:, vocabulary.places],
        cosines.max(axis=1, keepdims=True, initial=0.0),
    )


def _coverage(matched: _Matched) -> dict[str, Matrix]:
    weights, soft, meant = matched.weights, matched.soft, matched.meant
    alike = np.ones(len(matched.passages))
    anywhere = soft.max(axis=1, keepdims=True, initial=0.0)
    return {
        "soft": _share(weights, soft),
        "soft_local": _share(matched.local, soft),
        "meaning": _share(weights, meant),
        "asked": meant[0] if len(weights) else 0.0 * alike,
        "missing": _rarest_unsaid(weights, meant),
        "unsaid": alike * _rarest_unsaid(weights, anywhere),
        "related": alike * _share(weights, np.maximum(anywhere, matched.nearest)),
        "sign": np.array([evidence.strength(matched.question.want, p.text) for p in matched.passages]),
        "centroid": matched.vocabulary.centroids @ centroid(matched.question.terms),
    }


def _context(matched: _Matched) -> dict[str, Matrix]:
    local, meant = matched.local, matched.meant
    before, after = _neighbours(matched.passages, meant, -1), _neighbours(matched.passages, meant, 1)
    return {
        "context": _share(local, np.maximum(meant, _NEIGHBOUR * np.maximum(before, after))),
        "before": _share(local, np.maximum(meant, before)),
        "paragraph": _share(local, _paragraphs(matched.passages, meant)),
        "after": _share(matched.weights, _neighbours(matched.passages, matched.soft, 1)),
    }


def _proximity(matched: _Matched) -> dict[str, Matrix]:
    places = matched.places
    together = proximity.together(matched.local, places)
    signs = _by_word(matched, lambda text: evidence.strengths(matched.question.want, text))
    return {
        "window": together.max(axis=1, initial=0.0),
        "density": proximity.density(matched.weights, places, matched.vocabulary.rarity),
        "early": _share(matched.weights, proximity.early(places)),
        **_measures(matched, together),
        "sign_near": (signs * proximity.new_words(places) * together).max(axis=1, initial=0.0),
    }


def _measures(matched: _Matched, together: Matrix) -> dict[str, Matrix]:
    """Figures of what a question for a quantity asks the measure of; what is counted is among its first terms."""
    none = np.zeros(len(matched.passages))
    measure = measures.asked(matched.question.text) if matched.question.want is Want.QUANTITY else None
    if measure is None:
        return {"measure": none, "no_measure": none}
    table = _by_word(matched, lambda text: measures.figures(text, measure))
    if measure is Measure.COUNT:
        table = measures.counted(table, matched.places[:_NOUNS].max(axis=0, initial=0.0))
    return {"measure": (table * together).max(axis=1, initial=0.0), "no_measure": 1 - table.max(axis=1, initial=0.0)}


def _definition(matched: _Matched) -> dict[str, Matrix]:
    none = np.zeros(len(matched.passages))
    if not asks_definition(matched.question):
        return {"defines": none, "defining_lead": none}
    begins = np.array([defines(p.text) for p in matched.passages])
    return {
        "defines": begins * _share(matched.weights, proximity.opening(matched.places)),
        "defining_lead": np.array([float(p.order == 0) for p in matched.passages]),
    }


def _by_word(matched: _Matched, values: Callable[[str], Sequence[float]]) -> Matrix:
    """The value that each word of a passage has by its text, shape (passages, words); 0 after its end."""
    table = np.zeros(matched.places.shape[1:])
    for row, passage in zip(table, matched.passages, strict=True):
        known = values(passage.text)[: len(row)]
        row[: len(known)] = known
    return table


def _neighbours(passages: Sequence[Passage], values: Matrix, step: int) -> Matrix:
    """The values of the passages so many places on, 0 for a neighbour that is no candidate, shape of ``values``."""
    columns = {p.order: column for column, p in enumerate(passages)}
    nobody = len(passages)
    padded = np.hstack([values, np.zeros((len(values), 1))])
    return np.asarray(padded[:, [columns.get(p.order + step, nobody) for p in passages]])


def _paragraphs(passages: Sequence[Passage], values: Matrix) -> Matrix:
    """The best value of any passage of the same paragraph, shape of ``values``."""
    members = defaultdict(list)
    for column, passage in enumerate(passages):
        members[passage.paragraph].append(column)
    best = np.empty_like(values)
    for columns in members.values():
        best[:, columns] = values[:, columns].max(axis=1, keepdims=True)
    return best


def _share(weights: Matrix, matched: Matrix) -> Matrix:
    total = weights.sum()
    return np.asarray(weights @ matched / total) if total else np.zeros(matched.shape[1])


def _rarest_unsaid(weights: Matrix, matched: Matrix) -> Matrix:
    return np.asarray((weights[:, None] * (1 - matched)).max(axis=0, initial=0.0) / _RARE)


def _rarity(soft: Matrix) -> Matrix:
    """How rare each term is among the candidates: a word that every passage has tells none apart."""
    said = soft.sum(axis=1)
    return np.asarray(np.log1p((soft.shape[1] - said + 0.5) / (said + 0.5)))
