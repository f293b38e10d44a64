"""The page without a server: its views, its handlers, its HTML and what it needs of the machine."""

import asyncio
import json
import re
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import gradio as gr
import pytest

from assistant.answer import Answer, Language
from assistant.errors import PageUnavailable, QuestionRefused, ReaderFailed
from assistant.page import TEXTS, Options, build_page, running, serve
from assistant.page.article import article_html
from assistant.page.components import programs
from assistant.page.components.events import Handlers
from assistant.page.components.layout import label_html, lay_out
from assistant.page.components.messages import messages
from assistant.page.components.translating import Updates
from assistant.page.limits.queueing import FairQueue
from assistant.page.limits.uploads import Uploads
from assistant.page.serving.head import STATIC
from assistant.page.state.feedback import Feedback
from assistant.page.state.open_article import OpenArticle
from assistant.page.state.session import Sessions
from assistant.page.state.views import PendingQuestion, View, fail, respond, stop, wait
from assistant.readers.base import Turn
from tests.page_fixtures import FakeAssistant, article_of, chromium, growing, shipped_article
from vectorstore.article import Article, Heading, Paragraph
from vectorstore.errors import VectorStoreError
from vectorstore.passages import make_id, split

ARTICLE = shipped_article()
PASSAGES = split(ARTICLE)


def script(question: str, history: Sequence[Turn]) -> Iterator[Answer]:
    return growing(question, "نعم حدث ذلك [1].", [PASSAGES[0]])


def failing(error: Exception, *, after: int = 0) -> FakeAssistant:
    def script_then_fail(question: str, history: Sequence[Turn]) -> Iterator[Answer]:
        answers = list(script(question, history))
        yield from answers[:after]
        raise error

    return FakeAssistant(ARTICLE, script_then_fail)


def assistant() -> FakeAssistant:
    return FakeAssistant(ARTICLE, script)


def views(asked: FakeAssistant, question: str = "سؤال؟", *, language: Language = "ar", turns: Any = ()) -> list[View]:
    asking = PendingQuestion(question, turns, turns, question)
    return [wait(asked, asking, language), *respond(asked, asking, language, TEXTS[language])]


def turn(text: str = "نعم", *, complete: bool = True) -> Turn:
    return Turn("سؤال سابق؟", Answer("سؤال سابق؟", True, text, "ar", "extractive", complete=complete))


pytestmark = [
    # Gradio keeps its queue's statistics in pandas, with options that pandas is about to drop.
    pytest.mark.filterwarnings("ignore:'future.no_silent_downcasting' is deprecated"),
    pytest.mark.filterwarnings("ignore:The copy keyword is deprecated"),
]


# A question


def test_a_question_is_shown_at_once_and_then_its_growing_answer() -> None:
    first, *rest = views(assistant())
    assert (first.turns[0].question, first.turns[0].answer.text, first.question) == ("سؤال؟", "", None)
    texts = [view.turns[0].answer.text for view in rest]
    assert texts == ["نعم", "نعم حدث", "نعم حدث ذلك", "نعم حدث ذلك [1]."]
    assert rest[-1].turns[0].answer.complete


def test_the_assistant_is_given_the_complete_turns_alone() -> None:
    asked = assistant()
    views(asked, turns=(turn(), turn("نص", complete=False)))
    assert asked.asked == [("سؤال؟", (turn(),))]


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_refusal_is_told_in_the_pages_language_and_the_question_stays(language: Language) -> None:
    refusal = QuestionRefused(ar="السؤال فارغ؛ اكتب سؤالًا", en="the question is empty; type one")
    last = views(failing(refusal), language=language, turns=(turn(),))[-1]
    assert refusal.messages[language] in last.problem
    assert last.question == "سؤال؟"
    assert last.turns == (turn(),)


@pytest.mark.parametrize("error", [ReaderFailed("timeout", "no <token>"), VectorStoreError("index gone; rebuild it")])
@pytest.mark.parametrize("after", [0, 2])
def test_an_error_says_what_to_do_and_the_question_stays(error: Exception, after: int) -> None:
    last = views(failing(error, after=after))[-1]
    assert TEXTS["ar"].failed in last.problem
    assert str(error).replace("<", "&lt;").replace(">", "&gt;") in last.problem
    assert 'role="alert"' in last.problem
    assert (last.question, last.turns) == ("سؤال؟", ())


