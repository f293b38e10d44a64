"""Stop an answer at once, though a reader may be waiting for a model that says nothing for a minute.

Gradio's own cancelling waits for the step that is running, and the page would lose the next question meanwhile.
"""

import asyncio
from collections.abc import AsyncGenerator, Iterator
from typing import Final, TypeVar

import anyio.to_thread

_LOOK_S: Final = 0.05  # how often the sign is looked at while a step runs

Item = TypeVar("Item")


class StopSign:
    """Raised by the stop button; each answer has one of its own."""

    def __init__(self) -> None:
        self.raised = False

    def stop(self) -> None:
        """Raise it."""
        self.raised = True


async def until_stopped(items: Iterator[Item], sign: StopSign) -> AsyncGenerator[Item, None]:
    """The items, each computed in a thread, until there are no more or the sign is raised.

    A step that runs when the sign is raised is left alone: it ends in its thread, and the iterator is closed with it.
    """
    end = object()
    while True:
        step = asyncio.ensure_future(anyio.to_thread.run_sync(next, items, end, abandon_on_cancel=True))
        try:
            while not step.done() and not sign.raised:
                await asyncio.wait({step}, timeout=_LOOK_S)
        finally:
            step.cancel()
        if sign.raised or (item := step.result()) is end:
            return
        yield item  # type: ignore[misc]  # mypy does not know that it is not the end
