"""A Chroma server that is late, killed, started again, slow and shared: no answer is lost that could be given."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.chroma_servers import ChromaServer, slowed
from tests.vectorstore.indexing.test_index import AXES, PASSAGES, SOURCE, Numbers, forget_clients, numbered, texts
from tests.vectorstore.indexing.test_index import _fresh_clients as _fresh_clients
from vectorstore.errors import IndexMissing, IndexUnusable
from vectorstore.indexing import chroma
from vectorstore.indexing.store import IndexStore


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaServer]:
    server = ChromaServer(tmp_path_factory.mktemp("server"))
    yield server
    server.kill()


@pytest.fixture
def server(kept: ChromaServer) -> ChromaServer:
    """The server that the tests share, running."""
    kept.kill()
    kept.start()
    return kept


def one_line(told: pytest.ExceptionInfo[IndexUnusable]) -> bool:
    return "\n" not in str(told.value) and "chroma run" in str(told.value)


def names(data_dir: Path, server: ChromaServer) -> list[str]:
    return [collection.name for collection in chroma.connect(data_dir, server.url).list_collections()]


def test_a_server_that_starts_late_is_asked_for_and_then_answers(kept: ChromaServer, tmp_path: Path) -> None:
    store = IndexStore(tmp_path, url=kept.url)
    with pytest.raises(IndexUnusable) as told:
        store.ensure(PASSAGES, AXES, source=SOURCE)
    assert one_line(told)
    kept.start()
    assert texts(store.ensure(PASSAGES, AXES, source=SOURCE), "a", 1) == ["a"]


def test_a_server_that_is_started_again_loses_no_answer(
    server: ChromaServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = IndexStore(tmp_path, url=server.url).ensure(PASSAGES, AXES, source=SOURCE)
    assert texts(index, "a", 1) == ["a"]
    server.kill()
    server.start()
    assert texts(index, "a", 1) == ["a"]  # by a connection that the one before had closed
    server.kill()
    with pytest.raises(IndexUnusable) as told:
        texts(index, "a", 1)
    assert one_line(told)
    monkeypatch.setattr(chroma, "_SERVER_PAUSES_S", (0.2,) * 300)
    starting = threading.Timer(0.5, server.start)
    starting.start()
    assert texts(index, "a", 1) == ["a"]  # asked while it was away
    starting.join()


def test_a_server_killed_in_a_build_is_told_and_the_next_build_is_whole(server: ChromaServer, tmp_path: Path) -> None:
    store = IndexStore(tmp_path, url=server.url)
    store.ensure(PASSAGES, AXES, source=SOURCE)

    def stop(done: int, total: int) -> None:
        if done == 1_000:
            server.kill()

    with pytest.raises(IndexUnusable) as told:
        store.ensure(numbered(1_500), Numbers(), source=SOURCE, progress=stop)
    assert one_line(told)
    server.start()
    forget_clients()
    assert texts(store.open(PASSAGES, AXES), "a", 1) == ["a"]
    with pytest.raises(IndexMissing):
        store.open(numbered(1_500), Numbers())
    assert len(texts(store.ensure(numbered(1_500), Numbers(), source=SOURCE), "7", 1_500)) == 1_500


def test_two_assistants_that_build_the_same_at_once_both_get_it(server: ChromaServer, tmp_path: Path) -> None:
    store, wanted = IndexStore(tmp_path, url=server.url), numbered(30)
    before = names(tmp_path, server)
    others: list[str] = []

    def other_is_sooner(done: int, total: int) -> None:
        if not others:
            others.append("begun")
            others[:] = texts(IndexStore(tmp_path, url=server.url).ensure(wanted, Numbers(), source=SOURCE), "3", 1)

    index = store.ensure(wanted, Numbers(), source=SOURCE, progress=other_is_sooner)
    assert (texts(index, "3", 1), others) == (["3"], ["3"])
    assert len([name for name in names(tmp_path, server) if name not in before]) == 1


def test_a_slow_server_answers_and_one_that_hangs_is_told(
    server: ChromaServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with slowed(server.port, delay_s=0.05) as url:
        index = IndexStore(tmp_path, url=url).ensure(PASSAGES, AXES, source=SOURCE)
        assert texts(index, "a", 1) == ["a"]
    forget_clients()
    with slowed(server.port, delay_s=60.0) as url:
        monkeypatch.setattr(chroma, "_SERVER_TIMEOUT_S", 0.3)
        with pytest.raises(IndexUnusable, match="did not answer in") as told:
            IndexStore(tmp_path, url=url).open(PASSAGES, AXES)
        assert "\n" not in str(told.value)
