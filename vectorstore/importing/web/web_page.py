"""Read a web page into an Article: title, headings and paragraphs, without menus, comments and links to elsewhere."""

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import unescape
from xml.etree import ElementTree

from lxml import etree, html

from vectorstore.article import Article
from vectorstore.errors import ArticleUnreadable
from vectorstore.importing.blocks import Block, join
from vectorstore.importing.credits import Credits, is_credit, read_author, read_date, read_source
from vectorstore.importing.web.pagemeta import read_body, read_meta, read_title
from vectorstore.importing.web.pagetree import parse_page, prune
from vectorstore.importing.web.pagewalk import BLOCKS, read_page_blocks, spaced
from vectorstore.language.arabic import fold
from vectorstore.language.cleaning import clean

_XML_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
# References to control characters make trafilatura give up on the whole page.
_CONTROL_REFERENCE = re.compile(r"&#(?:0*(?:[0-8]|1[1-9]|2\d|3[01]|127)|x0*(?:[0-8bcef]|1[0-9a-f]|7f));", re.I)
_STORY_WORDS = 8  # a block this long is of the story and no label
_ENOUGH = 0.85  # of the story: the smallest element with so much of it holds the article
_MOST_GROWTH = 2.0  # of the text that trafilatura finds: more is a page's furniture
_MARKED = ("*[@itemprop='articleBody']", "article", "main", "*[@role='main']")  # what pages call the article
_FEW_WORDS = 25
_MARKUP = re.compile(r"<(?:p|br|div|h\d)\b[^>]*>", re.I)
_TIME = re.compile(r"\d{1,2}:\d{2}(?:\s*(?:ص|م|am|pm|GMT))?", re.I)
_MOST_CREDIT_WORDS = 14


def parse_html(html_text: str, *, name: str = "the page") -> Article:
    """The article of an HTML page, found without network access; ``name`` stands for the page in messages.

    Raises:
        ArticleUnreadable: no article text can be found in the page.
    """
    page = _CONTROL_REFERENCE.sub("", clean(_XML_DECLARATION.sub("", html_text, count=1)))
    tree = parse_page(page)
    article = Article("", None, (), ()) if tree is None else _read(tree)
    if not article.paragraphs:
        raise ArticleUnreadable(
            f"no article text was found in {name}; save the article's text as plain text", reason="empty"
        )
    return article


def _read(tree: html.HtmlElement) -> Article:
    told, title, body = read_meta(tree), read_title(tree), read_body(tree)
    prune(tree)
    said = [" ".join(each.text_content().split()) for each in tree.iter("p", "div", "span", "li") if len(each) < 3]
    found_title, story = _extract(etree.tostring(tree, encoding="unicode", method="html"))
    title = title or found_title
    blocks = _blocks(tree, story, title, told)
    if body and sum(len(block.text) for block in blocks if not block.level) < len(body) / 2:
        blocks = _of_data(body)
    return _with_credits(join(blocks, title=title), told, said)


def _of_data(body: str) -> list[Block]:
    """The blocks of the text that a page's data hold, which may be marked up itself."""
    marked = parse_page(body) if _MARKUP.search(body) else None
    if marked is not None:
        return read_page_blocks(marked)
    return [Block(line) for line in map(" ".join, map(str.split, unescape(body).split("\n"))) if line]


def _with_credits(article: Article, told: Credits, said: Sequence[str]) -> Article:
    """What the page shows of author and date, else what it tells programs; ``said`` are the texts of its elements."""
    texts = [article.text[each.start : each.end] for each in article.paragraphs]
    short = [text for text in texts if len(text.split()) <= _MOST_CREDIT_WORDS]
    author = told.author or next(filter(None, map(read_author, short[:4])), None)
    date = next(filter(None, map(read_date, short[:4])), None) or told.date
    source = told.source or next(filter(None, map(read_source, said)), None)
    return replace(article, author=author, date=date, source=source)


def _blocks(tree: html.HtmlElement, story: Sequence[str], title: str | None, told: Credits) -> list[Block]:
    """The blocks of the element that holds the story, below those of its title and of who wrote it and when."""
    root = _root(tree, set(story))
    if root is None:
        return [Block(text) for text in story]
    blocks = _with_times(read_page_blocks(root))
    known = sum(map(len, story))
    if known and sum(len(block.text) for block in blocks) > _MOST_GROWTH * known + 200:
        blocks = [block for block in blocks if block.text in set(story) or block.level]
    return _titled([*_above(tree, root, blocks, title, told), *blocks], title)


