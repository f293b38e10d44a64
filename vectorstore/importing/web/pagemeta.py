"""What a web page tells of its article for programs: title, author, date and the site it stands on."""

import json
import re
from collections.abc import Iterator
from typing import Any

from lxml import html

from vectorstore.importing.credits import Credits

_ARTICLES = re.compile(r"Article|BlogPosting|LiveBlog|Report|Review", re.I)
_MOST_NAME = 80
_AUTHORS = ("author", "article:author", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author", "byl")
_DATES = (
    *("article:published_time", "og:published_time", "datepublished", "date", "dc.date", "dc.date.issued", "pubdate"),
    *("publish-date", "publishdate", "parsely-pub-date", "dcterms.created", "sailthru.date"),
)
_SITES = ("og:site_name", "application-name", "dc.publisher", "twitter:site")
_MOST_DEPTH = 20


def read_meta(tree: html.HtmlElement) -> Credits:
    """Author, date and source as the page's head and data tell them; None where they do not."""
    told = [item for item in _linked_data(tree) if _ARTICLES.search(str(item.get("@type", "")))]
    metas = _metas(tree)
    author = next(filter(None, (_name(item.get("author") or item.get("creator")) for item in told)), None)
    date = next(filter(None, (_text(item.get("datePublished")) for item in told)), None)
    source = next(filter(None, (_name(item.get("publisher")) for item in told)), None)
    return Credits(
        author or _first(metas, _AUTHORS) or _linked_author(tree),
        date or _first(metas, _DATES) or _attribute(tree, "datePublished"),
        source or _first(metas, _SITES),
    )


def read_title(tree: html.HtmlElement) -> str | None:
    """The title that the page's data tell."""
    for item in _linked_data(tree):
        if _ARTICLES.search(str(item.get("@type", ""))) and (title := _text(item.get("headline"))):
            return title
    return _first(_metas(tree), ("og:title", "twitter:title", "dc.title"))


def read_body(tree: html.HtmlElement) -> str | None:
    """The article's text, where the page has it in its data."""
    for item in _linked_data(tree):
        body = item.get("articleBody")
        if isinstance(body, str) and body.strip():
            return body
    return None


def _linked_data(tree: html.HtmlElement) -> Iterator[dict[str, Any]]:
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or ""):
            try:
                yield from _items(json.loads(script.text or "", strict=False), 0)
            except (ValueError, RecursionError):
                continue


def _items(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > _MOST_DEPTH:
        return
    if isinstance(value, list):
        for each in value:
            yield from _items(each, depth + 1)
    elif isinstance(value, dict):
        yield value
        yield from _items(value.get("@graph"), depth + 1)
        yield from _items(value.get("mainEntity"), depth + 1)


def _name(value: Any) -> str | None:
    """A name, or those of several."""
    if isinstance(value, list):
        names = [name for each in value if (name := _name(each))]
        return "، ".join(dict.fromkeys(names)) or None
    if isinstance(value, dict):
        value = value.get("name")
    name = _text(value)
    return None if name is None or name.startswith("http") or len(name) > _MOST_NAME else name


def _text(value: Any) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _metas(tree: html.HtmlElement) -> dict[str, str]:
    metas: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        if (content := " ".join((meta.get("content") or "").split())) and name:
            metas.setdefault(name, content)
    return metas


def _first(metas: dict[str, str], names: tuple[str, ...]) -> str | None:
    found = (metas[name] for name in names if name in metas)
    return next((value for value in found if not value.startswith(("http", "@")) and len(value) <= 300), None)


def _linked_author(tree: html.HtmlElement) -> str | None:
    """The name on the link to an author's own page."""
    for link in tree.iterfind(".//a[@rel='author']"):
        if name := _name(link.text_content()):
            return name
    return None


def _attribute(tree: html.HtmlElement, item: str) -> str | None:
    for element in tree.iterfind(f".//*[@itemprop='{item}']"):
        if value := element.get("datetime") or element.get("content"):
            return str(value)
    return None
