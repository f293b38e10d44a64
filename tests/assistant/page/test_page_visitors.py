"""Who may ask the page's server and what they may send, over real HTTP and sockets."""

import http.client
import json
import select
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from urllib.parse import urlsplit

import pytest

from assistant.assembly import Assistant
from assistant.page import Options, running
from assistant.page.serving import visitors

WHO = json.dumps({"question": "من المتحدث باسم البنتاجون؟"}).encode()
TEXT_BYTES = 20_000

pytestmark = [
    pytest.mark.filterwarnings("ignore:'future.no_silent_downcasting' is deprecated"),
    pytest.mark.filterwarnings("ignore:The copy keyword is deprecated"),
]


@pytest.fixture(scope="module")
def address(real: Assistant) -> Iterator[tuple[str, int]]:
    options = Options(served_as=("news.example.org",), max_own_bytes=TEXT_BYTES)
    with running(real, host="127.0.0.1", port=0, options=options) as served:
        parts = urlsplit(served)
        assert parts.hostname
        assert parts.port
        yield parts.hostname, parts.port


def request(
    address: tuple[str, int], method: str, path: str, body: bytes | None = None, **headers: str
) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection(*address, timeout=20)
    try:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, {"content-type": "application/json"} | named)
        reply = connection.getresponse()
        return reply.status, {name.lower(): value for name, value in reply.getheaders()}, reply.read()
    finally:
        connection.close()


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:80", "page.localhost", "10.0.0.7:7860", "[::1]:7860", "news.example.org"]
)
def test_who_asks_by_a_name_of_ours_is_answered(address: tuple[str, int], host: str) -> None:
    assert request(address, "GET", "/healthz", Host=host)[0] == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "news.example.org.", "", "[::1"]
)
@pytest.mark.parametrize(("method", "path"), [("GET", "/"), ("POST", "/ask"), ("POST", "/gradio_api/upload")])
def test_who_asks_by_another_name_is_refused(address: tuple[str, int], host: str, method: str, path: str) -> None:
    status, headers, body = request(address, method, path, WHO if method == "POST" else None, Host=host)
    assert status == 403
    assert "--served-as" in json.loads(body)["error"]
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:1", "file://", "http://localhost"])
@pytest.mark.parametrize("path", ["/ask", "/gradio_api/upload", "/gradio_api/queue/join"])
def test_another_sites_page_cannot_post(address: tuple[str, int], origin: str, path: str) -> None:
    status, _, body = request(address, "POST", path, WHO, Origin=origin)
    assert status == 403
    assert "another site" in json.loads(body)["error"]


def test_our_own_page_posts(address: tuple[str, int]) -> None:
    own = f"http://{address[0]}:{address[1]}"
    assert request(address, "POST", "/ask", WHO, Origin=own)[0] == 200
    assert request(address, "POST", "/ask", WHO, Origin="https://news.example.org")[0] == 200


def test_a_body_has_an_end(address: tuple[str, int]) -> None:
    status, headers, body = request(address, "POST", "/ask", b"[" * (TEXT_BYTES * 6 + 100_000))
    assert status == 413
    assert "send less" in json.loads(body)["error"]
    assert headers["content-security-policy"]


def test_a_slow_sender_is_not_waited_for(address: tuple[str, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visitors, "_SENT_WITHIN_S", 0.2)
    with socket.create_connection(address, timeout=20) as slow:
        slow.sendall(b"POST /ask HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{")
        assert slow.recv(4096).startswith(b"HTTP/1.1 408")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b'{"question": NaN}', "question: Input should be a valid string"),
        (b'{"question": "\\ud800 secret"}', "question: Value error, not valid Unicode"),
        (b'{"question": "?", "earlier": ["\\udc00"]}', "earlier: Value error, not valid Unicode"),
        (b'{"question": "?", "secret": 1}', "Extra inputs are not permitted"),
        (b'{"question": secret', "JSON decode error"),
        (b"\xff\xfe", ""),
    ],
)
def test_what_is_wrong_is_told_in_our_form_and_nothing_comes_back(
    address: tuple[str, int], body: bytes, said: str
) -> None:
    status, headers, reply = request(address, "POST", "/ask", body)
    assert status in (400, 422)
    assert json.loads(reply).keys() == {"error"}
    assert said in json.loads(reply)["error"]
    assert "secret" not in reply.decode()
    assert "server" not in headers


def test_no_other_page_may_frame_it(address: tuple[str, int]) -> None:
    _, headers, _ = request(address, "GET", "/")
    assert "frame-ancestors 'self'" in headers["content-security-policy"]
    assert headers["referrer-policy"] == "no-referrer"


def test_bodies_that_are_held_have_a_limit_together(address: tuple[str, int]) -> None:
    most = TEXT_BYTES * 6 + 64 * 1024
    start = f"POST /ask HTTP/1.1\r\nHost: localhost\r\nContent-Length: {most}\r\n\r\n".encode()
    with ExitStack() as stack:
        slow = [stack.enter_context(socket.create_connection(address, timeout=20)) for _ in range(3)]
        for sender in slow:
            sender.sendall(start + b"[" * (most - 1_000))
        ready, _, _ = select.select(slow, [], [], 20)
        assert ready[0].recv(4096).startswith(b"HTTP/1.1 503")
    assert request(address, "POST", "/ask", WHO)[0] == 200
