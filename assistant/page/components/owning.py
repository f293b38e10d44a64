"""How a reader brings an article: reading and indexing it, with its progress, and going from one to another."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping
from contextlib import aclosing
from functools import partial
from typing import Final

from assistant.answer import Language
from assistant.errors import AssistantError
from assistant.page.components.events import Handlers
from assistant.page.components.layout import status_html
from assistant.page.components.translating import Updates
from assistant.page.limits.queueing import Asker, FairQueue, QueueFull
from assistant.page.offline import gr
from assistant.page.own.articles import AddressesClosed, OwnArticles, TooManyOpen
from assistant.page.own.fetching import FetchFailed
from assistant.page.state.open_article import OpenArticle
from assistant.page.state.session import Session
from assistant.page.state.views import alert, stop
from assistant.page.texts import Texts
from assistant.page.wording import WORDS
from vectorstore.article import Article
from vectorstore.errors import ArticleUnreadable, VectorStoreError

_LOOK_S: Final = 0.2  # how often the progress is looked at
_MOST_EACH: Final = 5  # own articles that one person has open at the same time
_MEGA: Final = 1024 * 1024


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

    def take(self, event: gr.EventData, token: str, language: Language) -> Updates:
        """Take up an article of the session, with the conversation about it."""
        session, key = self._handlers.sessions.of(token), str(event.key)
        opened = next((opened for opened in session.open_articles if opened.key == key), session.reading)
        if opened is session.reading:
            return {self._parts.own.status: ""}
        return self._change(session, opened, language) | {self._parts.own.status: ""}

    def close(self, event: gr.EventData, token: str, language: Language) -> Updates:
        """Close an own article: it is gone, and the conversation about it."""
        session = self._handlers.sessions.of(token)
        session.close(str(event.key))
        return self._handlers.reading(session, language) | {self._parts.own.status: ""}

    def _change(self, session: Session, opened: OpenArticle, language: Language) -> Updates:
        """Take an article up; of an answer that is on its way, what came is kept, as if it were stopped."""
        before = stop(session.turns, session.asking, self._texts[language])
        session.turns = before.turns
        if not session.take_up(opened):
            return {}
        left = {} if before.question is None else {self._parts.question: before.question}
        return self._handlers.reading(session, language) | left

    async def _open(
        self, token: str, language: Language, request: gr.Request, read: Callable[[], Article]
    ) -> AsyncIterator[Updates]:
        session, own = self._handlers.sessions.of(token), self._texts[language].own
        if sum(opened.own for opened in session.open_articles) >= _MOST_EACH:
            yield self._status(alert(WORDS[language]["full"].format(most=_MOST_EACH)))
            return
        asker, told = Asker.of(request, token), _Told(own["reading"], own["indexing"])
        opened = self._opened(session, language, partial(self._made, session, asker.client, read, told), told)
        try:
            async with aclosing(self._queue.in_turn(asker, opened, self._status(status_html(told.text)))) as in_turn:
                async for updates in in_turn:
                    yield updates
        except QueueFull:
            yield self._status(alert(self._texts[language].own["crowded"]))

    async def _opened(
        self, session: Session, language: Language, make: Callable[[], tuple[OpenArticle | None, str]], told: "_Told"
    ) -> AsyncGenerator[Updates, None]:
        opening = asyncio.ensure_future(asyncio.to_thread(make))
        taken = False
        try:
            while not opening.done():
                yield self._status(status_html(told.text))
                await asyncio.wait({opening}, timeout=_LOOK_S)
            opened, problem = opening.result()
            if opened is None:
                said = self._texts[language].own.get(problem) or WORDS[language][problem]
                yield self._status(alert(said.format(limit=self._articles.max_bytes // _MEGA)))
                return
            updates = self._change(session, opened, language)
            taken = bool(updates)
            yield updates | self._taken()
        finally:
            await asyncio.wait({opening})  # who has left holds the place until the work is done
            if not taken and (opened := opening.result()[0]):
                opened.clear()

    def _made(
        self, session: Session, client: str, read: Callable[[], Article], told: "_Told"
    ) -> tuple[OpenArticle | None, str]:
        """The open article, or what went wrong, as one of the texts about own articles."""
        room = partial(self._handlers.sessions.make_room, session)
        try:
            return self._articles.open(read(), told.progress, client, room), ""
        except (ArticleUnreadable, FetchFailed) as error:
            return None, error.reason
        except AddressesClosed:
            return None, "by_hand"
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
