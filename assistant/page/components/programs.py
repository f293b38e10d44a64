"""What programs are offered: ``/ask`` by Gradio's client or queue, and ``POST /ask`` by plain HTTP."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Sequence
from typing import Annotated, Any, Final

from anyio import CapacityLimiter, to_thread
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response, StreamingResponse
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from assistant.errors import AssistantError
from assistant.page.limits.queueing import AT_ONCE, MOST_WAITING, Asker, FairQueue, QueueFull
from assistant.page.offline import gr
from assistant.page.state.views import Askable
from assistant.readers.base import Turn
from assistant.rendering.doubts import warnings_of
from vectorstore.errors import VectorStoreError

_MOST_TOLD: Final = 3  # faults of one request
_MOST_EARLIER: Final = 50  # turns of a conversation that a program may bring
_MOST_ANSWERED: Final = 6  # of these, the last, each of which is answered first
_RETRY_AFTER_S: Final = 5
_CROWDED: Final = f"{MOST_WAITING} of your questions wait already; ask again in {_RETRY_AFTER_S} seconds"
_END: Final[dict[str, Any]] = {}

Fields = dict[str, Any]  # the command line's JSON object of an answer


def _unicode(text: str) -> str:
    if any("\ud800" <= letter <= "\udfff" for letter in text):  # JSON can name half of a surrogate pair
        raise ValueError("not valid Unicode")
    return text


Text = Annotated[str, AfterValidator(_unicode)]


class AskRequest(BaseModel):
    """What ``POST /ask`` takes."""

    model_config = ConfigDict(extra="forbid")

    question: Text = Field(description="a question about the article, in Arabic or English")
    earlier: list[Text] = Field([], max_length=_MOST_EARLIER, description="the questions asked before it, oldest first")
    stream: bool = Field(False, description="give the answer as it grows: a JSON object a line, the last one complete")


class Programs:
    """Answers in threads, a few at once; what nobody waits for any more is left at its next step."""

    def __init__(self, assistant: Askable, queue: FairQueue) -> None:
        self.assistant = assistant
        self.queue = queue
        self._threads = CapacityLimiter(AT_ONCE)

    async def answers(
        self, question: str, earlier: list[str], asker: Asker, left: Callable[[], Awaitable[bool]]
    ) -> AsyncIterator[Fields]:
        """The answer as it grows, until its asker has ``left``."""
        async with self.queue.place(asker):
            steps = _steps(self.assistant, question, earlier)
            try:
                while not await left():
                    fields = await to_thread.run_sync(next, steps, _END, limiter=self._threads)
                    if fields is _END:
                        return
                    if fields:
                        yield fields
            finally:
                steps.close()


def endpoint(asking: Programs) -> Callable[..., AsyncIterator[Fields]]:
    """The function behind Gradio's ``/ask``."""

    async def ask(  # noqa: D417
        question: str,
        request: gr.Request,
        earlier: list[str] = [],  # noqa: B006
    ) -> AsyncIterator[dict]:  # type: ignore[type-arg]
        """Answer one question about the article: an object with the answer and its citations, as it grows.

        Parameters:
            question: the question, in Arabic or English
            earlier: the questions of the conversation before it, oldest first
        """  # noqa: D406, D407 — Gradio reads descriptions in this form
        try:
            async for fields in asking.answers(question, earlier, Asker.of(request), _never):
                yield fields
        except QueueFull:
            raise gr.Error(_CROWDED, print_exception=False) from None
        except (AssistantError, VectorStoreError) as error:
            raise gr.Error(str(error), print_exception=False) from error

    return ask


async def _never() -> bool:
    """Gradio closes what nobody listens to by itself."""
    return False


def add_routes(app: FastAPI, asking: Programs) -> None:
    """``POST /ask`` and ``GET /healthz``."""
    app.add_exception_handler(RequestValidationError, _invalid)

    @app.get("/healthz")
    def healthz() -> dict[str, str]:
        return {"status": "ok", "reader": asking.assistant.reader_name}

    @app.post("/ask")
    async def ask(asked: AskRequest, request: Request) -> Response:
        """Answer one question about the article; 422 with an ``error`` where it cannot be answered.

        429, with ``Retry-After``, where too many questions of the same client wait.
        """
        answers = asking.answers(asked.question, asked.earlier, Asker.of(request), request.is_disconnected)
        try:
            last = await anext(answers, None)
            if last is not None and asked.stream:
                return StreamingResponse(_lines(last, answers), media_type="application/x-ndjson")
            async for fields in answers:
                last = fields
        except QueueFull:
            return JSONResponse({"error": _CROWDED}, status_code=429, headers={"retry-after": str(_RETRY_AFTER_S)})
        except (AssistantError, VectorStoreError) as error:
            return JSONResponse({"error": str(error)}, status_code=422)
        return JSONResponse(last) if last else Response(status_code=400)  # its asker has left


async def _invalid(_: Request, error: Exception) -> JSONResponse:
    """What is wrong with a request, in words of ours and pydantic's; nothing that was sent comes back."""
    if not isinstance(error, RequestValidationError):
        raise error
    told = dict.fromkeys(": ".join((*_fields_of(each["loc"]), each["msg"])) for each in error.errors())
    return JSONResponse({"error": "; ".join(list(told)[:_MOST_TOLD])}, status_code=422)


def _fields_of(place: Sequence[Any]) -> list[str]:
    return [part for part in place if part in AskRequest.model_fields]


def _steps(assistant: Askable, question: str, earlier: list[str]) -> Generator[Fields, None, None]:
    """The answer as it grows, after a step for each turn before it, which gives nothing."""
    history: list[Turn] = []
    for before in earlier[-_MOST_ANSWERED:]:
        *_, answer = assistant.stream(before, history)
        history.append(Turn(before, answer))
        yield {}
    for answer in assistant.stream(question, history):
        yield answer.as_json() | warnings_of(assistant.article) | {"complete": answer.complete}


async def _lines(first: Fields, rest: AsyncIterator[Fields]) -> AsyncIterator[str]:
    """JSON lines; one that fails on the way ends with a line that says so."""
    yield json.dumps(first, ensure_ascii=False) + "\n"
    try:
        async for fields in rest:
            yield json.dumps(fields, ensure_ascii=False) + "\n"
    except (AssistantError, VectorStoreError) as error:
        yield json.dumps({"error": str(error)}, ensure_ascii=False) + "\n"
