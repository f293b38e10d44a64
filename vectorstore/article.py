"""An article: its text, and where its paragraphs and headings stand in it."""

from dataclasses import dataclass
from typing import Final

# What may be wrong with an article's text, as codes.
REPAIRED: Final = "repaired"  # letters were written in one encoding and read in another; they are put right
LOST: Final = "lost-letters"  # letters could not be read and are shown as U+FFFD
GARBLED: Final = "garbled"  # words are made of letters of several scripts
UNKNOWN: Final = "unknown-words"  # hardly a word is known to Arabic, Persian, Urdu, English or French
PICTURES: Final = "pictures"  # some pages are pictures of text, which is not read
WARNINGS: Final = (REPAIRED, LOST, GARBLED, UNKNOWN, PICTURES)


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

    ``author``, ``date`` and ``source`` (the paper or site) are as the file writes them; ``warnings`` are codes of what
    may be wrong with the text.
    """

    text: str
    title: str | None
    headings: tuple[Heading, ...]
    paragraphs: tuple[Paragraph, ...]
    author: str | None = None
    date: str | None = None
    source: str | None = None
    warnings: tuple[str, ...] = ()
