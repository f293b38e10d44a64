"""What every response passes on its way to the browser: the policy, and the page's direction from its first byte."""

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
_GRADIOS_ROOT: Final = b'lang="en"'
_OUR_ROOT: Final = b'lang="ar" dir="rtl"'


class Border:
    """An ASGI middleware around the page."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and scope["path"] == "/":
            # Compressed, the page could not be changed.
            scope = scope | {"headers": [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]}
            send = _turned(send)
        await self.app(scope, receive, _guarded(send))


def _guarded(send: Any) -> Any:
    """A send that adds the headers."""

    async def send_guarded(message: Any) -> None:
        if message["type"] == "http.response.start":
            message = message | {"headers": [*message["headers"], *_HEADERS]}
        await send(message)

    return send_guarded


def _turned(send: Any) -> Any:
    """A send that sets language and direction in the page's first tag, which Gradio's script would do only later."""
    added = len(_OUR_ROOT) - len(_GRADIOS_ROOT)
    start: dict[str, Any] = {}

    async def send_turned(message: Any) -> None:
        if message["type"] == "http.response.start":
            start.update(message)
            return
        if start:
            if _GRADIOS_ROOT in message["body"]:
                message = message | {"body": message["body"].replace(_GRADIOS_ROOT, _OUR_ROOT, 1)}
                start["headers"] = [_longer(pair, added) for pair in start["headers"]]
            await send(dict(start))
            start.clear()
        await send(message)

    return send_turned


def _longer(header: tuple[bytes, bytes], by: int) -> tuple[bytes, bytes]:
    name, value = header
    return (name, b"%d" % (int(value) + by)) if name.lower() == b"content-length" else header
