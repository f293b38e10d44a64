"""Evaluate an assistant on question files: what the command line calls."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from assistant.errors import QuestionFileInvalid, SettingInvalid
from assistant.evaluation import questions, records, report, squad
from assistant.evaluation.questions import EvaluationQuestion, QuestionSet, digest, split_half
from assistant.evaluation.report import FileNote, Report
from assistant.evaluation.runner import OpenAssistant, run
from assistant.settings import Settings
from vectorstore.article import Article
from vectorstore.reading import read_article

Halves = Literal["dev", "test", "all"]

_ENDING = ".questions.jsonl"
_NOT_ANSWERS = ("data_dir", "chroma_url", "host", "port")  # settings that no answer depends on


@dataclass(frozen=True, slots=True)
class _File:
    name: str
    sha256: str
    sets: tuple[QuestionSet, ...]
    skipped: tuple[str, ...] = ()


@contextmanager
def scratch_settings(settings: Settings) -> Iterator[Settings]:
    """The settings with a data folder of their own, embedded, that is gone afterwards.

    An evaluation that opens its assistants with these leaves the user's indexes, on disk or on a server, alone.
    """
    # On Windows a file that Chroma still holds open cannot be deleted; that must not end an evaluation.
    with TemporaryDirectory(prefix="article-assistant-", ignore_cleanup_errors=True) as folder:
        yield replace(settings, data_dir=Path(folder), chroma_url="")


def evaluate(
    paths: Sequence[Path],
    *,
    open_assistant: OpenAssistant,
    article: Article,
    settings: Settings,
    half: Halves = "all",
    limit: int | None = None,
) -> Report:
    """Ask the questions of some files and report how they were answered.

    A ``.jsonl`` file is about ``article``, unless it is called ``<stem>.questions.jsonl`` and ``<stem>.ar.txt`` or
    ``<stem>.txt`` stands beside it; a SQuAD-format ``.json`` or ``.json.gz`` file brings its own articles. ``half``
    keeps the questions of one half; of these, ``limit`` keeps so many of each file, the same ones each time and
    spread over the file. All files are read and checked before the first question is asked.

    Raises:
        QuestionFileInvalid: a question file cannot be used.
        ArticleUnreadable: an article beside a question file cannot be used.
        SettingInvalid: ``limit`` is below 1.
    """
    if limit is not None and limit < 1:
        raise SettingInvalid(f"limit is {limit}; give a number from 1")
    files = [_chosen(file, half, limit) for file in _read_all(paths, article, settings.max_article_bytes)]
    ran = run((each for file in files for each in file.sets), open_assistant=open_assistant)
    return Report(
        run=ran,
        files=tuple(_note(file) for file in files),
        half=half,
        limit=limit,
        settings=report.settings_of({k: v for k, v in asdict(settings).items() if k not in _NOT_ANSWERS}),
        versions=report.versions(),
    )


def article_beside(path: Path) -> Path | None:
    """The article file that a question file ``<stem>.questions.jsonl`` is about; None if there is none beside it."""
    if not path.name.endswith(_ENDING):
        return None
    stem = path.name.removesuffix(_ENDING)
    candidates = (path.with_name(f"{stem}.ar.txt"), path.with_name(f"{stem}.txt"))
    return next((candidate for candidate in candidates if candidate.is_file()), None)


def _read_all(paths: Sequence[Path], article: Article, max_article_bytes: int) -> list[_File]:
    unique = list(dict.fromkeys(paths))
    names = [path.name for path in unique]
    # The rows of two files must not be summed up as one because their names agree.
    labels = [path.name if names.count(path.name) == 1 else path.as_posix() for path in unique]
    return [_read(path, label, article, max_article_bytes) for path, label in zip(unique, labels, strict=True)]


def _read(path: Path, name: str, article: Article, max_article_bytes: int) -> _File:
    sha256 = hashlib.sha256(records.read(path)).hexdigest()
    if path.name.endswith((".json", ".json.gz")):
        loaded = squad.load(path, file=name)
        return _File(name, sha256, loaded.sets, loaded.skipped)
    if path.suffix != ".jsonl":
        raise QuestionFileInvalid(f"{path}: not a question file by its name; give a .jsonl, .json or .json.gz file")
    beside = article_beside(path)
    about = read_article(beside, max_bytes=max_article_bytes) if beside else article
    asked = questions.load(path)
    questions.check_gold(asked, about, source=path)
    return _File(name, sha256, (QuestionSet(name, about, asked),))


def _chosen(file: _File, half: Halves, limit: int | None) -> _File:
    everything = [question for each in file.sets for question in each.questions]
    kept = [question for question in everything if half in ("all", split_half(question.id))]
    # Smallest digests first: a sample that does not follow the order of the file, and that a larger limit only adds to.
    kept_ids = {question.id for question in sorted(kept, key=_draw)[:limit]}
    sets = (replace(each, questions=tuple(q for q in each.questions if q.id in kept_ids)) for each in file.sets)
    return replace(file, sets=tuple(sets))


def _draw(question: EvaluationQuestion) -> bytes:
    return digest(question.id)


def _note(file: _File) -> FileNote:
    asked = sum(len(each.questions) for each in file.sets)
    return FileNote(file.name, file.sha256, asked, len(file.skipped))
