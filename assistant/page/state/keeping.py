"""A conversation as JSON, for the browser that it is kept in, and back; the server keeps none."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from assistant.answer import Answer, Citation, Language, Part
from assistant.page.state.views import Turns
from assistant.readers.base import Turn
from vectorstore.article import Article

_MOST_CHARS: Final = 1_000_000  # of JSON; more was not written by this page
_LANGUAGES: Final[Mapping[str, Language]] = {"ar": "ar", "en": "en"}


@dataclass(frozen=True, slots=True)
class Kept:
    """A conversation and the name that its browser keeps it under."""

    name: str
    turns: Turns


def fingerprint(article: Article) -> str:
    """What tells a conversation about this article from those about others, 16 hex digits."""
    return hashlib.sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def to_json(kept: Kept, article: Article) -> str:
    """The conversation with what was answered; a quotation is kept as its place in the article."""
    turns = [_turn_fields(turn) for turn in kept.turns if turn.answer.text]
    return json.dumps({"id": kept.name, "article": fingerprint(article), "turns": turns}, ensure_ascii=False)


def from_json(text: str, article: Article) -> Kept | None:
    """The conversation, or None where this is none about the article; its quotations are the article's own words."""
    if not text or len(text) > _MOST_CHARS:
        return None
    try:
        given = json.loads(text)
        if given["article"] != fingerprint(article):
            return None
        return Kept(_text(given["id"]), tuple(_turn(fields, article) for fields in given["turns"]))
    except (ValueError, KeyError, TypeError, IndexError, RecursionError):
        return None


def _turn_fields(turn: Turn) -> dict[str, Any]:
    answer = turn.answer
    return {
        "question": turn.question,
        "answered": answer.answered,
        "text": answer.text,
        "language": answer.language,
        "reader": answer.reader,
        "citations": [[each.number, each.start, each.end, each.paragraph, each.heading] for each in answer.citations],
        "confidence": answer.confidence,
        "notice": answer.notice,
        "complete": answer.complete,
        "highlight": answer.highlight,
        "unanswered": answer.unanswered,
        "parts": [[each.question, each.answered, each.text, each.confidence, each.highlight] for each in answer.parts],
        "courtesy": answer.courtesy,
    }


def _turn(fields: Mapping[str, Any], article: Article) -> Turn:
    question = _text(fields["question"])
    notice = fields["notice"]
    answer = Answer(
        question=question,
        answered=bool(fields["answered"]),
        text=_text(fields["text"]),
        language=_LANGUAGES[fields["language"]],
        reader=_text(fields["reader"]),
        citations=tuple(_citation(each, article) for each in fields["citations"]),
        confidence=_share(fields["confidence"]),
        notice=None if notice is None else _text(notice),
        complete=bool(fields["complete"]),
        highlight=_span(fields["highlight"], article),
        unanswered=tuple(map(_text, fields["unanswered"])),
        parts=tuple(_part(each, article) for each in fields["parts"]),
        courtesy=bool(fields["courtesy"]),
    )
    return Turn(question, answer)


def _citation(given: Sequence[Any], article: Article) -> Citation:
    number, start, end, paragraph, heading = given
    start, end = _place(start, end, article)
    title = None if heading is None else _text(heading)
    return Citation(_whole(number), article.text[start:end], start, end, _whole(paragraph), title)


def _part(given: Sequence[Any], article: Article) -> Part:
    question, answered, text, confidence, highlight = given
    return Part(_text(question), bool(answered), _text(text), _share(confidence), _span(highlight, article))


def _span(given: Sequence[Any] | None, article: Article) -> tuple[int, int] | None:
    if given is None:
        return None
    start, end = given
    return _place(start, end, article)


def _place(start: Any, end: Any, article: Article) -> tuple[int, int]:
    if not 0 <= _whole(start) < _whole(end) <= len(article.text):
        raise ValueError(f"no words stand from {start} to {end}")
    return start, end


def _text(given: Any) -> str:
    if not isinstance(given, str):
        raise TypeError(f"not a text: {given!r}")
    return given


def _whole(given: Any) -> int:
    if not isinstance(given, int):
        raise TypeError(f"not a number: {given!r}")
    return given


def _share(given: Any) -> float:
    if not isinstance(given, float | int) or not 0 <= given <= 1:
        raise ValueError(f"not from 0 to 1: {given!r}")
    return float(given)
