"""What each part of the built-in path adds: the evaluation anew without it, its weights learned anew without it.

``python -m assistant.evaluation.ablation FILE… --learn FILE… --learn FILE…`` takes the question files to report on and
the groups of files to learn from, as `assistant.evaluation.fitting` does. Each part is taken out in a process of its
own, which ends with it, so that nothing has to be put back. Short answers and the index stay as they were learned.
"""

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from assistant import conversation
from assistant.evaluation import examples, fitting
from assistant.evaluation.evaluating import Plan, evaluate
from assistant.evaluation.figures import summarize
from assistant.evaluation.files import read_files
from assistant.evaluation.rows import Row
from assistant.evaluation.systems import assistants
from assistant.readers import extractive
from assistant.settings import Settings
from vectorstore import lexicon, questions, ranking
from vectorstore.article import Article
from vectorstore.features import FEATURES, features
from vectorstore.index import Candidate
from vectorstore.questions import Question
from vectorstore.vocabulary import Matrix, Vocabulary
from vectorstore.wordvectors import DIMENSIONS, WordVectors

Figures = dict[str, float | None]  # by the name of a column


@dataclass(frozen=True, slots=True)
class Part:
    """Something that can be taken out: what stands in its place, and features that are left out.

    ``kind`` names the questions it is there for, where these are a kind of their own.
    """

    name: str
    kind: str = ""
    replaced: tuple[tuple[Any, str, Any], ...] = ()  # owner, attribute, what stands in its place
    features: tuple[str, ...] = ()

    def take_out(self) -> None:
        """Take it out of this process for good."""
        left_out = partial(_without_columns, [FEATURES.index(name) for name in self.features])
        users = ((user, "features", left_out) for user in (ranking, examples) if self.features)
        for owner, attribute, replacement in (*self.replaced, *users):
            getattr(owner, attribute)  # it must be there, or nothing would be taken out
            setattr(owner, attribute, replacement)


def _without_columns(columns: list[int], question: Question, candidates: Sequence[Candidate]) -> Matrix:
    table = features(question, candidates)
    table[:, columns] = 0.0
    return table


def _nothing(*_: Any) -> dict[Any, Any]:
    return {}


def _no(*_: Any, **__: Any) -> None:
    return None


def _no_vectors(_: WordVectors, stems: list[str]) -> Matrix:
    return np.zeros((len(stems), DIMENSIONS))


def _not_alike(self: Vocabulary, _: str) -> Matrix:
    return np.zeros(self._width)


def _alike_weights(_: Any) -> Matrix:
    """Every feature that ranking uses counts the same."""
    return np.array([float(name in fitting.RANKING_FEATURES) for name in FEATURES])


PARTS = (
    Part("synonyms", "paraphrase", ((lexicon, "synonyms", _nothing),)),
    Part("spellings of loan words", "spelling", ((lexicon, "spellings", _nothing),)),
    Part("like spelling, roots and clitics", "spelling", ((Vocabulary, "_alike", _not_alike),)),
    Part("dialect lexicon", "dialect", ((lexicon, "dialects", _nothing),)),
    Part("English glossary", "english", ((lexicon, "glossary", _nothing),)),
    Part("word vectors", "paraphrase", ((WordVectors, "units", _no_vectors),)),
    Part("signs of what is asked", features=("sign", "sign_near")),
    Part("measures of quantities", features=("measure", "no_measure")),
    Part("neighbours and paragraph", features=("context", "before", "paragraph", "after")),
    Part("nearness of words", features=("window", "density", "early")),
    Part("definitions", features=("defines", "defining_lead")),
    Part("learned ranking", replaced=((fitting, "fit_ranking", _alike_weights),)),
    Part("short answers", replaced=((extractive, "short_answer", _no),)),
    Part(
        "questions about the whole article",
        "whole-article",
        ((questions, "wanted_of_article", _no), (questions, "asks_generally", _no)),
    ),
    Part("parts of a question", "several-part", ((conversation, "parts", lambda question: (question,)),)),
    Part("earlier turns", "follow-up", ((conversation, "_leans", _no),)),
)
BY_NAME = {part.name: part for part in PARTS}


