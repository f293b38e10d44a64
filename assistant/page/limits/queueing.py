"""Who is next: places for a few at once, given to those who wait client by client in turn."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager
from typing import Any, Final, NamedTuple, TypeVar

AT_ONCE: Final = 8  # questions answered at the same time; the next ones wait
MOST_WAITING: Final = 20  # questions of one who asks that wait for a place
_MOST_OF_CLIENT: Final = 10 * MOST_WAITING
_OPENING_AT_ONCE: Final = 2  # articles read and indexed at the same time
_MOST_OPENING: Final = 20  # of one address that wait for it
_LOOK_S: Final = 0.5  # how often it is seen whether one who waits has left

Item = TypeVar("Item")


class QueueFull(Exception):
    """As much waits of one who asks, or of a client, as may."""


class Asker(NamedTuple):
    """Who asks: the address, and which of those who share it, such as a tab of the page."""

    client: str
    name: str = ""

    @classmethod
    def of(cls, request: Any, name: str = "") -> "Asker":
        """Who sent a request of Gradio's or of Starlette's."""
        return cls(request.client.host if request.client else "", name)


class FairQueue:
    """Of one event loop; a client that asks for much waits for itself, and others do not.

    Addresses take turns, and at an address those who share it: what a program calls itself there gains it nothing
    against other addresses.
    """

    def __init__(self, *, at_once: int, most_waiting: int, most_of_client: int) -> None:
        """Give ``at_once`` places; let so many wait without one, of each asker and of all at one address."""
        self._free = at_once
        self._most_waiting = most_waiting
        self._most_of_client = most_of_client
        # Client -> its askers -> their turns; whose turn is next comes first.
        self._waiting: dict[str, dict[str, deque[asyncio.Future[None]]]] = {}

    @classmethod
    def for_questions(cls) -> "FairQueue":
        """The places where questions are answered, those of the page and of programs alike."""
        return cls(at_once=AT_ONCE, most_waiting=MOST_WAITING, most_of_client=_MOST_OF_CLIENT)

    @classmethod
    def for_articles(cls) -> "FairQueue":
        """The places where readers' own articles are opened."""
        return cls(at_once=_OPENING_AT_ONCE, most_waiting=1, most_of_client=_MOST_OPENING)

    @asynccontextmanager
    async def place(self, asker: Asker) -> AsyncIterator[None]:
        """A place, held within the block.

        Raises:
            QueueFull: too much waits already.
        """
        await self._enter(asker)
        try:
            yield
        finally:
            self._leave()

    async def in_turn(self, asker: Asker, items: AsyncGenerator[Item], waiting: Item) -> AsyncGenerator[Item]:
        """The items, once there is a place; until then ``waiting``, now and then, so that who left is noticed.

        Raises:
            QueueFull: too much waits already.
        """
        entering = asyncio.ensure_future(self._enter(asker))
        try:
            async with aclosing(items):
                while not entering.done():
                    await asyncio.wait({entering}, timeout=_LOOK_S)
                    if not entering.done():
                        yield waiting
                entering.result()
                async for item in items:
                    yield item
        finally:
            if not entering.cancel() and entering.exception() is None:
                self._leave()

    async def _enter(self, asker: Asker) -> None:
        if self._free:
            self._free -= 1
            return
        turns = self._line(asker)
        turn = asyncio.get_running_loop().create_future()
        turns.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():  # it was given a place as its asker left
                self._leave()
            else:
                turns.remove(turn)
            raise

    def _line(self, asker: Asker) -> deque[asyncio.Future[None]]:
        askers = self._waiting.get(asker.client, {})
        own = askers.get(asker.name, deque())
        if len(own) >= self._most_waiting or sum(map(len, askers.values())) >= self._most_of_client:
            raise QueueFull
        self._waiting.setdefault(asker.client, askers)
        return askers.setdefault(asker.name, own)

    def _leave(self) -> None:
        """Give the place to the next who still waits, or take it back."""
        while self._waiting:
            turn = self._next()
            if turn and not turn.done():
                turn.set_result(None)
                return
        self._free += 1

    def _next(self) -> asyncio.Future[None] | None:
        """Take the first turn; what its asker, and its client, have besides goes behind the others."""
        client, askers = next(iter(self._waiting.items()))
        name, turns = next(iter(askers.items()))
        turn = turns.popleft() if turns else None
        del askers[name], self._waiting[client]
        if turns:
            askers[name] = turns
        if askers:
            self._waiting[client] = askers
        return turn
