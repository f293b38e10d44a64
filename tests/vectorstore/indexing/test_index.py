import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from urllib.error import URLError

import pytest
from chromadb.api.shared_system_client import SharedSystemClient

from vectorstore.errors import IndexDamaged, IndexMissing, IndexUnusable
from vectorstore.indexing import chroma
from vectorstore.indexing.store import Index, IndexStore
from vectorstore.passages import Passage, make_id

SOURCE = "/articles/one.txt"


class WordAxes:
    """An axis a word: cosines can be worked out by hand."""

    def __init__(self, *words: str, identity: str = "axes") -> None:
        self.words = words
        self.identity = identity
        self.batches = 0

    def embed_query(self, text: str) -> list[float]:
        return [float(word in text.split()) for word in self.words]

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        self.batches += 1
        return [self.embed_query(text) for text in texts]


AXES = WordAxes("a", "b", "c")


class Numbers:
    """For many passages: few dimensions, a vector of its own for each number from 1."""

    identity = "numbers"

    def embed_query(self, text: str) -> list[float]:
        number = int(text)
        return [1.0, number / 10_000, (number % 97) / 97, (number % 89) / 89]

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [self.embed_query(text) for text in texts]


def passages_of(*texts: str) -> tuple[Passage, ...]:
    """Passages on a line each, a heading over all but the first."""
    made, start = [], 0
    for order, text in enumerate(texts):
        made.append(
            Passage(make_id(start, text), text, start, start + len(text), order, order, "عنوان" if order else None)
        )
        start += len(text) + 1
    return tuple(made)


PASSAGES = passages_of("a b", "a", "b c", "c")


def numbered(count: int) -> tuple[Passage, ...]:
    return passages_of(*map(str, range(1, count + 1)))


@pytest.fixture(autouse=True)
def _fresh_clients() -> Iterator[None]:
    """Each test opens its own Chroma, as a new process would."""
    yield
    SharedSystemClient.clear_system_cache()


@pytest.fixture
def store(tmp_path: Path) -> IndexStore:
    return IndexStore(tmp_path)


def texts(index: Index, question: str, limit: int = 10) -> list[str]:
    return [candidate.passage.text for candidate in index.nearest(question, limit)]


def collections(data_dir: Path) -> list[str]:
    return sorted(c.name for c in chroma.connect(data_dir, "").list_collections())


def forget_clients() -> None:
    """Close what this process has open, so that the files are read again."""
    SharedSystemClient.clear_system_cache()


# Building and asking


def test_an_index_that_was_not_built_is_missing(store: IndexStore) -> None:
    with pytest.raises(IndexMissing, match="article-assistant index"):
        store.open(PASSAGES, AXES)


def test_ensure_builds_what_is_missing_and_open_then_finds_it(store: IndexStore) -> None:
    built = store.ensure(PASSAGES, AXES, source=SOURCE)
    assert texts(built, "c b") == texts(store.open(PASSAGES, AXES), "c b")
    assert built.passages == len(PASSAGES)


def test_passages_come_back_as_they_were_stored(store: IndexStore) -> None:
    index = store.ensure(PASSAGES, AXES, source=SOURCE)
    found = [candidate.passage for candidate in index.nearest("a", 10)]
    assert sorted(found, key=lambda p: p.order) == list(PASSAGES)


def test_similarity_is_the_cosine(store: IndexStore) -> None:
    index = store.ensure(PASSAGES, AXES, source=SOURCE)
    found = {c.passage.text: c.similarity for c in index.nearest("a", 10)}
    assert found == pytest.approx({"a": 1.0, "a b": 1 / 2**0.5, "b c": 0.0, "c": 0.0}, abs=1e-6)


def test_length_of_a_vector_does_not_count(store: IndexStore) -> None:
    index = store.ensure(PASSAGES, AXES, source=SOURCE)
    nearest = index.nearest("a b c", 1)[0]
    assert nearest.similarity == pytest.approx(2 / (2**0.5 * 3**0.5), abs=1e-6)


def test_nearest_gives_as_many_as_asked_for_and_no_more_than_there_are(store: IndexStore) -> None:
    index = store.ensure(PASSAGES, AXES, source=SOURCE)
    assert texts(index, "a", 1) == ["a"]
    assert len(texts(index, "a", 1_000)) == len(PASSAGES)


def test_a_question_without_any_known_word_is_answered_all_the_same(store: IndexStore) -> None:
    assert len(store.ensure(PASSAGES, AXES, source=SOURCE).nearest("zzz", 2)) == 2


def test_passages_can_be_asked_for_by_their_place(store: IndexStore) -> None:
    index = store.ensure(PASSAGES, AXES, source=SOURCE)
    assert {p.text for p in index.at([0, 3, 99])} == {"a b", "c"}
    assert index.at([]) == []