@dataclass(frozen=True, slots=True)
class Trial:
    """What is evaluated, and what is learned from."""

    files: tuple[Path, ...]
    groups: tuple[tuple[Path, ...], ...]

    def run(self, name: str | None) -> Figures:
        """The figures without the part of that name, or of everything; takes the part out of this process."""
        if name:
            BY_NAME[name].take_out()
        learned = [list(examples.examples([examples.read(p, dev_only=False) for p in group])) for group in self.groups]
        with TemporaryDirectory() as folder:
            ranking.PATH = Path(folder) / "ranking.json"
            fitting.save(fitting.fit(learned), ranking.PATH)
            return figures_of(self._rows(Path(folder)), [part.kind for part in PARTS])

    def _rows(self, folder: Path) -> tuple[Row, ...]:
        settings = Settings(data_dir=folder, embeddings="builtin")
        nothing = Article("", None, (), ())
        files = read_files(self.files, article=nothing, max_article_bytes=settings.max_article_bytes)
        return evaluate(Plan(files, assistants(settings), half="test")).runs[0].rows


def figures_of(rows: Sequence[Row], kinds: Sequence[str]) -> Figures:
    """The columns of the table: of the question files together, of each kind in them, and of each SQuAD-format file."""
    own = [row for row in rows if row.file.endswith(".jsonl")]
    answerable = [row for row in own if row.answerable]
    everything = summarize("", own)
    found: Figures = {"hit@1": everything["hit_1"].value, "AUROC": everything["auroc"].value}
    for kind in kinds:
        found[kind] = summarize("", [row for row in answerable if row.kind == kind])["hit_1"].value
    for file in dict.fromkeys(row.file for row in rows if not row.file.endswith(".jsonl")):
        summary = summarize("", [row for row in rows if row.file == file])
        found |= {f"{file} hit@1": summary["hit_1"].value, f"{file} F1": summary["token_f1"].value}
    return found


def as_markdown(whole: Figures, without: dict[str, Figures]) -> str:
    """The table: everything in per cent, then what each part adds to it, in points."""
    kinds = {part.kind for part in PARTS}
    columns = [name for name in whole if name not in kinds]
    lines = [["", *columns, "its kind"], ["---"] * (len(columns) + 2)]
    lines.append(["everything", *(_percent(whole[name]) for name in columns), ""])
    for name, figures in without.items():
        kind = BY_NAME[name].kind
        own = f"{kind} {_points(whole[kind], figures[kind])}" if kind else ""
        lines.append([name, *(_points(whole[column], figures[column]) for column in columns), own])
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _percent(value: float | None) -> str:
    return "-" if value is None else f"{100 * value:.1f}"


def _points(whole: float | None, without: float | None) -> str:
    return "-" if whole is None or without is None else f"{100 * (whole - without):+.1f}"


def _results(trial: Trial, names: Sequence[str | None], jobs: int) -> Iterator[Figures]:
    """The figures without each part, each from a new process."""
    os.environ["OMP_NUM_THREADS"] = str(max(1, (os.cpu_count() or 1) // jobs))
    with ProcessPoolExecutor(jobs, get_context("spawn"), max_tasks_per_child=1) as pool:
        for name, figures in zip(names, pool.map(trial.run, names), strict=True):
            sys.stderr.write(f"{f'without {name}' if name else 'everything'}: done\n")
            yield figures


def main(arguments: list[str] | None = None) -> int:
    """Take out each part and print the table."""
    parser = argparse.ArgumentParser(prog="python -m assistant.evaluation.ablation", description="What each part adds.")
    parser.add_argument("files", type=Path, nargs="+", help="question files to report on; of .jsonl ones the test half")
    parser.add_argument("--learn", type=Path, nargs="+", action="append", required=True, help="a group to learn from")
    parser.add_argument("--part", choices=list(BY_NAME), action="append", help="only these (default: each)")
    parser.add_argument("--jobs", type=int, default=1, help="processes side by side")
    options = parser.parse_args(arguments)
    names = options.part or list(BY_NAME)
    trial = Trial(tuple(options.files), tuple(map(tuple, options.learn)))
    whole, *without = _results(trial, [None, *names], options.jobs)
    sys.stdout.write(as_markdown(whole, dict(zip(names, without, strict=True))) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
