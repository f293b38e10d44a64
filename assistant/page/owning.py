"""How a reader brings an article: reading and indexing it, with its progress, and back to the one that is served."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from assistant.answer import Language
from assistant.errors import AssistantError
from assistant.page.desk import Desk
from assistant.page.events import Handlers, Updates
from assistant.page.fetching import Fetched, FetchFailed
from assistant.page.layout import status_html
from assistant.page.offline import gr
from assistant.page.pinned import is_address
from assistant.page.session import Session
from assistant.page.texts import Texts
from assistant.page.views import Answering, alert, stop
from assistant.page.wording import WORDS
from vectorstore.article import Article
from vectorstore.errors import ArticleUnreadable, VectorStoreError
from vectorstore.reading import read_article, read_bytes, read_text

_LOOK_S: Final = 0.2  # how often the progress is looked at
_MOST_EACH: Final = 5  # own articles that one person has open at the same time
_MEGA: Final = 1024 * 1024

Progress = Callable[[int, int], None]


class TooManyOpen(AssistantError):
    """As many own articles as are allowed are open."""


class AddressesClosed(AssistantError):
    """An address was given, and the operator has not allowed that they are fetched."""


class OwnArticles:
    """The desks of readers' own articles: so many at the same time, none larger than allowed."""

    def __init__(
        self, assistant: Answering, *, max_bytes: int, most: int, fetch: Callable[[str], Fetched] | None = None
    ) -> None:
        """``fetch`` gets the page at an address; without it addresses are not opened."""
        self.max_bytes = max_bytes
        self._fetch = fetch
        self._assistant = assistant
        self._most = most
        self._open = 0
        self._lock = threading.Lock()

    def pasted(self, text: str) -> Article:
        """The article of a pasted text, or of the page whose address was pasted.

        Raises:
            AddressesClosed: it is an address, and they are not opened.
            FetchFailed: the page may not be fetched, or cannot be had.
            ArticleUnreadable: it is too large, has no words, or takes too long to read.
        """
        if not is_address(text):
            return read_text(text, max_bytes=self.max_bytes)
        if self._fetch is None:
            raise AddressesClosed(f"{text.strip()} is not opened; start with --fetch-urls, or paste the page's text")
        page = self._fetch(text)
        article = read_bytes(page.raw, suffix=page.suffix, name=page.host, max_bytes=self.max_bytes)
        return replace(article, source=article.source or page.host)

    def uploaded(self, path: Path) -> Article:
        """The article of an uploaded file, which is removed.

        Raises:
            ArticleUnreadable: it is too large, cannot be read, or has no text.
        """
        try:
            return read_article(path, max_bytes=self.max_bytes)
        finally:
            path.unlink(missing_ok=True)

    def desk(self, article: Article, progress: Progress) -> Desk:
        """A desk for one reader, until it is cleared.

        Raises:
            TooManyOpen: others have as many open as are allowed.
            VectorStoreError: the article cannot be indexed.
        """
        with self._lock:
            if self._open >= self._most:
                raise TooManyOpen(f"{self._most} own articles are open; raise max_own_articles or wait")
            self._open += 1
        made = False
        try:
            assistant = self._assistant.reading(article, progress)
            made = True
        finally:
            if not made:
                self._free()
        return Desk(assistant, own=True, clear=self._freeing(assistant.close))

    def _free(self) -> None:
        with self._lock:
            self._open -= 1

    def _freeing(self, close: Callable[[], None]) -> Callable[[], None]:
        """What clears a desk, once."""
        once = threading.Lock()

        def clear() -> None:
            if once.acquire(blocking=False):
                self._free()
                close()

        return clear


