"""An article: its text, and where its paragraphs and headings stand in it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading line; ``level`` is 1 for the title."""

    start: int
    end: int
    level: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, ``article.text[start:end]``, with the heading it stands under (None before the first)."""

    start: int
    end: int
    heading: str | None


@dataclass(frozen=True, slots=True)
class Article:
    r"""An article as read. Offsets are in code points of ``text``; whatever is neither paragraph nor heading is debris.

    ``text`` is the file's text with ``\n`` line ends and without byte order mark, control and direction marks; for a
    plain text file that has none of these it is the file's text unchanged.
    """

    text: str
    title: str | None
    headings: tuple[Heading, ...]
    paragraphs: tuple[Paragraph, ...]
