"""Answer many conversations, one a line: what programs and evaluations of others send to ``ask --json -``."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from assistant.answer import Answer, language_of
from assistant.assembly import Assistant
from assistant.errors import QuestionRefused
from assistant.readers.base import Turn
from assistant.rendering.doubts import warnings_of

Write = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Conversation:
    """The turns of a conversation; the last one's answer is wanted."""

    id: str | None
    turns: tuple[str, ...]


class _Malformed(Exception):
    """A line is not a conversation; says why."""


def answer_lines(assistant: Assistant, lines: Iterable[bytes], *, say: Write, complain: Write) -> bool:
    """Answer each line's conversation with one line, in order; whether all could be.

    A malformed line is complained about and has no answer. A question that is refused is answered with the refusal;
    where it is not the last turn, it is complained about and left out.
    """
    fine = True
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            conversation = _parse(line)
        except _Malformed as exc:
            complain(f"line {number}: {exc}")
            fine = False
            continue
        history: list[Turn] = []
        for place, question in enumerate(conversation.turns[:-1], 1):
            try:
                history.append(Turn(question, assistant.ask(question, history)))
            except QuestionRefused as exc:
                complain(f"line {number}: turn {place}: {exc}")
                fine = False
        answered, fields = _last(assistant, conversation, history)
        say(json.dumps(fields | warnings_of(assistant.article), ensure_ascii=False))
        fine &= answered
    return fine


def _last(assistant: Assistant, conversation: Conversation, history: list[Turn]) -> tuple[bool, dict[str, Any]]:
    question = conversation.turns[-1]
    try:
        return True, assistant.ask(question, history).as_json(conversation.id)
    except QuestionRefused as exc:
        language = language_of(question)
        refusal = Answer(question, False, exc.messages[language], language, assistant.reader_name)
        return False, refusal.as_json(conversation.id) | {"error": str(exc)}


def _parse(line: bytes) -> Conversation:
    try:
        fields = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as exc:
        raise _Malformed("not UTF-8; save the file as UTF-8") from exc
    except (ValueError, RecursionError) as exc:
        raise _Malformed('not JSON; give {"id": "…", "turns": ["…"]}') from exc
    if not isinstance(fields, dict):
        raise _Malformed('not a JSON object; give {"id": "…", "turns": ["…"]}')
    turns = fields.get("turns")
    if not (isinstance(turns, list) and turns and all(isinstance(turn, str) for turn in turns)):
        raise _Malformed('"turns" is not a list of one or more strings')
    name = fields.get("id")
    if not (name is None or isinstance(name, str)):
        raise _Malformed('"id" is not a string')
    return Conversation(name, tuple(turns))
