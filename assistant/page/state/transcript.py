"""A conversation as a Markdown document to keep."""

import re
from collections.abc import Iterator, Sequence

from assistant.page.texts import Texts
from assistant.readers.base import Turn
from assistant.rendering.labels import LABELS
from assistant.rendering.plaintext import answer_text
from assistant.rendering.printing import printable
from vectorstore.article import Article

# Characters that Markdown or HTML would follow; «(», «.» and others do something only after one of these.
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!$&]|^[ \t]*(?:[-+]|\d+[.)])(?=[ \t]))", re.MULTILINE)


def transcript(turns: Sequence[Turn], article: Article, texts: Texts) -> str:
    """The turns with their citations; nothing that anyone wrote in them is taken for Markdown."""
    name = f": {_plain(article.title)}" if article.title else ""
    return "\n\n".join([f"# {texts.title}{name}", *(part for turn in turns for part in _turn(turn))]) + "\n"


def _turn(turn: Turn) -> Iterator[str]:
    yield f"## {_plain(' '.join(turn.question.split()))}"
    if not turn.answer.answered:
        yield f"**{LABELS[turn.answer.language].absent}**"
    yield "\n\n".join("  \n".join(_plain(line) for line in part.split("\n")) for part in _parts(turn))


def _parts(turn: Turn) -> list[str]:
    return [part for part in re.split(r"\n{2,}", answer_text(turn.answer)) if part]


def _plain(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", printable(text))
