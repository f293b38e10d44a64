"""Serve the chat page on this machine, without a request to any other."""

import json
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import uvicorn
from fastapi import FastAPI
from starlette.routing import Mount

from assistant.answer import Language
from assistant.errors import PageUnavailable
from assistant.page.border import Border
from assistant.page.build import build_page
from assistant.page.offline import gr
from assistant.page.texts import TEXTS, Texts
from assistant.page.views import Answering

HERE = Path(__file__).parent
_IN_SCRIPT = ("title", "conversation", "language", "trouble", "lost")  # the words page.js writes
_SHUTDOWN_S = 2  # an open page holds a connection for as long as it is open


def serve(
    assistant: Answering,
    *,
    host: str = "127.0.0.1",
    port: int = 7860,
    announce: Callable[[str], None],
    texts: Mapping[Language, Texts] = TEXTS,
) -> None:
    """Serve the page until it is interrupted; ``announce`` is given its address once it answers.

    Port 0 takes any free port.

    Raises:
        PageUnavailable: the port is busy or the host is not this machine's.
    """
    with running(assistant, host=host, port=port, texts=texts) as address, suppress(KeyboardInterrupt):
        announce(address)
        threading.Event().wait()


@contextmanager
def running(assistant: Answering, *, host: str, port: int, texts: Mapping[Language, Texts] = TEXTS) -> Iterator[str]:
    """The page's address while it is served from a thread of its own.

    Raises:
        PageUnavailable: the port is busy or the host is not this machine's.
    """
    with _listen(host, port) as listener:
        config = uvicorn.Config(
            make_app(assistant, texts=texts),
            log_level="error",
            timeout_graceful_shutdown=_SHUTDOWN_S,
            lifespan="on",
            ws="none",
        )
        server = _Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            _wait(server, thread)
            yield _address(listener)
        finally:
            server.should_exit = True
            thread.join(timeout=2 * _SHUTDOWN_S)


def make_app(assistant: Answering, *, texts: Mapping[Language, Texts] = TEXTS) -> FastAPI:
    """The page, its ``/ask`` endpoint for programs and ``/healthz``, as an application any ASGI server can run."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)

    @app.get("/healthz")
    def healthz() -> dict[str, str]:
        return {"status": "ok", "reader": assistant.reader_name}

    app.add_middleware(Border)
    gr.mount_gradio_app(
        app,
        build_page(assistant, texts=texts),
        path="/",
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        show_error=False,  # on, any exception's text would be shown to whoever asks
        max_file_size=1,  # bytes: the page takes no files, so nobody fills the disk through Gradio's upload route
        ssr_mode=False,
        mcp_server=False,
        theme=gr.themes.Default(font=["Noto Sans Arabic", "system-ui", "sans-serif"], font_mono=["monospace"]),
        head=_head(texts),
    )
    return app


def _head(texts: Mapping[Language, Texts]) -> str:
    """The page's own style, words and behaviour; they run before Gradio shows anything, so the first paint has them."""
    style, script = ((HERE / name).read_text(encoding="utf-8") for name in ("page.css", "page.js"))
    words = {language: {name: getattr(spoken, name) for name in _IN_SCRIPT} for language, spoken in texts.items()}
    data = json.dumps(words).replace("<", "\\u003c")
    return f"<style>{style}</style><script>const pageWords = {data};\n{script}</script>"


class _Server(uvicorn.Server):
    """A server that ends the streams Gradio holds open to every page; left open, they delay its shutdown."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for route in self.config.app.routes:  # type: ignore[union-attr]
            if isinstance(route, Mount) and isinstance(route.app, gr.routes.App):
                route.app.stop_event.set()
        await super().shutdown(sockets)


def _listen(host: str, port: int) -> socket.socket:
    """A socket bound now, so that a busy port is known before anything is built."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        raise PageUnavailable(
            f"cannot serve the page at {host}, port {port} ({error.strerror}); choose another "
            "port with --port or another address with --host"
        ) from error


def _wait(server: uvicorn.Server, thread: threading.Thread) -> None:
    while not server.started:
        if not thread.is_alive():
            raise PageUnavailable("the page's server stopped while it was starting; its log says why")
        thread.join(timeout=0.01)


def _address(listener: socket.socket) -> str:
    host, port, *_ = listener.getsockname()
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{shown}:{port}"
