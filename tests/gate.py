"""The gate: answers may not get worse than they were when ``floors.json`` was recorded.

``python -m tests.gate`` (``make floors``) records what becomes of each question now: to be done when answers got
better, or when a loss is accepted with its reasons. `drops` compares a later evaluation with that, each question with
itself.
"""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.evaluation import Plan, Report, assistants, evaluate, metrics, read_files
from assistant.evaluation.reporting.report import Run
from assistant.evaluation.rows import Row
from assistant.settings import SHIPPED_ARTICLE, Settings
from vectorstore.importing.loading import read_article

FLOORS = Path(__file__).with_name("floors.json")
_DATA = SHIPPED_ARTICLE.parent
SHIPPED = tuple(sorted(_DATA.glob("*.questions.jsonl")))
CALIBRATION = tuple(sorted((_DATA / "calibration").glob("*.questions.jsonl")))

DECLINED, NOT_RIGHT = -1, 0  # outcomes beside the rank, from 1, of the first right citation
Outcomes = Mapping[str, Mapping[str, int]]  # file → id → outcome
FIGURES = ("hit@1", "hit@3", "answered", "declined")


@dataclass(frozen=True, slots=True)
class Drop:
    """A figure of a group of questions that fell beyond its 95 % interval, and the questions that were lost."""

    group: str
    figure: str
    floor: float
    now: float
    interval: tuple[float, float]
    lost: tuple[str, ...]

    def __str__(self) -> str:
        low, high = self.interval
        change = f"{self.floor:.3f} → {self.now:.3f}, a change of {low:+.3f} to {high:+.3f} (95 %)"
        return "\n  ".join((f"{self.figure} of {self.group}: {change}; lost:", *self.lost))


def settings() -> Settings:
    """The built-in path: what models a machine happens to have must not move the figures."""
    return Settings(data_dir=Path("unused"), embeddings="builtin")


def evaluated(paths: Sequence[Path], chosen: Settings | None = None) -> Report:
    """The dev halves of question files."""
    used = chosen or settings()
    article = read_article(SHIPPED_ARTICLE, max_bytes=used.max_article_bytes)
    files = read_files(paths, article=article, max_article_bytes=used.max_article_bytes)
    return evaluate(Plan(files, assistants(used), half="dev"))


def outcome(row: Row) -> int:
    """What became of a question, as `FLOORS` has it."""
    if not row.answered:
        return DECLINED
    return row.rank or NOT_RIGHT


def drops(run: Run, floors: Outcomes) -> list[Drop]:
    """The figures that fell, over all files of a kind and in each file.

    A drop is a paired one: the bootstrap interval of the mean difference lies below 0. That sees less than two
    intervals that do not overlap would let pass.
    """
    files = dict.fromkeys(row.file for row in run.rows)
    groups = {name: {name} for name in files} | ({"all": set(files)} if len(files) > 1 else {})
    return [
        drop
        for group, names in groups.items()
        for figure in FIGURES
        for drop in _drop(group, figure, [row for row in run.rows if row.file in names], floors)
    ]


def inexact(run: Run) -> list[str]:
    """The questions whose answers have a citation that is not the article's text, or that does not support them."""
    return [
        named(row)
        for row in run.rows
        if row.answered and not (row.exact and row.citation_recall == row.citation_precision == 1.0)
    ]


def unknown(run: Run, floors: Outcomes) -> list[str]:
    """What the floors know and the run does not have, and the other way round."""
    now = {(row.file, row.id) for row in run.rows}
    files = {row.file for row in run.rows}
    recorded = {(file, each) for file, ids in floors.items() if file in files for each in ids}
    return sorted(f"{file} {each}" for file, each in now ^ recorded)


def named(row: Row) -> str:
    """A question for people to find."""
    return f"{row.file} {row.id} ({row.kind})"


def read_floors(path: Path = FLOORS) -> Outcomes:
    """What was recorded."""
    floors: Outcomes = json.loads(path.read_text(encoding="utf-8"))["outcomes"]
    return floors


def _drop(group: str, figure: str, rows: Sequence[Row], floors: Outcomes) -> Iterator[Drop]:
    judged = [row for row in rows if row.answerable != (figure == "declined") and row.id in floors.get(row.file, {})]
    before = [_value(figure, floors[row.file][row.id]) for row in judged]
    now = [_value(figure, outcome(row)) for row in judged]
    paired = metrics.compare(before, now)
    low, high = paired.difference.low, paired.difference.high
    if low is not None and high is not None and high < 0:
        lost = tuple(named(row) for row, a, b in zip(judged, before, now, strict=True) if a > b)
        yield Drop(group, figure, sum(before) / len(before), sum(now) / len(now), (low, high), lost)


def _value(figure: str, became: int) -> float:
    if figure == "declined":
        return float(became == DECLINED)
    if figure == "answered":
        return float(became != DECLINED)
    return float(1 <= became <= int(figure[-1]))


def record(path: Path = FLOORS) -> None:
    """Write what becomes of each question now."""
    run = evaluated([*SHIPPED, *CALIBRATION]).runs[0]
    outcomes: dict[str, dict[str, int]] = {}
    for row in run.rows:
        outcomes.setdefault(row.file, {})[row.id] = outcome(row)
    about = "tests/gate.py records and reads this: the rank of the first right citation, 0 none right, -1 declined"
    text = json.dumps({"about": about, "outcomes": outcomes}, ensure_ascii=False, indent=0)
    path.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    record()
    sys.stderr.write(f"recorded {FLOORS}\n")
