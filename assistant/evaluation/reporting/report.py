"""What an evaluation found: its runs over the same questions, and everything needed to read and repeat them."""

import platform
import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import asdict, dataclass
from functools import cached_property
from importlib import metadata
from typing import Any

from assistant.errors import ReportInvalid
from assistant.evaluation.asked.matching import Span
from assistant.evaluation.reporting.comparison import Comparison, compare
from assistant.evaluation.reporting.figures import Summary, summarize, summarize_by
from assistant.evaluation.rows import Key, Row, row_from_json

FORMAT = 2  # of the JSON; raise it when what is there no longer reads it
_DERIVED = ("hit_rank", "right")  # what the JSON of a row has for other programs
_PACKAGES = ("article-assistant", "chromadb", "langchain-core", "numpy", "sentence-transformers", "torch")
_USER_OR_QUERY = re.compile(r"(?<=://)[^/?#]*@|[?#].*")


@dataclass(frozen=True, slots=True)
class FileNote:
    """A question file as used: SHA-256 of its bytes, questions asked, and questions left out for want of gold."""

    name: str
    sha256: str
    questions: int
    skipped: int


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question as it was asked: the last of ``turns`` is scored.

    ``context`` is the paragraph of the article that answers, empty where there is none; ``start`` says where it begins
    in the article, and ``gold_spans`` where in the article the gold stands.
    """

    file: str
    id: str
    kind: str
    article: str
    turns: tuple[str, ...]
    answerable: bool
    gold: tuple[str, ...]
    context: str = ""
    start: int = 0
    gold_spans: tuple[Span, ...] = ()

    @property
    def key(self) -> Key:
        """Which question it is, of all files."""
        return self.file, self.id


@dataclass(frozen=True)
class Run:
    """What one system (the assistant with some settings, or a baseline) made of the questions."""

    name: str
    settings: Mapping[str, Any]
    rows: tuple[Row, ...]
    articles: int
    opening_seconds: float

    @cached_property
    def overall(self) -> Summary:
        """The figures over all rows."""
        return summarize("all", self.rows)

    @cached_property
    def by_kind(self) -> tuple[Summary, ...]:
        """The figures of each kind of question."""
        return summarize_by(self.rows, lambda row: row.kind)

    @cached_property
    def by_file(self) -> tuple[Summary, ...]:
        """The figures of each question file."""
        return summarize_by(self.rows, lambda row: row.file)

    def as_json(self) -> dict[str, Any]:
        """The run as one object for `json.dumps`."""
        return {
            "name": self.name,
            "settings": dict(self.settings),
            "articles": self.articles,
            "opening_seconds": self.opening_seconds,
            "overall": self.overall.as_json(),
            "by_kind": [summary.as_json() for summary in self.by_kind],
            "by_file": [summary.as_json() for summary in self.by_file],
            "rows": [row.as_json() | {"hit_rank": row.hit_rank, "right": row.right} for row in self.rows],
        }


@dataclass(frozen=True, kw_only=True)
class Report:
    """An evaluation: what was asked, of what, and what came back. The first run is the one the others compare with."""

    runs: tuple[Run, ...]
    questions: tuple[AskedQuestion, ...]
    files: tuple[FileNote, ...]
    half: str  # dev | test | all, of the question files; SQuAD-format files are asked whole
    limit: int | None  # questions of each file
    fingerprint: str  # of all that the rows depend on
    versions: Mapping[str, str]

    @cached_property
    def comparisons(self) -> tuple[Comparison, ...]:
        """Each other run against the first."""
        first, *others = self.runs
        return tuple(compare(first.name, first.rows, other.name, other.rows) for other in others)

    @cached_property
    def by_key(self) -> Mapping[Key, AskedQuestion]:
        """The questions by file and id."""
        return {asked.key: asked for asked in self.questions}

    def as_json(self) -> dict[str, Any]:
        """Everything, down to each question, as one object for `json.dumps`."""
        return {
            "format": FORMAT,
            "fingerprint": self.fingerprint,
            "versions": dict(self.versions),
            "half": self.half,
            "limit": self.limit,
            "files": [asdict(note) for note in self.files],
            "questions": [asdict(asked) for asked in self.questions],
            "runs": [run.as_json() for run in self.runs],
            "comparisons": [comparison.as_json() for comparison in self.comparisons],
        }


def report_from_json(record: Any, *, source: object) -> Report:
    """The report that `Report.as_json` gave.

    Raises:
        ReportInvalid: it is something else, or of another version; the message names ``source``.
    """
    if not isinstance(record, dict) or record.get("format") != FORMAT or not record.get("runs"):
        raise ReportInvalid(f"{source}: not a report of this version's evaluate; make it anew")
    try:
        questions = tuple(_asked(each) for each in record["questions"])
        keys = {asked.key for asked in questions}
        return Report(
            runs=tuple(_run(each, keys) for each in record["runs"]),
            questions=questions,
            files=tuple(FileNote(**each) for each in record["files"]),
            half=record["half"],
            limit=record["limit"],
            fingerprint=record["fingerprint"],
            versions=record["versions"],
        )
    except (KeyError, TypeError, ValueError, AttributeError) as exc:
        raise ReportInvalid(f"{source}: a report with something missing or unknown ({exc}); make it anew") from exc


def joined(reports: Sequence[Report], names: Sequence[str]) -> Report:
    """The first run of each report, under these names, as the runs of one report over the questions all have.

    Raises:
        ReportInvalid: they have no question in common.
    """
    common = set.intersection(*({row.key for row in report.runs[0].rows} for report in reports))
    if not common:
        raise ReportInvalid("the reports have no question in common; compare evaluations of the same question files")
    first = reports[0]
    runs = tuple(
        Run(name, run.settings, tuple(row for row in run.rows if row.key in common), run.articles, run.opening_seconds)
        for name, run in zip(names, (report.runs[0] for report in reports), strict=True)
    )
    return Report(
        runs=runs,
        questions=tuple(asked for asked in first.questions if asked.key in common),
        files=first.files,
        half=first.half,
        limit=first.limit,
        fingerprint="+".join(report.fingerprint for report in reports),
        versions=first.versions,
    )


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


def _run(record: Mapping[str, Any], known: Set[Key]) -> Run:
    rows = tuple(row_from_json({k: v for k, v in row.items() if k not in _DERIVED}) for row in record["rows"])
    if unknown := next((row.key for row in rows if row.key not in known), None):
        raise KeyError(unknown)
    return Run(record["name"], record["settings"], rows, record["articles"], record["opening_seconds"])


def _asked(record: Mapping[str, Any]) -> AskedQuestion:
    spans = tuple((start, end) for start, end in record["gold_spans"])
    return AskedQuestion(
        **{**record, "turns": tuple(record["turns"]), "gold": tuple(record["gold"]), "gold_spans": spans}
    )


def _plain(value: object) -> object:
    if isinstance(value, str) and "://" in value:
        return _USER_OR_QUERY.sub("", value)
    return value if isinstance(value, str | int | float | None) else str(value)
