"""The border to Chroma: opening a client, and Chroma's errors in our words."""

import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from vectorstore.errors import IndexDamaged, IndexMissing, IndexUnusable

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.config import Settings

_LOCK_TIMEOUT_S = 600.0
_MOST_FREE = 0.25  # of a database's pages
_SETTING_UP = ("already exists", "database is locked")
_MOST_TRIES, _PAUSE_S = 20, 0.1
_DAMAGE = ("malformed", "not a database", "hnsw", "finding id", "no such table", "no such column", "compact", "segment")


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
    except sqlite3.OperationalError:  # another process reads at this moment: there will be a next time
        return


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

    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise IndexUnusable(f"Chroma URL {url!r} is not one; give it as http://127.0.0.1:8000")
    with translated(url):
        return chromadb.HttpClient(
            host=parts.hostname,
            port=parts.port or (443 if parts.scheme == "https" else 80),
            ssl=parts.scheme == "https",
            settings=_settings(),
        )


def _settings() -> "Settings":
    """Chroma's settings for a client of its own, which writes into them."""
    return _read_settings().model_copy()


@cache
def _read_settings() -> "Settings":
    """As the environment has them: to read them takes 10 ms, more than all else it takes to open an index again."""
    from chromadb.config import Settings

    return Settings(anonymized_telemetry=False)


_OTHER_FOLDER = "choose another with --data-dir"


@contextmanager
def translated(where: str) -> Iterator[None]:
    """Turn what Chroma and its HTTP client raise into this package's errors."""
    import httpx
    from chromadb.errors import ChromaError, NotFoundError

    try:
        yield
    except NotFoundError as exc:
        raise IndexMissing(f"there is no index at {where}; build it with 'article-assistant index'") from exc
    except httpx.HTTPError as exc:
        raise IndexUnusable(f"the Chroma server at {where} does not answer ({exc}); {_START_IT}") from exc
    except ChromaError as exc:
        raise _from_chroma(where, str(exc)) from exc
    except ValueError as exc:
        if "Could not connect" not in str(exc):
            raise
        raise IndexUnusable(f"the Chroma server at {where} does not answer; {_START_IT}") from exc


_START_IT = "start it with 'chroma run', or leave --chroma-url out"


def _from_chroma(where: str, said: str) -> Exception:
    if "readonly" in said or "code: 14" in said or "ermission" in said or "unable to open" in said:
        return IndexUnusable(f"the index folder {where} cannot be written; {_OTHER_FOLDER}")
    if any(sign in said.lower() for sign in _DAMAGE):
        return IndexDamaged(f"the index at {where} is damaged ({said})")
    return IndexUnusable(f"Chroma failed at {where}: {said}")
