"""A web page's tree without what a reader does not see or does not read as the article."""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from lxml import etree, html

from vectorstore.importing.credits import is_credit
from vectorstore.importing.web.pagestyles import HIDING, hidden_names

_NOT_TEXT = frozenset(
    "script style noscript template svg iframe object embed canvas audio video button input select textarea form "
    "dialog amp-ad amp-analytics amp-sidebar amp-consent amp-social-share amp-iframe amp-img del head".split()
)
_AROUND = frozenset("nav footer aside menu".split())
_FURNITURE = frozenset(
    "share sharing sharebar sharedaddy related recommended recommendation recommendations newsletter signup cookie "
    "cookies consent gdpr onetrust cmp comments commentlist comment respond disqus breadcrumb breadcrumbs navigation "
    "navbar nav sidebar advert advertisement adsbygoogle tagcloud taglist trending mostread sponsored "
    "outbrain taboola pagination pager jp-relatedposts readingtime authorbox footer toc editsection".split()
)
# Names of furniture that builders of sites give to what holds the story too: out only where there is no running text.
_DOUBTFUL = frozenset(
    "social socials subscribe subscription menu widget widgets ads ad promo banner popup modal overlay tags keywords "
    "popular toolbar skip disclaimer policy poll rating paywall login bio copyright follow print counter views "
    "hashtags tools readmore".split()
)
_PAIRS = frozenset(
    "reading-time read-time see-also most-read more-news more-stories author-box author-bio about-author "
    "post-tags entry-tags article-tags tag-list screen-reader-text sr-only visually-hidden also-read inline-related "
    "comment-policy short-link table-of-contents".split()
)
_HIDDEN_NAMES = frozenset("d-none visually-hidden is-hidden element-invisible".split())  # of the usual style sheets
_SHOWN_AGAIN = re.compile(r"(?:^|\s)d-\w+-(?!none)\w+")  # on wider screens
_WORD = re.compile(r"[a-z]+|\d+", re.I)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NOTE_MARK = re.compile(r"\s*[\[(]?\s*(?:\d{1,3}|[*†‡])\s*[\])]?\s*")
_FEWEST_RUNNING_WORDS = 15
_FEWEST_TEASERS = 3
_MOST_TEASER_WORDS = 60
_MOST = 0.5  # of the text of a page's paragraphs: what holds more is no furniture, whatever it is called


def parse_page(page: str) -> html.HtmlElement | None:
    """The tree of a page; None if there is none."""
    try:
        return html.document_fromstring(page, parser=html.HTMLParser(encoding="utf-8", huge_tree=False))
    except (etree.ParserError, ValueError):
        return None


def prune(tree: html.HtmlElement) -> None:
    """Take out of the tree what is hidden, no text, or stands around articles on sites."""
    total, hidden = _story_length(tree), hidden_names(tree)
    for element in list(tree.iter(etree.Comment, etree.ProcessingInstruction)):
        _drop(element)
    for element in list(_teasers(tree)):
        _drop(element)
    elements = [each for each in tree.iter(etree.Element) if each.tag != "head"]
    for element in [each for each in elements if _is_out(each) or _has_name(each, hidden)]:
        if element.getparent() is not None and (_is_hidden(element) or _story_length(element) <= _MOST * total):
            _drop(element)


def _teasers(tree: html.HtmlElement) -> Iterator[html.HtmlElement]:
    """Elements that stand beside others of their kind, each a linked heading: what else there is to read."""
    for parent in tree.iter(etree.Element):
        kinds: dict[tuple[str, str], list[html.HtmlElement]] = defaultdict(list)
        for child in parent.iterchildren(etree.Element):
            if child.tag in ("div", "li", "article", "section", "a", "td"):
                kinds[child.tag, child.get("class") or ""].append(child)
        for alike in kinds.values():
            if len(alike) >= _FEWEST_TEASERS and all(map(_is_teaser, alike)):
                yield from alike


def _is_teaser(element: html.HtmlElement) -> bool:
    headings = [each for each in element.iter("h2", "h3", "h4", "h5", "h6")]
    linked = [
        each for each in headings if each.find(".//a") is not None or next(each.iterancestors("a"), None) is not None
    ]
    return bool(linked) and len(linked) == len(headings) and len(element.text_content().split()) < _MOST_TEASER_WORDS


def _is_out(element: html.HtmlElement) -> bool:
    if element.tag in ("html", "body", "main", "article"):
        return False
    if element.tag == "footer" and is_credit(" ".join(element.text_content().split())):
        return False  # an article's own
    if element.tag in _NOT_TEXT or element.tag in _AROUND or _is_hidden(element) or _is_note_mark(element):
        return True
    named = _named(element)
    if (named & _DOUBTFUL or "read-more" in _paired(element)) and not _runs_on(element):
        return True
    return bool(named & _FURNITURE) or bool(_paired(element) & _PAIRS)


def _runs_on(element: html.HtmlElement) -> bool:
    """Whether an element holds running text: a sentence or two that are no links."""
    words = len(element.text_content().split())
    linked = sum(len(link.text_content().split()) for link in element.iter("a"))
    return words - linked >= _FEWEST_RUNNING_WORDS


def _is_hidden(element: html.HtmlElement) -> bool:
    if element.tag in _NOT_TEXT or element.get("hidden") is not None:
        return True
    if element.get("aria-hidden") == "true" and not is_credit(" ".join(element.text_content().split())):
        return True  # ornaments; a date may be there as it is seen beside another to be heard
    return bool(HIDING.search(element.get("style") or "")) or element.get("role") in ("dialog", "alertdialog")


def _has_name(element: html.HtmlElement, hidden: frozenset[str]) -> bool:
    """Whether an element's names are among the hidden ones, the page's own or those that all sites know."""
    if element.tag in ("html", "body", "main", "article"):
        return False
    classes = (element.get("class") or "")[:500]
    if not _HIDDEN_NAMES.isdisjoint(classes.split()):
        return _SHOWN_AGAIN.search(classes) is None
    return any(f".{name}" in hidden for name in classes.split()) or f"#{element.get('id')}" in hidden


def _is_note_mark(element: html.HtmlElement) -> bool:
    """A raised number that leads to a note; a raised number of a measure stays."""
    if element.tag != "sup":
        return False
    linked = element.find(".//a") is not None or next(element.iterancestors("a"), None) is not None
    leads = linked or {"reference", "footnote"} & _named(element)
    return bool(leads) and _NOTE_MARK.fullmatch(element.text_content()) is not None


def _named(element: html.HtmlElement) -> set[str]:
    return set(_words(element))


def _paired(element: html.HtmlElement) -> set[str]:
    words = _words(element)
    pairs = {f"{one}-{other}" for one, other in pairwise(words)}
    return pairs | {"-".join(three) for three in zip(words, words[1:], words[2:], strict=False)}


def _words(element: html.HtmlElement) -> list[str]:
    named = f"{element.get('class') or ''} {element.get('id') or ''}"[:500]
    return [word.lower() for word in _WORD.findall(_CAMEL.sub(" ", named))]


def _story_length(element: html.HtmlElement) -> int:
    """How much text stands in paragraphs below an element, links left out."""
    own = len(element.text_content()) if element.tag in ("p", "br") else 0
    return max(own, sum(len(text) for each in element.iter("p") for text in each.itertext()))


def _drop(element: html.HtmlElement) -> None:
    """Take an element out; the text after it stays."""
    parent, tail = element.getparent(), element.tail
    if parent is None:
        return
    if tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + tail
        else:
            before.tail = (before.tail or "") + tail
    element.tail = None
    parent.remove(element)
