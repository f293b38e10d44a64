"""Learn how passages are ordered and how likely each answers, from articles that neither model was trained on.

The order's weights are those of a conditional logit (McFadden, 1974): of a question's passages, one that answers should
come first. The chances are a logistic regression over the first passages of each question.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import numpy.typing as npt
import torch
from sklearn.linear_model import LogisticRegression

from assistant.assembly import open_assistant
from assistant.conversing.conversation import in_parts
from assistant.evaluation.asked.files import chosen, read_files
from assistant.evaluation.asked.questions import QuestionSet
from assistant.readers.base import Turn
from assistant.settings import Settings
from assistant.training.sources import answers
from vectorstore.analysis.question import WHOLE_ARTICLE, analyse
from vectorstore.article import Article
from vectorstore.reader.model import Model
from vectorstore.retrieving.confidence import (
    CHANCE,
    ORDER,
    PATH,
    Seen,
    Weights,
    chance_features,
    order_features,
    order_of,
    rivals,
)
from vectorstore.retrieving.retriever import Found

_WEIGHT_DECAY = 1e-2
_STEPS = 400
CALIBRATION = "calibration"  # folder of articles that are there for nothing else
_NO_ARTICLE = Article("", None, (), ())


@dataclass(frozen=True, slots=True)
class Judged:
    """What was found for a question, and which of its passages answer."""

    found: Found
    right: tuple[bool, ...]
    kind: str


def question_sets(paths: Sequence[Path]) -> list[QuestionSet]:
    """The dev halves of files with halves, and files to calibrate on whole."""
    files = read_files(paths, article=_NO_ARTICLE, max_article_bytes=1 << 24)
    whole = {path.name for path in paths if path.parent.name == CALIBRATION}
    return [each for file in files for each in chosen(file, "all" if file.name in whole else "dev", None).sets]


def judged(sets: Sequence[QuestionSet], model: Model) -> Iterator[Judged]:
    """What is found for each question that asks a single thing of a part of its article."""
    with TemporaryDirectory() as folder:
        settings = replace(Settings.from_env({}), data_dir=Path(folder), embeddings="builtin")
        for each in sets:
            assistant = open_assistant(settings, article=each.article, model=model)
            for question in each.questions:
                history: list[Turn] = []
                for turn in question.turns[:-1]:
                    history.append(Turn(turn, assistant.ask(turn, history)))
                parts = in_parts(question.turns[-1], history)
                if len(parts) == 1 and analyse(parts[0].question).want not in WHOLE_ARTICLE:
                    found = assistant.retriever.find(parts[0].question, context=parts[0].context, focus=parts[0].focus)
                    right = tuple(answers(passage, question) for passage in found.passages)
                    yield Judged(found, right, question.kind)


def fit_order(examples: Sequence[Judged]) -> tuple[float, ...]:
    """The weights of `ORDER`, none below 0."""
    useful = [e for e in examples if any(e.right) and not all(e.right)]
    tables = [torch.tensor([order_features(seen) for seen in e.found.seen], dtype=torch.float64) for e in useful]
    right = [torch.tensor(e.right) for e in useful]
    weights = torch.full((len(ORDER),), 0.5, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.Adam([weights], lr=0.05)
    for _ in range(_STEPS):
        losses = [
            (t @ weights).logsumexp(0) - (t @ weights)[r].logsumexp(0) for t, r in zip(tables, right, strict=True)
        ]
        loss = torch.stack(losses).mean() + _WEIGHT_DECAY * (weights**2).sum()
        optimizer.zero_grad()
        torch.autograd.backward(loss)
        optimizer.step()
        with torch.no_grad():
            weights.clamp_(min=0.0)
    return tuple(map(float, weights.detach()))


def first_of(seen: Sequence[Seen], weights: Weights) -> tuple[int, float]:
    """The place of the passage that comes first, which decides whether a question is answered, and its rival."""
    first = max(range(len(seen)), key=lambda place: order_of(seen[place], weights))
    return first, rivals(seen)[first]


def rows(examples: Sequence[Judged], order: tuple[float, ...]) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int_]]:
    """Features and right or wrong of the first passage of each question."""
    weights, table, right = Weights(order, ()), [], []
    for example in examples:
        seen = example.found.seen
        first, rival = first_of(seen, weights)
        table.append(chance_features(seen[first], rival))
        right.append(example.right[first])
    return np.array(table), np.array(right, dtype=int)


def fit_chance(examples: Sequence[Judged], order: tuple[float, ...]) -> tuple[float, ...]:
    """The weights of `CHANCE`, the constant last. Each sign speaks for a passage: one that seems not to is nought."""
    table, right = rows(examples, order)
    used = list(range(table.shape[1] - 1))
    while True:
        fitted = LogisticRegression(C=1.0, max_iter=1000).fit(table[:, used], right)
        if fitted.coef_[0].min() >= 0:
            break
        used = [column for column, weight in zip(used, fitted.coef_[0], strict=True) if weight >= 0]
    weights = dict(zip(used, map(float, fitted.coef_[0]), strict=True))
    return (*(weights.get(column, 0.0) for column in range(table.shape[1] - 1)), float(fitted.intercept_[0]))


def learn(paths: Sequence[Path]) -> Weights:
    """The weights, with the model that ships."""
    examples = list(judged(question_sets(paths), Model.shipped()))
    order = fit_order(examples)
    return Weights(order, fit_chance(examples, order))


def main(arguments: list[str] | None = None) -> int:
    """Learn the weights and write them."""
    parser = argparse.ArgumentParser(prog="python -m assistant.training.judging", description=__doc__)
    parser.add_argument("questions", type=Path, nargs="+", help="question files with their articles beside them")
    parser.add_argument("--output", type=Path, default=PATH)
    options = parser.parse_args(arguments)
    weights = learn(options.questions)
    learned = {
        "order": {name: round(value, 4) for name, value in zip(ORDER, weights.order, strict=True)},
        "chance": {name: round(value, 4) for name, value in zip(CHANCE, weights.chance, strict=True)},
    }
    options.output.write_text(json.dumps(learned, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
