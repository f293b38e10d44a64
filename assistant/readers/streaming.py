"""A chat model's reply as it comes: against a clock, and with its errors as ours."""

import asyncio
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import aclosing
from functools import cache
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Any, cast

from assistant.errors import ReaderFailed
from assistant.models import model_errors

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessageChunk, BaseMessage
    from langchain_core.runnables import Runnable

    Replies = SimpleQueue[AIMessageChunk | None]

_MOST_AHEAD = 100  # chunks that wait to be taken; past that the server waits
_PAUSE_S = 0.01


def chunks(
    model: "BaseChatModel",
    messages: Sequence["BaseMessage"],
    *,
    timeout_s: float,
    clock: Callable[[], float] = time.monotonic,
    schema: Mapping[str, Any] | None = None,
) -> Iterator["AIMessageChunk"]:
    """The chunks of a model's reply, to which it takes at most ``timeout_s``, by the clock.

    Only the waiting counts, not what is done with the chunks meanwhile. Where there is a ``schema``, the reply is to be
    an object that keeps to it. The model is read in another thread, as a task that ends when the chunks are no longer
    wanted: its connection closes then, though the server may not have said a word.

    Raises:
        ReaderFailed: the model failed, or the time is over.
    """
    left_s = timeout_s
    replies: Replies = SimpleQueue()
    begun = False
    pump = asyncio.run_coroutine_threadsafe(_pump(_replies(model, messages, schema), replies), _loop())
    pump.add_done_callback(lambda _: replies.put(None))
    try:
        while True:
            asked = clock()
            reply = _next(replies, left_s, timeout_s)
            left_s -= clock() - asked
            if reply is None:
                break
            begun = begun or bool(reply.text)
            yield reply
        pump.result()  # raises what ended it early
    except model_errors() as exc:
        raise _failure(exc, begun=begun) from exc
    finally:
        pump.cancel()


@cache
def _loop() -> asyncio.AbstractEventLoop:
    """The event loop of all models: the connections that their clients keep belong to one."""
    loop = asyncio.new_event_loop()
    Thread(target=loop.run_forever, name="chat models", daemon=True).start()
    return loop


async def _replies(
    model: "BaseChatModel", messages: Sequence["BaseMessage"], schema: Mapping[str, Any] | None
) -> "AsyncGenerator[AIMessageChunk, None]":
    asked: Runnable[Any, Any] = (
        model if schema is None else model.with_structured_output(dict(schema), include_raw=True)
    )
    async with aclosing(cast("AsyncGenerator[Any, None]", asked.astream(list(messages)))) as pieces:
        async for piece in pieces:
            if schema is None:
                yield piece
            elif isinstance(piece, Mapping) and "raw" in piece:  # else what was parsed of it
                yield piece["raw"]


async def _pump(stream: "AsyncGenerator[AIMessageChunk, None]", replies: "Replies") -> None:
    async with aclosing(stream):
        async for chunk in stream:
            replies.put(chunk)
            while replies.qsize() > _MOST_AHEAD:
                await asyncio.sleep(_PAUSE_S)


def _next(replies: "Replies", left_s: float, timeout_s: float) -> "AIMessageChunk | None":
    try:
        if left_s > 0:
            return replies.get(timeout=left_s)
    except Empty:
        pass
    raise ReaderFailed("timeout", f"no complete reply within {timeout_s:g} s")


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
