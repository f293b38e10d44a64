"""What an evaluation found, as JSON and as a table for the terminal."""

import platform
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from importlib import metadata
from typing import Any

from assistant.evaluation.metrics import Estimate
from assistant.evaluation.runner import Run
from assistant.evaluation.summary import Declining, Summary, declining, summarize, summarize_by

_PACKAGES = ("article-assistant", "chromadb", "langchain-core", "numpy", "sentence-transformers", "torch")
_USER_OR_QUERY = re.compile(r"(?<=://)[^/?#]*@|[?#].*")
_NOTE = (
    "hit@k: answered, with a right citation among the first k. found@1: a passage offered when declining counts too.\n"
    "Shares in %, with 95 % intervals (Wilson); times and words are medians unless p95 (bootstrap intervals)."
)


@dataclass(frozen=True, slots=True)
class FileNote:
    """A question file as used: SHA-256 of its bytes, questions asked, and questions left out for want of gold."""

    name: str
    sha256: str
    questions: int
    skipped: int


@dataclass(frozen=True, kw_only=True)
class Report:
    """An evaluation: what was asked, of what, and what came back."""

    run: Run
    files: tuple[FileNote, ...]
    half: str  # dev | test | all
    limit: int | None  # questions of each file
    settings: Mapping[str, Any]
    versions: Mapping[str, str]

    @cached_property
    def overall(self) -> Summary:
        """The figures over all rows."""
        return summarize("all", self.run.rows)

    @cached_property
    def by_kind(self) -> tuple[Summary, ...]:
        """The figures of each kind of question."""
        return summarize_by(self.run.rows, lambda row: row.kind)

    @cached_property
    def by_file(self) -> tuple[Summary, ...]:
        """The figures of each question file."""
        return summarize_by(self.run.rows, lambda row: row.file)

    @cached_property
    def declining(self) -> Declining:
        """How well was told apart what the article does not say."""
        return declining(self.run.rows)

    def as_json(self) -> dict[str, Any]:
        """Everything, down to each question, as one object for `json.dumps`."""
        return {
            "settings": dict(self.settings),
            "versions": dict(self.versions),
            "half": self.half,
            "limit": self.limit,
            "files": [asdict(note) for note in self.files],
            "articles": self.run.articles,
            "opening_seconds": self.run.opening_seconds,
            "overall": asdict(self.overall),
            "declining": asdict(self.declining),
            "by_kind": [asdict(summary) for summary in self.by_kind],
            "by_file": [asdict(summary) for summary in self.by_file],
            "rows": [asdict(row) | {"hit_rank": row.hit_rank} for row in self.run.rows],
        }

    def as_table(self) -> str:
        """Overall, by kind and by file, aligned, for a terminal; no line end after the last line."""
        lines = [_cells(self.overall)]
        lines += [_cells(summary, "kind ") for summary in self.by_kind]
        lines += [_cells(summary, "file ") for summary in self.by_file]
        return "\n".join([*_align([_HEADER, *lines]), "", *self._remarks(), _NOTE])

    def _remarks(self) -> Iterator[str]:
        half = "both halves" if self.half == "all" else f"the {self.half} half"
        limit = "" if self.limit is None else f", at most {self.limit} of each file"
        seconds = f"{self.run.opening_seconds:.1f} s to open"
        yield f"{self.overall.questions} questions of {half}{limit}; {self.run.articles} articles, {seconds}."
        if self.overall.declined.value is not None:
            scores = self.declining
            figures = (("precision", scores.precision), ("recall", scores.recall), ("F1", scores.f1))
            yield "Declining: " + ", ".join(f"{name} {_percent(figure)}" for name, figure in figures) + "."
        for note in self.files:
            if note.skipped:
                yield f"{note.name}: {note.skipped} left out, their gold is not in the article."


def settings_of(values: Mapping[str, object]) -> dict[str, Any]:
    """Settings as JSON has them; what an address carries beside host and path may be a secret and is cut out."""
    return {name: _plain(value) for name, value in values.items()}


def versions() -> dict[str, str]:
    """The versions of Python and of the packages that answers depend on, as far as they are installed."""
    found = {"python": platform.python_version()}
    for package in _PACKAGES:
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            continue  # run from a source tree, or the package is not needed here
    return found


def _plain(value: object) -> object:
    if isinstance(value, str) and "://" in value:
        return _USER_OR_QUERY.sub("", value)
    return value if isinstance(value, str | int | float | None) else str(value)


_HEADER = ("", "n", "hit@1", "hit@3", "found@1", "answered", "declined", "ms", "ms p95", "words")


def _cells(summary: Summary, prefix: str = "") -> tuple[str, ...]:
    shares = (summary.hit_1, summary.hit_3, summary.found_1, summary.answered, summary.declined)
    times = (summary.seconds_p50, summary.seconds_p95)
    words = summary.words_p50.value
    quoted = "-" if words is None else f"{words:.0f}"
    return (
        f"{prefix}{summary.name}",
        str(summary.questions),
        *(_percent(share) for share in shares),
        *(_interval(time, factor=1000, digits=0) for time in times),
        quoted,
    )


def _percent(share: Estimate) -> str:
    return _interval(share, factor=100, digits=1)


def _interval(estimate: Estimate, *, factor: float, digits: int) -> str:
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return "-"
    return f"{estimate.value * factor:.{digits}f} [{estimate.low * factor:.0f}-{estimate.high * factor:.0f}]"


def _align(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Lines of columns, the first to the left and the others to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for first, *others in rows:
        cells = [first.ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True))]
        yield "  ".join(cells).rstrip()
