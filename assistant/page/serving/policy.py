"""What every response passes on its way to the browser: the policy; and the page itself, which is made ours."""

import gzip
from collections.abc import Callable
from typing import Any, Final

# The second lock on the door, should an escape ever be missed: the browser itself refuses other hosts.
# Gradio needs inline script and eval; without 'unsafe-eval' the page stays blank.
_POLICY: Final = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; "
    "frame-ancestors 'self'"
)
_HEADERS: Final = [
    (b"content-security-policy", _POLICY.encode()),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
]
_LEVEL: Final = 6  # of compression; more would take longer than it saves


class Border:
    """An ASGI middleware around the page."""

    def __init__(self, app: Any, *, dress: Callable[[str], str]) -> None:
        """``dress`` makes the page of what Gradio has made."""
        self.app = app
        self._dress = dress

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        send = _guarded(send)
        if scope["type"] == "http" and scope["path"] == "/":
            accepted = [value for name, value in scope["headers"] if name == b"accept-encoding"]
            send = _dressed(send, self._dress, small=any(b"gzip" in value for value in accepted))
            # Compressed, the page could not be changed.
            scope = scope | {"headers": [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]}
        await self.app(scope, receive, send)


def _guarded(send: Any) -> Any:
    """A send that adds the headers."""

    async def send_guarded(message: Any) -> None:
        if message["type"] == "http.response.start":
            message = message | {"headers": [*message["headers"], *_HEADERS]}
        await send(message)

    return send_guarded


def _dressed(send: Any, dress: Callable[[str], str], *, small: bool) -> Any:
    """A send that holds the page until it is whole, and sends what becomes of it."""
    start: dict[str, Any] = {}
    parts: list[bytes] = []

    async def send_dressed(message: Any) -> None:
        if message["type"] == "http.response.start":
            start.update(message)
            return
        parts.append(message.get("body", b""))
        if message.get("more_body"):
            return
        body = dress(b"".join(parts).decode()).encode() if start["status"] == 200 else b"".join(parts)
        headers = [pair for pair in start["headers"] if pair[0].lower() != b"content-length"]
        if small:
            body = gzip.compress(body, _LEVEL)
            headers += [(b"content-encoding", b"gzip"), (b"vary", b"accept-encoding")]
        await send(start | {"headers": [*headers, (b"content-length", b"%d" % len(body))]})
        await send({"type": "http.response.body", "body": body})

    return send_dressed
