"""An article made of blocks, for formats that say themselves what is a heading."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from vectorstore.article import Article, Heading, Paragraph
from vectorstore.importing.text.debris import announces_links, article_end, is_boilerplate, is_navigation
from vectorstore.importing.text.structure import is_bare
from vectorstore.language.arabic import fold, has_words


@dataclass(frozen=True, slots=True)
class Block:
    r"""A paragraph (level 0) or a heading (1 is the highest); a paragraph may have ``\n`` in it."""

    text: str
    level: int = 0


def join(blocks: Iterable[Block], *, title: str | None = None) -> Article:
    """The article whose text is the blocks, each on its own line; site furniture and blocks without words are left out.

    The title is the first heading of level 1, else ``title``, which then becomes the first line, else a heading that
    opens the article. Only the title has level 1.
    """
    worded = _without_navigation([block for block in blocks if has_words(block.text)])
    kept = _with_title(_without_debris(worded), title)
    named = next((block for block in kept if block.level == 1), None)
    headings: list[Heading] = []
    paragraphs: list[Paragraph] = []
    heading = None
    start = 0
    for block in kept:
        end = start + len(block.text)
        if block.level:
            heading = block.text
            headings.append(Heading(start, end, 1 if block is named else max(2, block.level)))
        else:
            paragraphs.append(Paragraph(start, end, heading))
        start = end + 1
    text = "\n".join(block.text for block in kept)
    return Article(text, named.text if named else None, tuple(headings), tuple(paragraphs))


def _without_navigation(blocks: list[Block]) -> list[Block]:
    """The blocks without those that lead elsewhere on a site above the first heading."""
    top = next((place for place, block in enumerate(blocks) if block.level), 0)
    return [*(block for block in blocks[:top] if not is_navigation(block.text)), *blocks[top:]]


def _without_debris(blocks: list[Block]) -> list[Block]:
    kept: list[Block] = []
    announced = False
    for block in blocks[: article_end([block.text for block in blocks])]:
        if is_boilerplate(block.text):
            announced = announces_links(block.text)
        elif not (announced and block.level == 0 and is_bare(block.text)):
            announced = False
            kept.append(block)
    return kept if any(block.level == 0 for block in kept) else blocks


def _with_title(blocks: list[Block], title: str | None) -> list[Block]:
    if not blocks or any(block.level == 1 for block in blocks):
        return blocks
    first, rest = blocks[0], blocks[1:]
    if title and fold(first.text) != fold(title):
        return [Block(title, 1), *blocks]
    return [replace(first, level=1), *rest] if title or first.level else blocks