def test_an_error_nobody_foresaw_is_not_swallowed() -> None:
    with pytest.raises(ZeroDivisionError):
        views(failing(ZeroDivisionError()))


def asking_after(*turns: Turn, box: str = "سؤال؟") -> PendingQuestion:
    return PendingQuestion("سؤال؟", turns, turns, box)


def test_after_an_error_nobody_foresaw_the_question_is_back_in_the_box() -> None:
    view = fail((turn(), turn("", complete=False)), asking_after(turn()), TEXTS["ar"].failed)
    assert (view.turns, view.question) == ((turn(),), "سؤال؟")
    assert TEXTS["ar"].failed in view.problem
    assert fail((turn(),), None, TEXTS["ar"].failed).turns == (turn(),)


def test_a_stop_keeps_what_came_and_says_so() -> None:
    (kept,) = stop((turn("نص", complete=False),), asking_after(), TEXTS["ar"]).turns
    assert (kept.answer.text, kept.answer.notice, kept.answer.complete) == ("نص", TEXTS["ar"].stopped, False)


def test_a_stop_before_anything_came_gives_the_question_back() -> None:
    unanswered = (turn(), turn("", complete=False))
    assert stop(unanswered, asking_after(turn()), TEXTS["ar"]) == View((turn(),), "سؤال؟")
    assert stop(unanswered, None, TEXTS["ar"]) == View((turn(),), "سؤال سابق؟")


def test_a_stop_of_an_edited_question_brings_the_turns_back_that_it_replaced() -> None:
    edited = PendingQuestion("معدّل؟", (), (turn(), turn()), "مسودة")
    assert stop((turn("", complete=False),), edited, TEXTS["ar"]) == View((turn(), turn()), "مسودة")


def test_a_stop_with_nothing_running_changes_nothing() -> None:
    assert stop((), None, TEXTS["ar"]) == View(())
    assert stop((turn(),), None, TEXTS["ar"]) == View((turn(),))


def test_turns_become_messages_with_roles() -> None:
    shown = messages((turn(),), PASSAGES)
    assert [message["role"] for message in shown] == ["user", "assistant"]
    assert "سؤال سابق؟" in shown[0]["content"]
    assert "نعم" in shown[1]["content"]


# The handlers


TOKEN = "a" * 32
HERE_TOO = SimpleNamespace(host="127.0.0.1")


def handlers(asked: FakeAssistant, feedback: Feedback | None = None) -> Handlers:
    with gr.Blocks(analytics_enabled=False):
        opened = OpenArticle(asked)
        return Handlers(lay_out(opened, TEXTS["ar"]), Sessions(opened), TEXTS, feedback, FairQueue.for_questions())


def asking(
    made: Handlers, box: str, *, language: Language = "ar", token: str = TOKEN, **chosen: object
) -> AsyncIterator[Updates]:
    """The updates of a question in the box, or of one that is ``chosen`` in the conversation."""
    event: Any = SimpleNamespace(_data=chosen or None)
    request: Any = SimpleNamespace(session_hash="visit", client=HERE_TOO)
    return made.ask(event, token, box, language, request)


def collected(updates: AsyncIterator[Updates]) -> list[Updates]:
    async def collect() -> list[Updates]:
        return [update async for update in updates]

    return asyncio.run(collect())


def test_the_question_in_the_box_is_asked() -> None:
    made = handlers(asked := assistant())
    updates = collected(asking(made, "سؤال؟"))
    assert asked.asked == [("سؤال؟", ())]
    assert made.sessions.of(TOKEN).turns[0].answer.complete
    assert TEXTS["ar"].actions["copy"] in updates[-1][made.parts.chat][1]["content"]


def test_the_stop_button_stands_for_the_send_button_while_an_answer_runs() -> None:
    made = handlers(assistant())
    during, after = collected(asking(made, "سؤال؟"))[-1], made.rest(TOKEN, "ar")
    assert (during[made.parts.send]["visible"], during[made.parts.stop]["visible"]) == (False, True)
    assert (after[made.parts.send]["visible"], after[made.parts.stop]["visible"]) == (True, False)


