"""The page as its server sees it: what a browser's tab sends and hears, over HTTP, without a browser.

    async with Tab(address) as tab:
        await tab.arrive()
        assert "…" in await tab.ask("…")

Each tab may come from an address of its own: all of 127.0.0.0/8 are this machine's, on Linux.
"""

import asyncio
import json
import re
import secrets
from collections.abc import AsyncIterator
from types import TracebackType
from typing import Any, Self

import httpx

API = "/gradio_api"
NEWS = (
    "افتتاح مكتبة الواحة في نزوى\n\n"
    "افتتحت وزيرة الثقافة سلمى الحارثي مكتبة الواحة العامة في مدينة نزوى يوم الأحد الماضي بحضور عدد كبير من القراء.\n\n"
    "وبلغت تكلفة المكتبة 12 مليون ريال، وتضم القاعة الرئيسية فيها 340 ألف كتاب جمعت من تبرعات الأهالي خلال ست سنوات.\n"
)
ASKED = "من افتتحت مكتبة الواحة؟"
FOUND = "سلمى الحارثي"


class Failed(Exception):
    """An event ended with an error, or its request was refused."""


class Tab:
    """A tab of the page; ``held`` False leaves out the connection that a browser holds open as long as it is there."""

    def __init__(self, address: str, *, client: str = "127.0.0.1", token: str = "", held: bool = True) -> None:
        self.token = token or secrets.token_hex(16)
        self.visit = secrets.token_hex(5)
        self._held = held
        transport = httpx.AsyncHTTPTransport(local_address=client, limits=httpx.Limits(max_keepalive_connections=4))
        self._http = httpx.AsyncClient(base_url=address, transport=transport, timeout=60)
        self._holding: asyncio.Task[None] | None = None
        self._functions: dict[str, int] = {}

    async def __aenter__(self) -> Self:
        config = (await self._http.get("/config")).json()
        self._functions = {each["api_name"]: each["id"] for each in config["dependencies"]}
        if self._held:
            there = asyncio.Event()
            self._holding = asyncio.create_task(self._hold(there))
            await there.wait()
        return self

    async def __aexit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        if self._holding:
            self._holding.cancel()
            await asyncio.wait({self._holding})
        await self._http.aclose()

    async def _hold(self, there: asyncio.Event) -> None:
        async with self._http.stream("GET", f"{API}/heartbeat/{self.visit}") as held:
            async for _ in held.aiter_lines():
                there.set()

    async def arrive(self) -> dict[str, Any]:
        """What the page is shown when it is loaded."""
        return await self.run("arrive", "ar", "")

    async def run(self, name: str, *data: Any) -> dict[str, Any]:
        """Run an event that does not wait, such as a click on a button."""
        body = {"data": [self.token, *data], "fn_index": self._functions[name], "session_hash": self.visit}
        return _checked(await self._http.post(f"{API}/run/predict", json=body))

    async def join(self, name: str, *data: Any, event_data: Any = None) -> str:
        """Begin an event; nobody listens to it yet."""
        body = {"data": [self.token, *data], "fn_index": self._functions[name], "session_hash": self.visit}
        reply = await self._http.post(f"{API}/queue/join", json=body | {"event_data": event_data})
        return str(_checked(reply)["event_id"])

    async def listen(self) -> AsyncIterator[dict[str, Any]]:
        """What comes of the events that were begun, until all are over."""
        async with self._http.stream("GET", f"{API}/queue/data", params={"session_hash": self.visit}) as stream:
            async for line in stream.aiter_lines():
                if line.startswith("data: "):
                    message = json.loads(line.removeprefix("data: "))
                    if message["msg"] == "close_stream":
                        return
                    yield message

    async def event(self, name: str, *data: Any, event_data: Any = None) -> str:
        """An event from its beginning to its end: all that it showed, as JSON.

        Raises:
            Failed: it ended with an error.
        """
        await self.join(name, *data, event_data=event_data)
        shown: list[str] = []
        async for message in self.listen():
            shown.append(json.dumps(message.get("output"), ensure_ascii=False))
            if message["msg"] == "process_completed" and not message["success"]:
                raise Failed(shown[-1])
            if message["msg"] in ("unexpected_error", "server_stopped"):
                raise Failed(str(message))
        return "\n".join(shown)

    async def ask(self, question: str) -> str:
        """Ask in the box, and what was shown of the answer."""
        shown = await self.event("page", question, "ar")
        await self.run("rest", "ar")
        return shown

    async def paste(self, text: str) -> str:
        """Open a text as an article of one's own."""
        return await self.event("open_text", text, "ar")

    async def upload(self, name: str, content: bytes) -> httpx.Response:
        """Send a file, without opening it."""
        return await self._http.post(f"{API}/upload", files={"files": (name, content)})

    async def open(self, name: str, content: bytes) -> str:
        """Open a file as an article of one's own."""
        (key,) = _checked(await self.upload(name, content))
        return await self.event("open_file", key, "ar", None)

    async def close(self, shown: str) -> None:
        """Close the own article that was shown when it was opened."""
        (key,) = set(re.findall(r'data-key=\\*"([0-9a-f]{8})', shown))
        await self.event("close", "ar", event_data={"key": key})

    async def program(self, **fields: Any) -> httpx.Response:
        """Ask as a program does."""
        return await self._http.post("/ask", json=fields)


def _checked(reply: httpx.Response) -> Any:
    if reply.status_code != httpx.codes.OK:
        raise Failed(f"{reply.status_code} {reply.text}")
    return reply.json()
