"""SQuAD-format files: each title is one article, made of its paragraphs."""

import gzip
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from assistant.errors import QuestionFileInvalid
from assistant.evaluation.asked import matching, records
from assistant.evaluation.asked.matching import Span
from assistant.evaluation.asked.questions import EvaluationQuestion, QuestionSet
from assistant.evaluation.asked.repeats import Repeats
from vectorstore.article import Article, Paragraph

KIND = "squad"
IMPOSSIBLE = "squad-impossible"


@dataclass(frozen=True, slots=True)
class SquadFile:
    """A SQuAD-format file: its articles with their questions, and the ids of questions whose gold was not found."""

    sets: tuple[QuestionSet, ...]
    skipped: tuple[str, ...]


@dataclass(slots=True)
class _Title:
    """What a title has gathered so far; ``starts`` says where in the article each different paragraph begins."""

    starts: dict[str, int] = field(default_factory=dict)
    length: int = 0
    questions: list[EvaluationQuestion] = field(default_factory=list)

    def place(self, context: str) -> int:
        """Where the paragraph begins in the article; one that is already there is not added again."""
        if context not in self.starts:
            self.starts[context] = self.length
            self.length += len(context) + 1  # the line end between paragraphs
        return self.starts[context]


def load(path: Path, *, file: str | None = None, by_paragraph: bool = False) -> SquadFile:
    """The articles and questions of a ``.json`` or ``.json.gz`` file, in order; ``file`` names it (default: its name).

    ``by_paragraph`` makes each paragraph an article of its own: the task of reading, without that of finding.

    Entries with the same title are one article, a paragraph that is repeated under it stands there once, and an entry
    without a title is an article of its own. An answer that is not at its offset is looked up in its paragraph,
    verbatim and then as folded words; a question none of whose answers is found is skipped. A question marked
    ``is_impossible`` is unanswerable; that was judged on its paragraph, not on the whole article. Where an answer
    stands again in another version of its paragraph, that place is as right (`assistant.evaluation.asked.repeats`).

    Raises:
        QuestionFileInvalid: the file cannot be used; the message names file, place and reason.
    """
    titles: dict[Any, _Title] = {}
    for title, context, paragraph, place in _iter_paragraphs(path):
        gathered = titles.setdefault((title, context) if by_paragraph else title, _Title())
        offset = gathered.place(context)
        asked = _items(paragraph, "qas", place)
        gathered.questions += [_question(qa, context, offset, where) for _, qa, where in asked]
    _check_ids(titles, path)
    name = path.name if file is None else file
    skipped = [q.id for gathered in titles.values() for q in gathered.questions if not _usable(q)]
    named = ((title[0] if by_paragraph else title, gathered) for title, gathered in titles.items())
    return SquadFile(tuple(_question_set(name, title, gathered) for title, gathered in named), tuple(skipped))


def locate(context: str, answer: str, start: int) -> Span | None:
    """Where the answer stands in its paragraph: at ``start``, else verbatim or as folded words nearest to it."""
    start += len(answer) - len(answer.lstrip())
    answer = answer.strip()
    if start >= 0 and answer and context.startswith(answer, start):
        return start, start + len(answer)
    return min(matching.places(context, answer), key=lambda span: abs(span[0] - start), default=None)


def _iter_paragraphs(path: Path) -> Iterator[tuple[object, str, dict[str, Any], str]]:
    """Title, text, record and place in the file of each paragraph."""
    for number, entry, where in _items(_parse(path), "data", str(path)):
        # A title is optional in the format. Entries without one have nothing in common: their number keeps them apart.
        title = records.take(entry, "title", str, where) if entry.get("title") is not None else number
        for _, paragraph, place in _items(entry, "paragraphs", where):
            yield title, records.take(paragraph, "context", str, place), paragraph, place


def _items(record: dict[str, Any], name: str, place: str) -> Iterator[tuple[int, dict[str, Any], str]]:
    for number, item in enumerate(records.take(record, name, list, place)):
        where = f"{place}, {name}[{number}]"
        yield number, records.of_type(item, dict, where), where


def _parse(path: Path) -> dict[str, Any]:
    content = records.read(path)
    if content.startswith(b"\x1f\x8b"):
        try:
            content = gzip.decompress(content)
        except (gzip.BadGzipFile, EOFError, zlib.error) as exc:
            raise QuestionFileInvalid(f"{path}: damaged gzip file ({exc}); get it again") from exc
    return records.parse(records.decode(content, path), path)


def _question(qa: dict[str, Any], context: str, offset: int, place: str) -> EvaluationQuestion:
    impossible = "is_impossible" in qa and records.take(qa, "is_impossible", bool, place)
    answers = {} if impossible else _answers(qa, context, offset, place)
    return EvaluationQuestion(
        id=records.take_text(qa, "id", place),
        kind=IMPOSSIBLE if impossible else KIND,
        turns=(records.take_text(qa, "question", place),),
        answerable=not impossible,
        gold=tuple(dict.fromkeys(answers.values())),
        gold_spans=tuple(answers),
    )


def _answers(qa: dict[str, Any], context: str, offset: int, place: str) -> dict[Span, str]:
    """The answers that were found, by where they stand in the article; annotators often agree."""
    found = {}
    for _, answer, where in _items(qa, "answers", place):
        text = records.take(answer, "text", str, where)
        span = locate(context, text, records.take(answer, "answer_start", int, where))
        if span:
            found[offset + span[0], offset + span[1]] = text
    return found


def _check_ids(titles: dict[object, _Title], path: Path) -> None:
    ids = Counter(question.id for gathered in titles.values() for question in gathered.questions)
    if not ids:
        raise QuestionFileInvalid(f"{path}: there are no questions in it")
    if repeated := [question_id for question_id, count in ids.items() if count > 1]:
        raise QuestionFileInvalid(f'{path}: more than one question has the id "{repeated[0]}"; give each its own')


def _usable(question: EvaluationQuestion) -> bool:
    return bool(question.gold_spans) or not question.answerable


def _question_set(file: str, title: object, gathered: _Title) -> QuestionSet:
    paragraphs = [Paragraph(start, start + len(context), None) for context, start in gathered.starts.items()]
    name = title if isinstance(title, str) else None
    article = Article("\n".join(gathered.starts), name, (), tuple(paragraphs))
    repeats = Repeats(article.text)
    return QuestionSet(file, article, tuple(_with(repeats, each) for each in gathered.questions if _usable(each)))


def _with(repeats: Repeats, question: EvaluationQuestion) -> EvaluationQuestion:
    spans = dict.fromkeys((*question.gold_spans, *repeats.of(question.gold_spans)))
    return replace(question, gold_spans=tuple(spans))