def test_a_stop_does_not_wait_for_a_reader_that_hangs() -> None:
    hanging = threading.Event()

    def hang(question: str, history: Sequence[Turn]) -> Iterator[Answer]:
        yield next(script(question, history))
        hanging.wait(timeout=30)

    made = handlers(FakeAssistant(ARTICLE, hang))
    threading.Timer(0.3, made.stop, [TOKEN]).start()
    began = time.perf_counter()
    collected(asking(made, "سؤال؟"))
    assert time.perf_counter() - began < 5
    assert made.sessions.of(TOKEN).turns[0].answer.notice == TEXTS["ar"].stopped
    hanging.set()


def test_a_stop_closes_the_answer_that_was_being_read() -> None:
    closed = threading.Event()

    def endless(question: str, history: Sequence[Turn]) -> Iterator[Answer]:
        try:
            while True:
                yield next(script(question, history))
        finally:
            closed.set()

    made = handlers(FakeAssistant(ARTICLE, endless))
    threading.Timer(0.2, made.stop, [TOKEN]).start()
    collected(asking(made, "سؤال؟"))
    assert closed.wait(timeout=5)


def test_an_offered_question_is_asked_and_what_is_typed_stays() -> None:
    made = handlers(asked := assistant())
    updates = collected(asking(made, "لم يُرسل", question="معروض؟"))
    assert asked.asked == [("معروض؟", ())]
    assert all(isinstance(update[made.parts.question], type(gr.skip())) for update in updates)


def test_a_question_is_asked_again_or_edited_after_the_turns_before_it() -> None:
    made = handlers(asked := assistant())
    for question in ("أ؟", "ب؟", "ج؟"):
        collected(asking(made, question))
    collected(asking(made, "", turn=2))
    assert [turn.question for turn in made.sessions.of(TOKEN).turns] == ["أ؟", "ب؟", "ج؟"]
    collected(asking(made, "", turn=1, question="معدّل؟"))
    assert [turn.question for turn in made.sessions.of(TOKEN).turns] == ["أ؟", "معدّل؟"]
    assert [turn.question for turn in asked.asked[-1][1]] == ["أ؟"]


def test_two_people_are_answered_apart() -> None:
    made = handlers(asked := assistant())
    mine, yours = asking(made, "سؤالي"), asking(made, "سؤالك", language="en", token="b" * 32)

    async def by_turns() -> list[tuple[Updates, Updates]]:
        return [(update, await anext(yours)) async for update in mine]

    pairs = asyncio.run(by_turns())
    assert all("سؤالي" in update[made.parts.chat][0]["content"] for update, _ in pairs)
    assert all("سؤالك" in update[made.parts.chat][0]["content"] for _, update in pairs)
    assert [history for _, history in asked.asked] == [(), ()]


def test_translating_leaves_the_conversation_and_what_is_typed_alone() -> None:
    made = handlers(assistant())
    updates = made.translate(TOKEN, "en")
    assert "value" not in updates[made.parts.chat]
    assert "value" not in updates[made.parts.question]
    assert TEXTS["en"].title in updates[made.parts.header]


def test_a_new_conversation_has_no_turns() -> None:
    made = handlers(assistant())
    collected(asking(made, "سؤال؟"))
    assert made.begin(TOKEN, "ar")[made.parts.chat] == []
    assert made.sessions.of(TOKEN).turns == ()


def page_of(asked: FakeAssistant, **more: Any) -> gr.Blocks:
    asking = programs.Programs(asked, FairQueue.for_questions())
    return build_page(Sessions(OpenArticle(asked)), asking, Uploads(max_bytes=1), options=Options(), **more)


def answers(asked: FakeAssistant, question: str, *earlier: str) -> list[dict[str, Any]]:
    """What Gradio's ``/ask`` gives."""
    ask = programs.endpoint(programs.Programs(asked, FairQueue.for_questions()))
    request: Any = SimpleNamespace(client=HERE_TOO)

    async def collect() -> list[dict[str, Any]]:
        return [answer async for answer in ask(question, request, list(earlier))]

    return asyncio.run(collect())


