"""An HTTP connection to an address that was checked, whatever its name means by now."""

import re
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTP_PORT, HTTPS_PORT, HTTPConnection
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Final
from urllib.parse import quote, urlsplit

_ADDRESS: Final = re.compile(r"(?:[a-z][a-z0-9+.-]*://|www\.)\S+", re.IGNORECASE)
_AS_THEY_ARE: Final = "/%:@!$&'()*+,;=~-._?"  # of a path; other letters, such as Arabic ones, are escaped

IPAddress = IPv4Address | IPv6Address


@dataclass(frozen=True, slots=True)
class Target:
    """Where a page is asked for."""

    secure: bool
    host: str
    port: int
    path: str


def is_address(text: str) -> bool:
    """Whether a text is nothing but an address."""
    return _ADDRESS.fullmatch(text.strip()) is not None


def target(address: str) -> Target | None:
    """What an address means; None where it is not one of a page, or has a user's name in it."""
    written = address.strip()
    try:
        parts = urlsplit(written if "://" in written else f"https://{written}")
        host = _host(parts.hostname or "")
        port = parts.port
    except ValueError:  # UnicodeError, of names, is one
        return None
    if parts.scheme not in ("http", "https") or not host or "@" in parts.netloc:
        return None
    secure = parts.scheme == "https"
    path = quote(parts.path or "/", safe=_AS_THEY_ARE)
    query = f"?{quote(parts.query, safe=_AS_THEY_ARE)}" if parts.query else ""
    return Target(secure, host, port or (HTTPS_PORT if secure else HTTP_PORT), path + query)


def _host(name: str) -> str:
    """A host's name as the name service knows it.

    Raises:
        UnicodeError: there can be no such name.
    """
    try:
        return str(ip_address(name))
    except ValueError:
        return name.encode("idna").decode("ascii")


class Pinned(HTTPConnection):
    """A connection to one address; names and certificates are those of the target."""

    def __init__(self, asked: Target, address: IPAddress, *, timeout_s: float) -> None:
        super().__init__(asked.host, asked.port, timeout=timeout_s)
        self.default_port = HTTPS_PORT if asked.secure else HTTP_PORT
        self._asked = asked
        self._address = str(address)

    def connect(self) -> None:
        """Connect; certificates are checked against the target's name.

        Raises:
            OSError: there is no connection, or the certificate is not the host's.
        """
        plain = socket.create_connection((self._address, self._asked.port), self.timeout)
        if not self._asked.secure:
            self.sock = plain
            return
        try:
            self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self._asked.host)
        except OSError:
            plain.close()
            raise

    def cut(self) -> None:
        """End it from another thread, in the middle of what it does."""
        with suppress(OSError, AttributeError):  # it may be closed by then
            self.sock.shutdown(socket.SHUT_RDWR)
