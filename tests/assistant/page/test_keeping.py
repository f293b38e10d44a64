"""Conversations as the JSON that a browser keeps."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from assistant.answer import Answer, Citation, Part
from assistant.page.state.keeping import Kept, from_json, to_json
from assistant.page.state.open_article import OpenArticle
from assistant.page.state.session import Session
from assistant.readers.base import Turn
from tests.page_fixtures import FakeAssistant, growing, shipped_article
from vectorstore.passages import split

ARTICLE = shipped_article()
PASSAGES = split(ARTICLE)
SPAN = PASSAGES[5].start, PASSAGES[5].start + 4
ANSWER = Answer(
    *("متى ومن؟", True, "كذا [1]\nوكذا [2]", "ar", "extractive"),
    citations=(Citation.of(1, PASSAGES[5]), Citation.of(2, PASSAGES[0])),
    confidence=0.7,
    notice="تنبيه",
    highlight=SPAN,
    unanswered=("ومن؟",),
    parts=(Part("متى؟", True, "كذا [1]", 0.7, SPAN), Part("ومن؟", False, "", 0.1)),
)
REFUSAL = Answer("Who?", False, "The article does not say.", "en", "extractive")
KEPT = Kept("a1", (Turn("متى ومن؟", ANSWER), Turn("Who?", REFUSAL)))
WAITING = Turn("؟", Answer("؟", True, "", "ar", "extractive", complete=False))


def test_a_conversation_comes_back_as_it_was() -> None:
    assert from_json(to_json(KEPT, ARTICLE), ARTICLE) == KEPT


def test_what_has_no_answer_yet_is_not_kept() -> None:
    assert from_json(to_json(Kept("a1", (*KEPT.turns, WAITING)), ARTICLE), ARTICLE) == KEPT


def test_a_conversation_about_another_article_is_none_about_this() -> None:
    other = replace(ARTICLE, text=f"{ARTICLE.text}.")
    assert from_json(to_json(KEPT, ARTICLE), other) is None


@pytest.mark.parametrize(
    "spoil",
    [
        lambda kept: kept.pop("turns"),
        lambda kept: kept.update(id=7),
        lambda kept: kept["turns"][0].update(text=None),
        lambda kept: kept["turns"][0].update(language="fr"),
        lambda kept: kept["turns"][0].update(confidence=2),
        lambda kept: kept["turns"][0]["citations"][0].__setitem__(1, -1),
        lambda kept: kept["turns"][0]["citations"][0].__setitem__(2, 10_000_000),
        lambda kept: kept["turns"][0]["citations"][0].pop(),
        lambda kept: kept["turns"][0].update(highlight=[9, 3]),
    ],
)
def test_what_this_page_did_not_write_is_no_conversation(spoil: Callable[[dict[str, Any]], Any]) -> None:
    kept = json.loads(to_json(KEPT, ARTICLE))
    spoil(kept)
    assert from_json(json.dumps(kept), ARTICLE) is None


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "[" * 100_000, " " * 1_000_001])
def test_what_is_no_json_of_ours_is_no_conversation(text: str) -> None:
    assert from_json(text, ARTICLE) is None


def test_of_an_article_of_ones_own_nothing_is_kept_and_the_served_ones_conversation_keeps_its_name() -> None:
    assistant = FakeAssistant(ARTICLE, lambda question, history: growing(question, "جواب"))
    shipped, own = OpenArticle(assistant), OpenArticle(assistant, own=True)
    session = Session(shipped)
    session.resume(KEPT)
    session.take_up(own)
    session.turns = KEPT.turns
    assert session.kept() == ""
    session.take_up(shipped)
    assert from_json(session.kept(), ARTICLE) == KEPT
    session.begin()
    assert json.loads(session.kept())["id"] not in {"", KEPT.name}
