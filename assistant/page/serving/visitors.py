"""Who may ask, and how much they may send: the first that a request meets.

A name that is not this server's own is how a foreign page would reach a server on this machine (DNS rebinding); a
foreign origin is how it would make the browser post to it.
"""

import asyncio
import json
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from ipaddress import ip_address
from typing import Any, Final
from urllib.parse import urlsplit

_HARMLESS: Final = ("GET", "HEAD", "OPTIONS")
_SENT_WITHIN_S: Final = 30.0  # a whole body
_READ_OUT_S: Final = 5.0  # the rest of one that is refused
_MOST_OF_CLIENT: Final = 2  # bodies of the largest size held at the same time, of one address
_MOST_HELD: Final = 8  # and of all
_FRAME: Final = 64 * 1024  # bytes that a form adds to a file
_ESCAPED: Final = 6  # bytes that JSON may make of one


class _Refused(Exception):
    """A request that goes no further, with its status and why."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


class Visitors:
    """An ASGI middleware that lets in who asks by an address, as localhost or by ``names``, with a body in bounds."""

    def __init__(self, app: Any, *, names: Sequence[str] = (), text_bytes: int) -> None:
        """Let in a body that holds a text of ``text_bytes``, however it is written."""
        self.app = app
        self._names = names
        self._most_bytes = _ESCAPED * text_bytes + _FRAME
        self._held = Counter[str]()  # bytes of bodies, by the address they come from

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        client = scope["client"][0] if scope["client"] else ""
        body = _Body(self._held, client, self._most_bytes)
        try:
            receive = await self._admitted(scope, receive, body)
            await self.app(scope, receive, send)
        except _Refused as refused:
            await _refuse(send, refused)
        finally:
            body.release()

    async def _admitted(self, scope: Any, receive: Any, body: "_Body") -> Any:
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        host, origin = headers.get(b"host", ""), headers.get(b"origin")
        if not self._known(_host_of(host)):
            raise _Refused(403, "this server does not go by that name; add it with --served-as")
        if scope["method"] in _HARMLESS:
            return receive
        if origin is not None and not self._same(origin, host):
            raise _Refused(403, "another site's page may not ask here; add its name with --served-as")
        await body.read(receive)
        return _again(body.whole(), receive)

    def _known(self, host: str) -> bool:
        return host == "localhost" or host.endswith(".localhost") or host in self._names or _is_address(host)

    def _same(self, origin: str, host: str) -> bool:
        authority = _authority(origin)
        return authority == host.lower() or _host_of(authority) in self._names


def _authority(origin: str) -> str:
    return urlsplit(origin).netloc.lower() if "://" in origin else ""


def _host_of(authority: str) -> str:
    try:
        return urlsplit(f"//{authority}").hostname or ""
    except ValueError:  # a bracket without its other
        return ""


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


class _Body:
    """A body on its way, counted with the others that are held."""

    def __init__(self, held: Counter[str], client: str, most: int) -> None:
        self._held = held
        self._client = client
        self._most = most
        self._parts: list[bytes] = []
        self._length = 0

    def whole(self) -> bytes:
        """All of it, once."""
        whole = b"".join(self._parts)
        self._parts.clear()
        return whole

    def release(self) -> None:
        """It is held no longer."""
        self._held[self._client] -= self._length
        if not self._held[self._client]:
            del self._held[self._client]

    async def read(self, receive: Any) -> None:
        """Read it, if it is no longer than it may be and comes in time."""
        try:
            async with asyncio.timeout(_SENT_WITHIN_S):
                more = True
                while more:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        raise _Refused(400, "the request broke off")
                    more = message.get("more_body", False)
                    try:
                        self._take(message.get("body", b""))
                    except _Refused:
                        await _read_out(receive, more=more)
                        raise
        except TimeoutError:
            told = f"the request took more than {_SENT_WITHIN_S:.0f} s to come; send it faster"
            raise _Refused(408, told) from None

    def _take(self, part: bytes) -> None:
        self._parts.append(part)
        self._length += len(part)
        self._held[self._client] += len(part)
        if self._length > self._most:
            raise _Refused(413, f"the request has more than {self._most} bytes; send less")
        full = self._held[self._client] > _MOST_OF_CLIENT * self._most or self._held.total() > _MOST_HELD * self._most
        if full:
            raise _Refused(503, "too much is being sent at the moment; send it again in a minute")


async def _read_out(receive: Any, *, more: bool) -> None:
    """Let the rest of a refused body come, for a while: who is still sending when it is closed sees no answer."""
    with suppress(TimeoutError):
        async with asyncio.timeout(_READ_OUT_S):
            while more:
                message = await receive()
                more = message["type"] == "http.request" and message.get("more_body", False)


def _again(body: bytes, receive: Any) -> Any:
    """A receive that gives the body first."""
    given = False

    async def receive_again() -> Any:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receive_again


async def _refuse(send: Any, refused: _Refused) -> None:
    body = json.dumps({"error": str(refused)}).encode()
    headers = [
        (b"content-type", b"application/json"),
        (b"content-length", b"%d" % len(body)),
        (b"connection", b"close"),  # what is left of the body is not read
    ]
    await send({"type": "http.response.start", "status": refused.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
