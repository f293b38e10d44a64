"""A chat model that judges what another wrote, and who judges where it fails."""

from collections.abc import Iterator, Sequence

import pytest
from hits import hits_of
from stub_server import Reply, StubServer, refuses, says, serving, silent
from stub_server import stub as stub

from assistant.answer import Answer
from assistant.answering import Answering, Asked
from assistant.conversing.conversation import Standalone
from assistant.models import open_model
from assistant.notices import judged_otherwise, left_out
from assistant.readers.base import Draft, Request
from assistant.readers.extractive import ExtractiveReader
from assistant.readers.judging import Judge

HITS = hits_of("بلغ عدد المصابين 120 شخصا في مدينة حلب.", "أعلن الوزير فتح المطار يوم الأحد.")
QUESTION = "كم عدد المصابين؟"
TOLD = "أصيب 120 في حلب"
TRUE, FALSE = says('{"verdicts": [true]}'), says('{"verdicts": [false]}')


class Writes:
    """A reader that writes a text."""

    name = "writes"
    by_parts = False

    def __init__(self, text: str) -> None:
        self.text = text

    def read(self, request: Request) -> Iterator[Draft]:
        yield Draft(self.text, answered=True, confidence=1.0, complete=True)


def answer(stub: StubServer, text: str = f"{TOLD} [1].", *, shipped: float = -9.0, timeout_s: float = 5.0) -> Answer:
    """What becomes of a text; the model that ships gives ``shipped`` for everything."""

    def otherwise(pairs: Sequence[tuple[str, str]]) -> list[float]:
        return [shipped] * len(pairs)

    model = open_model(model="wise", model_url=stub.url, timeout_s=timeout_s)
    answering = Answering(
        Writes(text), ExtractiveReader(threshold=0.0), Judge(otherwise, model, timeout_s=timeout_s), lambda: 0.0
    )
    asked = Asked(QUESTION, "ar", (), 0.0, (Standalone(QUESTION),), (HITS,))
    *_, last = answering.answers(asked)
    return last


def test_the_chat_model_judges_in_the_place_of_the_model_that_ships(stub: StubServer) -> None:
    stub.reply(TRUE)
    kept = answer(stub)
    assert (kept.text, kept.reader, kept.notice) == (f"{TOLD} [1].", "writes", None)
    [request] = stub.requests
    assert QUESTION in request.question
    assert f"<statement>{TOLD}</statement>" in request.question
    assert f"<passage>{HITS[0].passage.text}</passage>" in request.question


def test_what_it_does_not_find_in_the_passage_is_dropped(stub: StubServer) -> None:
    stub.reply(TRUE, FALSE)
    kept = answer(stub, f"{TOLD} [1]. بقي الوزير في المطار [2].", shipped=9.0)
    assert (kept.text, kept.notice) == (f"{TOLD} [1].", left_out("ar"))


def test_no_verdict_makes_another_number_true(stub: StubServer) -> None:
    stub.reply(TRUE)
    assert answer(stub, "أصيب 950 في حلب [1].").reader == "extractive"


@pytest.mark.parametrize("reply", [refuses(500), says("لا أدري"), silent()])
def test_where_it_fails_the_model_that_ships_judges_and_that_is_told(stub: StubServer, reply: Reply) -> None:
    stub.reply(reply)
    kept = answer(stub, f"{TOLD} [1]. فُتح المطار الأحد [2].", shipped=9.0, timeout_s=0.5)
    assert (kept.reader, kept.notice) == ("writes", judged_otherwise("ar"))
    assert len(kept.citations) == 2
    assert len(stub.requests) <= 2  # after a failure it is not asked again


def test_where_it_is_not_there_the_model_that_ships_judges() -> None:
    with serving() as gone:
        pass
    assert answer(gone, shipped=9.0).notice == judged_otherwise("ar")


def test_what_is_left_out_and_who_judged_are_told_together(stub: StubServer) -> None:
    stub.reply(refuses(500))
    kept = answer(stub, f"{TOLD} [1]. أصيب 950 في حلب [1].", shipped=9.0)
    assert kept.notice == f"{left_out('ar')} {judged_otherwise('ar')}"
