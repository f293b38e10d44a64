"""Learn the weights of `vectorstore.spans` from SQuAD-format question sets that are never reported on.

``python -m assistant.evaluation.fitting_spans FILE… [--held-out FILE…]`` learns from the passages that hold the gold
answers, reports exact match and F1 of the short answers on the files held out, given the right passage, and writes the
weights. What ships was learned with ``make spans``.

Each question is a list of spans (Cao et al., "Learning to Rank: From Pairwise Approach to Listwise Approach", 2007).
What is made small is half the cross-entropy with the best spans and half what the expected F1 falls short of one
(Shen et al., "Minimum Risk Training for Neural Machine Translation", 2016), by Adam with decoupled weight decay and
dropout. Networks of several seeds are put side by side into one.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from assistant.evaluation import metrics, squad
from assistant.evaluation.adam import Adam
from assistant.evaluation.questions import EvaluationQuestion
from vectorstore import spans
from vectorstore.passages import Passage, split
from vectorstore.questions import analyse
from vectorstore.spanfeatures import Candidates, candidates
from vectorstore.spans import FARTHEST, Floats, SpanWeights, short_answer

_UNITS = 32  # of one network
_SEEDS = 3
_EPOCHS = 8
_AT_ONCE = 16  # questions a step
_RATE, _DECAY, _DROPPED = 2e-3, 0.1, 0.3
_POWER = 6.0  # of F1: how much a span that is nearly right counts
_RISK = 0.5  # the share of expected F1 in what is made small
_MOST_WRONG = 150  # spans of a question that share no word with the answer
_LEAST_F1 = 0.3  # of the best span, or there is nothing to learn from it


@dataclass(frozen=True, slots=True)
class Lists:
    """Spans of questions one after another: ``firsts`` says where each question's begin."""

    table: Floats
    f1: Floats
    firsts: npt.NDArray[np.int_]

    def of(self, questions: Iterable[int]) -> "Lists":
        """Some of the questions."""
        ends = [*self.firsts[1:], len(self.f1)]
        places = [np.arange(self.firsts[i], ends[i]) for i in questions]
        chosen = np.concatenate(places)
        return Lists(self.table[chosen], self.f1[chosen], np.cumsum([0, *map(len, places[:-1])]))


def passages(path: Path) -> Iterator[tuple[EvaluationQuestion, Passage]]:
    """The questions of a file, each with the passage in which its gold answer begins."""
    for asked in squad.load(path).sets:
        found = split(asked.article)
        for question in asked.questions:
            for start, _ in question.gold_spans[:1]:
                yield from ((question, p) for p in found if p.start <= start < p.end)


def agreement(spans: Candidates, passage: Passage, question: EvaluationQuestion) -> Floats:
    """The best F1 of each span with a gold answer, by the places of the words."""
    starts = np.array([word.start for word in spans.words]) + passage.start
    ends = np.array([word.end for word in spans.words]) + passage.start
    best = np.zeros(len(spans.first))
    for start, end in question.gold_spans:
        inside = np.nonzero((ends > start) & (starts < end))[0]
        if not len(inside):
            continue
        shared = np.minimum(spans.last, inside[-1] + 1) - np.maximum(spans.first, inside[0])
        beyond = max(0, end - passage.end) // 6  # words of an answer that goes on in the next passage, about
        best = np.maximum(best, 2 * np.maximum(shared, 0) / (spans.last - spans.first + len(inside) + beyond))
    return best.astype(np.float32)


def lists(paths: Sequence[Path]) -> Lists:
    """The spans of all questions whose answer one of them is, but for some of those that are wrong."""
    choice = np.random.default_rng(0)
    tables, f1s = [], []
    for question, passage in (each for path in paths for each in passages(path)):
        found = candidates(analyse(question.turns[0]), passage.text)
        f1 = agreement(found, passage, question)
        if f1.max(initial=0.0) <= _LEAST_F1:
            continue
        wrong = choice.permutation(np.nonzero(f1 == 0)[0])[:_MOST_WRONG]
        kept = np.concatenate([np.nonzero(f1)[0], wrong])
        tables.append(found.table[kept].astype(np.float32))
        f1s.append(f1[kept])
    return Lists(np.vstack(tables), np.concatenate(f1s), np.cumsum([0, *map(len, f1s[:-1])]))


