"""Read Markdown into an Article whose text is what a reader of the rendered page sees."""

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from vectorstore.article import Article
from vectorstore.importing.blocks import Block, join
from vectorstore.importing.text.structure import structure
from vectorstore.language.cleaning import clean

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT_MATTER = re.compile(r"\s*---[ \t]*\n(?P<fields>(?:[^\n]*\n)*?)(?:---|\.\.\.)[ \t]*(?:\n|$)")
_CODE = re.compile(r"(^```.*?^```[^\n]*$|^~~~.*?^~~~[^\n]*$|`[^`\n]+`)", re.M | re.S)
_NOTE_MARK = re.compile(r" ?\[\^[^\]\s]{1,40}\]")
_NOTE_START = re.compile(r"^ {0,3}\[\^[^\]\s]{1,40}\]:[ \t]*", re.M)
_FIELD = re.compile(r"^(?P<name>[\w-]+)[ \t]*:[ \t]*(?P<value>.*?)[ \t]*$", re.M)


def parse_markdown(text: str) -> Article:
    """The article of a Markdown text, markup left out.

    Headings keep their levels, a list item is a paragraph, a table row is a line with its cells between bars, code is
    kept. Front matter is skipped; its ``title`` is used if there is no heading of level 1. A text without any heading,
    list or table is read as plain text once its markup is out: a plain article saved as ``.md`` keeps its lines.
    """
    from markdown_it import MarkdownIt

    body, title = _split_front_matter(clean(text))
    body = _without_note_marks(body)
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(body)
    structured = {"heading_open", "list_item_open", "tr_open", "fence"} & {token.type for token in tokens}
    if title or structured:
        return join(_render(tokens, soft_break=" "), title=title)
    return structure("\n\n".join(block.text for block in _render(tokens, soft_break="\n")))


def _split_front_matter(text: str) -> tuple[str, str | None]:
    match = _FRONT_MATTER.match(text)
    fields = list(_FIELD.finditer(match["fields"])) if match else []
    if match is None or not fields:  # a rule between two lines of dashes is no front matter
        return text, None
    titles = [field["value"].strip("\"' ") for field in fields if field["name"].lower() == "title"]
    return text[match.end() :], next(filter(None, titles), None)


def _without_note_marks(text: str) -> str:
    """The text without the marks of footnotes; the notes themselves are paragraphs. Code stays as it is."""
    parts = _CODE.split(text)
    parts[::2] = [_NOTE_MARK.sub("", _NOTE_START.sub("\n", part)) for part in parts[::2]]
    return "".join(parts)


def _render(tokens: list["Token"], *, soft_break: str) -> list[Block]:
    renderer = _Renderer(soft_break)
    for token in tokens:
        renderer.take(token)
    return renderer.blocks


class _Renderer:
    """Turns markdown-it's block tokens into blocks, one method for each type of token that matters."""

    def __init__(self, soft_break: str) -> None:
        self.blocks: list[Block] = []
        self._breaks = {"softbreak": soft_break, "hardbreak": "\n", "html_inline": ""}
        self._level = 0
        self._number = ""  # of an ordered list's item, before its first block
        self._cells: list[str] | None = None  # of the table row we are in

    def take(self, token: "Token") -> None:
        method = getattr(self, f"_{token.type}", None)
        if method is not None:
            method(token)

    def _heading_open(self, token: "Token") -> None:
        self._level = int(token.tag[1])

    def _heading_close(self, token: "Token") -> None:
        self._level = 0

    def _list_item_open(self, token: "Token") -> None:
        self._number = f"{token.info}{token.markup} " if token.info else ""

    def _tr_open(self, token: "Token") -> None:
        self._cells = []

    def _tr_close(self, token: "Token") -> None:
        cells, self._cells = self._cells or [], None
        self._add(" | ".join(filter(None, cells)))

    def _inline(self, token: "Token") -> None:
        parts = (self._breaks.get(child.type, child.content) for child in token.children or [])
        lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
        text = (" " if self._level else "\n").join(filter(None, lines))
        if self._cells is None:
            self._add(text)
        else:
            self._cells.append(text)

    def _fence(self, token: "Token") -> None:
        self._add(token.content.strip("\n"))

    _code_block = _fence

    def _html_block(self, token: "Token") -> None:
        self._add(_strip_tags(token.content))

    def _add(self, text: str) -> None:
        if text:
            self.blocks.append(Block(self._number + text, self._level))
            self._number = ""


class _Tags(HTMLParser):
    """Collects the text between tags, that of scripts and styles left out."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in ("script", "style")
        self.parts.append(" " if tag == "br" else "")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)


def _strip_tags(html: str) -> str:
    parser = _Tags()
    parser.feed(html)
    parser.close()
    return " ".join("".join(parser.parts).split())
