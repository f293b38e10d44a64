"""How a reader brings an article: reading and indexing it, with its progress, and back to the one that is served."""

import asyncio
import threading
from collections import Counter
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping
from contextlib import aclosing
from functools import partial
from typing import Final

from assistant.answer import Language
from assistant.errors import AssistantError
from assistant.page.desk import Desk
from assistant.page.events import Handlers
from assistant.page.layout import status_html
from assistant.page.offline import gr
from assistant.page.queueing import Asker, FairQueue, QueueFull
from assistant.page.session import Session
from assistant.page.texts import Texts
from assistant.page.translating import Updates
from assistant.page.uploads import Uploads
from assistant.page.views import Answering, alert
from vectorstore.article import Article
from vectorstore.errors import ArticleUnreadable, VectorStoreError
from vectorstore.reading import read_bytes, read_text

_LOOK_S: Final = 0.2  # how often the progress is looked at
_MEGA: Final = 1024 * 1024

Progress = Callable[[int, int], None]


MakeRoom = Callable[[str], bool]  # closes an article of a client, or of anyone, that nobody reads; False: there is none


def _no_room(client: str) -> bool:
    return False


class TooManyOpen(AssistantError):
    """As many own articles as are allowed are open."""


class OwnArticles:
    """The desks of readers' own articles: so many at the same time, none larger than allowed."""

    def __init__(self, assistant: Answering, uploads: Uploads, *, max_bytes: int, most: int) -> None:
        """One address may have half of the ``most``, so that others find a place."""
        self.max_bytes = max_bytes
        self._assistant = assistant
        self._uploads = uploads
        self._most = most
        self._most_of_client = max(1, most // 2)
        self._open = Counter[str]()
        self._lock = threading.Lock()

    def pasted(self, text: str) -> Article:
        """The article of a pasted text.

        Raises:
            ArticleUnreadable: it is too large, has no words, or takes too long to read.
        """
        return read_text(text, max_bytes=self.max_bytes)

    def uploaded(self, upload: str) -> Article:
        """The article of an uploaded file, which is kept no longer.

        Raises:
            ArticleUnreadable: it is gone, too large, cannot be read, or has no text.
        """
        file = self._uploads.take(upload)
        if file is None:
            raise ArticleUnreadable("the upload is gone; send the file again")
        return read_bytes(file.content, name=file.name, max_bytes=self.max_bytes)

    def desk(self, article: Article, progress: Progress, client: str = "", make_room: MakeRoom = _no_room) -> Desk:
        """A desk for one reader, at an address, until it is cleared; ``make_room`` is asked where there is no place.

        Raises:
            TooManyOpen: others have as many open as are allowed.
            VectorStoreError: the article cannot be indexed.
        """
        while (full := self._full(client)) is not None:
            if not make_room(full):
                raise TooManyOpen(f"{self._open.total()} own articles are open; raise max_own_articles or wait")
        made = False
        try:
            assistant = self._assistant.reading(article, progress)
            made = True
        finally:
            if not made:
                self._free(client)
        return Desk(assistant, own=True, client=client, clear=self._freeing(assistant.close, client))

    def _full(self, client: str) -> str | None:
        """Take a place, or tell who has too many: this client, or, empty, all together."""
        with self._lock:
            if self._open[client] >= self._most_of_client:
                return client
            if self._open.total() >= self._most:
                return ""
            self._open[client] += 1
            return None

    def _free(self, client: str) -> None:
        with self._lock:
            self._open[client] -= 1
            self._open += Counter()  # forgets who has none

    def _freeing(self, close: Callable[[], None], client: str) -> Callable[[], None]:
        """What clears a desk, once."""
        once = threading.Lock()

        def clear() -> None:
            if once.acquire(blocking=False):
                self._free(client)
                close()

        return clear


class OwnHandlers:
    """The handlers of the panel for a reader's own article."""

    def __init__(
        self, handlers: Handlers, articles: OwnArticles, texts: Mapping[Language, Texts], queue: FairQueue
    ) -> None:
        self._handlers = handlers
        self._parts = handlers.parts
        self._articles = articles
        self._texts = texts
        self._queue = queue

    async def open_text(self, token: str, text: str, language: Language, request: gr.Request) -> AsyncIterator[Updates]:
        """Open a pasted text."""
        async for updates in self._open(token, language, request, lambda: self._articles.pasted(text)):
            yield updates

    async def open_file(
        self, token: str, upload: str, language: Language, _: None, request: gr.Request
    ) -> AsyncIterator[Updates]:
        """Open an uploaded file; the button that it was chosen with holds nothing for us."""
        async for updates in self._open(token, language, request, lambda: self._articles.uploaded(upload)):
            yield updates

    def go_back(self, token: str, language: Language) -> Updates:
        """Put the article that is served back on the desk; the own one is gone."""
        session = self._handlers.sessions.of(token)
        session.take_up(self._handlers.sessions.shipped)
        return self._handlers.desk(session, language) | {self._parts.own.status: ""}

    async def _open(
        self, token: str, language: Language, request: gr.Request, read: Callable[[], Article]
    ) -> AsyncIterator[Updates]:
        session, own = self._handlers.sessions.of(token), self._texts[language].own
        asker, told = Asker.of(request, token), _Told(own["reading"], own["indexing"])
        opened = self._opened(session, language, partial(self._made, session, asker.client, read, told), told)
        try:
            async with aclosing(self._queue.in_turn(asker, opened, self._status(status_html(told.text)))) as in_turn:
                async for updates in in_turn:
                    yield updates
        except QueueFull:
            yield self._status(alert(self._texts[language].own["crowded"]))

    async def _opened(
        self, session: Session, language: Language, make: Callable[[], tuple[Desk | None, str]], told: "_Told"
    ) -> AsyncGenerator[Updates, None]:
        opening = asyncio.ensure_future(asyncio.to_thread(make))
        taken = False
        try:
            while not opening.done():
                yield self._status(status_html(told.text))
                await asyncio.wait({opening}, timeout=_LOOK_S)
            desk, problem = opening.result()
            if desk is None:
                said = self._texts[language].own[problem].format(limit=self._articles.max_bytes // _MEGA)
                yield self._status(alert(said))
                return
            taken = session.take_up(desk)
            yield self._handlers.desk(session, language) | self._taken()
        finally:
            await asyncio.wait({opening})  # who has left holds the place until the work is done
            if not taken and (desk := opening.result()[0]):
                desk.clear()

    def _made(
        self, session: Session, client: str, read: Callable[[], Article], told: "_Told"
    ) -> tuple[Desk | None, str]:
        """The desk, or what went wrong, as one of the texts about own articles."""
        room = partial(self._handlers.sessions.make_room, session)
        try:
            return self._articles.desk(read(), told.progress, client, room), ""
        except ArticleUnreadable as error:
            return None, error.reason
        except TooManyOpen:
            return None, "many"
        except (AssistantError, VectorStoreError):
            return None, "other"

    def _status(self, html: str) -> Updates:
        return {self._parts.own.status: html}

    def _taken(self) -> Updates:
        own = self._parts.own
        return {own.status: "", own.text: "", own.panel: gr.update(open=False), own.file: None}


class _Told:
    """What is said of the progress, written by one thread and read by another."""

    def __init__(self, text: str, words: str) -> None:
        self.text = text
        self._words = words

    def progress(self, done: int, total: int) -> None:
        self.text = self._words.format(done=done, total=total)
