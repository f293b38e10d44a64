"""An open article: who answers questions about it, its HTML, and questions that it is known to answer."""

import secrets
import threading
from collections.abc import Callable
from functools import cached_property

from assistant.answer import Language
from assistant.page.article import article_html
from assistant.page.state.views import Askable, Turns
from assistant.page.texts import Texts
from assistant.suggestions.suggesting import Suggestion, follow_ups, suggestions


class OpenArticle:
    """What several people may read at once; everything on it is made once, when it is first asked for."""

    def __init__(
        self, assistant: Askable, *, own: bool = False, client: str = "", clear: Callable[[], None] | None = None
    ) -> None:
        """``own`` says that it is one person's own article, brought from the address ``client``.

        ``clear`` then removes what was made of it.
        """
        self.assistant = assistant
        self.own = own
        self.client = client
        self.key = secrets.token_hex(4) if own else "shipped"  # by which one of a session's articles is chosen
        self._clear = clear
        self._lock = threading.Lock()
        self._suggestions: tuple[Suggestion, ...] | None = None

    @cached_property
    def html(self) -> str:
        """The article."""
        return article_html(self.assistant.article, self.assistant.passages)

    def suggestions(self) -> tuple[Suggestion, ...]:
        """Questions that the article answers; the first time it takes some tenths of a second."""
        with self._lock:
            if self._suggestions is None:
                self._suggestions = suggestions(self.assistant)
            return self._suggestions

    def next_questions(self, turns: Turns, language: Language, texts: Texts) -> tuple[str, ...]:
        """What may be asked next, or first, in the words of a language."""
        return follow_ups(self.assistant, self.suggestions(), turns, language, texts.examples, texts.lists)

    def clear(self) -> None:
        """Remove an own article's index; nothing happens to one that others read."""
        if self._clear:
            self._clear()
