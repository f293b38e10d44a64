"""Places are given to clients in turn, and come back from those who leave."""

import asyncio

import pytest

from assistant.page.queueing import FairQueue, QueueFull


async def ask(queue: FairQueue, client: str, answered: list[str], going: asyncio.Event) -> None:
    async with queue.place(client):
        await going.wait()
        answered.append(client)
        await asyncio.sleep(0)


async def settled() -> None:
    for _ in range(50):
        await asyncio.sleep(0)


def test_a_client_that_asks_for_much_waits_for_itself() -> None:
    async def run() -> list[str]:
        queue, answered, going = FairQueue(at_once=1, most_waiting=9), list[str](), asyncio.Event()
        clients = ["busy"] * 5 + ["a", "b", "a"]
        tasks = [asyncio.create_task(ask(queue, client, answered, going)) for client in clients]
        await settled()
        going.set()
        await asyncio.gather(*tasks)
        return answered

    assert asyncio.run(run()) == ["busy", "busy", "a", "b", "busy", "a", "busy", "busy"]


def test_so_many_are_answered_at_once() -> None:
    async def run() -> tuple[int, int]:
        queue, entered, going = FairQueue(at_once=3, most_waiting=9), list[int](), asyncio.Event()

        async def hold(number: int) -> None:
            async with queue.place("a"):
                entered.append(number)
                await going.wait()

        tasks = [asyncio.create_task(hold(number)) for number in range(8)]
        await settled()
        before = len(entered)
        going.set()
        await asyncio.gather(*tasks)
        return before, len(entered)

    assert asyncio.run(run()) == (3, 8)


def test_a_full_queue_says_so_to_its_own_client_only() -> None:
    async def run() -> None:
        queue, answered, going = FairQueue(at_once=1, most_waiting=2), list[str](), asyncio.Event()
        tasks = [asyncio.create_task(ask(queue, "busy", answered, going)) for _ in range(3)]
        await settled()
        with pytest.raises(QueueFull):
            await ask(queue, "busy", answered, going)
        other = asyncio.create_task(ask(queue, "other", answered, going))
        await settled()
        going.set()
        await asyncio.gather(*tasks, other)
        assert sorted(answered) == ["busy"] * 3 + ["other"]

    asyncio.run(run())


@pytest.mark.parametrize("gone", range(4))
def test_who_leaves_gives_the_place_back(gone: int) -> None:
    async def run() -> None:
        queue, answered, going = FairQueue(at_once=1, most_waiting=9), list[str](), asyncio.Event()
        tasks = [asyncio.create_task(ask(queue, client, answered, going)) for client in "abab"]
        await settled()
        tasks[gone].cancel()
        await settled()
        going.set()
        await asyncio.gather(*tasks, return_exceptions=True)
        assert len(answered) == 3
        await asyncio.wait_for(ask(queue, "c", answered, going), 5)

    asyncio.run(run())


def test_a_place_given_to_one_who_leaves_at_that_moment_is_not_lost() -> None:
    async def run() -> None:
        queue, answered, going = FairQueue(at_once=1, most_waiting=9), list[str](), asyncio.Event()
        going.set()
        async with queue.place("a"):
            waiting = asyncio.create_task(ask(queue, "b", answered, going))
            await settled()
        waiting.cancel()  # after its turn was set, before it went on
        with pytest.raises(asyncio.CancelledError):
            await waiting
        await asyncio.wait_for(ask(queue, "c", answered, going), 5)
        assert answered == ["c"]

    asyncio.run(run())
