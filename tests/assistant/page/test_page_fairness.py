"""One person cannot hold up others or take their places, over the page's own protocol and from several addresses."""

import asyncio
import json
import threading
from collections.abc import Iterator, Sequence

import pytest

from assistant.answer import Answer
from assistant.assembly import Assistant
from assistant.page import TEXTS, Options, running
from assistant.page.limits import bounds
from assistant.page.state import session
from assistant.readers.base import Turn
from tests.page_fixtures import FakeAssistant, growing, shipped_article
from tests.tabs import ASKED, FOUND, NEWS, Tab
from vectorstore.indexing import chroma

WHO = "من المتحدث باسم البنتاجون؟"
ME, OTHER = "127.0.0.2", "127.0.0.3"

pytestmark = [
    pytest.mark.filterwarnings("ignore:'future.no_silent_downcasting' is deprecated"),
    pytest.mark.filterwarnings("ignore:The copy keyword is deprecated"),
]


class Slow(FakeAssistant):
    """Answers what is flooded with only when it is let, the rest at once."""

    def __init__(self) -> None:
        super().__init__(shipped_article(), lambda question, history: growing(question, "نعم حدث ذلك."))
        self.let = threading.Semaphore(0)
        self.freed = False

    def stream(self, question: str, history: Sequence[Turn] = ()) -> Iterator[Answer]:
        for answer in super().stream(question, history):
            if "فيض" in question and not self.freed:
                assert self.let.acquire(timeout=110)
            yield answer


@pytest.fixture
def slow() -> Iterator[tuple[Slow, str]]:
    assistant = Slow()
    with running(assistant, host="127.0.0.1", port=0) as address:
        yield assistant, address
        assistant.freed = True
        assistant.let.release(1_000)


async def heard(tab: Tab) -> str:
    return "".join([json.dumps(message, ensure_ascii=False) async for message in tab.listen()])


@pytest.mark.parametrize("kind", ["tabs", "programs", "made-up tokens"])
def test_one_address_that_floods_holds_up_no_other(slow: tuple[Slow, str], kind: str) -> None:
    assistant, address = slow

    async def flood(tab: Tab, number: int) -> None:
        if kind == "programs":
            await tab.program(question=f"فيض {number}؟", earlier=["فيض؟"] * 6)
        else:
            tab.token = f"{number}" if kind == "made-up tokens" else tab.token
            tab.visit = f"made up {number}" if kind == "made-up tokens" else tab.visit
            await tab.join("page", f"فيض {number}؟", "ar")

    async def run() -> str:
        async with Tab(address, client=ME) as one, Tab(address, client=OTHER) as other:
            floods = [asyncio.create_task(flood(one, number)) for number in range(30)]
            while len(assistant.asked) < 8:  # all places are taken
                await asyncio.sleep(0.03)
            await other.arrive()
            await other.join("page", WHO, "ar")
            hearing = asyncio.create_task(heard(other))
            while WHO not in (asked := [question for question, _ in assistant.asked]):
                assistant.let.release()  # a step of one of the flood
                await asyncio.sleep(0.03)
            numbered = [question for question in asked if question != "فيض؟"]
            assert numbered.index(WHO) < 20  # of 28 that came before
            for each in floods:
                each.cancel()
            await asyncio.wait(floods)
            return await hearing

    assert "نعم حدث ذلك" in asyncio.run(run())


def test_a_tab_that_asks_too_much_is_told_so_and_the_question_comes_back(slow: tuple[Slow, str]) -> None:
    _, address = slow

    async def run() -> str:
        async with Tab(address) as tab:
            await tab.arrive()
            for number in range(8 + 20 + 1):
                await tab.join("page", f"فيض {number}؟", "ar")
            async for message in tab.listen():
                if TEXTS["ar"].crowded in (shown := json.dumps(message, ensure_ascii=False)):
                    return shown
        return ""

    assert TEXTS["ar"].crowded in asyncio.run(run())


def test_made_up_sessions_end_no_conversation_and_no_answer(
    slow: tuple[Slow, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assistant, _ = slow
    monkeypatch.setattr(session, "_MOST", 20)
    monkeypatch.setattr(bounds, "_MOST_WAITED_FOR", 20)

    async def run(address: str) -> str:
        async with Tab(address, client=ME) as one, Tab(address, client=OTHER, held=False) as other:
            await one.arrive()
            await one.ask("قبل ذلك؟")
            await one.join("page", "فيض؟", "ar")
            for number in range(60):
                other.token = other.visit = f"made up {number}"
                await other.run("stop")
                await other.join("page", "؟", "ar")
            assistant.let.release(10)
            return await heard(one)

    with running(assistant, host="127.0.0.1", port=0) as other_address:
        shown = asyncio.run(run(other_address))
    assert "قبل ذلك" in shown
    assert shown.count("process_completed") == 1


def test_twenty_made_up_tokens_hold_no_place_of_an_own_article(real: Assistant) -> None:
    async def run(address: str) -> tuple[str, str]:
        async with Tab(address, client=ME) as one, Tab(address, client=ME, held=False) as other:
            await one.arrive()
            for number in range(20):
                other.token = other.visit = f"made up {number}"
                await other.paste(NEWS)
            opened = await one.paste(NEWS)
            return opened, await one.ask(ASKED)

    with running(real, host="127.0.0.1", port=0, options=Options(max_own_articles=4)) as address:
        opened, answered = asyncio.run(run(address))
    assert TEXTS["ar"].own["opened"] in opened
    assert FOUND in answered
    assert chroma.connect_memory().list_collections() == []
