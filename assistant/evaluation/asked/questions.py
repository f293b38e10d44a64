"""The questions of an evaluation, and the JSON-lines files they come from."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from assistant.errors import QuestionFileInvalid
from assistant.evaluation.asked import matching, records
from assistant.evaluation.asked.matching import Span
from vectorstore.article import Article
from vectorstore.language.arabic import has_words

Half = Literal["dev", "test"]


@dataclass(frozen=True, slots=True)
class EvaluationQuestion:
    """A conversation whose last turn is scored.

    ``gold`` holds texts of which a right citation has one; with ``gold_spans`` a right citation covers one of these
    instead. ``answerable`` False says that the article does not answer: there is no gold, and to decline is right.
    ``place`` says where it was read, as file and line.
    """

    id: str
    kind: str
    turns: tuple[str, ...]
    answerable: bool
    gold: tuple[str, ...] = ()
    gold_spans: tuple[Span, ...] = ()
    place: str = ""


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Questions of one file about one article."""

    file: str
    article: Article
    questions: tuple[EvaluationQuestion, ...]


def load(path: Path) -> tuple[EvaluationQuestion, ...]:
    """The questions of a JSON-lines file, in order; blank lines and fields we do not know are passed over.

    Raises:
        QuestionFileInvalid: the file cannot be used; the message names file, line and reason.
    """
    questions = tuple(_iter_questions(path))
    if not questions:
        raise QuestionFileInvalid(f"{path}: there are no questions in it")
    return questions


def check_gold(questions: Iterable[EvaluationQuestion], article: Article) -> None:
    """Make sure that every gold text stands in the article, as folded words.

    Raises:
        QuestionFileInvalid: one does not; the message names file, line and question.
    """
    folded = matching.folded(article.text)
    for question in questions:
        for gold in question.gold:
            if not matching.holds(folded, matching.folded(gold)):
                reason = f'gold "{gold}" of question "{question.id}" does not stand in the article'
                raise QuestionFileInvalid(f"{question.place}: {reason}; copy it from there")


def split_half(question_id: str) -> Half:
    """The half a question belongs to, for good: "dev" is for tuning, "test" for the figures that are reported.

    The rule: the SHA-256 of the id in UTF-8, read as a number, is even for "dev" and odd for "test". It needs no list
    to be kept, and neither the order of a file nor the questions added to it later move a question.
    """
    return "test" if digest(question_id)[-1] % 2 else "dev"


def digest(question_id: str) -> bytes:
    """The SHA-256 of an id."""
    return hashlib.sha256(question_id.encode()).digest()


def _iter_questions(path: Path) -> Iterator[EvaluationQuestion]:
    first_lines: dict[str, int] = {}
    for number, place, record in records.lines(path):
        question = _question(record, place)
        if question.id in first_lines:
            reason = f'the id "{question.id}" is that of line {first_lines[question.id]} too'
            raise QuestionFileInvalid(f"{place}: {reason}; give each question its own")
        first_lines[question.id] = number
        yield question


def _question(record: dict[str, Any], place: str) -> EvaluationQuestion:
    question = EvaluationQuestion(
        id=records.take_text(record, "id", place),
        kind=records.take_text(record, "kind", place),
        turns=_texts(record, "turns", place),
        answerable=records.take(record, "answerable", bool, place),
        gold=_texts(record, "gold", place),
        place=place,
    )
    if not question.turns:
        raise QuestionFileInvalid(f'{place}: the field "turns" is empty; give at least one question')
    if question.answerable and not question.gold:
        raise QuestionFileInvalid(f'{place}: answerable without gold; give the words of the article under "gold"')
    if question.gold and not question.answerable:
        raise QuestionFileInvalid(f"{place}: not answerable, yet with gold; correct one of the two")
    # Gold without a letter or digit folds to nothing, which every citation holds.
    if blank := [gold for gold in question.gold if not has_words(gold)]:
        raise QuestionFileInvalid(f'{place}: gold "{blank[0]}" has no words')
    return question


def _texts(record: dict[str, Any], name: str, place: str) -> tuple[str, ...]:
    where = f'{place}: an item of the field "{name}"'
    return tuple(records.text(value, where) for value in records.take(record, name, list, place))
