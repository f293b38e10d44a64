"""Fetch the page at an address that a reader gives: from a public host only, and no more of it than allowed.

A server that fetches what others name must not become their way to its own network. So a name is resolved once, every
address that it has is checked, and the connection goes to one that was checked, not to the name: between check and
connection nothing can change. Each redirect is an address of its own and is checked anew.
"""

import socket
import time
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from ipaddress import IPv6Address, ip_address
from threading import Timer
from typing import Final
from urllib.parse import urljoin

from assistant.errors import AssistantError
from assistant.page.own.pinned import IPAddress, Pinned, Target, target

_MOST_REDIRECTS: Final = 3
_REDIRECTS: Final = (301, 302, 303, 307, 308)
_AT_ONCE: Final = 64 * 1024  # bytes read at a time
_TRIED: Final = 2  # addresses of one host
_NAT64: Final = (0x0064_FF9B << 96, 0x0064_FF9B_0001 << 80)  # prefixes under which IPv4 addresses are hidden
_HEADERS: Final = {
    "Accept": "text/html, application/xhtml+xml, text/plain, application/pdf;q=0.9, */*;q=0.1",
    "Accept-Encoding": "identity",
    "User-Agent": "article-assistant",
}
_SUFFIXES: Final = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}
_TEXTS: Final = (".html", ".txt", ".md")

Resolve = Callable[[str, int], Sequence[str]]


class FetchFailed(AssistantError):
    """What an address names cannot be had; ``reason`` is one of address, unreachable, late, large and format."""

    def __init__(self, message: str, *, reason: str) -> None:
        super().__init__(message)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page's bytes, the suffix of files of its kind, and the host that gave it."""

    raw: bytes
    suffix: str
    host: str


def system_resolve(host: str, port: int) -> Sequence[str]:
    """The addresses of a name, as the operating system knows them.

    Raises:
        OSError: there is no such name.
    """
    return tuple(dict.fromkeys(str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))


def is_public(address: IPAddress) -> bool:
    """Whether an address is that of one host of the public network, and does not stand for another address."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return is_public(address.ipv4_mapped)
        hides = address.sixtofour or address.teredo or int(address) >> 96 << 96 == _NAT64[0]
        if hides or int(address) >> 80 << 80 == _NAT64[1] or address.is_site_local:
            return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


class Fetcher:
    """Fetches pages of at most so many bytes, each within so many seconds."""

    def __init__(
        self,
        *,
        max_bytes: int,
        within_s: float = 20.0,
        resolve: Resolve = system_resolve,
        permitted: Callable[[IPAddress], bool] = is_public,
    ) -> None:
        self._max_bytes = max_bytes
        self._within_s = within_s
        self._resolve = resolve
        self._permitted = permitted

    def fetch(self, address: str) -> Fetched:
        """What an address names, after up to three redirects.

        Raises:
            FetchFailed: the address may not be fetched, does not answer, or gives too much, too slowly, or no article.
        """
        deadline = time.monotonic() + self._within_s
        for _ in range(_MOST_REDIRECTS + 1):
            asked = target(address)
            if asked is None:
                raise FetchFailed(f"{address} is no address of a page; give one with https://", reason="address")
            fetched = self._visit(asked, deadline)
            if isinstance(fetched, Fetched):
                return fetched
            address = urljoin(address, fetched)
        raise FetchFailed(f"{address} is led to by too many redirects; give its own address", reason="unreachable")

    def _visit(self, asked: Target, deadline: float) -> Fetched | str:
        """The page, or where it has gone."""
        connection = self._connected(asked, deadline)
        watch = Timer(max(0.0, deadline - time.monotonic()), connection.cut)  # a trickle never times out by itself
        watch.daemon = True
        watch.start()
        try:
            connection.request("GET", asked.path, headers=_HEADERS)
            response = connection.getresponse()
            if response.status in _REDIRECTS and (place := response.headers["Location"]):
                return str(place).encode("latin-1", "replace").decode("utf-8", "replace")  # hosts write UTF-8 there
            return self._read(response, asked, deadline)
        except (OSError, HTTPException, ValueError) as error:  # ValueError: a read from a connection that was cut
            raise _failed(asked, deadline, type(error).__name__) from error
        finally:
            watch.cancel()
            connection.close()

    def _connected(self, asked: Target, deadline: float) -> Pinned:
        """A connection to one of the host's addresses, all of which are permitted."""
        try:
            addresses = [ip_address(found.partition("%")[0]) for found in self._resolve(asked.host, asked.port)]
        except (OSError, ValueError) as error:
            raise _failed(asked, deadline, "there is no such host") from error
        if not addresses or not all(self._permitted(address) for address in addresses):
            raise FetchFailed(f"{asked.host} is not on the public network; its page is not fetched", reason="address")
        why = ""
        for address in addresses[:_TRIED]:
            connection = Pinned(asked, address, timeout_s=max(0.01, deadline - time.monotonic()))
            try:
                connection.connect()
            except OSError as error:
                why = type(error).__name__
            else:
                return connection
        raise _failed(asked, deadline, why)

    def _read(self, response: HTTPResponse, asked: Target, deadline: float) -> Fetched:
        if response.status != 200:
            raise FetchFailed(f"{asked.host} answered with status {response.status}", reason="unreachable")
        suffix = _SUFFIXES.get(response.headers.get_content_type())
        if suffix is None:
            raise FetchFailed(f"{asked.host} gave something else than an article", reason="format")
        raw = bytearray()
        while part := response.read1(_AT_ONCE):
            raw += part
            self._check(len(raw), asked)
        if time.monotonic() >= deadline or response.length:
            raise _failed(asked, deadline, "the page is not whole")
        whole = self._unpacked(bytes(raw), response.headers.get("Content-Encoding", "identity").lower(), asked)
        return Fetched(_as_utf8(whole, suffix, response.headers.get_content_charset()), suffix, asked.host)

    def _unpacked(self, raw: bytes, encoding: str, asked: Target) -> bytes:
        """The page's bytes, which some hosts compress whatever they are asked."""
        if encoding == "identity":
            return raw
        if encoding not in ("gzip", "x-gzip"):
            raise FetchFailed(f"{asked.host} gave its page in the encoding {encoding}", reason="format")
        try:
            whole = zlib.decompressobj(wbits=31).decompress(raw, self._max_bytes + 1)
        except zlib.error as error:
            raise FetchFailed(f"what {asked.host} gave cannot be decompressed", reason="format") from error
        self._check(len(whole), asked)
        return whole

    def _check(self, length: int, asked: Target) -> None:
        if length > self._max_bytes:
            told = f"the page of {asked.host} has more than the {self._max_bytes:,} bytes allowed; paste its text"
            raise FetchFailed(told, reason="large")


def _failed(asked: Target, deadline: float, why: str) -> FetchFailed:
    if time.monotonic() >= deadline:
        return FetchFailed(f"{asked.host} did not answer in time; paste the page's text", reason="late")
    return FetchFailed(f"{asked.host} cannot be reached ({why}); check the address", reason="unreachable")


def _as_utf8(raw: bytes, suffix: str, charset: str | None) -> bytes:
    """A text in the encoding that its host names, with a mark that says so; as it is where that is wrong."""
    if suffix not in _TEXTS or not charset:
        return raw
    try:
        return raw.decode(charset).encode("utf-8-sig")
    except (LookupError, UnicodeError):
        return raw
