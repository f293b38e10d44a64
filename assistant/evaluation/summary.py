"""From the rows of an evaluation to its figures; pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from assistant.evaluation import metrics
from assistant.evaluation.metrics import Array, Estimate, Outcomes
from assistant.evaluation.runner import Row


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of a group of rows; shares are 0..1.

    Those of ranks and ``answered`` are over the answerable questions, ``declined`` is over the others, times are over
    all of them and words over those answered. ``hit_1`` and ``hit_3`` ask for a right citation among the first in an
    answer; ``found_1`` counts a passage that is offered when declining too, so its lead over ``hit_1`` is what
    declining cost.
    """

    name: str
    questions: int
    hit_1: Estimate
    hit_3: Estimate
    found_1: Estimate
    mrr: Estimate
    answered: Estimate
    declined: Estimate
    seconds_p50: Estimate
    seconds_p95: Estimate
    words_p50: Estimate  # words quoted in an answer: to quote everything is no feat


@dataclass(frozen=True, slots=True)
class Declining:
    """How well was told apart what the article does not say."""

    precision: Estimate
    recall: Estimate
    f1: Estimate


def summarize(name: str, rows: Sequence[Row]) -> Summary:
    """The figures of some rows; a figure that has no rows to go by is an empty estimate."""
    answerable = [row for row in rows if row.answerable]
    seconds = [row.seconds for row in rows]
    return Summary(
        name=name,
        questions=len(rows),
        hit_1=_share(metrics.hit_at(row.hit_rank, 1) for row in answerable),
        hit_3=_share(metrics.hit_at(row.hit_rank, 3) for row in answerable),
        found_1=_share(metrics.hit_at(row.rank, 1) for row in answerable),
        mrr=metrics.bootstrap_interval([metrics.reciprocal_rank(row.hit_rank) for row in answerable], _mean),
        answered=_share(row.answered for row in answerable),
        declined=_share(not row.answered for row in rows if not row.answerable),
        seconds_p50=_percentile(seconds, 50),
        seconds_p95=_percentile(seconds, 95),
        words_p50=_percentile([row.words for row in rows if row.answered], 50),
    )


def summarize_by(rows: Sequence[Row], key: Callable[[Row], str]) -> tuple[Summary, ...]:
    """A summary for each value of the key, in the order in which they first occur."""
    names = dict.fromkeys(map(key, rows))
    return tuple(summarize(name, [row for row in rows if key(row) == name]) for name in names)


def declining(rows: Sequence[Row]) -> Declining:
    """Precision, recall and F1 of declining, over all rows."""
    counted = metrics.outcomes([row.answerable for row in rows], [row.answered for row in rows])
    unanswerable = counted.true_declined + counted.missed
    return Declining(
        precision=metrics.wilson_interval(counted.true_declined, counted.true_declined + counted.false_declined),
        recall=metrics.wilson_interval(counted.true_declined, unanswerable),
        f1=metrics.bootstrap_interval([(row.answerable, row.answered) for row in rows], _f1),
    )


def _share(flags: Iterable[float]) -> Estimate:
    values = list(flags)
    return metrics.wilson_interval(round(sum(values)), len(values))


def _percentile(values: Sequence[float], percent: float) -> Estimate:
    return metrics.bootstrap_interval(values, partial(metrics.percentile, percent=percent))


def _mean(values: Array) -> float:
    return float(values.mean())


def _f1(pairs: Array) -> float | None:
    answerable, answered = pairs[:, 0], pairs[:, 1]
    counts = [~answerable & ~answered, answerable & ~answered, ~answerable & answered]
    return Outcomes(*(int(flags.sum()) for flags in counts)).f1
