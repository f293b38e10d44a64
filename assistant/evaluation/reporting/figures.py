"""The figures of an evaluation: which there are, and what they are for a group of rows. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from assistant.evaluation import metrics
from assistant.evaluation.metrics import Array, Estimate
from assistant.evaluation.rows import Row

Unit = Literal["share", "words", "seconds", "number"]
Value = Callable[[Row], float | None]  # of one row; None where it says nothing about it


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: its name in JSON, its label for people, its unit (a share is 0..1) and what it says.

    ``value`` is there where the figure is the mean of something that each row has by itself, which two runs can be
    compared by question for question.
    """

    name: str
    label: str
    unit: Unit
    meaning: str
    estimate: Callable[[Sequence[Row], Array], Estimate]
    value: Value | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """The figures of a group of rows, by name."""

    name: str
    questions: int
    estimates: Mapping[str, Estimate]

    def __getitem__(self, figure: str) -> Estimate:
        """The figure of that name."""
        return self.estimates[figure]

    def as_json(self) -> dict[str, Any]:
        """The summary as one object for `json.dumps`."""
        figures = {name: _fields(estimate) for name, estimate in self.estimates.items()}
        return {"name": self.name, "questions": self.questions, "figures": figures}


def summarize(name: str, rows: Sequence[Row]) -> Summary:
    """The figures of some rows, each with its 95 % interval; one that has no rows to go by is an empty estimate."""
    drawn = metrics.draws(len(rows))
    return Summary(name, len(rows), {figure.name: figure.estimate(rows, drawn) for figure in FIGURES})


def summarize_by(rows: Sequence[Row], key: Callable[[Row], str]) -> tuple[Summary, ...]:
    """A summary for each value of the key, in the order in which they first occur."""
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return tuple(summarize(name, group) for name, group in groups.items())


def first_is_right(row: Row) -> bool:
    """Whether the first passage shown answers, be it as an answer or as the nearest one when declining."""
    return row.answerable and row.rank == 1


def _fields(estimate: Estimate) -> dict[str, float | int | None]:
    return {"value": estimate.value, "low": estimate.low, "high": estimate.high, "n": estimate.n}


def _share(name: str, label: str, meaning: str, value: Value) -> Figure:
    def estimate(rows: Sequence[Row], drawn: Array) -> Estimate:
        return metrics.estimate_share([value(row) for row in rows], drawn)

    return Figure(name, label, "share", meaning, estimate, value)


def _mean(name: str, label: str, meaning: str, value: Value, unit: Unit = "share") -> Figure:
    def estimate(rows: Sequence[Row], drawn: Array) -> Estimate:
        return metrics.estimate_mean([value(row) for row in rows], drawn)

    return Figure(name, label, unit, meaning, estimate, value)


def _quantile(name: str, label: str, meaning: str, value: Value, share: float, unit: Unit) -> Figure:
    def estimate(rows: Sequence[Row], drawn: Array) -> Estimate:
        return metrics.estimate_quantile([value(row) for row in rows], share, drawn)

    return Figure(name, label, unit, meaning, estimate)


def _decline_precision(rows: Sequence[Row], drawn: Array) -> Estimate:
    # Not to be paired: of what two runs both declined, it is the same.
    return metrics.estimate_share([None if row.answered else not row.answerable for row in rows], drawn)


def _decline_f1(rows: Sequence[Row], drawn: Array) -> Estimate:
    statistic = metrics.f1([row.answerable for row in rows], [row.answered for row in rows])
    return metrics.estimate(statistic, drawn, n=len(rows))


def _confidence(
    name: str, label: str, meaning: str, of: Callable[..., metrics.Statistic], truth: Callable[[Row], bool]
) -> Figure:
    def estimate(rows: Sequence[Row], drawn: Array) -> Estimate:
        statistic = of([row.confidence for row in rows], [truth(row) for row in rows])
        return metrics.estimate(statistic, drawn, n=len(rows))

    return Figure(name, label, "number", meaning, estimate)