class OwnHandlers:
    """The handlers of the panel for a reader's own article."""

    def __init__(self, handlers: Handlers, articles: OwnArticles, texts: Mapping[Language, Texts]) -> None:
        self._handlers = handlers
        self._parts = handlers.parts
        self._articles = articles
        self._texts = texts

    async def open_text(self, token: str, text: str, language: Language) -> AsyncIterator[Updates]:
        """Open a pasted text."""
        async for updates in self._open(token, language, lambda: self._articles.pasted(text)):
            yield updates

    async def open_file(self, token: str, path: str | None, language: Language) -> AsyncIterator[Updates]:
        """Open an uploaded file."""
        if path:
            async for updates in self._open(token, language, lambda: self._articles.uploaded(Path(path))):
                yield updates

    def take(self, event: gr.EventData, token: str, language: Language) -> Updates:
        """Put an article of the session on the desk, with the conversation about it."""
        session, key = self._handlers.sessions.of(token), str(event.key)
        desk = next((desk for desk in session.desks if desk.key == key), session.desk)
        if desk is session.desk:
            return {self._parts.own.status: ""}
        return self._change(session, desk, language) | {self._parts.own.status: ""}

    def close(self, event: gr.EventData, token: str, language: Language) -> Updates:
        """Close an own article: it is gone, and the conversation about it."""
        session = self._handlers.sessions.of(token)
        session.close(str(event.key))
        return self._handlers.desk(session, language) | {self._parts.own.status: ""}

    def _change(self, session: Session, desk: Desk, language: Language) -> Updates:
        """Take an article up; of an answer that is on its way, what came is kept, as if it were stopped."""
        before = stop(session.turns, session.asking, self._texts[language])
        session.turns = before.turns
        if not session.take_up(desk):
            return {}
        left = {} if before.question is None else {self._parts.question: before.question}
        return self._handlers.desk(session, language) | left

    async def _open(self, token: str, language: Language, read: Callable[[], Article]) -> AsyncIterator[Updates]:
        session, own = self._handlers.sessions.of(token), self._texts[language].own
        if sum(desk.own for desk in session.desks) >= _MOST_EACH:
            yield {self._parts.own.status: alert(WORDS[language]["full"].format(most=_MOST_EACH))}
            return
        told = _Told(own["reading"])
        opening = asyncio.ensure_future(asyncio.to_thread(self._opened, read, told, own["indexing"]))
        taken = False
        try:
            while not opening.done():
                yield {self._parts.own.status: status_html(told.text)}
                await asyncio.wait({opening}, timeout=_LOOK_S)
            desk, problem = opening.result()
            if desk is None:
                said = own.get(problem) or WORDS[language][problem]
                yield {self._parts.own.status: alert(said.format(limit=self._articles.max_bytes // _MEGA))}
                return
            updates = self._change(session, desk, language)
            taken = bool(updates)
            yield updates | self._taken()
        finally:
            if not taken:
                opening.add_done_callback(_clear)

    def _opened(self, read: Callable[[], Article], told: "_Told", words: str) -> tuple[Desk | None, str]:
        """The desk, or what went wrong, as one of the texts about own articles."""
        try:
            return self._articles.desk(read(), lambda done, total: told.say(words.format(done=done, total=total))), ""
        except (ArticleUnreadable, FetchFailed) as error:
            return None, error.reason
        except AddressesClosed:
            return None, "by_hand"
        except TooManyOpen:
            return None, "many"
        except (AssistantError, VectorStoreError):
            return None, "other"

    def _taken(self) -> dict[Any, Any]:
        own = self._parts.own
        return {own.status: "", own.text: "", own.panel: gr.update(open=False), own.file: None}


class _Told:
    """What is said of the progress, written by one thread and read by another."""

    def __init__(self, text: str) -> None:
        self.text = text

    def say(self, text: str) -> None:
        self.text = text


def _clear(opening: "asyncio.Future[tuple[Desk | None, str]]") -> None:
    """Clear what was opened for a reader who had gone meanwhile."""
    if not opening.cancelled() and opening.exception() is None and (desk := opening.result()[0]):
        desk.clear()
