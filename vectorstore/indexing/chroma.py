"""The border to Chroma: opening a client, and Chroma's errors in our words."""

import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from vectorstore.errors import IndexDamaged, IndexMissing, IndexUnusable, ServerSilent

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.config import Settings

_LOCK_TIMEOUT_S = 600.0
_MOST_FREE = 0.25  # of a database's pages
_SETTING_UP = ("already exists", "database is locked")
_MOST_TRIES, _PAUSE_S = 20, 0.1
_LEAST_FREE = 256 * 1024  # bytes, below which no index can be built
_FULL = ("disk is full", "no space left", "os error 28")
_DAMAGE = ("malformed", "not a database", "hnsw", "finding id", "no such table", "no such column", "compact", "segment")
_OTHER_VERSION = ("inconsistent hash", "duplicate column", "migration")
_SERVER_PAUSES_S = (0.1, 0.3, 0.9)  # before a server that broke off is asked again
_SERVER_TIMEOUT_S = 60.0  # of one call, of which a batch that is stored takes most

Read = TypeVar("Read")


def connect(data_dir: Path, url: str) -> "ClientAPI":
    """A client of the Chroma server at ``url``, or, without one, of the Chroma that is embedded in this process.

    Raises:
        IndexUnusable: the folder cannot be written or the server does not answer.
        IndexDamaged: the folder holds something Chroma cannot read.
    """
    return _connect_server(url) if url else _connect_folder(folder(data_dir))


def connect_memory() -> "ClientAPI":
    """A client of the Chroma in this process's memory, which writes no file; all who connect share it."""
    import chromadb

    with translated("memory"):
        return chromadb.EphemeralClient(settings=_settings())


def folder(data_dir: Path) -> Path:
    """Where the embedded Chroma keeps its files."""
    return data_dir / "chroma"


def set_aside(data_dir: Path) -> Path:
    """Move a damaged Chroma folder out of the way, in place of an earlier one; an index can always be made again."""
    from chromadb.api.shared_system_client import SharedSystemClient

    SharedSystemClient.clear_system_cache()  # or the process goes on with the damaged files it has open
    aside = data_dir / "chroma.damaged"
    shutil.rmtree(aside, ignore_errors=True)
    folder(data_dir).rename(aside)
    return aside


def sweep(data_dir: Path) -> None:
    """Remove the vector files of collections that are gone, which Chroma leaves, and free pages of its database.

    Only for the one who holds the folder against other writers.
    """
    database = folder(data_dir) / "chroma.sqlite3"
    try:
        with closing(sqlite3.connect(database, timeout=0)) as opened:
            known = {name for (name,) in opened.execute("SELECT id FROM segments")}
            for path in folder(data_dir).iterdir():
                if path.is_dir() and path.name not in known:
                    shutil.rmtree(path, ignore_errors=True)
            free, pages = (opened.execute(f"PRAGMA {name}").fetchone()[0] for name in ("freelist_count", "page_count"))
            if free > pages * _MOST_FREE:
                opened.execute("VACUUM")
    except (sqlite3.DatabaseError, OSError):  # another process reads now, the disk is full or the database damaged:
        return  # the next build, or the next to open it, sees to that


@contextmanager
def locked(data_dir: Path) -> Iterator[None]:
    """Hold the data folder against other writers."""
    from filelock import FileLock, Timeout

    path = data_dir / "index.lock"
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        with FileLock(path, timeout=_LOCK_TIMEOUT_S):
            yield
    except Timeout as exc:
        raise IndexUnusable(f"another process has been building for long; stop it or wait ({path})") from exc
    except OSError as exc:
        raise IndexUnusable(
            f"data folder {data_dir} cannot be written ({exc.strerror}); choose another with --data-dir"
        ) from exc


def _connect_folder(path: Path) -> "ClientAPI":
    from chromadb.errors import InternalError

    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        raise IndexUnusable(f"data folder {path.parent} cannot be used ({exc.strerror}); {_OTHER_FOLDER}") from exc
    with translated(str(path)):
        for _ in range(_MOST_TRIES):
            try:
                return _open_folder(path)
            except InternalError as exc:
                # Another process makes the tables of a new folder at this moment: they are there the next time.
                if not any(sign in str(exc) for sign in _SETTING_UP):
                    raise
                time.sleep(_PAUSE_S)
        return _open_folder(path)


