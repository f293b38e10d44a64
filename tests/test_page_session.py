"""What stands behind the page: sessions, own articles, ratings, the transcript and kept files."""

import asyncio
import json
import re
import time
from pathlib import Path
from typing import Any

import pytest

from assistant.answer import Answer, Citation
from assistant.evaluation import questions
from assistant.page import TEXTS
from assistant.page.assets import Assets
from assistant.page.desk import Desk
from assistant.page.feedback import Feedback
from assistant.page.owning import OwnArticles, TooManyOpen
from assistant.page.session import Sessions
from assistant.page.transcript import transcript
from assistant.readers.base import Turn
from tests.page_fixtures import FakeAssistant, article_of, growing, shipped_article
from vectorstore.errors import ArticleUnreadable
from vectorstore.passages import split
from vectorstore.reading import parse_text

ARTICLE = shipped_article()
PASSAGES = split(ARTICLE)
NEWS = parse_text("افتتحت الوزيرة مكتبة المدينة الجديدة صباح أمس بحضور جمهور كبير من القراء.")


def fake() -> FakeAssistant:
    return FakeAssistant(ARTICLE, lambda question, history: growing(question, "نعم [1].", [PASSAGES[0]]))


def turn(question: str = "سؤال؟", text: str = "نعم [1].", **more: Any) -> Turn:
    values = {"answered": True, "citations": (Citation.of(1, PASSAGES[0]),), "confidence": 0.8} | more
    return Turn(question, Answer(question, text=text, language="ar", reader="extractive", **values))


def own(cleared: list[str], name: str = "own") -> Desk:
    return Desk(fake(), own=True, clear=lambda: cleared.append(name))


# Sessions


def test_a_token_finds_its_session_and_no_other() -> None:
    sessions = Sessions(Desk(fake()))
    sessions.of("a").turns = (turn(),)
    assert sessions.of("a").turns == (turn(),)
    assert sessions.of("b").turns == ()


def test_a_session_ends_some_time_after_its_last_connection() -> None:
    cleared: list[str] = []
    sessions = Sessions(Desk(fake()), grace_s=0.2)
    session = sessions.arrive("a", "first")
    session.take_up(own(cleared))
    sessions.arrive("a", "second")  # a reload connects before it disconnects, or after
    sessions.leave("first")
    time.sleep(0.4)
    assert sessions.of("a") is session
    sessions.leave("second")
    sessions.arrive("a", "third")
    time.sleep(0.4)
    assert (sessions.of("a") is session, cleared) == (True, [])
    sessions.leave("third")
    time.sleep(0.4)
    assert cleared == ["own"]
    assert sessions.of("a") is not session


def test_another_article_begins_another_conversation_and_the_first_is_there_again() -> None:
    cleared: list[str] = []
    sessions = Sessions(Desk(fake()))
    session = sessions.of("a")
    session.turns = (turn("عن الأول؟"),)
    session.take_up(own(cleared, "one"))
    assert session.turns == ()
    session.turns = (turn("عن الثاني؟"),)
    second = session.desk
    session.take_up(own(cleared, "two"))
    assert len(session.desks) == 3
    session.take_up(sessions.shipped)
    assert [turn.question for turn in session.turns] == ["عن الأول؟"]
    session.take_up(second)
    assert [turn.question for turn in session.turns] == ["عن الثاني؟"]
    assert cleared == []


def test_an_article_that_is_closed_is_gone_with_its_conversation_and_no_other() -> None:
    cleared: list[str] = []
    sessions = Sessions(Desk(fake()))
    session = sessions.of("a")
    session.turns = (turn("عن الأول؟"),)
    for name in ("one", "two"):
        session.take_up(own(cleared, name))
    one, two = session.desks[1:]
    session.close(one.key)
    assert (cleared, session.desk) == (["one"], two)
    session.close(two.key)
    assert cleared == ["one", "two"]
    assert (session.desks, session.desk) == ((sessions.shipped,), sessions.shipped)
    assert [turn.question for turn in session.turns] == ["عن الأول؟"]
    session.close("shipped")
    session.close("unknown")
    assert session.desk is sessions.shipped


def test_a_session_that_ends_closes_all_its_articles() -> None:
    cleared: list[str] = []
    sessions = Sessions(Desk(fake()))
    session = sessions.of("a")
    for name in ("one", "two"):
        session.take_up(own(cleared, name))
    sessions.close()
    assert sorted(cleared) == ["one", "two"]


def test_an_article_that_comes_too_late_is_not_taken() -> None:
    cleared: list[str] = []
    sessions = Sessions(Desk(fake()))
    session = sessions.of("a")
    sessions.close()
    assert not session.take_up(own(cleared))


def test_a_new_conversation_ends_the_answer_that_is_on_its_way() -> None:
    session = Sessions(Desk(fake())).of("a")
    sign = session.sign
    session.begin()
    assert sign.raised
    assert session.sign is not sign


# Own articles


