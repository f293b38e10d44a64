"""Which browsers are there: each holds a connection open as long as its page is."""

import asyncio
from collections.abc import Callable
from typing import Any, Final

from assistant.page.state.session import Sessions

_HELD: Final = "/gradio_api/heartbeat/"


class Heartbeats:
    """An ASGI middleware that tells the sessions of these connections."""

    def __init__(self, app: Any, *, sessions: Sessions, grace_s: float, forget: Callable[[str], None]) -> None:
        """What Gradio keeps of a connection it is to ``forget`` when a browser has been gone for so long."""
        self.app = app
        self._sessions = sessions
        self._grace_s = grace_s
        self._forget = forget

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
            asyncio.get_running_loop().call_later(self._grace_s, self._forget_absent, visit)

    def _forget_absent(self, visit: str) -> None:
        if not self._sessions.is_open(visit):
            self._forget(visit)
