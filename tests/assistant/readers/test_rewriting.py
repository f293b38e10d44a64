"""Follow-ups that a chat model puts so that they can be understood alone."""

import pytest
from stub_server import Reply, StubServer, cut, refuses, says, silent
from stub_server import stub as stub

from assistant.answer import Answer
from assistant.conversing.conversation import leans
from assistant.models import open_model
from assistant.readers.base import Turn
from assistant.readers.rewriting import Rewriter

BEFORE = Turn("من الحلبي؟", Answer("من الحلبي؟", True, "الحلبي قيادي في التنظيم [1].", "ar", "x"))
QUESTION = "ومتى قتل؟"


def rewritten(stub: StubServer, reply: Reply, question: str = QUESTION, *, timeout_s: float = 5.0) -> str | None:
    stub.reply(reply)
    model = open_model(model="stub", model_url=stub.url, timeout_s=timeout_s)
    return Rewriter(model, timeout_s=timeout_s)(question, [BEFORE], "ar")


def test_a_follow_up_is_rewritten_in_one_call_from_the_turns_before_it(stub: StubServer) -> None:
    assert rewritten(stub, says("«متى قتل الحلبي؟»\n")) == "متى قتل الحلبي؟"
    [request] = stub.requests
    assert "<earlier>\n? من الحلبي؟\n= الحلبي قيادي في التنظيم.\n</earlier>" in request.question
    assert f"<question>\n{QUESTION}\n</question>" in request.question


def test_what_the_model_thinks_aloud_is_no_question(stub: StubServer) -> None:
    assert rewritten(stub, says("<think>لعله\nالحلبي</think>\n\nمتى قتل الحلبي؟")) == "متى قتل الحلبي؟"


@pytest.mark.parametrize(
    "reply",
    [
        *(says(""), says("[0]"), says("When was he killed?"), says("قتل\nأمس"), says("متى " * 200)),
        *(says("؟"), cut(""), refuses(500), silent(), says("متى؟ [1]")),
    ],
)
def test_what_is_no_question_in_its_language_is_not_used(stub: StubServer, reply: Reply) -> None:
    assert rewritten(stub, reply, timeout_s=0.4) is None


@pytest.mark.parametrize(("question", "leaning"), [(QUESTION, True), ("متى صدر البيان المشترك بين البلدين؟", False)])
def test_a_question_that_stands_alone_does_not_lean(question: str, leaning: bool) -> None:
    assert leans(question, [BEFORE]) is leaning
    assert not leans(question, [])
