"""Read an article file: plain text, Markdown or HTML, in whatever encoding, PDF or Word, into an Article."""

import stat
from pathlib import Path

from vectorstore.article import Article
from vectorstore.cleaning import clean
from vectorstore.errors import ArticleUnreadable
from vectorstore.importing.decoding import decode, decode_page
from vectorstore.importing.docx import parse_docx
from vectorstore.importing.markdown import parse_markdown
from vectorstore.importing.pdf import parse_pdf
from vectorstore.importing.structure import structure
from vectorstore.importing.webpage import looks_like_page, parse_html

__all__ = ["parse_html", "parse_markdown", "parse_text", "read_article"]

_PAGES = (".html", ".htm", ".xhtml")
_MARKDOWN = (".md", ".markdown")
_BINARY = {".pdf": parse_pdf, ".docx": parse_docx}


def read_article(path: Path, *, max_bytes: int) -> Article:
    """The article in a file; a file with an unknown suffix is plain text, unless it starts like an HTML page.

    Raises:
        ArticleUnreadable: the file is missing, not a file, not permitted, empty, too large, or not text.
    """
    name = _name(path)
    raw = _read(path, name, max_bytes)
    suffix = path.suffix.lower()
    if suffix in _BINARY:
        return _with_text(_BINARY[suffix](raw, name=name, max_bytes=max_bytes), name)
    page = suffix in _PAGES or looks_like_page(raw[:2048].decode("latin-1"))
    text = decode_page(raw, name) if page else decode(raw, name)
    return _with_text(_parse(text, suffix, name), name)


def parse_text(text: str) -> Article:
    """The article of a plain text; it has no paragraphs only if the text has no words."""
    return structure(clean(text))


def _with_text(article: Article, name: str) -> Article:
    if not article.paragraphs:
        raise ArticleUnreadable(
            f"{name} has no text that could be cited; give a file with the article's text", reason="empty"
        )
    return article


def _parse(text: str, suffix: str, name: str) -> Article:
    if suffix in _PAGES or looks_like_page(text):
        return parse_html(text, name=name)
    return parse_markdown(text) if suffix in _MARKDOWN else parse_text(text)


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
