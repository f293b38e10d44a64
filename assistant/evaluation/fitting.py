"""Learn the weights of `vectorstore.ranking` from question sets that are never reported on.

``python -m assistant.evaluation.fitting --whole FILE… --whole FILE… --dev FILE…`` takes question files as
`assistant.evaluation` does; of those after ``--dev`` only the dev half. The files after one option are one group, and
each group weighs the same. It prints how each group fares under weights learned from the others, then writes the
weights learned from all of them. What ships was learned with ``make fit``.

Ranking is a listwise softmax over an article's passages (Cao et al., "Learning to Rank: From Pairwise Approach to
Listwise Approach", 2007) without negative weights; confidence is a logistic regression that tells answerable questions
from absent ones. To the absent questions that files bring, SQuAD questions are added whose answering passages were
taken out (near) or that are asked of another article (far).
"""

import argparse
import json
import random
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant.evaluation import matching, squad
from assistant.evaluation.files import article_beside
from assistant.evaluation.questions import EvaluationQuestion, QuestionSet, load, split_half
from vectorstore import ranking
from vectorstore.builtin import BuiltinEmbeddings
from vectorstore.features import CONFIDENCE_FEATURES, FEATURES, confidence_features, features
from vectorstore.index import Candidate
from vectorstore.passages import Passage, split
from vectorstore.questions import WHOLE_ARTICLE, Question, analyse
from vectorstore.reading import read_article

Array = npt.NDArray[np.float64]

# What ranking may use; what is left out was tried and did not carry over from one file to another.
RANKING_FEATURES = (
    "meaning",
    "soft_local",
    "soft",
    "cosine",
    "sign",
    "lead",
    "before",
    "after",
    "pairs",
    "asked",
)
_RANKING_PENALTY = 0.1
_CONFIDENCE_PENALTY = 1e-3
_STEPS = 500
_CANDIDATES = 50
_MOST_QUESTIONS = 700  # of one file, so that fitting takes minutes
_ENOUGH_PASSAGES = 4


@dataclass(frozen=True, slots=True)
class Example:
    """A question on an article's candidates: a row of features a candidate, and which of them answer it."""

    question: Question
    table: Array  # shape (candidates, features)
    right: npt.NDArray[np.bool_]
    answerable: bool


class _Article:
    """An article's passages with their vectors, for asking without a store."""

    def __init__(self, asked: QuestionSet, embeddings: BuiltinEmbeddings) -> None:
        self.passages = split(asked.article)
        self._embeddings = embeddings
        self._vectors = embeddings.vectors([p.text for p in self.passages])

    def example(self, asked: EvaluationQuestion, *, without: frozenset[int] = frozenset()) -> Example:
        """The question on this article's passages but for those ``without``."""
        question = analyse(asked.turns[-1])
        cosines = self._vectors @ self._embeddings.vectors([question.text])[0]
        nearest = [i for i in np.argsort(-cosines) if i not in without][:_CANDIDATES]
        candidates = [Candidate(self.passages[i], float(cosines[i])) for i in nearest]
        right = np.array([_answers(self.passages[i], asked) for i in nearest], dtype=bool)
        return Example(question, features(question, candidates), right, asked.answerable and not without)

    def answering(self, asked: EvaluationQuestion) -> frozenset[int]:
        """The places of the passages that answer, in part or in whole."""
        return frozenset(i for i, p in enumerate(self.passages) if _answers(p, asked) or _touches(p, asked))


def _answers(passage: Passage, asked: EvaluationQuestion) -> bool:
    if asked.gold_spans:
        return any(passage.start <= start < passage.end for start, _ in asked.gold_spans)
    text = matching.folded(passage.text)
    return any(matching.holds(text, matching.folded(gold)) for gold in asked.gold)


def _touches(passage: Passage, asked: EvaluationQuestion) -> bool:
    return any(passage.start < end and start < passage.end for start, end in asked.gold_spans)


