"""An OpenAI-compatible chat server on 127.0.0.1 that says what it is told to, for tests.

    def test_…(stub: StubServer) -> None:
        stub.reply(says("تنسحب القوات [1]."), refuses(429))   # one request each; the last one stays
        … open_model(model="stub", model_url=stub.url, timeout_s=5) …
        assert stub.requests[0].messages[-1]["content"] …

A test module takes the fixture with ``from stub_server import stub as stub``.
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest


@dataclass(frozen=True, kw_only=True)
class Reply:
    """One reply to a chat request; the functions below make the usual ones."""

    chunks: tuple[str, ...] = ()
    status: int = 200
    wait_s: float = 0.0  # before the first byte
    pause_s: float = 0.0  # before each chunk
    pings: int = 0  # comment lines before the first chunk, a pause before each
    finish_reason: str | None = "stop"  # None: the stream is cut after the last chunk
    raw: str | None = None  # sent as it is in place of all chunks
    content_type: str = "text/event-stream"
    location: str = ""  # where a redirect leads


def says(text: str, *, size: int = 5) -> Reply:
    """Streams a text in chunks of some characters."""
    return Reply(chunks=tuple(text[i : i + size] for i in range(0, len(text), size)))


def in_chunks(*chunks: str) -> Reply:
    """Streams exactly these chunks."""
    return Reply(chunks=chunks)


def slowly(text: str, *, pause_s: float, size: int = 5) -> Reply:
    """Streams a text with a pause before each chunk."""
    return replace(says(text, size=size), pause_s=pause_s)


def silent(seconds: float = 60.0) -> Reply:
    """Accepts the request and says nothing for some seconds."""
    return Reply(wait_s=seconds)


def pings(count: int, *, pause_s: float) -> Reply:
    """Sends comment lines only, which keep the connection busy."""
    return Reply(pings=count, pause_s=pause_s)


def cut(text: str, *, size: int = 5) -> Reply:
    """Streams a text and closes the connection without saying that it is finished."""
    return replace(says(text, size=size), finish_reason=None)


def at_limit(text: str) -> Reply:
    """Streams a text that the server ended at its limit of length."""
    return replace(says(text), finish_reason="length")


def refuses(status: int, message: str = "refused by the stub") -> Reply:
    """Answers with an HTTP error."""
    body = json.dumps({"error": {"message": message, "type": "stub", "code": None}})
    return Reply(status=status, raw=body, content_type="application/json")


def redirects(url: str) -> Reply:
    """Sends the client to another address, as it was asked."""
    return Reply(status=307, raw="", location=url)


def rubbish(body: str = "<html><body>It works!</body></html>", *, content_type: str = "text/html") -> Reply:
    """Answers 200 with something that is no chat reply."""
    return Reply(raw=body, content_type=content_type)


@dataclass(frozen=True)
class Request:
    """A chat request as the server got it."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def messages(self) -> list[dict[str, Any]]:
        """The messages, each with role and content."""
        messages: list[dict[str, Any]] = self.body["messages"]
        return messages

    @property
    def question(self) -> str:
        """The content of the last message."""
        return str(self.messages[-1]["content"])


@dataclass
class StubServer:
    """What the server will say, and what it was asked."""

    url: str  # the base URL, ends in /v1
    models: tuple[str, ...] = ("stub-model",)
    listing: Reply | None = None  # what ``GET /models`` answers in place of the models
    requests: list[Request] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)
    _replies: list[Reply] = field(default_factory=lambda: [says("[0]")])
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def reply(self, *replies: Reply) -> None:
        """Say these from now on, one to each request; the last one answers all further requests."""
        with self._lock:
            self._replies = list(replies)

    def take(self, request: Request) -> Reply:
        """Note a request and give its reply."""
        with self._lock:
            self.requests.append(request)
            return self._replies.pop(0) if len(self._replies) > 1 else self._replies[0]


@contextmanager
def serving() -> Iterator[StubServer]:
    """A stub server on a free port of 127.0.0.1 while the context lasts."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.stub = StubServer(url=f"http://127.0.0.1:{server.server_port}/v1")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server.stub
    finally:
        server.stub.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture
def stub() -> Iterator[StubServer]:
    """A stub server for one test."""
    with serving() as server:
        yield server


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    stub: StubServer

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that hang up are part of the tests."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self) -> None:
        """List the models."""
        if listing := self.server.stub.listing:
            self._send(listing.status, listing.raw or "", listing.content_type, listing.location)
            return
        models = [{"id": name, "object": "model"} for name in self.server.stub.models]
        self._send(200, json.dumps({"object": "list", "data": models}), "application/json")

    def do_POST(self) -> None:
        """Give the next reply."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        reply = self.server.stub.take(Request(self.path, dict(self.headers), body))
        if self._waits(reply.wait_s):
            return
        if reply.raw is not None:
            self._send(reply.status, reply.raw, reply.content_type, reply.location)
        elif body.get("stream"):
            self._stream(reply)
        else:
            message = {"role": "assistant", "content": "".join(reply.chunks)}
            choice = {"index": 0, "message": message, "finish_reason": reply.finish_reason}
            self._send(200, json.dumps({**_HEAD, "choices": [choice]}), "application/json")

    def log_message(self, format: str, *args: Any) -> None:
        """Keep quiet."""

    def _stream(self, reply: Reply) -> None:
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.content_type)
        self.end_headers()
        for _ in range(reply.pings):
            if self._waits(reply.pause_s):
                return
            self._write(": still working\n\n")
        for chunk in reply.chunks:
            if self._waits(reply.pause_s):
                return
            self._event({"index": 0, "delta": {"role": "assistant", "content": chunk}, "finish_reason": None})
        if reply.finish_reason:
            self._event({"index": 0, "delta": {}, "finish_reason": reply.finish_reason})
            self._write("data: [DONE]\n\n")

    def _event(self, choice: dict[str, Any]) -> None:
        self._write(f"data: {json.dumps({**_HEAD, 'choices': [choice]})}\n\n")

    def _write(self, text: str) -> None:
        self.wfile.write(text.encode())
        self.wfile.flush()

    def _waits(self, seconds: float) -> bool:
        """Wait; True if the server is closing meanwhile."""
        return self.server.stub.closing.wait(seconds) if seconds else False

    def _send(self, status: int, body: str, content_type: str, location: str = "") -> None:
        content = body.encode()
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(content)))
        if location:
            self.send_header("Location", location)
        self.end_headers()
        self.wfile.write(content)


_HEAD = {"id": "stub", "object": "chat.completion.chunk", "created": 0, "model": "stub-model"}