def test_an_index_of_one_passage_works(store: IndexStore) -> None:
    assert texts(store.ensure(PASSAGES[:1], AXES, source=SOURCE), "c") == ["a b"]


def test_progress_counts_up_to_all_passages(store: IndexStore) -> None:
    reports: list[tuple[int, int]] = []
    store.ensure(numbered(2_500), Numbers(), source=SOURCE, progress=lambda *report: reports.append(report))
    assert [total for _, total in reports] == [2_500] * len(reports)
    assert [done for done, _ in reports] == sorted(done for done, _ in reports)
    assert reports[-1][0] == 2_500


def test_more_passages_than_chroma_takes_at_once_are_all_found(store: IndexStore) -> None:
    index = store.ensure(numbered(5_600), Numbers(), source=SOURCE)
    assert index.passages == 5_600
    for number in ("1", "3000", "5600"):
        assert number in texts(index, number, 5)


# Again, and after an edit


def test_indexing_twice_changes_nothing(tmp_path: Path, store: IndexStore) -> None:
    axes = WordAxes("a", "b", "c")
    store.ensure(PASSAGES, axes, source=SOURCE)
    before = collections(tmp_path)
    again = store.ensure(PASSAGES, axes, source=SOURCE)
    assert collections(tmp_path) == before
    assert again.passages == len(PASSAGES)
    assert axes.batches == 1


def test_an_edited_article_gets_an_index_of_its_own(tmp_path: Path, store: IndexStore) -> None:
    old = store.ensure(PASSAGES, AXES, source=SOURCE)
    edited = passages_of("a b c", "b")
    new = store.ensure(edited, AXES, source=SOURCE)
    assert set(texts(new, "a")) == {"a b c", "b"}
    assert len(texts(old, "a")) == len(PASSAGES)  # a page that runs goes on with what it opened
    assert len(collections(tmp_path)) == 2


def test_only_the_two_latest_indexes_of_an_article_are_kept(tmp_path: Path, store: IndexStore) -> None:
    for text in ("a", "b", "c"):
        store.ensure(passages_of(text), AXES, source=SOURCE)
    assert len(collections(tmp_path)) == 2
    assert texts(store.open(passages_of("c"), AXES), "c") == ["c"]
    assert texts(store.open(passages_of("b"), AXES), "b") == ["b"]
    with pytest.raises(IndexMissing):
        store.open(passages_of("a"), AXES)


def test_other_articles_and_embeddings_keep_their_indexes(store: IndexStore) -> None:
    other = WordAxes("a", identity="other")
    store.ensure(passages_of("a"), AXES, source="/articles/two.txt")
    store.ensure(passages_of("a"), other, source=SOURCE)
    for text in ("a b", "b", "c"):
        store.ensure(passages_of(text), AXES, source=SOURCE)
    assert store.open(passages_of("a"), AXES).passages == 1
    assert store.open(passages_of("a"), other).passages == 1


def test_an_embedding_of_another_version_needs_an_index_of_its_own(store: IndexStore) -> None:
    store.ensure(PASSAGES, AXES, source=SOURCE)
    with pytest.raises(IndexMissing):
        store.open(PASSAGES, WordAxes("a", "b", "c", identity="axes 2"))


# Damage


def garbage(data_dir: Path) -> None:
    (chroma.folder(data_dir) / "chroma.sqlite3").write_bytes(b"not a database at all " * 500)


def nothing(data_dir: Path) -> None:
    (chroma.folder(data_dir) / "chroma.sqlite3").write_bytes(b"")


def no_folder(data_dir: Path) -> None:
    shutil.rmtree(chroma.folder(data_dir))


def lost_rows(data_dir: Path) -> None:
    client = chroma.connect(data_dir, "")
    for collection in client.list_collections():
        collection.delete(ids=collection.get(limit=1, include=[])["ids"])


def lost_vectors(data_dir: Path) -> None:
    for folder in chroma.folder(data_dir).iterdir():
        if folder.is_dir():
            shutil.rmtree(folder)


@pytest.mark.parametrize("damage", [garbage, nothing, no_folder, lost_rows])
def test_a_damaged_index_is_built_again(tmp_path: Path, store: IndexStore, damage: Callable[[Path], None]) -> None:
    store.ensure(PASSAGES, AXES, source=SOURCE)
    forget_clients()
    damage(tmp_path)
    forget_clients()
    assert sorted(texts(store.ensure(PASSAGES, AXES, source=SOURCE), "a")) == sorted(p.text for p in PASSAGES)
    forget_clients()
    assert store.open(PASSAGES, AXES).passages == len(PASSAGES)


