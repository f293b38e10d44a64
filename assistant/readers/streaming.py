"""A chat model's reply as it comes: against a clock, and with its errors as ours."""

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import aclosing
from functools import cache
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, cast

from assistant.errors import ReaderFailed
from assistant.models import model_errors

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessageChunk, BaseMessage

    Replies = SimpleQueue[AIMessageChunk | None]

_MOST_AHEAD = 100  # chunks that wait to be taken; past that the server waits
_PAUSE_S = 0.01


def chunks(
    model: "BaseChatModel",
    messages: Sequence["BaseMessage"],
    *,
    timeout_s: float,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator["AIMessageChunk"]:
    """The chunks of a model's reply, which takes at most ``timeout_s`` as a whole, by the clock.

    The model is read in another thread, as a task that ends when the chunks are no longer wanted: its connection
    closes then, though the server may not have said a word.

    Raises:
        ReaderFailed: the model failed, or the time is over.
    """
    deadline = clock() + timeout_s
    replies: Replies = SimpleQueue()
    begun = False
    pump = asyncio.run_coroutine_threadsafe(_pump(model, messages, replies), _loop())
    pump.add_done_callback(lambda _: replies.put(None))
    try:
        while (reply := _next(replies, deadline - clock(), timeout_s)) is not None:
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


async def _pump(model: "BaseChatModel", messages: Sequence["BaseMessage"], replies: "Replies") -> None:
    stream = cast("AsyncGenerator[AIMessageChunk, None]", model.astream(list(messages)))
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
