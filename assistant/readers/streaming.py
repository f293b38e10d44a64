"""A chat model's reply as it comes: against a clock, and with its errors as ours."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextvars import copy_context
from queue import Empty, SimpleQueue
from threading import Event, Thread
from types import TracebackType
from typing import TYPE_CHECKING

from assistant.errors import ReaderFailed
from assistant.models import model_errors

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessageChunk, BaseMessage

    Replies = SimpleQueue[AIMessageChunk | BaseException | None]


def chunks(
    model: "BaseChatModel",
    messages: Sequence["BaseMessage"],
    *,
    timeout_s: float,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator["AIMessageChunk"]:
    """The chunks of a model's reply, which takes at most ``timeout_s`` as a whole, by the clock.

    The model is read in a thread: a server that keeps the connection busy without a word would block forever.

    Raises:
        ReaderFailed: the model failed, or the time is over.
    """
    deadline = clock() + timeout_s
    replies: Replies = SimpleQueue()
    stopped, begun = Event(), False
    pump = Thread(target=copy_context().run, args=(_pump, model, messages, replies, stopped), daemon=True)
    pump.start()
    try:
        while (reply := _next(replies, deadline - clock(), timeout_s)) is not None:
            if isinstance(reply, BaseException):
                raise reply
            begun = begun or bool(reply.text)
            yield reply
    except model_errors() as exc:
        raise _failure(exc, begun=begun) from exc
    finally:
        stopped.set()


def _pump(model: "BaseChatModel", messages: Sequence["BaseMessage"], replies: "Replies", stopped: Event) -> None:
    with _HandOver(replies):
        for chunk in model.stream(list(messages)):
            if stopped.is_set():
                break
            replies.put(chunk)


def _next(replies: "Replies", left_s: float, timeout_s: float) -> "AIMessageChunk | BaseException | None":
    try:
        return replies.get(timeout=max(0.0, left_s))
    except Empty:
        raise ReaderFailed("timeout", f"no complete reply within {timeout_s:g} s") from None


class _HandOver:
    """Ends a queue with None, or with the error that ended its thread, to be raised where the queue is read."""

    def __init__(self, replies: "Replies") -> None:
        self._replies = replies

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        self._replies.put(error)
        return True


def _failure(error: Exception, *, begun: bool) -> ReaderFailed:
    """A model client's error as ours."""
    from langchain_core.exceptions import ModelConnectionError, ModelTimeoutError

    detail = next(iter(str(error).strip().splitlines()), "") or type(error).__name__
    if isinstance(error, (ModelTimeoutError, TimeoutError)) or "Timeout" in type(error).__name__:
        return ReaderFailed("timeout", detail)
    if getattr(error, "status_code", getattr(error, "response", None)) is not None:
        return ReaderFailed("refused", detail)
    if isinstance(error, (ModelConnectionError, OSError)) or "Connect" in type(error).__name__:
        return ReaderFailed("cut" if begun else "connection", detail)
    return ReaderFailed("unusable", detail)
