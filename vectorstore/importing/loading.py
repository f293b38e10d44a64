"""Read an article file: plain text, Markdown or HTML, in whatever encoding, PDF or Word, into an Article."""

import stat
from pathlib import Path

from vectorstore.article import Article
from vectorstore.errors import ArticleUnreadable
from vectorstore.importing.apart import read_apart
from vectorstore.importing.files import is_plain, parse_file, parse_text
from vectorstore.importing.markdown import parse_markdown

__all__ = ["parse_html", "parse_markdown", "parse_text", "read_article", "read_bytes", "read_text"]

_FEW_BYTES = 200_000  # of plain text, which takes a fraction of a second here and less than a process would


def read_article(path: Path, *, max_bytes: int) -> Article:
    """The article in a file; a file with an unknown suffix is plain text, unless it starts like an HTML page.

    Whatever is not a short plain text is read in a process of its own, which is ended past its limits.

    Raises:
        ArticleUnreadable: the file is missing, not a file, not permitted, empty, too large, or not text, or it takes
            too much time or memory to read.
    """
    name = _name(path)
    return _read_bytes(_read(path, name, max_bytes), path.suffix.lower(), name, max_bytes)


def read_text(text: str, *, max_bytes: int, name: str = "the text") -> Article:
    """The article of a pasted text, within the same limits.

    Raises:
        ArticleUnreadable: it is too large, has no words, or takes too long to read.
    """
    raw = text.encode("utf-8", "replace")
    if len(raw) > max_bytes:
        raise ArticleUnreadable(f"{name} has {len(raw):,} bytes, the most allowed is {max_bytes:,}", reason="large")
    return _read_bytes(raw, ".txt", name, max_bytes)


def read_bytes(raw: bytes, *, suffix: str, name: str, max_bytes: int) -> Article:
    """The article of what a file with this suffix would hold, within the same limits.

    Raises:
        ArticleUnreadable: it is too large, is not what its suffix says, has no words, or takes too long to read.
    """
    _check_size(len(raw), name, max_bytes)
    return _read_bytes(raw, suffix, name, max_bytes)


def parse_html(html: str, *, name: str = "the page") -> Article:
    """The article of an HTML page, as `vectorstore.importing.web.web_page.parse_html` reads it."""
    from vectorstore.importing.web import web_page

    return web_page.parse_html(html, name=name)


def _read_bytes(raw: bytes, suffix: str, name: str, max_bytes: int) -> Article:
    if is_plain(raw, suffix) and len(raw) <= _FEW_BYTES:
        return parse_file(raw, suffix=suffix, name=name, max_bytes=max_bytes)
    return read_apart(raw, suffix=suffix, name=name, max_bytes=max_bytes)


def _read(path: Path, name: str, max_bytes: int) -> bytes:
    try:
        status = path.stat()
        _check_is_file(status.st_mode, name)
        _check_size(status.st_size, name, max_bytes)
        with path.open("rb") as file:
            raw = file.read(max_bytes + 1)
    except FileNotFoundError as exc:
        raise ArticleUnreadable(f"there is no file {name}; check the path") from exc
    except PermissionError as exc:
        raise ArticleUnreadable(f"{name} may not be read by this user; change its permissions") from exc
    except (OSError, ValueError) as exc:
        raise ArticleUnreadable(f"{name} cannot be read ({exc}); check the path") from exc
    _check_size(len(raw), name, max_bytes)  # it may have grown, and some files do not tell their size
    return raw


def _check_is_file(mode: int, name: str) -> None:
    if stat.S_ISDIR(mode):
        raise ArticleUnreadable(f"{name} is a folder; give the article's file")
    if not stat.S_ISREG(mode):
        raise ArticleUnreadable(f"{name} is not a regular file; save the article to a file first")


def _check_size(size: int, name: str, max_bytes: int) -> None:
    if size > max_bytes:
        raise ArticleUnreadable(
            f"{name} has {size:,} bytes, the most allowed is {max_bytes:,}; "
            "give a shorter article or raise max_article_bytes",
            reason="large",
        )


def _name(path: Path) -> str:
    """The path on one line."""
    return " ".join(str(path).split("\n"))
