"""Evaluate systems on question files."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path

from assistant.errors import SettingInvalid
from assistant.evaluation.asked import matching
from assistant.evaluation.asked.files import Halves, QuestionFile, chosen
from assistant.evaluation.asked.questions import EvaluationQuestion, QuestionSet
from assistant.evaluation.reporting import report
from assistant.evaluation.reporting.report import AskedQuestion, FileNote, Report, Run
from assistant.evaluation.running.keeping import Folder
from assistant.evaluation.running.parallel import in_processes
from assistant.evaluation.running.runner import Judge, Perform, one_by_one, run
from assistant.evaluation.running.systems import System, code_digest, scratch_settings


@dataclass(frozen=True)
class Plan:
    """What to ask of whom.

    ``half`` keeps the questions of one half of the files that have halves; of these, ``limit`` keeps so many of each
    file. ``judge`` names the chat model that judges, if one does. ``jobs`` processes work side by side.
    """

    files: Sequence[QuestionFile]
    systems: Sequence[System]
    half: Halves = "all"
    limit: int | None = None
    judge: str = ""
    jobs: int = 1

    def __post_init__(self) -> None:
        if self.limit is not None and self.limit < 1:
            raise SettingInvalid(f"limit is {self.limit}; give a number from 1")
        if self.jobs < 1:
            raise SettingInvalid(f"jobs is {self.jobs}; give a number from 1")
        if self.jobs > 1 and self.judge:
            raise SettingInvalid("a judge is asked one question after the other; leave --jobs or --judge out")

    @cached_property
    def chosen(self) -> tuple[QuestionFile, ...]:
        """The files with the questions that are asked."""
        return tuple(chosen(file, self.half, self.limit) for file in self.files)

    @cached_property
    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits of the SHA-256 of all that rows depend on: what is asked, of what, by whom."""
        everything = {
            "files": [(file.name, file.sha256, [each.article.text for each in file.sets]) for file in self.files],
            "systems": [(system.name, system.described()) for system in self.systems],
            "asked": [self.half, self.limit, self.judge],
            "versions": report.versions(),
            "code": code_digest(),
        }
        return hashlib.sha256(json.dumps(everything, sort_keys=True).encode()).hexdigest()[:16]


def evaluate(plan: Plan, *, folder: Folder | None = None, judge: Judge | None = None) -> Report:
    """Ask the questions of each system, and report how they were answered.

    Rows are kept in the ``folder``, if one is given, and those that are there already are not asked again; when all is
    done, it has the report. Indexes are built in a folder of their own, which is removed: the user's are left alone.

    Raises:
        SettingInvalid: a system cannot be used with its settings.
        ReportInvalid: the folder cannot be written.
    """
    with scratch_settings(plan.systems[0].settings) as scratch:
        # All are prepared before the first question is asked: what is missing is told at once.
        prepared = [_performing(plan, system, scratch.data_dir, judge) for system in plan.systems]
        runs = [_run(plan, *each, folder) for each in zip(plan.systems, prepared, strict=True)]
    found = Report(
        runs=tuple(runs),
        questions=tuple(_asked(q, each) for file in plan.chosen for each in file.sets for q in each.questions),
        files=tuple(_note(file) for file in plan.chosen),
        half=plan.half,
        limit=plan.limit,
        fingerprint=plan.fingerprint,
        versions=report.versions(),
    )
    if folder:
        folder.finish(found)
    return found


def _performing(plan: Plan, system: System, data_dir: Path, judge: Judge | None) -> Perform:
    used = replace(system.settings, data_dir=data_dir, chroma_url="")
    open_assistant = system.prepare(used)
    return in_processes(system.prepare, used, plan.jobs) if plan.jobs > 1 else one_by_one(open_assistant, judge=judge)


def _run(plan: Plan, system: System, perform: Perform, folder: Folder | None) -> Run:
    ran = run(
        (each for file in plan.chosen for each in file.sets),
        perform,
        known=folder.known(system.name) if folder else None,
        keep=partial(folder.keep, system.name) if folder else lambda row: None,
        label=system.name,
    )
    return Run(system.name, system.described(), ran.rows, ran.articles, ran.opening_seconds)


def _asked(question: EvaluationQuestion, about: QuestionSet) -> AskedQuestion:
    """The question with the paragraph of the article that answers it first."""
    text = about.article.text
    spans = question.gold_spans or tuple(span for gold in question.gold for span in matching.places(text, gold))
    start, end = _around(about, *min(spans)) if spans else (0, 0)
    return AskedQuestion(
        file=about.file,
        id=question.id,
        kind=question.kind,
        article=about.article.title or about.file,
        turns=question.turns,
        answerable=question.answerable,
        gold=question.gold,
        context=text[start:end],
        start=start,
        gold_spans=tuple(sorted(set(spans))),
    )


def _around(about: QuestionSet, start: int, end: int) -> matching.Span:
    """The paragraph that holds a span, or, for a title or heading, its line."""
    holding = (p for p in about.article.paragraphs if p.start <= start < p.end)
    paragraph = next(holding, None)
    if paragraph:
        return paragraph.start, max(paragraph.end, end)
    return matching.sentences(about.article.text, (start, end))


def _note(file: QuestionFile) -> FileNote:
    asked = sum(len(each.questions) for each in file.sets)
    return FileNote(file.name, file.sha256, asked, len(file.skipped))