def _answerable(of: Callable[[Row], float | None]) -> Value:
    return lambda row: of(row) if row.answerable else None


def _answered(of: Callable[[Row], float | None]) -> Value:
    return lambda row: of(row) if row.answered else None


_recall_3 = _answerable(lambda row: metrics.recall_at(row.relevant, 3, row.total))
_recall_5 = _answerable(lambda row: metrics.recall_at(row.relevant, 5, row.total))
_ndcg_5 = _answerable(lambda row: metrics.ndcg_at(row.relevant, 5, row.total))
_first = "of the questions the article answers"

FIGURES = (
    _share("hit_1", "hit@1", f"{_first}: answered, and the first citation is right",
           _answerable(lambda row: metrics.hit_at(row.hit_rank, 1))),
    _share("hit_3", "hit@3", f"{_first}: answered, with a right citation among the first three",
           _answerable(lambda row: metrics.hit_at(row.hit_rank, 3))),
    _share("found_1", "found@1", f"{_first}: the first passage shown is right, offered when declining too",
           _answerable(first_is_right)),
    _share("sentence", "sentence", f"{_first}: answered, and the first citation stands in a sentence that answers",
           lambda row: row.sentence),
    _share("exact_match", "EM", f"{_first}: the highlighted answer is a gold, word for word (normalised)",
           lambda row: row.exact_match),
    _mean("token_f1", "F1", f"{_first}: how many words the highlighted answer shares with the gold",
          lambda row: row.token_f1),
    _share("answered", "answered", f"{_first}: answered at all", _answerable(lambda row: row.answered)),
    _share("declined", "declined", "of the questions the article does not answer: declined (the recall of declining)",
           lambda row: None if row.answerable else not row.answered),
    Figure("decline_precision", "decline P", "share", "of what was declined: the article does not answer it",
           _decline_precision),
    Figure("decline_f1", "decline F1", "share", "the harmonic mean of precision and recall of declining", _decline_f1),
    _mean("recall_3", "recall@3", "of the passages that answer, those among the first three hits", _recall_3),
    _mean("recall_5", "recall@5", "of the passages that answer, those among the first five hits", _recall_5),
    _mean("mrr", "MRR", "1 / rank of the first hit that answers",
          _answerable(lambda row: metrics.reciprocal_rank(row.relevant))),
    _mean("ndcg_5", "nDCG@5", "how high the hits that answer stand among the first five", _ndcg_5),
    _mean("citation_recall", "cit. R", "of the statements of an answer, those that what they cite supports (ALCE)",
          _answered(lambda row: row.citation_recall)),
    _mean("citation_precision", "cit. P", "of the citations of an answer, those that its statements need (ALCE)",
          _answered(lambda row: row.citation_precision)),
    _share("exact", "exact", "of the answers, those whose every citation is the article's text at its place",
           _answered(lambda row: row.exact)),
    _mean("faithful", "judged", "of the statements of an answer, those that the judge finds in what they cite",
          lambda row: row.faithful),
    _confidence("auroc", "AUROC", "how often a question the article answers has more confidence than one it does not",
                metrics.auroc, lambda row: row.answerable),
    _confidence("aurc", "AURC", "the mean risk (first passage not right) over all thresholds; less is better",
                metrics.area_under_risk_coverage, first_is_right),
    _confidence("ece", "ECE", "how far the confidence is from how often first passages are right; less is better",
                metrics.expected_calibration_error, first_is_right),
    _quantile("words_p50", "words", "words quoted in an answer, the median", _answered(lambda row: row.words),
              0.5, "words"),
    _quantile("seconds_p50", "ms", "wall clock of a question, the median", lambda row: row.seconds, 0.5, "seconds"),
    _quantile("seconds_p95", "ms p95", "wall clock of a question, the 95th percentile", lambda row: row.seconds,
              0.95, "seconds"),
)  # fmt: skip
BY_NAME = {figure.name: figure for figure in FIGURES}
