"""The command ``evaluate`` of the command line: from its arguments to a report."""

import argparse
import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from assistant.errors import SettingInvalid
from assistant.evaluation.asked.files import read_files
from assistant.evaluation.reporting.report import Report, joined
from assistant.evaluation.reporting.table import as_table, comparison_table
from assistant.evaluation.running.evaluating import Plan, evaluate
from assistant.evaluation.running.keeping import Folder, read_report, write_report
from assistant.evaluation.running.runner import Judge
from assistant.evaluation.running.systems import System, assistants, baseline
from assistant.settings import SHIPPED_QUESTIONS, Settings
from vectorstore.importing.loading import read_article

Say = Callable[[str], None]


def run(settings: Settings, args: argparse.Namespace, *, say: Say, note: Say) -> int:
    """Evaluate, or compare two reports, as the arguments ask: results go to ``say``, everything else to ``note``."""
    if args.compare:
        report = _compared(args)
    else:
        report = _evaluated(settings, args, note)
    say(_shown(report, args))
    return 0


def _shown(report: Report, args: argparse.Namespace) -> str:
    if args.json:
        return json.dumps(report.as_json(), ensure_ascii=False, indent=1)
    if args.compare:
        return "\n\n".join(comparison_table(each, report) for each in report.comparisons)
    return as_table(report)


def _compared(args: argparse.Namespace) -> Report:
    if args.files:
        raise SettingInvalid("--compare takes two reports and asks nothing; leave the question files out")
    paths: list[Path] = args.compare
    report = joined([read_report(path) for path in paths], list(map(str, paths)))
    if args.output:
        write_report(report, args.output)
    return report


def _evaluated(settings: Settings, args: argparse.Namespace, note: Say) -> Report:
    files = read_files(
        args.files or [SHIPPED_QUESTIONS],
        article=read_article(settings.article, max_bytes=settings.max_article_bytes),
        max_article_bytes=settings.max_article_bytes,
        by_paragraph=args.paragraphs,
    )
    by_whom = " ".join(filter(None, (args.verdicts_by, args.verdicts_by_url)))
    plan = Plan(files, _systems(settings, args), half=args.half, limit=args.limit, judge=by_whom, jobs=args.jobs)
    judge = _judge(settings, args)
    place = args.output or settings.data_dir / "evaluations" / plan.fingerprint
    with closing(Folder(place, plan.fingerprint)) as folder:
        if folder.count:
            note(f"going on with {folder.count} rows of an interrupted evaluation in {place}")
        try:
            report = evaluate(plan, folder=folder, judge=judge)
        except KeyboardInterrupt:
            note(f"interrupted; {folder.count} rows are kept in {place}, and the same command goes on from there")
            raise
    if judge and not report.runs[0].overall["faithful"].n:
        note("the judge gave no verdict on any answer; see that --judge or --judge-url names a chat model that answers")
    note(f"report: {place / 'report.html'}")
    return report


def _systems(settings: Settings, args: argparse.Namespace) -> list[System]:
    """The assistant as it is set, in all its variants, then the baselines."""
    varied = assistants(settings, readers=args.reader or (), embeddings=args.embeddings or (), models=args.model or ())
    return [*varied, *(baseline(name, settings) for name in dict.fromkeys(args.baseline or ()))]


def _judge(settings: Settings, args: argparse.Namespace) -> Judge | None:
    if not (args.verdicts_by or args.verdicts_by_url):
        return None
    from assistant.evaluation.running.judge import open_judge

    return open_judge(
        model=args.verdicts_by or "", model_url=args.verdicts_by_url or "", timeout_s=settings.model_timeout_s
    )
