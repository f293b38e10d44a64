"""Find out, in a few seconds at most, whether a server answers; and show an address without the secrets in it."""

import re
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from http.client import HTTPException
from urllib.parse import urlsplit

PATIENCE_S = 2.5

_USER = re.compile(r"(?<=://)[^/?#]*@")
_USER_OR_QUERY = re.compile(r"(?<=://)[^/?#]*@|[?#].*")


def trouble_at(url: str, *, patience_s: float = PATIENCE_S) -> str | None:
    """Why nothing useful comes from a URL, None where it answers below HTTP 400; proxies as the environment says."""
    return _in_time(lambda: _get(url, patience_s), patience_s)


def trouble_connecting(url: str, *, patience_s: float = PATIENCE_S) -> str | None:
    """Why no connection to a URL's host can be made, None where one can; through the environment's proxy, if any."""
    return _in_time(lambda: _connect(_proxy(url) or url, patience_s), patience_s)


def without_secrets(url: str) -> str:
    """The URL without user, password, query and fragment."""
    return _USER_OR_QUERY.sub("", url)


def _get(url: str, patience_s: float) -> None:
    request = urllib.request.Request(_USER.sub("", url), headers={"Accept": "application/json"})
    opener = urllib.request.build_opener() if _proxy(url) else urllib.request.build_opener(_NO_PROXY)
    with opener.open(request, timeout=patience_s) as reply:
        reply.read(1)


_NO_PROXY = urllib.request.ProxyHandler({})


def _connect(url: str, patience_s: float) -> None:
    parts = urlsplit(url)
    port = parts.port or (80 if parts.scheme == "http" else 443)
    socket.create_connection((parts.hostname or "", port), timeout=patience_s).close()


def _proxy(url: str) -> str | None:
    parts = urlsplit(url)
    host = parts.hostname or ""
    if host in ("localhost", "127.0.0.1", "::1") or urllib.request.proxy_bypass(host):
        return None
    return urllib.request.getproxies().get(parts.scheme)


def _in_time(attempt: Callable[[], None], patience_s: float) -> str | None:
    """What went wrong; in a thread of its own, for looking up a name knows no timeout."""
    said = [f"no answer within {patience_s:g} s"]

    def run() -> None:
        try:
            attempt()
            said.clear()
        except urllib.error.HTTPError as exc:
            said[:] = [f"HTTP {exc.code}"]
        except urllib.error.URLError as exc:
            said[:] = [str(exc.reason)]
        except (OSError, HTTPException, ValueError) as exc:
            said[:] = [str(exc) or type(exc).__name__]

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(patience_s)
    return next(iter(said), None)
