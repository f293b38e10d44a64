"""The reader that lets a chat model write the answer from the hits, in a stream."""

import re
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from assistant.citations.marks import without_cut_mark
from assistant.citations.statements import marks
from assistant.errors import ReaderFailed
from assistant.models import cites_documents, supports_schema
from assistant.readers.base import Draft, Request
from assistant.readers.messages import Form, messages
from assistant.readers.replies import SCHEMA, Reply
from assistant.readers.rewriting import Rewriter
from assistant.readers.streaming import chunks

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessageChunk

MOST_REPLY_CHARS = 20_000  # a model that runs on is stopped
MOST_THOUGHT_CHARS = 80_000  # with what it thinks aloud
_LOOKED_AT = 200  # characters of a reply between two looks at whether it repeats itself
_REPEATED = re.compile(r"(.{12,200}?)\1{3}\Z", re.DOTALL)
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
        """A reader whose replies take at most ``timeout_s`` as a whole, by the clock.

        The model is asked for an object of statements where it is known to keep to one, and for text with marks where
        it is not, or where its server refuses that; one whose provider cites documents is left to cite them.
        """
        self.rewrite = Rewriter(model, timeout_s=timeout_s, clock=clock)
        self.name = f"generative:{model_name(model)}"
        self._model = model
        self._timeout_s = timeout_s
        self._clock = clock
        self._form: Form = "documents" if cites_documents(model) else "fields" if supports_schema(model) else "lines"

    def read(self, request: Request) -> Iterator[Draft]:
        """Drafts of growing text, in which no mark is cut; the last one is complete.

        Raises:
            ReaderFailed: no complete reply came; drafts may have come before.
        """
        begun = False
        try:
            for draft in self._read(request):
                begun = True
                yield draft
        except ReaderFailed as exc:
            if begun or exc.reason != "refused" or self._form == "lines":
                raise
            self._form = "lines"
            yield from self._read(request)

    def _read(self, request: Request) -> Iterator[Draft]:
        reply, shown, finish, looked = Reply(request.hits), "", None, 0
        for chunk in self._chunks(request):
            reply.take(chunk)
            finish = _finish_reason(chunk) or finish
            written, said = reply.written, reply.said(whole=False)
            if len(said) > MOST_REPLY_CHARS:
                raise ReaderFailed("unusable", f"the reply has more than {MOST_REPLY_CHARS} characters")
            if len(written) > MOST_THOUGHT_CHARS:
                raise ReaderFailed("unusable", f"the model thinks for more than {MOST_THOUGHT_CHARS} characters")
            if len(written) >= looked + _LOOKED_AT:
                looked = len(written)
                if _repeats(written):
                    raise ReaderFailed("unusable", "the model says the same over and over")
            visible = without_cut_mark(said)
            if visible.strip() and visible != shown and not _refuses(visible):
                shown = visible
                yield Draft(visible, answered=True, confidence=1.0, complete=False)
        yield _complete(reply.said(whole=True).rstrip(), finish)

    def _chunks(self, request: Request) -> Iterator["AIMessageChunk"]:
        asked = messages(request, self._form)
        schema = SCHEMA if self._form == "fields" else None
        return chunks(self._model, asked, timeout_s=self._timeout_s, clock=self._clock, schema=schema)


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


def model_name(model: "BaseChatModel") -> str:
    """What a model is called."""
    named = (getattr(model, attribute, None) for attribute in ("model_name", "model", "model_id"))
    return next((name for name in named if isinstance(name, str) and name), type(model).__name__)
