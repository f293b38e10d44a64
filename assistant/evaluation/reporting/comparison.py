"""Two runs over the same questions, compared question for question. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from assistant.evaluation import metrics
from assistant.evaluation.metrics import Paired
from assistant.evaluation.reporting.figures import FIGURES, Figure
from assistant.evaluation.rows import Key, Row


@dataclass(frozen=True, slots=True)
class Change:
    """How a figure of the second run differs from the first's, over the questions that both were judged by."""

    figure: str
    label: str
    first: float
    second: float
    paired: Paired


@dataclass(frozen=True, slots=True)
class Comparison:
    """``second`` against ``first``: the figures that can be paired, and the questions gained and lost by it.

    Gained are those that only the second serves right (`Row.right`), lost those that only the first does.
    """

    first: str
    second: str
    questions: int
    changes: tuple[Change, ...]
    gained: tuple[Key, ...]
    lost: tuple[Key, ...]

    def as_json(self) -> dict[str, Any]:
        """The comparison as one object for `json.dumps`."""
        return asdict(self)


def compare(first: str, rows: Sequence[Row], second: str, others: Sequence[Row]) -> Comparison:
    """Compare the rows of two named runs over the questions that both have, in the first one's order."""
    by_key = {row.key: row for row in others}
    pairs = [(row, by_key[row.key]) for row in rows if row.key in by_key]
    return Comparison(
        first,
        second,
        len(pairs),
        tuple(_changes(pairs)),
        gained=tuple(a.key for a, b in pairs if b.right and not a.right),
        lost=tuple(a.key for a, b in pairs if a.right and not b.right),
    )


def _changes(pairs: Sequence[tuple[Row, Row]]) -> Iterator[Change]:
    for figure in FIGURES:
        values = _paired_values(figure, pairs)
        if values:
            first, second = [a for a, _ in values], [b for _, b in values]
            means = sum(first) / len(first), sum(second) / len(second)
            yield Change(figure.name, figure.label, *means, metrics.compare(first, second))


def _paired_values(figure: Figure, pairs: Sequence[tuple[Row, Row]]) -> list[tuple[float, float]]:
    if figure.value is None:
        return []
    both = [(figure.value(a), figure.value(b)) for a, b in pairs]
    return [(float(a), float(b)) for a, b in both if a is not None and b is not None]
