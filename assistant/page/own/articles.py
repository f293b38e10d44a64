"""Readers' own articles: what is read of a text, an address or a file, and how many may be open."""

import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePath

from assistant.errors import AssistantError
from assistant.page.limits.uploads import Uploads
from assistant.page.own.fetching import Fetched
from assistant.page.own.pinned import is_address
from assistant.page.state.open_article import OpenArticle
from assistant.page.state.views import Askable
from vectorstore.article import Article
from vectorstore.errors import ArticleUnreadable
from vectorstore.importing.loading import read_bytes, read_text

Progress = Callable[[int, int], None]
MakeRoom = Callable[[str], bool]  # closes an article of a client, or of anyone, that nobody reads; False: there is none


def _no_room(client: str) -> bool:
    return False


class TooManyOpen(AssistantError):
    """As many own articles as are allowed are open."""


class AddressesClosed(AssistantError):
    """An address was given, and the operator has not allowed that they are fetched."""


class OwnArticles:
    """Readers' own articles that are open: so many at the same time, none larger than allowed."""

    def __init__(
        self,
        assistant: Askable,
        uploads: Uploads,
        *,
        max_bytes: int,
        most: int,
        fetch: Callable[[str], Fetched] | None = None,
    ) -> None:
        """One address may have half of the ``most``, so that others find a place.

        ``fetch`` gets the page at an address; without it addresses are not opened.
        """
        self.max_bytes = max_bytes
        self._fetch = fetch
        self._assistant = assistant
        self._uploads = uploads
        self._most = most
        self._most_of_client = max(1, most // 2)
        self._open = Counter[str]()
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

    def uploaded(self, upload: str) -> Article:
        """The article of an uploaded file, which is kept no longer.

        Raises:
            ArticleUnreadable: it is gone, too large, cannot be read, or has no text.
        """
        file = self._uploads.take(upload)
        if file is None:
            raise ArticleUnreadable("the upload is gone; send the file again")
        suffix = PurePath(file.name).suffix.lower()
        return read_bytes(file.content, suffix=suffix, name=file.name, max_bytes=self.max_bytes)

    def open(
        self, article: Article, progress: Progress, client: str = "", make_room: MakeRoom = _no_room
    ) -> OpenArticle:
        """An article opened for one reader, at an address, until it is cleared; without a place ``make_room`` is asked.

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
        return OpenArticle(assistant, own=True, client=client, clear=self._freeing(assistant.close, client))

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
        """What clears an open article, once."""
        once = threading.Lock()

        def clear() -> None:
            if once.acquire(blocking=False):
                self._free(client)
                close()

        return clear