def fit(told: Lists, *, seeds: int = _SEEDS, epochs: int = _EPOCHS) -> SpanWeights:
    """Weights under which the spans that answer score highest; several networks side by side, by seed."""
    mean, scale = told.table.mean(axis=0), told.table.std(axis=0) + 1e-3
    scaled = Lists(np.clip((told.table - mean) / scale, -FARTHEST, FARTHEST), told.f1, told.firsts)
    networks = [_fit_one(scaled, seed, epochs) for seed in range(seeds)]
    hidden, bias, out, linear = (list(part) for part in zip(*networks, strict=True))
    outs, straight = np.concatenate(out) / seeds, np.mean(linear, axis=0)
    parts = (mean, scale, np.hstack(hidden), np.concatenate(bias), outs, straight)
    return SpanWeights(*(np.asarray(part, dtype=np.float32) for part in parts))


def _fit_one(told: Lists, seed: int, epochs: int) -> list[Floats]:
    """Hidden weights, their bias, output weights and linear weights of one network."""
    random = np.random.default_rng(seed)
    width, count = told.table.shape[1], len(told.firsts)
    learned = [
        random.normal(0, width**-0.5, (width, _UNITS)).astype(np.float32),
        np.zeros(_UNITS, np.float32),
        random.normal(0, _UNITS**-0.5, _UNITS).astype(np.float32),
        np.zeros(width, np.float32),
    ]
    adam = Adam(learned, decay=_DECAY)
    rates = iter(np.linspace(_RATE, 0.0, epochs * -(-count // _AT_ONCE), endpoint=False))  # falling to nothing
    for _ in range(epochs):
        order = random.permutation(count)
        for begin in range(0, count, _AT_ONCE):
            kept = ((random.random(_UNITS) > _DROPPED) / (1 - _DROPPED)).astype(np.float32)
            adam.step(_slopes(learned, told.of(order[begin : begin + _AT_ONCE]), kept), float(next(rates)))
    return learned


def _slopes(learned: Sequence[Floats], told: Lists, kept: Floats) -> list[Floats]:
    hidden, bias, out, linear = learned
    inner = told.table @ hidden + bias
    units = np.maximum(inner, 0) * kept
    slope = _loss_slope(units @ out + told.table @ linear, told)
    back = np.outer(slope, out) * kept * (inner > 0)
    return [told.table.T @ back, back.sum(axis=0), units.T @ slope, told.table.T @ slope]


def _loss_slope(scores: Floats, told: Lists) -> Floats:
    """The slope of the loss by each score."""
    counts = np.diff([*told.firsts, len(scores)])

    def total(values: Floats) -> Floats:
        return np.asarray(np.repeat(np.add.reduceat(values, told.firsts), counts))

    chances = np.exp(scores - np.repeat(np.maximum.reduceat(scores, told.firsts), counts))
    chances /= total(chances)
    wanted = told.f1**_POWER
    wanted /= total(wanted)
    risk = 2 * chances * (total(chances * told.f1) - told.f1)
    return np.asarray(((1 - _RISK) * (chances - wanted) + _RISK * risk) / len(told.firsts), dtype=np.float32)


def evaluate(path: Path, weights: SpanWeights, *, least: float = 0.0) -> tuple[float, float, float]:
    """Share of the questions with a short answer, and exact match and F1 of these answers, given the right passage."""
    scores = []
    asked = 0
    for question, passage in passages(path):
        asked += 1
        short = short_answer(analyse(question.turns[0]), passage.text, least=least, weights=weights)
        if short:
            said = passage.text[short.start : short.end]
            scores.append((metrics.exact_match(said, question.gold), metrics.token_f1(said, question.gold)))
    if not scores:
        return 0.0, 0.0, 0.0
    exact, f1 = np.mean(scores, axis=0)
    return len(scores) / asked, float(exact), float(f1)


def main(arguments: list[str] | None = None) -> int:
    """Fit, report and write the weights."""
    parser = argparse.ArgumentParser(prog="python -m assistant.evaluation.fitting_spans", description="Fit the spans.")
    parser.add_argument("files", type=Path, nargs="+", help="SQuAD-format files to learn from")
    parser.add_argument("--held-out", type=Path, nargs="+", default=[], help="SQuAD-format files to report on")
    parser.add_argument("--output", type=Path, default=spans.PATH)
    options = parser.parse_args(arguments)
    weights = fit(lists(options.files))
    for path in options.held_out:
        for least in (0.0, spans.LEAST):
            share, exact, f1 = evaluate(path, weights, least=least)
            sys.stderr.write(f"{path.name:32} least {least:.2f}: given {share:.3f} EM {exact:.3f} F1 {f1:.3f}\n")
    weights.save(options.output)
    return 0


if __name__ == "__main__":
    sys.exit(main())
