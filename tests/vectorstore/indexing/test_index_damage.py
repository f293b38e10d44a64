"""Damage of every kind to an index in a folder is told in one line, and built again or refused."""

import multiprocessing
import os
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.vectorstore.indexing.test_index import (
    AXES,
    PASSAGES,
    SOURCE,
    Numbers,
    collections,
    forget_clients,
    numbered,
    passages_of,
    segments,
    texts,
    vector_folders,
)
from tests.vectorstore.indexing.test_index import _fresh_clients as _fresh_clients
from vectorstore.errors import IndexDamaged, IndexUnusable
from vectorstore.indexing import chroma
from vectorstore.indexing.store import IndexStore


def database(data_dir: Path) -> Path:
    return chroma.folder(data_dir) / "chroma.sqlite3"


def cut(data_dir: Path) -> None:
    os.truncate(database(data_dir), database(data_dir).stat().st_size // 2)


def overwrite(data_dir: Path) -> None:
    """Every page but the first."""
    size = database(data_dir).stat().st_size
    with database(data_dir).open("r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * (size - 4096))


def other_version(data_dir: Path) -> None:
    with closing(sqlite3.connect(database(data_dir))) as opened, opened:
        opened.execute("UPDATE migrations SET hash = 'another' WHERE version = 1")


@pytest.mark.parametrize("damage", [cut, overwrite, other_version])
def test_a_damaged_database_is_told_in_one_line_and_built_again(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    store = IndexStore(tmp_path)
    store.ensure(PASSAGES, AXES, source=SOURCE)
    forget_clients()
    damage(tmp_path)
    with pytest.raises(IndexDamaged) as told:
        store.open(PASSAGES, AXES)
    assert "\n" not in str(told.value)
    forget_clients()
    assert texts(store.ensure(PASSAGES, AXES, source=SOURCE), "a", 1) == ["a"]
    forget_clients()
    assert texts(store.open(PASSAGES, AXES), "a", 1) == ["a"]


@pytest.mark.parametrize("damage", [cut, overwrite])
def test_a_sweep_of_a_damaged_database_leaves_it_to_who_opens_it(
    tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    IndexStore(tmp_path).ensure(PASSAGES, AXES, source=SOURCE)
    forget_clients()
    damage(tmp_path)
    chroma.sweep(tmp_path)


def test_a_clock_that_was_set_back_costs_no_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store, now = IndexStore(tmp_path), time.time()
    for hours, text in enumerate("abc"):
        monkeypatch.setattr(time, "time", lambda hours=hours: now - 3_600 * hours)
        store.ensure(passages_of(text), AXES, source=SOURCE)
        assert texts(store.open(passages_of(text), AXES), text) == [text]
    assert len(collections(tmp_path)) == 2


def test_who_waits_too_long_for_another_writer_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chroma, "_LOCK_TIMEOUT_S", 0.01)
    with (
        chroma.locked(tmp_path),
        pytest.raises(IndexUnusable, match="another process has been building") as told,
    ):
        IndexStore(tmp_path).ensure(PASSAGES, AXES, source=SOURCE)
    assert "\n" not in str(told.value)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder on a disk of one megabyte."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if os.name != "posix" or os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root can mount a small disk, where it may")
    yield folder
    forget_clients()
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_is_told_and_once_it_has_room_the_old_index_is_there_and_a_build_goes_on(small_disk: Path) -> None:
    store = IndexStore(small_disk)
    store.ensure(numbered(20), Numbers(), source=SOURCE)
    forget_clients()
    with pytest.raises(IndexUnusable, match="is full; free some of it, or choose another with --data-dir") as told:
        store.ensure(numbered(5_000), Numbers(), source=SOURCE)
    assert "\n" not in str(told.value)
    forget_clients()
    subprocess.run(["mount", "-o", "remount,size=50m", str(small_disk)], check=True)
    assert texts(store.open(numbered(20), Numbers()), "7", 1) == ["7"]
    assert texts(store.ensure(numbered(1_200), Numbers(), source=SOURCE), "7", 1) == ["7"]
    assert [name for name in collections(small_disk) if name.startswith("building-")] == []


# Killed at the worst moments

OLD, NEW = numbered(10), numbered(12)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def build_and_die(data_dir: Path, moment: str) -> None:
    """Build in this process, which is killed at a moment."""
    from chromadb.api.client import Client
    from chromadb.api.models.Collection import Collection

    name, when = moment.split()
    owner, method = {
        "rename": (Collection, "modify"),
        "prune": (Client, "delete_collection"),
        "sweep": (chroma, "sweep"),
        "add": (Collection, "add"),
    }[name]
    real = getattr(owner, method)

    def killed(*arguments: object, **named: object) -> None:
        if when == "before":
            die()
        real(*arguments, **named)
        die()

    setattr(owner, method, killed)
    IndexStore(data_dir).ensure(NEW, Numbers(), source=SOURCE)


@pytest.fixture(scope="module")
def processes() -> multiprocessing.context.ForkServerContext:
    """Processes that begin with everything imported and nothing opened."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["chromadb", "tests.vectorstore.indexing.test_index_damage"])
    return context


@pytest.mark.parametrize(
    ("moment", "answers"),
    [
        ("add after", OLD),
        ("rename before", OLD),
        ("rename after", NEW),
        ("prune before", NEW),
        ("prune after", NEW),
        ("sweep before", NEW),
    ],
)
def test_a_build_that_is_killed_leaves_an_index_that_answers_and_the_next_is_clean(
    tmp_path: Path, processes: multiprocessing.context.ForkServerContext, moment: str, answers: tuple[object, ...]
) -> None:
    store = IndexStore(tmp_path)
    for passages in (numbered(8), numbered(9), OLD):
        store.ensure(passages, Numbers(), source=SOURCE)
    forget_clients()
    process = processes.Process(target=build_and_die, args=(tmp_path, moment))
    process.start()
    process.join(60)
    assert process.exitcode == -signal.SIGKILL
    assert texts(store.open(answers, Numbers()), "3", 1) == ["3"]  # type: ignore[arg-type]
    forget_clients()
    for passages in (NEW, numbered(13)):
        assert texts(store.ensure(passages, Numbers(), source=SOURCE), "3", 1) == ["3"]
    assert len(collections(tmp_path)) == 2
    assert [name for name in collections(tmp_path) if name.startswith("building-")] == []
    assert vector_folders(tmp_path) <= segments(tmp_path)