@pytest.mark.parametrize("damage", [garbage, lost_rows])
def test_damage_is_told_from_absence(tmp_path: Path, store: IndexStore, damage: Callable[[Path], None]) -> None:
    store.ensure(PASSAGES, AXES, source=SOURCE)
    forget_clients()
    damage(tmp_path)
    forget_clients()
    with pytest.raises(IndexDamaged):
        store.open(PASSAGES, AXES)


def test_an_index_whose_vector_files_are_lost_is_noticed_and_built_again(tmp_path: Path, store: IndexStore) -> None:
    many = numbered(2_100)
    store.ensure(many, Numbers(), source=SOURCE)
    forget_clients()
    lost_vectors(tmp_path)
    index = store.ensure(many, Numbers(), source=SOURCE)
    assert "7" in texts(index, "7", 200)
    assert len(texts(index, "7", 2_000)) == 2_000


# Killed and crowded builds

SLOW_BUILD = """
import sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from tests.vectorstore.indexing.test_index import Numbers, numbered
from vectorstore.indexing.store import IndexStore

class Slow(Numbers):
    def embed_documents(self, texts):
        if texts[0] == "1001":
            print("half", flush=True)
            time.sleep(float(sys.argv[3]))
        return super().embed_documents(texts)

index = IndexStore(Path(sys.argv[1])).ensure(numbered(1_500), Slow(), source="/articles/one.txt")
print(index.passages, flush=True)
"""


def build_elsewhere(data_dir: Path, *, pause_s: float) -> "subprocess.Popen[str]":
    arguments = [
        sys.executable,
        "-c",
        SLOW_BUILD,
        str(data_dir),
        str(Path(__file__).parents[3] / "tests"),
        str(pause_s),
    ]
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[3])


def test_a_killed_build_leaves_the_old_index_answering_and_the_next_build_cleans_up(tmp_path: Path) -> None:
    store = IndexStore(tmp_path)
    old = numbered(10)
    store.ensure(old, Numbers(), source=SOURCE)
    forget_clients()
    with build_elsewhere(tmp_path, pause_s=60) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "half\n"
        os.kill(process.pid, signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    assert texts(store.open(old, Numbers()), "3", 1) == ["3"]
    with pytest.raises(IndexMissing):
        store.open(numbered(1_500), Numbers())
    assert any(name.startswith("building-") for name in collections(tmp_path))
    assert store.ensure(numbered(1_500), Numbers(), source=SOURCE).passages == 1_500
    assert [name for name in collections(tmp_path) if name.startswith("building-")] == []
    assert len(collections(tmp_path)) == 2
    assert vector_folders(tmp_path) <= segments(tmp_path)


def test_builds_that_are_replaced_leave_nothing_on_the_disk(tmp_path: Path) -> None:
    store = IndexStore(tmp_path)
    sizes = []
    for count in range(1_100, 1_106):
        store.ensure(numbered(count), Numbers(), source=SOURCE)
        sizes.append(sum(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file()))
    assert len(collections(tmp_path)) == 2
    assert vector_folders(tmp_path) <= segments(tmp_path)
    assert sizes[-1] < 1.5 * sizes[1]
    assert texts(store.open(numbered(1_105), Numbers()), "3", 1) == ["3"]


def vector_folders(data_dir: Path) -> set[str]:
    return {path.name for path in chroma.folder(data_dir).iterdir() if path.is_dir()}


def segments(data_dir: Path) -> set[str]:
    with closing(sqlite3.connect(chroma.folder(data_dir) / "chroma.sqlite3")) as opened:
        return {name for (name,) in opened.execute("SELECT id FROM segments")}


def test_processes_that_open_a_new_folder_at_the_same_moment_all_can(tmp_path: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path; import chromadb; from vectorstore.indexing import chroma\n"
        "print(flush=True); sys.stdin.readline()\n"
        "chroma.connect(Path(sys.argv[1]), '').list_collections()"
    )
    command = [sys.executable, "-c", script, str(tmp_path)]
    with ExitStack() as stack:
        started = [
            stack.enter_context(subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True))
            for _ in range(4)
        ]
        for process in started:
            assert process.stdout is not None
            process.stdout.readline()  # it has imported all that it needs
        for process in started:
            assert process.stdin is not None
            process.stdin.write("now\n")
            process.stdin.flush()
        assert [process.wait(timeout=60) for process in started] == [0] * len(started)


def test_two_processes_that_build_at_once_make_one_whole_index(tmp_path: Path) -> None:
    with build_elsewhere(tmp_path, pause_s=0.3) as one, build_elsewhere(tmp_path, pause_s=0.3) as two:
        said = [process.communicate(timeout=60)[0].split() for process in (one, two)]
    assert [one.returncode, two.returncode] == [0, 0]
    assert [lines[-1] for lines in said] == ["1500", "1500"]
    assert sorted(len(lines) for lines in said) == [1, 2]  # one of them built, the other waited
    assert len(collections(tmp_path)) == 1
    index = IndexStore(tmp_path).open(numbered(1_500), Numbers())
    assert len(texts(index, "1500", 1_500)) == 1_500


