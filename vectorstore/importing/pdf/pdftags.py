"""The structure that a tagged PDF tells of itself: headings, paragraphs, rows of tables, in the order they are read."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdftypes import PDFObjRef, resolve1

from vectorstore.importing.pdf.glyphs import Ref

_MOST_ELEMENTS = 200_000
_GROUP = "NonStruct"  # Chromium's for text, for what is bold or coloured in a line, and for tables without borders
_BLOCKS = frozenset({"P", "LI", "TR", "Caption", "BlockQuote", "Quote", "Note", "TOCI", "Title"})
_HEADINGS = {"H": 2, "Title": 1} | {f"H{level}": level for level in range(1, 7)}
_CELLS = ("TD", "TH")
_INSIDE = frozenset(
    "Span Link Em Strong Sub Lbl LBody Reference BibEntry Figure Formula Code Annot Ruby RB Private".split()
)


@dataclass(frozen=True, slots=True)
class Tagged:
    """A paragraph (level 0), a heading or a row of a table, as the marked content of each cell; others have one."""

    level: int
    cells: tuple[tuple[Ref, ...], ...]


@dataclass(frozen=True, slots=True)
class _Element:
    kind: str
    page: int
    kids: list[Any]
    depth: int


def read_tags(document: PDFDocument) -> list[Tagged]:
    """The blocks of a PDF in reading order; none if it is not tagged."""
    root = resolve1(document.catalog.get("StructTreeRoot"))
    if not isinstance(root, dict):
        return []
    roles = {str(key): _name(value) for key, value in _dict(root.get("RoleMap")).items()}
    return list(_walk(_Tree(roles), _Element("Document", 0, _list(root.get("K")), 0)))


class _Tree:
    """What is needed to read elements: the names that stand for others, and how many may still be read."""

    def __init__(self, roles: dict[str, str]) -> None:
        self._roles = roles
        self._left = _MOST_ELEMENTS

    def element(self, kid: Any, parent: _Element) -> _Element | None:
        value = resolve1(kid)
        self._left -= 1
        if not isinstance(value, dict) or "S" not in value or self._left < 0 or parent.depth > 100:
            return None
        kind = _name(value["S"])
        for _ in range(5):  # a name may stand for one that stands for another
            kind = self._roles.get(kind, kind)
        return _Element(kind, _page(value, parent.page), _list(value.get("K")), parent.depth + 1)


def _walk(tree: _Tree, parent: _Element) -> Iterator[Tagged]:
    loose: list[Ref] = []  # text that stands between blocks
    for kid in parent.kids:
        if ref := _ref(kid, parent.page):
            loose.append(ref)
            continue
        element = tree.element(kid, parent)
        if element is None:
            continue
        if element.kind in _INSIDE and not _has_blocks(tree, element):
            loose += _refs(tree, element)
            continue
        if loose:
            yield Tagged(0, (tuple(loose),))
            loose = []
        yield from _block(tree, element)
    if loose:
        yield Tagged(0, (tuple(loose),))


def _block(tree: _Tree, element: _Element) -> Iterator[Tagged]:
    if element.kind == "TR":
        cells = [tree.element(kid, element) for kid in element.kids]
        yield Tagged(0, tuple(tuple(_refs(tree, cell)) for cell in cells if cell is not None))
    elif element.kind in _HEADINGS:
        yield Tagged(_HEADINGS[element.kind], (tuple(_refs(tree, element)),))
    elif element.kind in _BLOCKS and not _has_blocks(tree, element):
        yield Tagged(0, (tuple(_refs(tree, element)),))
    else:
        yield from _walk(tree, element)


def _has_blocks(tree: _Tree, element: _Element, inside: frozenset[str] = _INSIDE) -> bool:
    """Whether there are blocks in an element, at whatever depth: an item of a list may hold another list."""
    inside = inside | {_GROUP} if element.kind in _BLOCKS else inside
    for kid in element.kids:
        inner = None if _ref(kid, element.page) else tree.element(kid, element)
        if inner is not None and (inner.kind not in inside or _has_blocks(tree, inner, inside)):
            return True
    return False


def _refs(tree: _Tree, element: _Element) -> Iterator[Ref]:
    for kid in element.kids:
        if ref := _ref(kid, element.page):
            yield ref
        elif (inner := tree.element(kid, element)) is not None:
            yield from _refs(tree, inner)


def _ref(kid: Any, page: int) -> Ref | None:
    value = resolve1(kid)
    if isinstance(value, int) and not isinstance(value, bool):
        return page, value
    if isinstance(value, dict) and "S" not in value and isinstance(number := resolve1(value.get("MCID")), int):
        return _page(value, page), number
    return None


def _page(value: dict[str, Any], otherwise: int) -> int:
    page = value.get("Pg")
    return page.objid if isinstance(page, PDFObjRef) else otherwise


def _name(value: Any) -> str:
    return str(getattr(resolve1(value), "name", ""))


def _dict(value: Any) -> dict[str, Any]:
    found = resolve1(value)
    return found if isinstance(found, dict) else {}


def _list(value: Any) -> list[Any]:
    found = resolve1(value)
    if isinstance(found, list):
        return found
    return [] if found is None else [value]
