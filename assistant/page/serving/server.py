"""Serve the chat page on this machine, without a request to any other."""

import socket
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, closing, contextmanager, suppress
from functools import partial
from importlib.util import find_spec

import uvicorn
from fastapi import FastAPI
from starlette.routing import Mount

from assistant.answer import Language
from assistant.errors import PageUnavailable
from assistant.page.build import build_page
from assistant.page.components.around import byline_html
from assistant.page.components.programs import Programs, add_routes
from assistant.page.limits.bounds import forget
from assistant.page.limits.queueing import FairQueue
from assistant.page.limits.uploads import Uploads, add_uploads
from assistant.page.offline import gr
from assistant.page.options import Options
from assistant.page.serving.assets import Assets, Compressed
from assistant.page.serving.first import dresser, shell_html
from assistant.page.serving.head import head_html
from assistant.page.serving.heartbeats import Heartbeats
from assistant.page.serving.policy import Border
from assistant.page.serving.visitors import Visitors
from assistant.page.state.open_article import OpenArticle
from assistant.page.state.session import Sessions
from assistant.page.state.views import Askable
from assistant.page.texts import TEXTS, Texts

_SHUTDOWN_S = 2  # an open page holds a connection for as long as it is open


def serve(
    assistant: Askable,
    *,
    host: str = "127.0.0.1",
    port: int = 7860,
    announce: Callable[[str], None],
    texts: Mapping[Language, Texts] = TEXTS,
    options: Options | None = None,
) -> None:
    """Serve the page until it is interrupted; ``announce`` is given its address once it answers.

    Port 0 takes any free port.

    Raises:
        PageUnavailable: the port is busy or the host is not this machine's.
    """
    with running(assistant, host=host, port=port, texts=texts, options=options) as address, suppress(KeyboardInterrupt):
        announce(address)
        threading.Event().wait()


@contextmanager
def running(
    assistant: Askable,
    *,
    host: str,
    port: int,
    texts: Mapping[Language, Texts] = TEXTS,
    options: Options | None = None,
) -> Iterator[str]:
    """The page's address while it is served from a thread of its own.

    Raises:
        PageUnavailable: the port is busy or the host is not this machine's.
    """
    with _listen(host, port) as listener:
        config = uvicorn.Config(
            make_app(assistant, texts=texts, options=options),
            log_level="error",
            timeout_graceful_shutdown=_SHUTDOWN_S,
            lifespan="on",
            ws="none",
            server_header=False,
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


def make_app(assistant: Askable, *, texts: Mapping[Language, Texts] = TEXTS, options: Options | None = None) -> FastAPI:
    """The page, ``/ask`` for programs and ``/healthz``, as an application any ASGI server can run."""
    options = options or Options()
    sessions = Sessions(OpenArticle(assistant), grace_s=options.grace_s)
    asking = Programs(assistant, FairQueue.for_questions())
    uploads = Uploads(max_bytes=options.max_own_bytes)

    @asynccontextmanager
    async def ending_sessions(_: FastAPI) -> AsyncIterator[None]:
        with closing(sessions):
            yield

    app = FastAPI(
        lifespan=ending_sessions,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        title="The article assistant",
    )
    add_routes(app, asking)
    add_uploads(app, uploads)
    page = build_page(sessions, asking, uploads, texts=texts, options=options)
    components = {component.get_block_name() for component in page.blocks.values()} | {"state"}  # as `api` is shown
    shell = shell_html(byline_html(assistant.article) + sessions.shipped.html, texts)
    head = head_html(texts, options, assistant.article)
    app.add_middleware(Heartbeats, sessions=sessions, grace_s=options.grace_s, forget=partial(forget, page))
    app.add_middleware(Visitors, names=options.served_as, text_bytes=options.max_own_bytes)
    app.add_middleware(Border, dress=dresser(head=head, shell=shell, components=components))
    app.add_middleware(Compressed)
    app.add_middleware(Assets)
    _mount(app, page, options)
    return app


def _mount(app: FastAPI, page: gr.Blocks, options: Options) -> None:
    gr.mount_gradio_app(
        app,
        page,
        path="/",
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        show_error=False,  # on, any exception's text would be shown to whoever asks
        max_file_size=options.max_own_bytes,
        ssr_mode=False,
        mcp_server=find_spec("mcp") is not None,  # the extra of that name
        theme=gr.themes.Default(font=["Noto Sans Arabic", "system-ui", "sans-serif"], font_mono=["monospace"]),
    )


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
