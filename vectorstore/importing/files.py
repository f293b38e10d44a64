"""The article of a file's bytes, by the kind of file that they are."""

from dataclasses import replace

from vectorstore.article import REPAIRED, Article
from vectorstore.errors import ArticleUnreadable
from vectorstore.importing.credits import with_credits
from vectorstore.importing.text.decoding import decode, decode_page
from vectorstore.importing.text.quality import repair, with_warnings
from vectorstore.importing.text.structure import structure
from vectorstore.language.cleaning import clean

PAGES = (".html", ".htm", ".xhtml", ".mhtml", ".mht")
MARKDOWN = (".md", ".markdown")
MOST_LINES = 100_000  # more than the longest novels have
BINARY = (".pdf", ".docx")


def parse_file(raw: bytes, *, suffix: str, name: str, max_bytes: int) -> Article:
    """The article; an unknown suffix is plain text, unless it starts like an HTML page.

    Raises:
        ArticleUnreadable: it is not what its suffix says, not text, empty, or has more than ``max_bytes`` of text.
    """
    article = with_credits(with_warnings(_parse(raw, suffix, name, max_bytes)))
    if not article.paragraphs:
        raise ArticleUnreadable(
            f"{name} has no text that could be cited; give a file with the article's text", reason="empty"
        )
    if len(article.text.encode("utf-8", "replace")) > max_bytes:
        raise ArticleUnreadable(f"{name} has more text than the {max_bytes:,} bytes allowed", reason="large")
    return article


def parse_text(text: str) -> Article:
    """The article of a plain text; it has no paragraphs only if the text has no words."""
    return structure(clean(text))


def is_plain(raw: bytes, suffix: str) -> bool:
    """Whether bytes are read as plain text: no other library looks at them."""
    return suffix not in (*PAGES, *MARKDOWN, *BINARY) and not _starts_like_page(raw)


def _starts_like_page(raw: bytes) -> bool:
    from vectorstore.importing.web.mhtml import is_mhtml
    from vectorstore.importing.web.pagestart import looks_like_page

    return looks_like_page(raw[:2048].decode("latin-1")) or is_mhtml(raw)


def _parse(raw: bytes, suffix: str, name: str, max_bytes: int) -> Article:
    if suffix == ".pdf":
        from vectorstore.importing.pdf.pdf_file import parse_pdf

        return parse_pdf(raw, name=name, max_bytes=max_bytes)
    if suffix == ".docx":
        from vectorstore.importing.word.word_file import parse_docx

        return parse_docx(raw, name=name, max_bytes=max_bytes)
    if suffix in PAGES or _starts_like_page(raw):
        return _parse_decoded(decode_page(_page(raw), name), PAGES[0], name)
    return _parse_decoded(decode(raw, name), suffix, name)


def _page(raw: bytes) -> bytes:
    """The page itself, taken out of what it was saved in."""
    from vectorstore.importing.web.mhtml import is_mhtml, page_of

    return (page_of(raw) if is_mhtml(raw) else None) or raw


def _check_lines(text: str, name: str) -> None:
    lines = text.count("\n")
    if lines > MOST_LINES:
        raise ArticleUnreadable(
            f"{name} has {lines:,} lines, the most of an article is {MOST_LINES:,}; give a shorter one", reason="large"
        )


def _parse_decoded(text: str, suffix: str, name: str) -> Article:
    _check_lines(text, name)
    mended = repair(text)
    article = _parse_mended(mended, suffix, name)
    return article if mended == text else replace(article, warnings=(*article.warnings, REPAIRED))


def _parse_mended(text: str, suffix: str, name: str) -> Article:
    from vectorstore.importing.web.pagestart import looks_like_page

    if suffix in PAGES or looks_like_page(text):  # in an encoding in which its bytes did not look so
        from vectorstore.importing.web.web_page import parse_html

        return parse_html(text, name=name)
    if suffix in MARKDOWN:
        from vectorstore.importing.markdown import parse_markdown

        return parse_markdown(text)
    return parse_text(text)