def read(path: Path, *, dev_only: bool) -> list[QuestionSet]:
    """The question sets of a file, about the articles it brings or the one beside it."""
    if not path.name.endswith(".jsonl"):
        return list(squad.load(path).sets)
    beside = article_beside(path)
    if beside is None:
        raise SystemExit(f"{path}: there is no article file beside it")
    kept = tuple(q for q in load(path) if not dev_only or split_half(q.id) == "dev")
    return [QuestionSet(path.name, read_article(beside, max_bytes=1 << 26), kept)]


def examples(sets: Sequence[QuestionSet], *, seed: int = 0) -> Iterator[Example]:
    """The examples of one file: its single-turn questions, and absent ones made of the answerable SQuAD ones."""
    shuffle = random.Random(seed)
    embeddings = BuiltinEmbeddings()
    articles = [_Article(one, embeddings) for one in sets]
    asked = [(i, q) for i, one in enumerate(sets) for q in one.questions if len(q.turns) == 1]
    shuffle.shuffle(asked)
    for i, question in asked[:_MOST_QUESTIONS]:
        if analyse(question.turns[-1]).want in WHOLE_ARTICLE:
            continue
        yield articles[i].example(question)
        if not question.gold_spans:
            continue
        if len(articles[i].passages) - len(articles[i].answering(question)) >= _ENOUGH_PASSAGES:
            yield articles[i].example(question, without=articles[i].answering(question))
        other = shuffle.randrange(len(sets))
        if other != i and len(articles[other].passages) >= _ENOUGH_PASSAGES:
            yield articles[other].example(question, without=frozenset((-1,)))


def fit_ranking(files: Sequence[Sequence[Example]]) -> Array:
    """Weights of `FEATURES` that put the passages that answer first; none is negative."""
    used = [FEATURES.index(name) for name in RANKING_FEATURES]
    told = [[e for e in file if e.answerable and e.right.any() and not e.right.all()] for file in files]
    lists = [e for file in told for e in file]
    importance = np.array([1 / len(file) for file in told for _ in file])
    importance /= importance.sum()
    scale = np.vstack([e.table[:, used] for e in lists]).std(axis=0) + 1e-9
    longest = max(len(e.right) for e in lists)
    tables = np.zeros((len(lists), longest, len(used)))
    right = np.zeros((len(lists), longest))
    there = np.full((len(lists), longest), -np.inf)  # added to the scores: no chance where there is no candidate
    for i, example in enumerate(lists):
        count = len(example.right)
        tables[i, :count] = example.table[:, used] / scale
        right[i, :count] = example.right
        there[i, :count] = 0.0

    def gradient(weights: Array) -> Array:
        scores = tables @ weights + there
        chances = np.exp(scores - scores.max(axis=1, keepdims=True))
        chances /= chances.sum(axis=1, keepdims=True)
        wanted = chances * right
        wanted /= wanted.sum(axis=1, keepdims=True) + 1e-12
        slope = np.einsum("i,ij,ijk->k", importance, chances - wanted, tables, optimize=True)
        return np.asarray(slope + _RANKING_PENALTY * weights)

    learned = np.zeros(len(FEATURES))
    learned[used] = _descend(gradient, np.full(len(used), 0.3), nonnegative=True) / scale
    return learned


def fit_confidence(files: Sequence[Sequence[Example]], ranked: Array) -> Array:
    """Weights of `CONFIDENCE_FEATURES` for the best passage of each example."""
    rows, answerable, shares = [], [], []
    for file in files:
        known = [_best_row(e, ranked) for e in file]
        truths = [e.answerable for e in file]
        rows += known
        answerable += truths
        shares += [1 / (2 * (truths.count(truth) or 1)) for truth in truths]
    table, truth = np.array(rows), np.array(answerable, dtype=float)
    importance = np.array(shares) / sum(shares)
    centre, scale = table.mean(axis=0), table.std(axis=0) + 1e-9
    centre[-1], scale[-1] = 0.0, 1.0  # the constant stays one
    scaled = (table - centre) / scale

    def gradient(weights: Array) -> Array:
        chances = 1 / (1 + np.exp(-(scaled @ weights)))
        return np.asarray(scaled.T @ (importance * (chances - truth)) + _CONFIDENCE_PENALTY * weights)

    learned = _descend(gradient, np.zeros(table.shape[1]), nonnegative=False) / scale
    learned[-1] -= learned[:-1] @ centre[:-1]
    return np.asarray(learned)


