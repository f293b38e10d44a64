"""Who is next: places for a few at once, given to those who wait client by client in turn."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class QueueFull(Exception):
    """A client has as many requests waiting as it may."""


class FairQueue:
    """Of one event loop; a client that asks for much waits for itself, and others do not."""

    def __init__(self, *, at_once: int, most_waiting: int) -> None:
        """Give ``at_once`` places; let each client have ``most_waiting`` requests without one."""
        self._free = at_once
        self._most_waiting = most_waiting
        self._waiting: dict[str, deque[asyncio.Future[None]]] = {}  # the client whose turn is next comes first

    @asynccontextmanager
    async def place(self, client: str) -> AsyncIterator[None]:
        """A place, held within the block.

        Raises:
            QueueFull: the client has too many requests waiting.
        """
        await self._enter(client)
        try:
            yield
        finally:
            self._leave()

    async def _enter(self, client: str) -> None:
        if self._free:
            self._free -= 1
            return
        queue = self._waiting.setdefault(client, deque())
        if len(queue) >= self._most_waiting:
            raise QueueFull
        turn = asyncio.get_running_loop().create_future()
        queue.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():  # it was given a place as its asker left
                self._leave()
            raise

    def _leave(self) -> None:
        """Give the place to the next who still waits, or take it back."""
        while self._waiting:
            client, queue = next(iter(self._waiting.items()))
            turn = queue.popleft()
            del self._waiting[client]
            if queue:
                self._waiting[client] = queue  # behind the others
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1
