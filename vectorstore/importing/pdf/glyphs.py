"""The glyphs of a PDF's pages: what each says and where it stands."""

from dataclasses import dataclass, field

Ref = tuple[int, int]  # a page's object number and the number of a stretch of marked content on it
UNMAPPED = "\ufffd"  # a glyph whose font does not say what it stands for


@dataclass(slots=True)
class Glyph:
    """What one glyph says, in the order it is read (a ligature says several letters), and where it stands."""

    text: str
    left: float
    right: float
    base: float  # of its line, from the bottom of the page
    size: float
    font: str
    mark: int = -1  # the number of its stretch of marked content


@dataclass(slots=True)
class Page:
    """A page's glyphs in the order they are drawn."""

    number: int  # of its object in the file
    width: float = 0.0
    glyphs: list[Glyph] = field(default_factory=list)
    images: int = 0
