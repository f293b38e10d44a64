"""Which browsers are there: each holds a connection open as long as its page is."""

from typing import Any, Final

from assistant.page.state.session import Sessions

_HELD: Final = "/gradio_api/heartbeat/"


class Heartbeats:
    """An ASGI middleware that tells the sessions of these connections."""

    def __init__(self, app: Any, *, sessions: Sessions) -> None:
        self.app = app
        self._sessions = sessions

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http" or not scope["path"].startswith(_HELD):
            await self.app(scope, receive, send)
            return
        visit = scope["path"].removeprefix(_HELD)
        client = scope["client"][0] if scope["client"] else "?"
        self._sessions.connect(visit, client)
        try:
            await self.app(scope, receive, send)
        finally:
            self._sessions.leave(visit, client)