def _titled(blocks: list[Block], title: str | None) -> list[Block]:
    """The blocks, the heading that says the title that the page tells as the first of its level: others are a logo."""
    place = next((n for n, block in enumerate(blocks) if block.level and title and fold(block.text) == fold(title)), -1)
    if place < 0:
        return blocks
    above = [block for block in blocks[:place] if block.level != 1]
    return [*above, replace(blocks[place], level=1), *blocks[place + 1 :]]


def _root(tree: html.HtmlElement, story: set[str]) -> html.HtmlElement | None:
    """The smallest element that has nearly all of the story's text."""
    weights: dict[html.HtmlElement, int] = {}
    total = 0
    for element in tree.iter(etree.Element):
        text = _own_text(element)
        if text in story:
            total += len(text)
            for each in (element, *element.iterancestors()):
                weights[each] = weights.get(each, 0) + len(text)
    holding = [element for element, weight in weights.items() if weight >= _ENOUGH * total]
    if total and holding:
        return max(holding, key=lambda element: sum(1 for _ in element.iterancestors()))
    marked = (tree.find(f".//{path}") for path in (*_MARKED, *(() if story else ("body",))))
    return next((each for each in marked if each is not None and _count_running(each) > _FEW_WORDS), None)


def _count_running(element: html.HtmlElement) -> int:
    """How many words of an element stand in blocks that are no labels."""
    counts = (len(block.text.split()) for block in read_page_blocks(element) if not block.level)
    return sum(count for count in counts if count >= _STORY_WORDS)


def _with_times(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, a time of the day that stands alone put on top of what happened then, below its heading."""
    kept: list[Block] = []
    time = ""
    for block in blocks:
        if _TIME.fullmatch(block.text):
            kept += [Block(time)] * bool(time)
            time = block.text
        elif time and not block.level:
            kept.append(Block(f"{time}\n{block.text}"))
            time = ""
        else:
            kept.append(block)
    return [*kept, *([Block(time)] * bool(time))]


def _own_text(element: html.HtmlElement) -> str:
    """The text of an element that holds no other block with text of its own, else an empty one."""
    if element.tag not in ("p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "div", "td", "blockquote", "span", "section"):
        return ""
    if any(each.tag in BLOCKS for each in element.iterdescendants(etree.Element)):
        return ""
    return " ".join(element.text_content().split())


def _above(
    tree: html.HtmlElement, root: html.HtmlElement, blocks: Sequence[Block], title: str | None, told: Credits
) -> Iterator[Block]:
    """What stands above the story: the page's own heading, and lines that say who wrote it and when."""
    texts = {block.text for block in blocks}
    heads = [head for head in tree.iter("h1") if head.text_content().strip()]
    inside = set(root.iter(etree.Element))
    named = next((each for each in tree.iter("h1", "h2", "h3") if _says(each, title)), None)
    head = named if named is not None else heads[0] if len(heads) == 1 else None
    if head is not None and head not in inside:
        yield Block(" ".join(head.text_content().split()), 1)
    started = head is None
    for element in tree.iter(etree.Element):
        if element is root:
            return
        started = started or element is head
        text = spaced(element) if started and element not in inside else ""
        if text and len(text.split()) <= _MOST_CREDIT_WORDS and text not in texts and _is_told(text, told):
            texts |= {text, *map(spaced, element.iterdescendants(etree.Element))}
            yield Block(text)


def _says(element: html.HtmlElement, title: str | None) -> bool:
    return title is not None and fold(" ".join(element.text_content().split())) == fold(title)


def _is_told(text: str, told: Credits) -> bool:
    return is_credit(text) or (told.author is not None and told.author in text)


def _extract(page: str) -> tuple[str | None, list[str]]:
    """The title and the texts of the story, as trafilatura finds them."""
    import trafilatura

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it cannot read is reported by our error
    try:
        xml = trafilatura.extract(page, output_format="xml", include_comments=False, with_metadata=True)
        document = ElementTree.fromstring(xml or "<doc/>")
    except (AssertionError, ValueError, ElementTree.ParseError):  # seen on pages of random tags: nothing can be found
        return None, []
    main = document.find("main")
    return document.get("title"), [] if main is None else list(_texts(main))


def _texts(element: ElementTree.Element) -> Iterator[str]:
    for child in element:
        if child.tag in ("main", "list", "table", "row", "quote", "div"):
            yield from _texts(child)
        elif text := " ".join("".join(child.itertext()).split()):
            yield text
