"""The process that reads one file for another: little memory, no more time than it is given, then it ends."""

import contextlib
import json
import os
import sys

TOO_MUCH = b"memory"  # is written where the memory that is allowed is not enough


def main() -> None:
    """Read a line of JSON and a file's bytes from standard input, write the article or the error to standard output."""
    told = json.loads(sys.stdin.buffer.readline())
    _limit(told["memory"])
    try:
        sys.stdout.write(_answer(told["suffix"], told["name"], told["max_bytes"]))
        sys.stdout.flush()
    except MemoryError:
        os.write(1, TOO_MUCH)
    os._exit(0)  # without taking apart what is in memory, which may take long


def _answer(suffix: str, name: str, max_bytes: int) -> str:
    from vectorstore.errors import ArticleUnreadable
    from vectorstore.importing.files import parse_file
    from vectorstore.importing.transfer import dump_article, dump_error

    try:
        return dump_article(parse_file(sys.stdin.buffer.read(), suffix=suffix, name=name, max_bytes=max_bytes))
    except ArticleUnreadable as error:
        return dump_error(error)


def _limit(memory: int) -> None:
    """Limit this process's memory, where the system can, and let others go first."""
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(OSError, AttributeError):
        os.nice(5)


if __name__ == "__main__":
    main()
