"""The article as HTML, each passage an element that a citation can point at."""

from collections.abc import Iterator, Sequence
from html import escape

from vectorstore.article import Article, Heading, Paragraph
from vectorstore.passages import Passage, make_id


def article_html(article: Article, passages: Sequence[Passage]) -> str:
    """The title first, then headings and paragraphs in their order; whatever is neither is not shown.

    A paragraph that stands before every heading is the lead. All text is escaped; each element takes its direction from
    its own text.
    """
    return f"<article>{''.join(_blocks(article, passages))}</article>"


def _blocks(article: Article, passages: Sequence[Passage]) -> Iterator[str]:
    if article.title:
        yield f'<h2 dir="auto">{_title(article, article.title)}</h2>'
    blocks: list[Heading | Paragraph] = [*article.headings, *article.paragraphs]
    for block in sorted(blocks, key=lambda block: block.start):
        if isinstance(block, Paragraph):
            yield _paragraph(article, block, passages)
        elif article.text[block.start : block.end] != article.title:
            yield _heading(article, block)


def _title(article: Article, title: str) -> str:
    """The title, as an element that can be cited where it stands in the text."""
    for heading in article.headings:
        if article.text[heading.start : heading.end] == title:
            return f'<span id="p-{make_id(heading.start, title)}" class="passage">{escape(title)}</span>'
    return escape(title)


def _heading(article: Article, heading: Heading) -> str:
    tag = f"h{min(max(heading.level + 1, 3), 6)}"
    return f'<{tag} dir="auto">{escape(article.text[heading.start : heading.end])}</{tag}>'


def _paragraph(article: Article, paragraph: Paragraph, passages: Sequence[Passage]) -> str:
    text = article.text
    parts: list[str] = []
    done = paragraph.start
    for passage in passages:
        if paragraph.start <= passage.start and passage.end <= paragraph.end:
            parts += [
                escape(text[done : passage.start]),
                f'<span id="p-{escape(passage.id)}" class="passage">{escape(passage.text)}</span>',
            ]
            done = passage.end
    lead = "" if paragraph.heading else ' class="lead"'
    return f'<p dir="auto"{lead}>{"".join(parts)}{escape(text[done : paragraph.end])}</p>'
