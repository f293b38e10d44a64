"""A report as tables for a terminal. Pure."""

from collections.abc import Iterator, Sequence

from assistant.evaluation.metrics import Estimate
from assistant.evaluation.reporting.comparison import Change, Comparison
from assistant.evaluation.reporting.figures import BY_NAME, Summary, Unit
from assistant.evaluation.reporting.formatting import FACTORS, digits, p_value
from assistant.evaluation.reporting.report import AskedQuestion, Report, Run
from assistant.evaluation.rows import Key

_TABLES = (
    ("hit_1", "hit_3", "found_1", "answered", "declined", "words_p50", "seconds_p50"),
    ("sentence", "exact_match", "token_f1", "recall_5", "mrr", "ndcg_5", "citation_recall", "citation_precision"),
    ("exact", "faithful", "decline_precision", "decline_f1", "auroc", "aurc", "ece", "seconds_p95"),
)
_LISTED = 20  # questions gained or lost that a terminal is shown
_NOTE = (
    "Shares in %, times in ms, with 95 % intervals (bootstrap over questions).\n"
    "What each figure means, and of how many questions it is, says the report."
)


def as_table(report: Report) -> str:
    """The report for people: no line end after the last line."""
    blocks = []
    for run in report.runs:
        title = f"{run.name}: {len(run.rows)} questions, {run.articles} articles, {run.opening_seconds:.1f} s to open"
        kinds = run is report.runs[0]
        tables = ("\n".join(_table(run, names, kinds=kinds and not n)) for n, names in enumerate(_TABLES))
        blocks.append(title + "\n" + "\n\n".join(tables))
    blocks += [comparison_table(comparison, report) for comparison in report.comparisons]
    return "\n\n".join([*blocks, "\n".join([*_remarks(report), _NOTE])])


def comparison_table(comparison: Comparison, report: Report) -> str:
    """How the second run differs from the first, and the questions gained and lost."""
    title = f"{comparison.second} against {comparison.first}, {comparison.questions} questions"
    rows = [("", "n", comparison.first, comparison.second, "difference", "p"), *map(_change, comparison.changes)]
    lists = (*_listed("gained", comparison.gained, report), *_listed("lost", comparison.lost, report))
    return "\n".join([title, *_align(rows), *lists])


def shown(estimate: Estimate, unit: Unit) -> str:
    """A figure with its interval, «-» where there is none."""
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return "-"
    factor = FACTORS[unit]
    to = "-" if estimate.low >= 0 else " to "  # not -20--3
    return f"{estimate.value * factor:.{digits(unit)}f} [{estimate.low * factor:.0f}{to}{estimate.high * factor:.0f}]"


def _table(run: Run, figures: Sequence[str], *, kinds: bool) -> Iterator[str]:
    groups = [("", run.overall), *(("file ", summary) for summary in run.by_file)]
    if kinds:
        groups[1:1] = [("kind ", summary) for summary in run.by_kind]
    known = [name for name in figures if run.overall[name].value is not None]
    header = ("", "n", *(BY_NAME[name].label for name in known))
    return _align([header, *(_cells(prefix, summary, known) for prefix, summary in groups)])


def _cells(prefix: str, summary: Summary, figures: Sequence[str]) -> tuple[str, ...]:
    cells = (shown(summary[name], BY_NAME[name].unit) for name in figures)
    return (f"{prefix}{summary.name}", str(summary.questions), *cells)


def _change(change: Change) -> tuple[str, ...]:
    unit = BY_NAME[change.figure].unit
    factor = FACTORS[unit]
    means = (f"{value * factor:.1f}" for value in (change.first, change.second))
    paired = change.paired
    return (change.label, str(paired.n), *means, shown(paired.difference, unit), p_value(paired.p_value))


def _listed(what: str, keys: Sequence[Key], report: Report) -> Iterator[str]:
    yield f"{what}: {len(keys)}"
    yield from (f"  {_named(report.by_key[key])}" for key in keys[:_LISTED])
    if len(keys) > _LISTED:
        yield f"  … and {len(keys) - _LISTED} more in the report"


def _named(asked: AskedQuestion) -> str:
    return " ".join(f"{asked.file} {asked.id} ({asked.kind}): {asked.turns[-1]}".split())


def _remarks(report: Report) -> Iterator[str]:
    half = "" if report.half == "all" else f"The {report.half} half of the .jsonl files. "
    limit = "" if report.limit is None else f"At most {report.limit} questions of each file. "
    if half or limit:
        yield (half + limit).rstrip()
    for note in report.files:
        if note.skipped:
            yield f"{note.name}: {note.skipped} left out, their gold is not in the article."


def _align(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Lines of columns, the first to the left and the others to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for first, *others in rows:
        cells = [first.ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True))]
        yield "  ".join(cells).rstrip()