def _best_row(example: Example, ranked: Array) -> Array:
    similarities = example.table @ ranked
    rows = confidence_features(example.question, example.table, similarities)
    best: Array = rows[int(np.argmax(similarities))]
    return best


def _descend(gradient: Callable[[Array], Array], weights: Array, *, nonnegative: bool) -> Array:
    """Adam (Kingma and Ba, 2015), with its usual decay rates."""
    mean, square = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, _STEPS + 1):
        slope = gradient(weights)
        mean, square = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope**2
        weights = weights - 0.03 * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-9)
        if nonnegative:
            weights = np.maximum(weights, 0.0)
    return weights


def hit_at(files: Iterable[Example], ranked: Array, k: int) -> float:
    """Share of the answerable examples with a right passage among the first k."""
    hits = [bool(e.right[np.argsort(-(e.table @ ranked), kind="stable")[:k]].any()) for e in files if e.answerable]
    return float(np.mean(hits)) if hits else 0.0


def area_under_curve(file: Sequence[Example], ranked: Array, confident: Array) -> float:
    """How often an answerable example has more confidence than an absent one (AUROC); 0.5 where there are not both."""
    values = [(float(_best_row(e, ranked) @ confident), e.answerable) for e in file]
    yes = np.array([v for v, answerable in values if answerable])
    no = np.array([v for v, answerable in values if not answerable])
    return float(((yes[:, None] > no) + 0.5 * (yes[:, None] == no)).mean()) if len(yes) and len(no) else 0.5


def main(arguments: list[str] | None = None) -> int:
    """Fit, report and write the weights."""
    parser = argparse.ArgumentParser(prog="python -m assistant.evaluation.fitting", description="Fit the ranking.")
    add_group = parser.add_argument
    add_group("--whole", type=Path, nargs="+", action="append", default=[], help="a group of files, used as they are")
    add_group("--dev", type=Path, nargs="+", action="append", default=[], help="a group, of which the dev half is used")
    parser.add_argument("--output", type=Path, default=ranking.PATH)
    options = parser.parse_args(arguments)
    groups = [(group, False) for group in options.whole] + [(group, True) for group in options.dev]
    known = {
        f"{number}. {group[0].name} ({len(group)})": [e for path in group for e in examples(read(path, dev_only=dev))]
        for number, (group, dev) in enumerate(groups, 1)
    }
    for name, group in known.items():
        others = [other for another, other in known.items() if another != name] or [group]
        ranked = fit_ranking(others)
        confident = fit_confidence(others, ranked)
        sys.stderr.write(
            f"{name:32} {len(group):5} hit@1 {hit_at(group, ranked, 1):.3f} hit@3 {hit_at(group, ranked, 3):.3f} "
            f"AUROC {area_under_curve(group, ranked, confident):.3f}\n"
        )
    ranked = fit_ranking(list(known.values()))
    confident = fit_confidence(list(known.values()), ranked)
    learned = {
        "ranking": _named(FEATURES, ranked),
        "confidence": _named(CONFIDENCE_FEATURES, confident),
    }
    options.output.write_text(json.dumps(learned, indent=1) + "\n", encoding="utf-8")
    return 0


def _named(names: Sequence[str], weights: Array) -> dict[str, float]:
    return {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True) if weight}


if __name__ == "__main__":
    sys.exit(main())
