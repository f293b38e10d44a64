"""The page's own style, words and behaviour; they stand in its head, so that the first paint has them."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from assistant.answer import Language
from assistant.page.components.layout import FILES
from assistant.page.options import Options
from assistant.page.state.keeping import fingerprint
from assistant.page.texts import Texts
from assistant.page.wording import WORDS
from assistant.rendering.labels import LABELS
from vectorstore.article import Article

STATIC: Final = Path(__file__).parents[1] / "static"
_STYLES: Final = ("page.css", "conversation.css", "first.css", "articles.css")
_SCRIPTS: Final = (
    *("page.js", "light.js", "citations.js", "back.js", "conversation.js", "echo.js", "sight.js", "kept.js"),
    *("own.js", "shelf.js", "find.js"),
)
_IN_SCRIPT: Final = ("title", "conversation", "language", "question", "placeholder", "trouble", "lost")


def head_html(texts: Mapping[Language, Texts], options: Options, article: Article) -> str:
    """The elements for the head of the page about this article."""
    style = "".join(file_text(name) for name in _STYLES)
    script = "".join(file_text(name) for name in _SCRIPTS)
    words = {language: _words(language, spoken, options) for language, spoken in texts.items()}
    told = {"words": words, "files": FILES, "maxBytes": options.max_own_bytes, "article": fingerprint(article)}
    data = json.dumps(told).replace("<", "\\u003c")
    return f"<style>{style}</style><script>const pageData = {data};\n{script}</script>"


def file_text(name: str) -> str:
    """A script or a style that lies beside this module."""
    return (STATIC / name).read_text(encoding="utf-8")


def _words(language: Language, texts: Texts, options: Options) -> dict[str, Any]:
    """The words that the scripts write."""
    own = {name: texts.own[name].format(limit=options.max_own_bytes // 2**20) for name in ("large", "format")}
    written = {name: getattr(texts, name) for name in _IN_SCRIPT}
    return written | {
        "waiting": LABELS[language].waiting,
        "actions": dict(texts.actions),
        "history": dict(texts.history),
        "article": dict(WORDS[language]),
        "own": own,
    }