def test_programs_are_offered_ask_alone() -> None:
    info = page_of(assistant()).get_api_info()
    assert list(info["named_endpoints"]) == ["/ask"]
    assert info["unnamed_endpoints"] == {}
    described = info["named_endpoints"]["/ask"]
    assert [parameter["parameter_name"] for parameter in described["parameters"]] == ["question", "earlier"]
    assert [parameter["python_type"]["type"] for parameter in described["parameters"]] == ["str", "list[str]"]
    assert described["description"].startswith("Answer one question about the article")


def test_the_endpoint_gives_the_command_lines_object() -> None:
    *growing_ones, last = answers(assistant(), "سؤال؟")
    assert last == list(script("سؤال؟", ()))[-1].as_json() | {"complete": True}
    assert growing_ones
    assert not any(answer["complete"] for answer in growing_ones)


def test_the_endpoint_answers_the_questions_before_first() -> None:
    asked = assistant()
    answers(asked, "ومتى؟", "سؤال؟")
    assert [(question, len(history)) for question, history in asked.asked] == [("سؤال؟", 0), ("ومتى؟", 1)]


def test_the_endpoint_tells_what_is_wrong() -> None:
    with pytest.raises(gr.Error, match="the question is empty"):
        answers(failing(QuestionRefused(ar="فارغ", en="the question is empty; type one")), "")


# The words


def test_both_languages_have_the_same_words() -> None:
    for name in ("settings", "actions", "own"):
        assert getattr(TEXTS["ar"], name).keys() == getattr(TEXTS["en"], name).keys()


def test_examples_can_be_given_by_the_caller() -> None:
    texts = {language: replace(TEXTS[language], examples=("أول",)) for language in TEXTS}
    page = page_of(assistant(), texts=texts)
    (chat,) = (block for block in page.blocks.values() if isinstance(block, gr.Chatbot))
    assert "أول" in (chat.placeholder or "")


def test_who_answers_is_told() -> None:
    assert TEXTS["ar"].about("extractive") == TEXTS["ar"].quoting
    assert "ollama:qwen" in TEXTS["ar"].about("ollama:qwen")
    assert "ollama:qwen" in TEXTS["en"].about("ollama:qwen")


# The article


def test_the_title_stands_first_and_once_then_the_lead() -> None:
    html = article_html(ARTICLE, PASSAGES)
    assert ARTICLE.title is not None
    assert html.count(ARTICLE.title) == 1
    at = ARTICLE.text.index(ARTICLE.title)
    assert f'id="p-{make_id(at, ARTICLE.title)}"' in html  # so that an answer that cites the title can light it
    assert html.index(ARTICLE.title) < html.index('class="lead"') < html.index("<h3")


def test_every_passage_is_an_element_and_debris_is_not_shown() -> None:
    html = article_html(ARTICLE, PASSAGES)
    for passage in PASSAGES:
        assert f'<span id="p-{passage.id}" class="passage">' in html
    assert "التعليقات" not in html


def test_the_article_is_escaped() -> None:
    line = '<script>alert(1)</script> "& <img src=x onerror=alert(1)>'
    article = article_of(line, line)
    html = article_html(article, split(article))
    assert "<script" not in html
    assert "<img" not in html


def test_an_article_without_title_or_passages_is_its_paragraphs() -> None:
    article = Article("نص", None, (), (Paragraph(0, 2, None),))
    assert article_html(article, ()) == '<article><p dir="auto" class="lead">نص</p></article>'


def test_headings_keep_their_level_under_the_title() -> None:
    article = Article("أ ب ج", "عنوان", (Heading(0, 1, 1), Heading(2, 3, 2), Heading(4, 5, 9)), ())
    assert re.findall(r"<(h\d)", article_html(article, ())) == ["h2", "h3", "h3", "h6"]


