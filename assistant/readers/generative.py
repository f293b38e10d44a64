"""The reader that lets a chat model write the answer from the hits, in a stream."""

import re
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from assistant.citations.marks import without_cut_mark, without_marks
from assistant.citations.statements import marks, plain
from assistant.errors import ReaderFailed
from assistant.readers.base import Draft, Request, Turn
from assistant.readers.streaming import chunks
from prompts import render
from vectorstore.retrieval import Hit

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessageChunk, BaseMessage

MOST_TURNS = 3  # earlier turns that the model is shown
MOST_TURN_CHARS = 600  # of each earlier question or answer
MOST_REPLY_CHARS = 20_000  # a model that runs on is stopped
MOST_THOUGHT_CHARS = 80_000  # with what it thinks aloud
_LOOKED_AT = 200  # characters of a reply between two looks at whether it repeats itself
_REPEATED = re.compile(r"(.{12,200}?)\1{3}\Z", re.DOTALL)
_REFUSAL = "[0]"
_THOUGHT = re.compile(r"<think(?:ing)?>"), re.compile(r"</think(?:ing)?>")  # some local models think aloud first
# Data must not look like the fence around it, nor like a mark; the check compares words only, so this costs nothing.
_HARMLESS = str.maketrans("<>[]【】［］", "‹›()()()")
_FINISH_KEYS = ("finish_reason", "stop_reason", "stopReason", "done_reason")
_CUT_SHORT = frozenset(("length", "max_tokens", "MAX_TOKENS"))
_WITHHELD = frozenset(("content_filter", "refusal", "SAFETY", "RECITATION", "PROHIBITED_CONTENT"))


class GenerativeReader:
    """Answers with a chat model's words, to be checked by `assistant.citations`.

    The confidence of a draft is 1.0 where the model answers and 0.0 where it says that the hits do not: how much of the
    answer is supported is known only after the check.
    """

    by_parts = False  # a chat model sees by itself what is asked

    def __init__(
        self, model: "BaseChatModel", *, timeout_s: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """A reader whose replies take at most ``timeout_s`` as a whole, by the clock."""
        self.name = f"generative:{_model_name(model)}"
        self._model = model
        self._timeout_s = timeout_s
        self._clock = clock

    def read(self, request: Request) -> Iterator[Draft]:
        """Drafts of growing text, in which no mark is cut; the last one is complete.

        Raises:
            ReaderFailed: no complete reply came; drafts may have come before.
        """
        text, shown, finish, looked = "", "", None, 0
        for chunk in chunks(self._model, _messages(request), timeout_s=self._timeout_s, clock=self._clock):
            text += chunk.text
            finish = _finish_reason(chunk) or finish
            said = _said(text)
            if len(said) > MOST_REPLY_CHARS:
                raise ReaderFailed("unusable", f"the reply has more than {MOST_REPLY_CHARS} characters")
            if len(text) > MOST_THOUGHT_CHARS:
                raise ReaderFailed("unusable", f"the model thinks for more than {MOST_THOUGHT_CHARS} characters")
            if len(text) >= looked + _LOOKED_AT:
                looked = len(text)
                if _repeats(text):
                    raise ReaderFailed("unusable", "the model says the same over and over")
            visible = without_cut_mark(said).rstrip()
            if visible not in ("", shown) and not _refuses(visible):
                shown = visible
                yield Draft(visible, answered=True, confidence=1.0, complete=False)
        yield _complete(_said(text).rstrip(), finish)


def _messages(request: Request) -> list["BaseMessage"]:
    from langchain_core.messages import HumanMessage, SystemMessage

    passages = "\n\n".join(_passage(number, hit) for number, hit in enumerate(request.hits, start=1))
    question = _data(request.question)
    if request.context:
        question += f"\n({question} ({_data(request.context)}))"
    return [
        SystemMessage(render(f"answer.system.{request.language}")),
        *(message for turn in request.history[-MOST_TURNS:] for message in _turn(turn)),
        HumanMessage(render(f"answer.user.{request.language}", passages=passages, question=question)),
    ]


def _turn(turn: Turn) -> list["BaseMessage"]:
    """An earlier turn; its marks are left out, for they counted other passages."""
    from langchain_core.messages import AIMessage, HumanMessage

    said = without_marks(turn.answer.text)[:MOST_TURN_CHARS] if turn.answer.answered else _REFUSAL
    return [HumanMessage(_data(turn.question[:MOST_TURN_CHARS])), AIMessage(said)]


def _passage(number: int, hit: Hit) -> str:
    heading = f"({_data(hit.passage.heading)})\n" if hit.passage.heading else ""
    return f"[{number}] {heading}{_data(plain(hit.passage.text))}"


def _data(text: str) -> str:
    return " ".join(text.translate(_HARMLESS).split())


def _said(text: str) -> str:
    """A reply so far, without what the model thinks aloud before it."""
    text = text.lstrip()
    opening, closing = _THOUGHT
    if opening.match(text):
        end = closing.search(text)
        return text[end.end() :].lstrip() if end else ""
    return "" if "<thinking>".startswith(text) else text


def _complete(text: str, finish: str | None) -> Draft:
    if finish is None or finish in _CUT_SHORT:
        raise ReaderFailed("cut", f"the reply ends before it is finished, after {len(text)} characters")
    if finish in _WITHHELD:
        raise ReaderFailed("unusable", f"the model withheld its reply ({finish})")
    if not text:
        raise ReaderFailed("unusable", "the reply is empty")
    if _refuses(text):
        return Draft("", answered=False, confidence=0.0, complete=True)
    return Draft(text, answered=True, confidence=1.0, complete=True)


def _repeats(text: str) -> bool:
    """Whether a reply so far ends with the same words four times over; a line of dashes says nothing."""
    found = _REPEATED.search(text, max(0, len(text) - 1_000))
    return found is not None and any(letter.isalnum() for letter in found.group(1))


def _refuses(text: str) -> bool:
    """Whether a reply cites the mark [0] and no other, which says that the passages do not answer."""
    numbers = marks(text)
    return bool(numbers) and not any(numbers)


def _finish_reason(chunk: "AIMessageChunk") -> str | None:
    """Why the model stopped, as the last chunk of a whole reply says; a stream that breaks off never does."""
    reasons = (chunk.response_metadata.get(key) for key in _FINISH_KEYS)
    return next((str(reason) for reason in reasons if reason), None)


def _model_name(model: "BaseChatModel") -> str:
    named = (getattr(model, attribute, None) for attribute in ("model_name", "model", "model_id"))
    return next((name for name in named if isinstance(name, str) and name), type(model).__name__)
