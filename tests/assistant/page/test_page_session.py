"""What stands behind the page: sessions, own articles, ratings, the transcript and kept files."""

import asyncio
import json
import re
import time
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from assistant.answer import Answer, Citation
from assistant.evaluation.asked import questions
from assistant.page import TEXTS
from assistant.page.limits import uploads
from assistant.page.limits.uploads import Uploads
from assistant.page.own.articles import OwnArticles, TooManyOpen
from assistant.page.serving.assets import Assets
from assistant.page.state.feedback import Feedback
from assistant.page.state.open_article import OpenArticle
from assistant.page.state.session import Session, Sessions
from assistant.page.state.transcript import transcript
from assistant.readers.base import Turn
from tests.page_fixtures import FakeAssistant, article_of, growing, shipped_article
from vectorstore.errors import ArticleUnreadable
from vectorstore.importing.loading import parse_text
from vectorstore.passages import split

ARTICLE = shipped_article()
PASSAGES = split(ARTICLE)
NEWS = parse_text("افتتحت الوزيرة مكتبة المدينة الجديدة صباح أمس بحضور جمهور كبير من القراء.")


def fake() -> FakeAssistant:
    return FakeAssistant(ARTICLE, lambda question, history: growing(question, "نعم [1].", [PASSAGES[0]]))


def turn(question: str = "سؤال؟", text: str = "نعم [1].", **more: Any) -> Turn:
    values = {"answered": True, "citations": (Citation.of(1, PASSAGES[0]),), "confidence": 0.8} | more
    return Turn(question, Answer(question, text=text, language="ar", reader="extractive", **values))


def own(cleared: list[str], name: str = "own") -> OpenArticle:
    return OpenArticle(fake(), own=True, clear=lambda: cleared.append(name))


# Sessions


def test_a_token_finds_its_session_and_no_other() -> None:
    sessions = Sessions(OpenArticle(fake()))
    sessions.of("a").turns = (turn(),)
    assert sessions.of("a").turns == (turn(),)
    assert sessions.of("b").turns == ()


def ended(session: Session) -> bool:
    """Whether a session ends within some seconds."""
    for _ in range(100):
        if session.ended:
            return True
        time.sleep(0.05)
    return False


def test_a_session_ends_some_time_after_its_last_connection() -> None:
    cleared: list[str] = []
    sessions = Sessions(OpenArticle(fake()), grace_s=0.2)
    for visit in ("first", "second"):  # a reload connects before it disconnects, or after
        sessions.connect(visit, "1.1.1.1")
        session = sessions.arrive("a", visit)
    session.take_up(own(cleared))
    sessions.leave("first", "1.1.1.1")
    assert ended(sessions.of("nobody's"))  # by when it would have ended too
    sessions.leave("second", "1.1.1.1")
    sessions.connect("second", "1.1.1.1")
    assert ended(sessions.of("nobody's again"))
    assert (sessions.of("a") is session, cleared) == (True, [])
    sessions.leave("second", "1.1.1.1")
    assert ended(session)
    assert cleared == ["own"]
    assert sessions.of("a") is not session


def test_two_thousand_made_up_tokens_end_no_session_that_somebody_reads() -> None:
    sessions = Sessions(OpenArticle(fake()))
    sessions.connect("visit", "1.1.1.1")
    session = sessions.arrive("a", "visit")
    away = sessions.of("b")
    for number in range(3_000):
        sessions.of(f"made up {number}")
        sessions.arrive(f"come with one connection {number}", "one")
    assert sessions.of("a") is session
    assert (session.ended, away.ended) == (False, True)
    sessions.close()


def test_of_too_many_that_are_read_those_end_of_the_address_that_has_most() -> None:
    sessions = Sessions(OpenArticle(fake()), most=20)
    made = {}
    for number in range(40):
        client = "2.2.2.2" if number % 5 else "1.1.1.1"
        sessions.connect(str(number), client)
        made[number] = sessions.arrive(str(number), str(number))
    left = [number for number, session in made.items() if not session.ended]
    assert len(left) == 20
    assert [number for number in left if number % 5 == 0] == list(range(0, 40, 5))
    sessions.close()


def test_another_article_begins_another_conversation_and_the_first_is_there_again() -> None:
    cleared: list[str] = []
    sessions = Sessions(OpenArticle(fake()))
    session = sessions.of("a")
    session.turns = (turn("عن الأول؟"),)
    session.take_up(own(cleared, "one"))
    assert session.turns == ()
    session.turns = (turn("عن الثاني؟"),)
    second = session.reading
    session.take_up(own(cleared, "two"))
    assert len(session.open_articles) == 3
    session.take_up(sessions.shipped)
    assert [turn.question for turn in session.turns] == ["عن الأول؟"]
    session.take_up(second)
    assert [turn.question for turn in session.turns] == ["عن الثاني؟"]
    assert cleared == []


