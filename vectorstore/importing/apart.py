"""Read a file in a process of its own, ended when it takes too much time or memory: files come from anywhere."""

import json
import subprocess
import sys
import threading
from pathlib import Path

from vectorstore.article import Article
from vectorstore.errors import ArticleUnreadable
from vectorstore.importing.transfer import load
from vectorstore.importing.worker import TOO_MUCH

MOST_SECONDS = 9.5  # with what it takes to end the process, none is waited for longer than ten
MOST_MEMORY = 512 * 1024 * 1024
_AT_ONCE = 4  # files; more wait, so that many of them do not take the machine from those who ask
_ROOT = Path(__file__).parents[2]
_START = f"import sys; sys.path.insert(0, {str(_ROOT)!r}); from vectorstore.importing.worker import main; main()"

_free = threading.BoundedSemaphore(_AT_ONCE)


def read_apart(
    raw: bytes,
    *,
    suffix: str,
    name: str,
    max_bytes: int,
    seconds: float = MOST_SECONDS,
    memory: int = MOST_MEMORY,
) -> Article:
    """The article of a file's bytes, as `parse_file` reads it.

    Raises:
        ArticleUnreadable: as `parse_file`, or it took too much time or memory, or broke the process.
    """
    told = json.dumps({"suffix": suffix, "name": name, "max_bytes": max_bytes, "memory": memory}).encode()
    try:
        with _free:
            done = subprocess.run(
                [sys.executable, "-I", "-c", _START],
                input=told + b"\n" + raw,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=seconds,
                check=False,
            )
    except subprocess.TimeoutExpired as exc:
        raise ArticleUnreadable(
            f"{name} takes more than {seconds:.0f} seconds to read; save the article's text alone as plain text",
            reason="slow",
        ) from exc
    return _article(done.stdout, name, memory)


def _article(written: bytes, name: str, memory: int) -> Article:
    try:
        return load(written.decode("ascii"))
    except ValueError as exc:
        too_much = written.endswith(TOO_MUCH)
        what = f"takes more than {memory >> 20} MB of memory to read" if too_much else "cannot be read without a crash"
        raise ArticleUnreadable(f"{name} {what}; save the article's text alone as plain text", reason="slow") from exc
