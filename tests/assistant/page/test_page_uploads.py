"""Files that readers send, over HTTP: in bounds, not for long, never on the disk, and nobody is told where."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.assembly import Assistant
from assistant.page import TEXTS, Options, running
from tests.tabs import ASKED, FOUND, NEWS, Tab

LARGEST = 20_000

pytestmark = [
    pytest.mark.filterwarnings("ignore:'future.no_silent_downcasting' is deprecated"),
    pytest.mark.filterwarnings("ignore:The copy keyword is deprecated"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("gradio")


@pytest.fixture(scope="module")
def address(real: Assistant, folder: Path) -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GRADIO_TEMP_DIR", str(folder))
        with running(real, host="127.0.0.1", port=0, options=Options(max_own_bytes=LARGEST)) as served:
            yield served


def test_a_file_is_opened_once_and_is_then_gone_from_memory_and_disk(address: str, folder: Path) -> None:
    async def run() -> None:
        async with Tab(address) as tab:
            await tab.arrive()
            (key,) = (await tab.upload("خبر.txt", NEWS.encode())).json()
            assert not set("/\\.") & set(key)
            assert TEXTS["ar"].own["opened"] in await tab.event("open_file", key, "ar", None)
            assert FOUND in await tab.ask(ASKED)
            assert TEXTS["ar"].own["other"] in await tab.event("open_file", key, "ar", None)

    asyncio.run(run())
    assert [path for path in folder.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("key", ["/etc/passwd", "../../etc/passwd", "made up", ""])
def test_no_file_of_the_machine_is_opened(address: str, key: str) -> None:
    async def run() -> str:
        async with Tab(address) as tab:
            return await tab.event("open_file", key, "ar", None)

    shown = asyncio.run(run())
    assert TEXTS["ar"].own["other"] in shown
    assert "root:" not in shown


@pytest.mark.parametrize(
    ("content", "status"), [(b"a" * (LARGEST + 1), 413), (b"a" * (6 * LARGEST + 100_000), 413), (b"a" * LARGEST, 200)]
)
def test_a_file_that_is_too_large_is_not_kept(address: str, content: bytes, status: int) -> None:
    async def run() -> int:
        async with Tab(address) as tab:
            return (await tab.upload("a.txt", content)).status_code

    assert asyncio.run(run()) == status


def test_no_more_waits_than_may_and_one_address_keeps_two(address: str, folder: Path) -> None:
    async def run() -> list[int]:
        statuses = []
        for number in range(2, 8):
            async with Tab(address, client=f"127.0.0.{number}") as tab:
                statuses += [(await tab.upload("a.txt", b"a" * LARGEST)).status_code for _ in range(4)]
        return statuses

    statuses = asyncio.run(run())
    assert statuses[:12] == [200] * 12  # of each address, the last two are kept
    assert statuses[-4:] == [503] * 4
    assert list(folder.rglob("*.txt")) == []


@pytest.mark.parametrize(("method", "path"), [("GET", "/deep_link?session_hash=a"), ("POST", "/upload")])
def test_what_gradio_would_write_to_the_disk_is_refused(address: str, method: str, path: str) -> None:
    async def run() -> tuple[int, str]:
        async with Tab(address) as tab:
            await tab.arrive()
            reply = await tab._http.request(method, f"/gradio_api{path}", content=b"no form")
            return reply.status_code, reply.text

    status, text = asyncio.run(run())
    assert status in (400, 404)
    assert "/" not in text