# Folders and servers that cannot be used


def test_a_data_folder_that_is_a_file_is_told_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("")
    with pytest.raises(IndexUnusable, match="--data-dir") as caught:
        IndexStore(path).ensure(PASSAGES, AXES, source=SOURCE)
    assert "\n" not in str(caught.value)


def test_a_folder_below_a_file_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(IndexUnusable, match="--data-dir"):
        IndexStore(tmp_path / "file" / "data").ensure(PASSAGES, AXES, source=SOURCE)


UNWRITABLE = """
import os, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
import chromadb
from tests.vectorstore.indexing.test_index import AXES, PASSAGES, IndexStore, IndexUnusable
chromadb.PersistentClient(sys.argv[3])  # imports the rest, which another user may not read
if os.geteuid() == 0:  # root may write everywhere
    os.setgroups([]), os.setgid(65_534), os.setuid(65_534)
try:
    IndexStore(Path(sys.argv[1])).ensure(PASSAGES, AXES, source="one")
except IndexUnusable as error:
    print(error)
"""


@pytest.mark.parametrize("built", [False, True])
def test_a_folder_that_may_not_be_written_is_told_in_one_line(tmp_path: Path, built: bool) -> None:
    data_dir = tmp_path / "data"
    data_dir.mkdir()
    if built:
        IndexStore(data_dir).ensure(PASSAGES, AXES, source=SOURCE)
        forget_clients()
    for path in (data_dir, *data_dir.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    for path in (tmp_path, *list(tmp_path.parents)[:2]):  # pytest's own folders, which only their owner may enter
        path.chmod(0o755)
    arguments = [
        sys.executable,
        "-c",
        UNWRITABLE,
        str(data_dir),
        str(Path(__file__).parents[3] / "tests"),
        str(tmp_path / "other"),
    ]
    done = subprocess.run(arguments, capture_output=True, text=True, cwd=Path(__file__).parents[3], check=False)
    assert done.stdout.count("\n") == 1, done.stdout + done.stderr
    assert "--data-dir" in done.stdout
    data_dir.chmod(0o755)


@contextmanager
def chroma_server(folder: Path) -> Iterator[tuple[str, Callable[[], None]]]:
    """A real Chroma server on a free port of 127.0.0.1, and how to stop it."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    program = Path(sys.executable).parent / "chroma"
    arguments = [str(program), "run", "--path", str(folder), "--host", "127.0.0.1", "--port", str(port)]
    process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def stop() -> None:
        process.terminate()
        process.wait(timeout=20)

    try:
        _wait_for(f"http://127.0.0.1:{port}/api/v2/heartbeat")
        yield f"http://127.0.0.1:{port}", stop
    finally:
        stop()


def _wait_for(url: str, *, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (URLError, OSError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def test_a_chroma_server_is_built_on_asked_and_when_it_is_down_says_so(tmp_path: Path) -> None:
    with chroma_server(tmp_path / "server") as (url, stop):
        store = IndexStore(tmp_path / "data", url=url)
        with pytest.raises(IndexMissing):
            store.open(PASSAGES, AXES)
        index = store.ensure(PASSAGES, AXES, source=SOURCE)
        assert texts(index, "a", 1) == ["a"]
        assert index.nearest("a", 2)[1].similarity == pytest.approx(1 / 2**0.5, abs=1e-6)
        assert texts(store.ensure(PASSAGES, AXES, source=SOURCE), "c", 1) == ["c"]
        assert not (tmp_path / "data" / "chroma").exists()
        stop()
        with pytest.raises(IndexUnusable, match="chroma run"):
            index.nearest("a", 1)
        forget_clients()
        with pytest.raises(IndexUnusable, match="chroma run"):
            store.open(PASSAGES, AXES)


@pytest.mark.parametrize("url", ["localhost:8000", "ftp://127.0.0.1", "http://", "???"])
def test_a_chroma_url_that_is_none_is_refused(tmp_path: Path, url: str) -> None:
    with pytest.raises(IndexUnusable, match=r"http://127\.0\.0\.1:8000"):
        IndexStore(tmp_path, url=url).open(PASSAGES, AXES)


def test_a_sequence_of_any_kind_can_be_indexed(store: IndexStore) -> None:
    listed: Sequence[Passage] = list(PASSAGES)
    assert store.ensure(listed, AXES, source=SOURCE).passages == store.open(PASSAGES, AXES).passages
