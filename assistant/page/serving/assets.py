"""Gradio's scripts and styles from memory: Gradio compresses them anew for each visitor, some 60 files of them."""

from dataclasses import dataclass
from typing import Any, Final

from assistant.page.offline import BrotliMiddleware

_FOLDER: Final = "/assets/"
_QUALITY: Final = 10  # of compression, up to 11: an eighth smaller than Gradio's, for a quarter of a second once
_MOST: Final = 400  # files kept, in each encoding; a page needs 60
_LARGEST: Final = 4 * 1024 * 1024  # bytes of one
# Their names carry a digest of their content, so a browser need never ask again.
_FOR_GOOD: Final = (b"cache-control", b"public, max-age=31536000, immutable")


@dataclass(frozen=True, slots=True)
class _Kept:
    start: dict[str, Any]
    body: bytes


class Compressed:
    """An ASGI middleware that compresses Gradio's files as small as they get, where Gradio goes for speed."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self._small = BrotliMiddleware(self._plain, quality=_QUALITY)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        ours = scope["type"] == "http" and scope["path"].startswith(_FOLDER)
        await (self._small if ours else self.app)(scope, receive, send)

    async def _plain(self, scope: Any, receive: Any, send: Any) -> None:
        headers = [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]
        await self.app(scope | {"headers": headers}, receive, send)


class Assets:
    """An ASGI middleware that answers for a file that was asked for before."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self._kept: dict[tuple[str, bytes], _Kept] = {}

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or scope["method"] != "GET" or not scope["path"].startswith(_FOLDER):
            await self.app(scope, receive, send)
            return
        encoding = _encoding(scope["headers"])
        key = (scope["path"], encoding)
        kept = self._kept.get(key)
        if kept is None:
            kept = await self._asked(scope, receive, encoding)
            if kept.start["status"] == 200 and len(kept.body) <= _LARGEST and len(self._kept) < _MOST:
                self._kept[key] = kept
        await send(kept.start)
        await send({"type": "http.response.body", "body": kept.body})

    async def _asked(self, scope: Any, receive: Any, encoding: bytes) -> _Kept:
        """What the page itself answers, whole."""
        start: dict[str, Any] = {}
        body: list[bytes] = []

        async def take(message: Any) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
            elif message["type"] == "http.response.body":
                body.append(message.get("body", b""))

        about_parts = (b"accept-encoding", b"range", b"if-range", b"if-none-match", b"if-modified-since")
        headers = [pair for pair in scope["headers"] if pair[0] not in about_parts]
        await self.app(scope | {"headers": [*headers, (b"accept-encoding", encoding)]}, receive, take)
        given = [pair for pair in start["headers"] if pair[0].lower() != b"cache-control"]
        start["headers"] = [*given, _FOR_GOOD] if start["status"] == 200 else start["headers"]
        return _Kept(start, b"".join(body))


def _encoding(headers: list[tuple[bytes, bytes]]) -> bytes:
    """The best that the browser takes of the encodings Gradio has."""
    accepted = b",".join(value for name, value in headers if name == b"accept-encoding")
    return next((encoding for encoding in (b"br", b"gzip") if encoding in accepted), b"identity")
