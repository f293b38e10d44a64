"""What programs are offered, over real HTTP: whole and growing answers, typed and described, and errors told."""

import http.client
import json
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import replace
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError

from assistant.answer import Answer
from assistant.assembly import Assistant
from assistant.page import running
from assistant.readers.base import Turn
from tests.page_fixtures import FakeAssistant, growing, shipped_article
from vectorstore.article import LOST

WHO = "من المتحدث باسم البنتاجون؟"

pytestmark = [
    # Gradio keeps its queue's statistics in pandas, with options that pandas is about to drop.
    pytest.mark.filterwarnings("ignore:'future.no_silent_downcasting' is deprecated"),
    pytest.mark.filterwarnings("ignore:The copy keyword is deprecated"),
]


@pytest.fixture(scope="module")
def address(real: Assistant) -> Iterator[str]:
    with running(real, host="127.0.0.1", port=0) as served:
        yield served


@pytest.fixture(scope="module")
def client(address: str) -> Iterator[Client]:
    connected = Client(address, verbose=False, analytics_enabled=False)
    yield connected
    connected.close()


def post(address: str, **fields: Any) -> tuple[int, str]:
    body = json.dumps(fields).encode()
    request = urllib.request.Request(f"{address}/ask", body, {"content-type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=20) as reply:
            return reply.status, reply.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def without_time(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in answer.items() if name != "seconds"}


def test_plain_http_gives_the_command_lines_object(address: str, real: Assistant) -> None:
    status, reply = post(address, question=WHO)
    assert status == 200
    assert without_time(json.loads(reply)) == without_time(real.ask(WHO).as_json()) | {"complete": True}


def test_what_is_wrong_with_the_article_is_told_with_each_answer() -> None:
    article = replace(shipped_article(), warnings=(LOST,))
    assistant = FakeAssistant(article, lambda question, history: growing(question, "نعم [1]"))
    with running(assistant, host="127.0.0.1", port=0) as served:
        _, reply = post(served, question=WHO)
    assert json.loads(reply)["warnings"] == [LOST]


def test_plain_http_gives_a_growing_answer_a_line_at_a_time(address: str) -> None:
    status, reply = post(address, question=WHO, stream=True)
    answers = [json.loads(line) for line in reply.splitlines()]
    assert status == 200
    assert answers[-1]["complete"]
    assert "شون بارنيل" in answers[-1]["text"]


def test_a_follow_up_brings_the_questions_before_it(address: str, real: Assistant) -> None:
    turns = ["من عبد الرحمن الحلبي؟", "ومتى قتل؟"]
    *_, last = real.converse(turns)
    _, reply = post(address, question=turns[1], earlier=turns[:1])
    assert json.loads(reply)["citations"] == last.as_json()["citations"]


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        ({"question": "؟"}, 422, "the question has no words"),
        ({"question": "؟", "stream": True}, 422, "the question has no words"),
        ({}, 422, "Field required"),
        ({"question": 5}, 422, "valid string"),
        ({"question": WHO, "other": 1}, 422, "Extra inputs"),
        ({"question": WHO, "earlier": ["أ؟"] * 51}, 422, "at most 50"),
    ],
)
def test_what_cannot_be_answered_is_told(address: str, fields: dict[str, Any], status: int, said: str) -> None:
    assert post(address, **fields)[0] == status
    assert said in post(address, **fields)[1]


def test_the_endpoints_are_described(address: str) -> None:
    with urllib.request.urlopen(f"{address}/openapi.json") as reply:
        paths = json.load(reply)["paths"]
    assert paths.keys() == {"/ask", "/healthz"}
    assert "article" in paths["/ask"]["post"]["description"]
    with urllib.request.urlopen(f"{address}/healthz") as reply:
        assert json.load(reply) == {"status": "ok", "reader": "extractive"}


def test_gradios_client_is_given_the_whole_answer(client: Client, real: Assistant) -> None:
    answer = client.predict(question=WHO, earlier=[], api_name="/ask")
    assert without_time(answer) == without_time(real.ask(WHO).as_json()) | {"complete": True}


def test_gradios_client_iterates_over_a_growing_answer(client: Client) -> None:
    *_, last = client.submit(question=WHO, api_name="/ask")
    assert last["complete"]


def test_gradios_client_is_told_what_is_wrong(client: Client) -> None:
    with pytest.raises(AppError, match="the question has no words"):
        client.predict(question="؟", api_name="/ask")


def test_the_pages_own_events_are_no_endpoints(client: Client) -> None:
    described = client.view_api(return_format="dict")
    assert list(described["named_endpoints"]) == ["/ask"]
    assert described["unnamed_endpoints"] == {}
    with pytest.raises(ValueError, match="Cannot find"):
        client.predict("t", "q", "ar", api_name="/page")


def test_twenty_at_once_are_all_answered(address: str) -> None:
    with ThreadPoolExecutor(20) as pool:
        replies = list(pool.map(lambda _: post(address, question=WHO), range(40)))
    assert {status for status, _ in replies} == {200}


class Slow(FakeAssistant):
    """Answers when it is let."""

    def __init__(self) -> None:
        super().__init__(shipped_article(), lambda question, history: growing(question, "نعم حدث ذلك."))
        self.let = threading.Event()

    def stream(self, question: str, history: Sequence[Turn] = ()) -> Iterator[Answer]:
        for answer in super().stream(question, history):
            assert self.let.wait(20)
            yield answer


def test_who_asks_too_much_at_once_is_told_to_come_back() -> None:
    slow = Slow()
    with running(slow, host="127.0.0.1", port=0) as served, ThreadPoolExecutor(40) as pool:
        asking = [pool.submit(post, served, question=WHO) for _ in range(40)]
        refused = [asked.result() for asked in islice(as_completed(asking), 40 - 8 - 20)]
        slow.let.set()
        statuses = [asked.result()[0] for asked in asking]
    assert {status for status, _ in refused} == {429}
    assert "ask again in 5 seconds" in refused[0][1]
    assert statuses.count(200) == 28


def test_what_its_asker_left_is_not_answered_on() -> None:
    slow = Slow()
    body = json.dumps({"question": WHO, "earlier": ["أ؟", "ب؟", "ت؟"]}).encode()
    with running(slow, host="127.0.0.1", port=0) as served:
        parts = urlsplit(served)
        connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=20)
        connection.request("POST", "/ask", body, {"content-type": "application/json"})
        while not slow.asked:
            time.sleep(0.01)
        connection.close()
        urllib.request.urlopen(f"{served}/healthz").close()  # by when the server has seen it
        slow.let.set()
        assert post(served, question="ث؟")[0] == 200
    assert [question for question, _ in slow.asked] == ["أ؟", "ث؟"]


def test_only_the_last_turns_before_are_answered_first() -> None:
    slow = Slow()
    slow.let.set()
    with running(slow, host="127.0.0.1", port=0) as served:
        assert post(served, question=WHO, earlier=[f"سؤال {n}؟" for n in range(50)])[0] == 200
    assert [question for question, _ in slow.asked] == [*(f"سؤال {n}؟" for n in range(44, 50)), WHO]