# The colours


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    channels = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", [":root", ".dark"])
@pytest.mark.parametrize(
    "pair",
    [
        *("ink paper", "ink ground", "ink asked", "ink cited", "ink warned", "faint paper", "faint ground"),
        *("accent asked", "accent cited", "accent paper", "on-accent accent", "on-lit lit", "warning warned"),
    ],
)
def test_text_can_be_read_on_what_is_behind_it(scheme: str, pair: str) -> None:
    style = (STATIC / "page.css").read_text(encoding="utf-8")
    block = re.search(rf"^{re.escape(scheme)} {{(.*?)}}", style, re.MULTILINE | re.DOTALL)
    assert block is not None
    colours = dict(re.findall(r"--([\w-]+): (#\w+);", block[1]))
    light, dark = sorted((luminance(colours[name]) for name in pair.split()), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5  # WCAG 2.2, level AA


# The machine


def test_the_page_serves_its_health_its_policy_and_no_other_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_up: list[Any] = []
    look_up = socket.getaddrinfo

    def watch(host: Any, *rest: Any, **more: Any) -> Any:
        looked_up.append(host)
        return look_up(host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", watch)
    with running(assistant(), host="127.0.0.1", port=0) as address:
        with urllib.request.urlopen(f"{address}/healthz") as health:
            assert json.load(health) == {"status": "ok", "reader": "extractive"}
        with urllib.request.urlopen(address) as page:
            policy = page.headers["content-security-policy"]
            text = page.read().decode()
    assert "default-src 'self'" in policy
    assert '"run_history":false' in text.replace(" ", "")
    assert '"analytics_enabled":false' in text.replace(" ", "")
    assert set(looked_up) <= {"127.0.0.1", None}


def test_a_program_asks_over_http() -> None:
    with running(assistant(), host="127.0.0.1", port=0) as address:
        call = f"{address}/gradio_api/call/ask"
        body = json.dumps({"data": ["سؤال؟", []]}).encode()
        request = urllib.request.Request(call, body, {"content-type": "application/json"})
        with urllib.request.urlopen(request) as begun:
            event = json.load(begun)["event_id"]
        with urllib.request.urlopen(f"{call}/{event}") as stream:
            (data,) = re.findall(r"event: complete\ndata: (.*)", stream.read().decode())
    (answer,) = json.loads(data)
    assert answer["question"] == "سؤال؟"
    assert answer["citations"][0]["text"] == PASSAGES[0].text


def test_a_busy_port_is_told_with_what_to_do() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(PageUnavailable, match=f"port {port} .*--port"):
            serve(assistant(), host="127.0.0.1", port=port, announce=lambda address: None)


def test_an_address_that_is_not_this_machines_is_told_with_what_to_do() -> None:
    with pytest.raises(PageUnavailable, match="--host"):
        serve(assistant(), host="192.0.2.1", port=0, announce=lambda address: None)


def test_serving_announces_the_address_and_ends_when_interrupted() -> None:
    addresses: list[str] = []

    def interrupt(address: str) -> None:
        addresses.append(address)
        raise KeyboardInterrupt

    serve(assistant(), port=0, announce=interrupt)
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+", addresses[0])


def test_without_a_browser_its_tests_skip_unless_one_is_required(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("REQUIRE_BROWSER", raising=False)
    with pytest.raises(pytest.skip.Exception, match="no chromium"), chromium():
        pass
    monkeypatch.setenv("REQUIRE_BROWSER", "1")
    with pytest.raises(pytest.fail.Exception, match="REQUIRE_BROWSER=1"), chromium():
        pass


def test_rendering_does_not_import_gradio() -> None:
    code = "import sys, assistant.rendering.html; sys.exit('gradio' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_what_is_known_of_an_article_stands_above_it() -> None:
    article = Article("نص", "عنوان", (), (Paragraph(0, 2, None),), author="<س>", source="صحيفة")
    for texts in TEXTS.values():
        html = label_html(texts, article, own=False)
        assert "<bdi>&lt;س&gt;</bdi>" in html
        assert "<bdi>صحيفة</bdi>" in html
        assert ("المصدر" in html, "Source" in html, "Date" in html) == (True, True, False)
    assert "byline" not in label_html(TEXTS["ar"], replace(article, author=None, source=None), own=False)


def test_what_may_be_wrong_with_an_article_stands_above_it() -> None:
    article = Article("نص", None, (), (), warnings=("lost-letters",))
    for texts in TEXTS.values():
        assert f'<p class="doubt" role="note">{texts.doubts["lost-letters"]}</p>' in label_html(
            texts, article, own=True
        )
