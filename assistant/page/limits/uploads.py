"""Files that readers send, until their event takes them: in memory, so many bytes, and not for long.

Gradio's own upload writes them into a folder under names of their content, which two who send the same file share, and
tells where on this machine that is.
"""

import asyncio
import secrets
import time
from dataclasses import dataclass
from typing import Final

from fastapi import FastAPI, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from assistant.page.limits.queueing import Asker

_KEPT_S: Final = 60.0  # the page takes a file some milliseconds after it was sent
_MOST_OF_CLIENT: Final = 2  # files that wait; of more from one address, the oldest go
_MOST_FULL: Final = 8  # files of the largest size that wait, from all together
_FIELD: Final = "files"  # as Gradio's page sends it


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was sent."""

    name: str
    content: bytes
    client: str
    came: float  # by the monotonic clock


class Uploads:
    """What was sent and not yet taken; used from the event loop and from threads, a step at a time."""

    def __init__(self, *, max_bytes: int) -> None:
        """Keep files of ``max_bytes`` at most."""
        self.max_bytes = max_bytes
        self._kept: dict[str, Upload] = {}  # the oldest first

    def put(self, name: str, content: bytes, client: str) -> str | None:
        """Keep a file, which is found by what is returned; None where too much waits."""
        self.forget()
        own = [key for key, upload in self._kept.items() if upload.client == client]
        for key in own[: len(own) + 1 - _MOST_OF_CLIENT]:
            self._kept.pop(key, None)
        if sum(len(upload.content) for upload in self._kept.values()) + len(content) > _MOST_FULL * self.max_bytes:
            return None
        key = secrets.token_urlsafe(16)
        self._kept[key] = Upload(name, content, client, time.monotonic())
        return key

    def take(self, key: str) -> Upload | None:
        """A file, which is kept no longer; None where it is not there any more."""
        self.forget()
        return self._kept.pop(key, None)

    def forget(self) -> None:
        """Forget what nobody took in time."""
        before = time.monotonic() - _KEPT_S
        for key in [key for key, upload in self._kept.items() if upload.came <= before]:
            self._kept.pop(key, None)

    def __len__(self) -> int:
        return len(self._kept)


class _InMemory(MultiPartParser):
    """Writes no temporary file, whatever the size: the body is in memory already."""

    spool_max_size = 1 << 40


def add_uploads(app: FastAPI, uploads: Uploads) -> None:
    """Gradio's address for uploads with our own behind it, and none where Gradio would write a session to the disk."""

    @app.post("/gradio_api/upload", include_in_schema=False)
    async def upload(request: Request) -> Response:
        try:
            form = await _InMemory(request.headers, request.stream(), max_files=1, max_fields=1).parse()
        except (MultiPartException, KeyError) as error:  # KeyError: it is no form, and has no boundary
            return PlainTextResponse(f"the upload cannot be read ({error})", status_code=400)
        file = form.get(_FIELD)
        if not isinstance(file, UploadFile):
            return PlainTextResponse("the upload has no file", status_code=400)
        content = await file.read()
        if len(content) > uploads.max_bytes:
            return PlainTextResponse(f"the file has more than {uploads.max_bytes} bytes", status_code=413)
        key = uploads.put(file.filename or "", content, Asker.of(request).client)
        if key is None:
            return PlainTextResponse("too many files wait; send it again in a minute", status_code=503)
        asyncio.get_running_loop().call_later(_KEPT_S, uploads.forget)
        return JSONResponse([key])

    @app.get("/gradio_api/deep_link", include_in_schema=False)
    def deep_link() -> Response:
        return PlainTextResponse("not found", status_code=404)
