"""The question files of an evaluation, read and checked, and what is asked of them."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from assistant.errors import QuestionFileInvalid
from assistant.evaluation.asked import questions, records, squad
from assistant.evaluation.asked.questions import EvaluationQuestion, QuestionSet, digest, split_half
from vectorstore.article import Article
from vectorstore.importing.loading import read_article

Halves = Literal["dev", "test", "all"]

_ENDING = ".questions.jsonl"


@dataclass(frozen=True, slots=True)
class QuestionFile:
    """A question file: its name in reports, the SHA-256 of its bytes, its sets, and the ids that it is no use asking.

    ``halved`` says whether it is split into a dev and a test half; SQuAD-format sets come split as they are.
    """

    name: str
    sha256: str
    sets: tuple[QuestionSet, ...]
    skipped: tuple[str, ...] = ()
    halved: bool = True


def read_files(
    paths: Sequence[Path], *, article: Article, max_article_bytes: int, by_paragraph: bool = False
) -> list[QuestionFile]:
    """Read and check question files, each once.

    A ``.jsonl`` file is about ``article``, unless it is called ``<stem>.questions.jsonl`` and ``<stem>.ar.txt`` or
    ``<stem>.txt`` stands beside it; a SQuAD-format ``.json`` or ``.json.gz`` file brings its own articles, its titles
    or, ``by_paragraph``, each paragraph by itself.

    Raises:
        QuestionFileInvalid: a question file cannot be used.
        ArticleUnreadable: an article beside a question file cannot be used.
    """
    unique = list(dict.fromkeys(paths))
    names = [path.name for path in unique]
    # The rows of two files must not be summed up as one because their names agree.
    labels = [path.name if names.count(path.name) == 1 else path.as_posix() for path in unique]
    return [
        _squad_file(path, label, by_paragraph=by_paragraph)
        if path.name.endswith((".json", ".json.gz"))
        else _lines_file(path, label, article, max_article_bytes)
        for path, label in zip(unique, labels, strict=True)
    ]


def chosen(file: QuestionFile, half: Halves, limit: int | None) -> QuestionFile:
    """The file with the questions of one half only and, of these, so many: the same ones each time, spread over it."""
    everything = [question for each in file.sets for question in each.questions]
    kept = [q for q in everything if half == "all" or not file.halved or split_half(q.id) == half]
    # Smallest digests first: a sample that does not follow the order of the file, and that a larger limit only adds to.
    kept_ids = {question.id for question in sorted(kept, key=_draw)[:limit]}
    sets = (replace(each, questions=tuple(q for q in each.questions if q.id in kept_ids)) for each in file.sets)
    return replace(file, sets=tuple(sets))


def article_beside(path: Path) -> Path | None:
    """The article file that a question file ``<stem>.questions.jsonl`` is about; None if there is none beside it."""
    if not path.name.endswith(_ENDING):
        return None
    stem = path.name.removesuffix(_ENDING)
    candidates = (path.with_name(f"{stem}.ar.txt"), path.with_name(f"{stem}.txt"))
    return next((candidate for candidate in candidates if candidate.is_file()), None)


def _squad_file(path: Path, name: str, *, by_paragraph: bool) -> QuestionFile:
    loaded = squad.load(path, file=name, by_paragraph=by_paragraph)
    return QuestionFile(name, _sha256(path), loaded.sets, loaded.skipped, halved=False)


def _lines_file(path: Path, name: str, article: Article, max_article_bytes: int) -> QuestionFile:
    if path.suffix != ".jsonl":
        raise QuestionFileInvalid(f"{path}: not a question file by its name; give a .jsonl, .json or .json.gz file")
    asked = questions.load(path)
    beside = article_beside(path)
    about = read_article(beside, max_bytes=max_article_bytes) if beside else article
    questions.check_gold(asked, about)
    return QuestionFile(name, _sha256(path), (QuestionSet(name, about, asked),))


def _sha256(path: Path) -> str:
    return hashlib.sha256(records.read(path)).hexdigest()


def _draw(question: EvaluationQuestion) -> bytes:
    return digest(question.id)
