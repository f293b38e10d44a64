"""When a session is over, nothing of its questions and of an own article is left in the server's memory."""

import asyncio
import gc
from collections.abc import Iterator

import pytest
from gradio.state_holder import StateHolder

from assistant import assembly as opening
from assistant.assembly import Assistant
from assistant.citations import wording
from assistant.page import Options, running
from assistant.page.wording import WORDS
from tests.tabs import ASKED, FOUND, NEWS, Tab
from vectorstore import remembering
from vectorstore.analysis import question as questions
from vectorstore.article import Article
from vectorstore.language import vocabulary
from vectorstore.overviews import summary
from vectorstore.passages import Passage

OWN = NEWS.replace("الواحة", "الياقوتة")
QUESTION = ASKED.replace("الواحة", "الياقوتة")
SUMMED_UP = "لخص المقال"

pytestmark = [
    pytest.mark.filterwarnings("ignore:.torch.distributed.reduce_op. is deprecated"),
    pytest.mark.filterwarnings("ignore:'future.no_silent_downcasting' is deprecated"),
    pytest.mark.filterwarnings("ignore:The copy keyword is deprecated"),
]


@pytest.fixture
def address(real: Assistant) -> Iterator[str]:
    with running(real, host="127.0.0.1", port=0, options=Options(grace_s=0.2)) as served:
        yield served


def held(visit: str) -> list[object]:
    """What the server holds of the own article and of a connection."""
    gc.collect()
    found = gc.get_objects()
    texts = [one for one in found if isinstance(one, Article | Passage) and "الياقوتة" in one.text]
    return [*texts, *(one for one in found if isinstance(one, StateHolder) and visit in one.session_data)]


def test_nothing_of_an_own_article_is_held_once_its_reader_has_gone(address: str) -> None:
    async def run() -> None:
        async with Tab(address) as tab:
            await tab.arrive()
            await tab.paste(OWN)
            assert FOUND in await tab.ask(QUESTION)
            await tab.ask(SUMMED_UP)
            assert {type(one) for one in held(tab.visit)} == {Article, Passage, StateHolder}
        async with asyncio.timeout(60):
            while held(tab.visit):
                await asyncio.sleep(0.05)

    asyncio.run(run())


@pytest.mark.parametrize(
    "remembers",
    [questions.analyse, vocabulary.stems, vocabulary.folded_words, wording.read, summary._told, summary._clauses],
)
def test_what_was_worked_out_of_texts_is_remembered_until_it_is_forgotten(real: Assistant, remembers: object) -> None:
    assert list(real.converse([ASKED, SUMMED_UP, "قالت سابرينا سينغ إن «الجيش» انتشر."]))
    size = lambda: remembers.cache_info().currsize  # type: ignore[attr-defined]  # noqa: E731
    assert size() > 0
    remembering.forget()
    assert size() == 0


def test_an_article_that_takes_long_to_index_is_refused_in_the_readers_language(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "_MOST_PASSAGES", 1)

    async def run() -> None:
        async with Tab(address) as tab:
            await tab.arrive()
            for language in ("ar", "en"):
                assert WORDS[language]["long"] in await tab.event("open_text", OWN, language)

    asyncio.run(run())