def test_an_article_that_is_closed_is_gone_with_its_conversation_and_no_other() -> None:
    cleared: list[str] = []
    sessions = Sessions(OpenArticle(fake()))
    session = sessions.of("a")
    session.turns = (turn("عن الأول؟"),)
    for name in ("one", "two"):
        session.take_up(own(cleared, name))
    one, two = session.open_articles[1:]
    session.close(one.key)
    assert (cleared, session.reading) == (["one"], two)
    session.close(two.key)
    assert cleared == ["one", "two"]
    assert (session.open_articles, session.reading) == ((sessions.shipped,), sessions.shipped)
    assert [turn.question for turn in session.turns] == ["عن الأول؟"]
    session.close("shipped")
    session.close("unknown")
    assert session.reading is sessions.shipped


def test_a_session_that_ends_closes_all_its_articles() -> None:
    cleared: list[str] = []
    sessions = Sessions(OpenArticle(fake()))
    session = sessions.of("a")
    for name in ("one", "two"):
        session.take_up(own(cleared, name))
    sessions.close()
    assert sorted(cleared) == ["one", "two"]


def test_an_article_that_comes_too_late_is_not_taken() -> None:
    cleared: list[str] = []
    sessions = Sessions(OpenArticle(fake()))
    session = sessions.of("a")
    sessions.close()
    assert not session.take_up(own(cleared))


def test_a_new_conversation_ends_the_answer_that_is_on_its_way() -> None:
    session = Sessions(OpenArticle(fake())).of("a")
    sign = session.sign
    session.begin()
    assert sign.raised
    assert session.sign is not sign


# Own articles


def articles(*, most: int = 2, max_bytes: int = 1_000) -> OwnArticles:
    return OwnArticles(fake(), Uploads(max_bytes=max_bytes), max_bytes=max_bytes, most=most)


def told_nothing(done: int, total: int) -> None:
    pass


def test_no_more_than_so_many_are_open_and_each_is_counted_once() -> None:
    opening = articles(most=1)
    opened = opening.open(NEWS, told_nothing)
    with pytest.raises(TooManyOpen, match="1 own articles are open"):
        opening.open(NEWS, told_nothing)
    opened.clear()
    opened.clear()
    opening.open(NEWS, told_nothing)
    with pytest.raises(TooManyOpen):
        opening.open(NEWS, told_nothing)


def test_one_address_takes_half_of_the_places() -> None:
    opening = articles(most=4)
    for client in ("1.1.1.1", "1.1.1.1", "2.2.2.2", "3.3.3.3"):
        opening.open(NEWS, told_nothing, client)
    for client in ("1.1.1.1", "4.4.4.4"):
        with pytest.raises(TooManyOpen):
            opening.open(NEWS, told_nothing, client)


@pytest.mark.parametrize("client", ["1.1.1.1", "2.2.2.2"])
def test_articles_of_made_up_tokens_give_way_to_one_who_is_there_and_to_no_other(client: str) -> None:
    sessions, opening = Sessions(OpenArticle(fake())), articles(most=20)

    def open_one(token: str, client: str) -> Session:
        session = sessions.of(token)
        room = partial(sessions.make_room, session)
        assert session.take_up(opening.open(NEWS, told_nothing, client, room))
        return session

    sessions.connect("visit", "1.1.1.1")
    sessions.arrive("reader", "visit")
    reader = open_one("reader", "1.1.1.1")
    made_up = [
        open_one(f"made up {number}", f"{2 - number % 2}.{2 - number % 2}.{2 - number % 2}.{2 - number % 2}")
        for number in range(19)
    ]
    with pytest.raises(TooManyOpen):
        open_one("one more", client)
    sessions.connect("other visit", client)
    sessions.arrive("another reader", "other visit")
    assert open_one("another reader", client).reading.own
    assert reader.reading.own
    assert sum(session.reading.own for session in made_up) == 18
    sessions.close()


@pytest.mark.parametrize(("text", "reason"), [("", "empty"), ("؟!", "empty"), ("كلمة " * 200, "large")])
def test_a_pasted_text_that_is_none_is_refused(text: str, reason: str) -> None:
    with pytest.raises(ArticleUnreadable) as told:
        articles().pasted(text)
    assert told.value.reason == reason


def test_an_upload_is_gone_once_it_was_read_though_it_cannot_be() -> None:
    waiting = Uploads(max_bytes=5_000)
    opening = OwnArticles(fake(), waiting, max_bytes=1_000, most=1)
    for content, reason in ((b"a" * 2_000, "large"), (b"", "empty")):
        key = waiting.put("a.txt", content, "1.1.1.1")
        for told in (reason, "other"):
            with pytest.raises(ArticleUnreadable) as error:
                opening.uploaded(str(key))
            assert error.value.reason == told
        assert len(waiting) == 0


def test_uploads_that_nobody_takes_are_few_and_not_kept_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    waiting = Uploads(max_bytes=100)
    keys = [waiting.put("a.txt", b"a" * 100, client) for client in "aaaabbbbccccdddd"]
    assert None not in keys
    assert len(waiting) == 8
    assert waiting.put("a.txt", b"a", "e") is None  # all that they may be together
    assert [waiting.take(str(key)) is None for key in keys] == [True, True, False, False] * 4
    key = waiting.put("a.txt", b"a", "e")
    monkeypatch.setattr(uploads, "_KEPT_S", 0.0)
    assert waiting.take(str(key)) is None
    assert len(waiting) == 0


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
