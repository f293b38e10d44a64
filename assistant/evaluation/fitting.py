"""Learn the weights of `vectorstore.ranking` from question sets that are never reported on.

``python -m assistant.evaluation.fitting --whole FILE… --whole FILE… --dev FILE…`` takes question files as
`assistant.evaluation` does; of those after ``--dev`` only the dev half. The files after one option are one group, and
each group weighs the same. It prints how each group fares under weights learned from the others, then writes the
weights learned from all of them. What ships was learned with ``make fit``, from whole files alone, so that dev halves
are as new to it as test ones; `assistant.evaluation.examples` says from what.

Ranking is a listwise softmax over an article's passages (Cao et al., "Learning to Rank: From Pairwise Approach to
Listwise Approach", 2007) without negative weights; confidence is a logistic regression (Platt, "Probabilistic Outputs
for Support Vector Machines", 1999) for whether the passage that is ranked first answers, with a target between yes and
no where another passage does.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant.evaluation import metrics
from assistant.evaluation.examples import Example, examples, read
from vectorstore import ranking
from vectorstore.features import CONFIDENCE_FEATURES, FEATURES, confidence_features

Array = npt.NDArray[np.float64]

# What ranking may use; what is left out was tried and did not carry over from one file to another.
RANKING_FEATURES = (
    "soft_local",
    "context",
    "before",
    "paragraph",
    "after",
    "window",
    "density",
    "early",
    "sign",
    "sign_near",
    "measure",
    "asked",
    "missing",  # a passage that answers often leaves the name of what it is about to those around it
    "centroid",
    "defines",
    "defining_lead",
)
_RANKING_PENALTY = 0.03
_CONFIDENCE_PENALTY = 3e-3
_ANSWERABLE = 2 / 3  # the share of questions that are, where confidence is to be a chance: more are than are not
_ELSEWHERE = 0.5  # what confidence is to be where the article answers, but not in the passage that is ranked first
_STEPS = 400


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
        excess = importance[:, None] * (chances - wanted)
        return np.asarray(excess.ravel() @ tables.reshape(-1, len(used)) + _RANKING_PENALTY * weights)

    learned = np.zeros(len(FEATURES))
    learned[used] = _descend(gradient, np.full(len(used), 0.1), nonnegative=True) / scale
    return learned


def fit_confidence(files: Sequence[Sequence[Example]], ranked: Array) -> Array:
    """Weights of `CONFIDENCE_FEATURES` for whether the best passage of an example answers, or half so another one.

    The answerable examples of a file weigh `_ANSWERABLE` of it together, whatever their number.
    """
    rows, answered, shares = [], [], []
    for file in files:
        rows += [_best_row(e, ranked) for e in file]
        answered += [1.0 if _first_answers(e, ranked) else _ELSEWHERE * e.answerable for e in file]
        shares += _shares(file)
    table, truth = np.array(rows), np.array(answered)
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


def _shares(file: Sequence[Example]) -> list[float]:
    """What each example of a file weighs: the answerable ones together `_ANSWERABLE`, and the absent ones the rest."""
    answerable = sum(e.answerable for e in file)
    return [_ANSWERABLE / answerable if e.answerable else (1 - _ANSWERABLE) / (len(file) - answerable) for e in file]


def _first_answers(example: Example, ranked: Array) -> bool:
    return bool(example.right[int(np.argmax(example.table @ ranked))])


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
    scores = [float(_best_row(e, ranked) @ confident) for e in file]
    value = metrics.auroc(scores, [e.answerable for e in file])(np.ones((1, len(file))))[0]
    return 0.5 if np.isnan(value) else float(value)


def calibration_error(file: Sequence[Example], ranked: Array, confident: Array) -> float:
    """How far confidence is from the share of first passages that answer, over bins of it (expected calibration error).

    Guo et al., "On Calibration of Modern Neural Networks" (ICML 2017); 0 is best, and of no examples.
    """
    if not file:
        return 0.0
    chances = 1 / (1 + np.exp(-np.array([float(_best_row(e, ranked) @ confident) for e in file])))
    error = metrics.expected_calibration_error(chances.tolist(), [_first_answers(e, ranked) for e in file])
    return float(error(np.array([_shares(file)]))[0])


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
            f"AUROC {area_under_curve(group, ranked, confident):.3f} "
            f"ECE {calibration_error(group, ranked, confident):.3f}\n"
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
