"""What stands around the article, as HTML: who wrote it, the session's other articles, and how to find words in it."""

from collections.abc import Iterable
from html import escape
from typing import Final

from assistant.page.state.open_article import OpenArticle
from assistant.page.wording import both
from vectorstore.article import Article

_TITLE_WORDS: Final = 8  # of an article without a title, in place of one

ADD: Final = f'<button type="button" id="add" aria-controls="own" aria-expanded="false">{both("add")}</button>'
FIND: Final = (
    '<form role="search" class="find"><input type="search" dir="auto" autocomplete="off" spellcheck="false">'
    '<span class="found" role="status"></span>'
    f'<button class="previous" type="button"><span class="spoken">{both("previous")}</span>'
    '<span aria-hidden="true">▲</span></button>'
    f'<button class="next" type="button"><span class="spoken">{both("next")}</span>'
    '<span aria-hidden="true">▼</span></button></form>'
)


def byline_html(article: Article) -> str:
    """Who wrote an article, when it appeared and where, as far as it says so; its title stands below, as a heading."""
    told = [("author", article.author), ("date", article.date), ("source", article.source)]
    parts = [f"<span>{both(name)}: <bdi>{escape(value)}</bdi></span>" for name, value in told if value]
    return f'<p class="byline">{"".join(parts)}</p>' if parts else ""


def shelf_html(open_articles: Iterable[OpenArticle], here: OpenArticle) -> str:
    """The articles to choose from, where there are several; own ones can be closed."""
    listed = list(open_articles)
    if len(listed) < 2:
        return ""
    items = "".join(_item(opened, current=opened is here) for opened in listed)
    sure = (
        f'<dialog class="sure"><p>{both("sure")}</p><form method="dialog">'
        f'<button value="close">{both("close")}</button><button value="keep">{both("keep")}</button></form></dialog>'
    )
    return f'<nav><p class="spoken">{both("shelf")}</p><ul>{items}</ul></nav>{sure}'


def _item(opened: OpenArticle, *, current: bool) -> str:
    title = escape(title_of(opened.assistant.article))
    here = ' aria-current="true"' if current else ""
    take = (
        f'<button type="button" class="take" data-key="{opened.key}" dir="auto" title="{title}"{here}>{title}</button>'
    )
    close = (
        f'<button type="button" class="close" data-key="{opened.key}"><span class="spoken">{both("close")} '
        f'<bdi>{title}</bdi></span><span aria-hidden="true">×</span></button>'
    )
    return f"<li>{take}{close if opened.own else ''}</li>"


def title_of(article: Article) -> str:
    """What an article is called: its title, or its first words."""
    if article.title:
        return article.title
    words = article.text.split()
    return " ".join(words[:_TITLE_WORDS]) + (" …" if len(words) > _TITLE_WORDS else "")