def _open_folder(path: Path) -> "ClientAPI":
    import chromadb
    from chromadb.api.shared_system_client import SharedSystemClient
    from chromadb.errors import ChromaError

    try:
        return chromadb.PersistentClient(str(path), settings=_settings())
    except ChromaError:
        SharedSystemClient.clear_system_cache()  # or the next client takes this one, half started, from there
        raise


def _connect_server(url: str) -> "ClientAPI":
    import chromadb
    import httpx

    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise IndexUnusable(f"Chroma URL {url!r} is not one; give it as http://127.0.0.1:8000")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    with translated(url):
        # Chroma's client waits without end, from its first request on: a server that hangs would hang every question.
        httpx.get(f"{parts.scheme}://{parts.netloc}/api/v2/heartbeat", timeout=_SERVER_TIMEOUT_S)
        client = chromadb.HttpClient(host=parts.hostname, port=port, ssl=parts.scheme == "https", settings=_settings())
    vars(client)["_server"]._session.timeout = _SERVER_TIMEOUT_S
    return client


def _settings() -> "Settings":
    """Chroma's settings for a client of its own, which writes into them."""
    return _read_settings().model_copy()


@cache
def _read_settings() -> "Settings":
    """As the environment has them: to read them takes 10 ms, more than all else it takes to open an index again."""
    from chromadb.config import Settings

    return Settings(anonymized_telemetry=False)


_OTHER_FOLDER = "choose another with --data-dir"


def asked(where: str, read: Callable[[], Read]) -> Read:
    """What is read; a server that broke off, as one does that is started anew, is asked again for about a second.

    Raises:
        IndexMissing, IndexUnusable, IndexDamaged: as what Chroma raised.
    """
    for pause in _SERVER_PAUSES_S:
        try:
            with translated(where):
                return read()
        except ServerSilent:
            time.sleep(pause)
    with translated(where):
        return read()


@contextmanager
def translated(where: str) -> Iterator[None]:
    """Turn what Chroma and its HTTP client raise into this package's errors."""
    import httpx
    from chromadb.errors import ChromaError, NotFoundError

    try:
        yield
    except NotFoundError as exc:
        raise IndexMissing(f"there is no index at {where}; build it with 'article-assistant index'") from exc
    except httpx.TimeoutException as exc:
        raise IndexUnusable(
            f"the Chroma server at {where} did not answer in {_SERVER_TIMEOUT_S:.0f} s; ask again, or start it anew"
        ) from exc
    except httpx.HTTPError as exc:
        said = " ".join(str(exc).split()) or "it broke off"
        raise ServerSilent(f"the Chroma server at {where} does not answer ({said}); {_START_IT}") from exc
    except ChromaError as exc:
        raise _from_chroma(where, str(exc)) from exc
    except ValueError as exc:
        if "Could not connect" not in str(exc):
            raise
        raise ServerSilent(f"the Chroma server at {where} does not answer; {_START_IT}") from exc


_START_IT = "start it with 'chroma run', or leave --chroma-url out"


def _is_full(where: str) -> bool:
    try:
        return shutil.disk_usage(where).free < _LEAST_FREE
    except OSError:  # it is a server
        return False


def _from_chroma(where: str, message: str) -> Exception:
    said, lower = " ".join(message.split()), message.lower()
    damaged = any(sign in lower for sign in _DAMAGE)
    if any(sign in lower for sign in _FULL) or (damaged and _is_full(where)):  # what was cut short looks damaged
        return IndexUnusable(f"the disk of {where} is full; free some of it, or {_OTHER_FOLDER}")
    if "readonly" in said or "code: 14" in said or "ermission" in said or "unable to open" in said:
        return IndexUnusable(f"the index folder {where} cannot be written; {_OTHER_FOLDER}")
    if damaged:
        return IndexDamaged(f"the index at {where} is damaged ({said})")
    if any(sign in lower for sign in _OTHER_VERSION):
        return IndexDamaged(f"the index at {where} was made by another version of Chroma ({said})")
    return IndexUnusable(f"Chroma failed at {where}: {said}")
