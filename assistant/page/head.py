"""The page's own style, words and behaviour; they stand in its head, so that the first paint has them."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from assistant.answer import Language
from assistant.page.layout import FILES
from assistant.page.options import Options
from assistant.page.texts import Texts
from assistant.page.wording import WORDS

HERE: Final = Path(__file__).parent
_STYLES: Final = ("page.css", "conversation.css", "first.css", "articles.css")
_SCRIPTS: Final = ("page.js", "light.js", "citations.js", "conversation.js", "own.js", "shelf.js", "find.js")
_IN_SCRIPT: Final = ("title", "conversation", "language", "question", "placeholder", "trouble", "lost")


def head_html(texts: Mapping[Language, Texts], options: Options) -> str:
    """The elements for the page's head."""
    style = "".join(file_text(name) for name in _STYLES)
    script = "".join(file_text(name) for name in _SCRIPTS)
    words = {
        language: _words(spoken, options) | {"article": dict(WORDS[language])} for language, spoken in texts.items()
    }
    data = json.dumps({"words": words, "files": FILES, "maxBytes": options.max_own_bytes}).replace("<", "\\u003c")
    return f"<style>{style}</style><script>const pageData = {data};\n{script}</script>"


def file_text(name: str) -> str:
    """A script or a style that lies beside this module."""
    return (HERE / name).read_text(encoding="utf-8")


def _words(texts: Texts, options: Options) -> dict[str, Any]:
    """The words that the scripts write."""
    own = {name: texts.own[name].format(limit=options.max_own_bytes // 2**20) for name in ("large", "format")}
    return {name: getattr(texts, name) for name in _IN_SCRIPT} | {"actions": dict(texts.actions), "own": own}