def articles(*, most: int = 2, max_bytes: int = 1_000) -> OwnArticles:
    return OwnArticles(fake(), max_bytes=max_bytes, most=most)


def test_no_more_than_so_many_are_open_and_each_is_counted_once() -> None:
    opening = articles(most=1)
    desk = opening.desk(NEWS, lambda done, total: None)
    with pytest.raises(TooManyOpen, match="1 own articles are open"):
        opening.desk(NEWS, lambda done, total: None)
    desk.clear()
    desk.clear()
    opening.desk(NEWS, lambda done, total: None)
    with pytest.raises(TooManyOpen):
        opening.desk(NEWS, lambda done, total: None)


@pytest.mark.parametrize(("text", "reason"), [("", "empty"), ("؟!", "empty"), ("كلمة " * 200, "large")])
def test_a_pasted_text_that_is_none_is_refused(text: str, reason: str) -> None:
    with pytest.raises(ArticleUnreadable) as told:
        articles().pasted(text)
    assert told.value.reason == reason


def test_an_upload_is_removed_though_it_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"a" * 2_000)
    with pytest.raises(ArticleUnreadable) as told:
        articles().uploaded(path)
    assert told.value.reason == "large"
    assert not path.exists()


# Ratings


def test_a_second_rating_replaces_the_first(tmp_path: Path) -> None:
    feedback = Feedback(tmp_path / "new")
    feedback.rate([turn()], session="a", good=False)
    feedback.rate([turn()], session="a", good=True, note="سطر\nآخر")
    feedback.rate([turn()], session="b", good=True)
    lines = [json.loads(line) for line in feedback.path.read_text(encoding="utf-8").splitlines()]
    assert [(line["kind"], line["note"]) for line in lines] == [("feedback", "سطر\nآخر"), ("feedback", "")]


@pytest.mark.parametrize("good", [True, False])
@pytest.mark.parametrize("answered", [True, False])
def test_every_rating_is_a_line_of_a_question_file(tmp_path: Path, *, good: bool, answered: bool) -> None:
    feedback = Feedback(tmp_path)
    feedback.rate([turn("أ؟"), turn("ب؟", answered=answered)], session="a", good=good)
    (read,) = questions.load(feedback.path)
    questions.check_gold([read], ARTICLE)
    assert read.turns == ("أ؟", "ب؟")
    assert read.answerable == (answered == good)


# The transcript


def test_nothing_in_a_transcript_is_taken_for_markdown() -> None:
    hostile = "# <img src=x> [a](javascript:b) ![c](d) `e` **f** | g"
    article = article_of(hostile, hostile)
    text = transcript([turn(hostile, f"{hostile}\n\n- {hostile}\n1. h")], article, TEXTS["ar"])
    for live in ("<", r"\]\(", r"\*f", "`", r"\n- ", r"\n1\. ", r"!\["):
        assert not re.search(rf"(?<!\\){live}", text.partition("\n")[2])
    assert text.startswith("# مساعد المقال: \\# \\<img")


def test_a_transcript_tells_what_is_not_in_the_article() -> None:
    text = transcript([turn(answered=False)], ARTICLE, TEXTS["ar"])
    assert "**ليس في المقال**" in text


# Files from memory


def test_a_file_is_asked_for_once_and_kept_for_good() -> None:
    asked: list[tuple[str, bytes]] = []

    async def files(scope: Any, receive: Any, send: Any) -> None:
        encoding = dict(scope["headers"])[b"accept-encoding"]
        asked.append((scope["path"], encoding))
        status = 404 if "missing" in scope["path"] else 200
        await send({"type": "http.response.start", "status": status, "headers": [(b"cache-control", b"no-cache")]})
        await send({"type": "http.response.body", "body": b"one ", "more_body": True})
        await send({"type": "http.response.body", "body": encoding})

    kept = Assets(files)

    def get(path: str, accepted: bytes = b"gzip, br") -> tuple[int, dict[bytes, bytes], bytes]:
        sent: list[dict[str, Any]] = []

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        scope = {"type": "http", "method": "GET", "path": path, "headers": [(b"accept-encoding", accepted)]}
        asyncio.run(kept(scope, None, send))
        return sent[0]["status"], dict(sent[0]["headers"]), b"".join(part["body"] for part in sent[1:])

    assert get("/assets/a.js") == get("/assets/a.js")
    status, headers, body = get("/assets/a.js", b"gzip")
    assert (status, body) == (200, b"one gzip")
    assert b"immutable" in headers[b"cache-control"]
    assert get("/assets/missing.js")[1][b"cache-control"] == b"no-cache"
    get("/assets/missing.js")
    get("/other")
    get("/other")
    assert asked == [
        *(("/assets/a.js", b"br"), ("/assets/a.js", b"gzip")),
        *(("/assets/missing.js", b"br"), ("/assets/missing.js", b"br")),
        *(("/other", b"gzip, br"), ("/other", b"gzip, br")),
    ]
