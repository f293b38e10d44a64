"""Places are given to clients in turn, and come back from those who leave."""

import asyncio
from collections.abc import AsyncGenerator

import pytest

from assistant.page.limits import queueing
from assistant.page.limits.queueing import Asker, FairQueue, QueueFull


async def ask(queue: FairQueue, client: str, answered: list[str], going: asyncio.Event) -> None:
    async with queue.place(Asker(client)):
        await going.wait()
        answered.append(client)
        await asyncio.sleep(0)


async def settled() -> None:
    for _ in range(50):
        await asyncio.sleep(0)


def test_a_client_that_asks_for_much_waits_for_itself() -> None:
    async def run() -> list[str]:
        queue, answered, going = FairQueue(at_once=1, most_waiting=9, most_of_client=9), list[str](), asyncio.Event()
        clients = ["busy"] * 5 + ["a", "b", "a"]
        tasks = [asyncio.create_task(ask(queue, client, answered, going)) for client in clients]
        await settled()
        going.set()
        await asyncio.gather(*tasks)
        return answered

    assert asyncio.run(run()) == ["busy", "busy", "a", "b", "busy", "a", "busy", "busy"]


def test_so_many_are_answered_at_once() -> None:
    async def run() -> tuple[int, int]:
        queue, entered, going = FairQueue(at_once=3, most_waiting=9, most_of_client=9), list[int](), asyncio.Event()

        async def hold(number: int) -> None:
            async with queue.place(Asker("a")):
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
        queue, answered, going = FairQueue(at_once=1, most_waiting=2, most_of_client=9), list[str](), asyncio.Event()
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
        queue, answered, going = FairQueue(at_once=1, most_waiting=9, most_of_client=9), list[str](), asyncio.Event()
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
        queue, answered, going = FairQueue(at_once=1, most_waiting=9, most_of_client=9), list[str](), asyncio.Event()
        going.set()
        async with queue.place(Asker("a")):
            waiting = asyncio.create_task(ask(queue, "b", answered, going))
            await settled()
        waiting.cancel()  # after its turn was set, before it went on
        with pytest.raises(asyncio.CancelledError):
            await waiting
        await asyncio.wait_for(ask(queue, "c", answered, going), 5)
        assert answered == ["c"]

    asyncio.run(run())


def test_those_who_share_an_address_take_turns_within_its_turn() -> None:
    async def run() -> list[str]:
        queue, answered = FairQueue(at_once=1, most_waiting=9, most_of_client=9), list[str]()
        going = asyncio.Event()

        async def hold(asker: Asker) -> None:
            async with queue.place(asker):
                await going.wait()
                answered.append(asker.name)

        askers = [Asker("one", "a")] * 4 + [Asker("one", "b")] * 2 + [Asker("two", "c")] * 2
        tasks = [asyncio.create_task(hold(asker)) for asker in askers]
        await settled()
        going.set()
        await asyncio.gather(*tasks)
        return answered

    assert asyncio.run(run()) == ["a", "a", "c", "b", "c", "a", "b", "a"]


@pytest.mark.parametrize("names", [["same"] * 3, ["made up", "made up too", "and another"]])
def test_an_address_has_so_many_waiting_whatever_it_calls_them(names: list[str]) -> None:
    async def run() -> None:
        queue, going = FairQueue(at_once=1, most_waiting=2, most_of_client=2), asyncio.Event()

        async def hold(asker: Asker) -> None:
            async with queue.place(asker):
                await going.wait()

        tasks = [asyncio.create_task(hold(Asker("one", name))) for name in names]
        await settled()
        with pytest.raises(QueueFull):
            await hold(Asker("one", names[0]))
        tasks[-1].cancel()  # who leaves makes room
        await settled()
        tasks.append(asyncio.create_task(hold(Asker("one", "new"))))
        await settled()
        going.set()
        done = await asyncio.gather(*tasks, return_exceptions=True)
        assert [one is None for one in done] == [True, True, False, True]

    asyncio.run(run())


def test_what_waits_in_turn_says_so_and_gives_its_place_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queueing, "_LOOK_S", 0.01)

    async def items() -> AsyncGenerator[str, None]:
        yield "first"
        yield "second"

    async def run() -> None:
        queue = FairQueue(at_once=1, most_waiting=9, most_of_client=9)
        async with queue.place(Asker("one")):
            left = queue.in_turn(Asker("two"), items(), "waiting")
            assert await anext(left) == "waiting"
            await left.aclose()
            stays = queue.in_turn(Asker("three"), items(), "waiting")
            assert await anext(stays) == "waiting"
        assert [item async for item in stays if item != "waiting"] == ["first", "second"]
        half = queue.in_turn(Asker("four"), items(), "waiting")
        assert await anext(half) == "first"
        await half.aclose()
        async with asyncio.timeout(5), queue.place(Asker("five")):
            pass

    asyncio.run(run())
