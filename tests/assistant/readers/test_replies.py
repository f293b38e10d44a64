"""Replies in all the forms in which models cite: as objects, and with citations that their providers give."""

import json
from typing import Any

import pytest
from hits import hits_of
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_openai import ChatOpenAI
from stub_server import StubServer, cut, refuses, says
from stub_server import stub as stub

from assistant.citations import check
from assistant.errors import ReaderFailed
from assistant.readers.base import Draft, Request
from assistant.readers.generative import GenerativeReader
from assistant.readers.messages import messages
from assistant.readers.replies import Reply

HITS = hits_of("بلغ عدد المصابين 120 شخصا في مدينة حلب.", "أعلن الوزير شون بارنيل فتح المطار يوم الأحد.")
REQUEST = Request("كم عدد المصابين؟", "ar", HITS)
FIRST, SECOND = "بلغ عدد المصابين 120 شخصا", "أعلن الوزير شون بارنيل فتح المطار"
STATEMENTS = [
    {"quotation": "عدد المصابين 120 شخصا", "passage": 1, "text": f"{FIRST}."},
    {"quotation": "فتح المطار يوم الأحد", "passage": 2, "text": f"{SECOND}."},
]
SHOWN = f"{FIRST} [1].\n{SECOND} [2]."


def structured(stub: StubServer) -> GenerativeReader:
    """A reader whose model is known to keep to a schema."""
    model = ChatOpenAI(model="gpt-4o", base_url=stub.url, api_key="none", max_retries=0, use_responses_api=False)
    return GenerativeReader(model, timeout_s=10)


def shown(drafts: list[Draft]) -> list[str]:
    return [check(draft.text, HITS).text for draft in drafts]


# Objects


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_an_object_of_statements_streams_statement_by_statement(stub: StubServer, size: int) -> None:
    stub.reply(says(json.dumps({"statements": STATEMENTS}, ensure_ascii=False), size=size))
    texts = shown(list(structured(stub).read(REQUEST)))
    assert texts[-1] == SHOWN
    assert size == 1000 or f"{FIRST} [1]." in texts[:-1]
    assert all(SHOWN.startswith(text) for text in texts)
    asked = stub.requests[0].body["response_format"]["json_schema"]["schema"]["properties"]["statements"]["items"]
    assert list(asked["properties"]) == ["quotation", "passage", "text"]


def test_an_object_without_statements_says_that_the_hits_do_not_answer(stub: StubServer) -> None:
    stub.reply(says('{"statements": []}'))
    assert list(structured(stub).read(REQUEST)) == [Draft("", answered=False, confidence=0.0, complete=True)]


def test_a_quotation_that_stands_nowhere_costs_its_statement(stub: StubServer) -> None:
    wrong = {"quotation": "عدد المصابين 950 شخصا", "passage": 1, "text": FIRST}
    stub.reply(says(json.dumps({"statements": [wrong, STATEMENTS[1]]})))
    assert shown(list(structured(stub).read(REQUEST)))[-1] == f"{SECOND} [1]."


def test_a_server_that_ignores_the_schema_may_reply_in_text(stub: StubServer) -> None:
    stub.reply(says(f"{FIRST} [1]."))
    assert shown(list(structured(stub).read(REQUEST)))[-1] == f"{FIRST} [1]."


def test_a_server_that_refuses_the_schema_is_asked_for_text_from_then_on(stub: StubServer) -> None:
    stub.reply(refuses(400, "response_format is not supported"), says(f"{FIRST} [1]."))
    reader = structured(stub)
    for _ in range(2):
        assert shown(list(reader.read(REQUEST)))[-1] == f"{FIRST} [1]."
    assert ["response_format" in request.body for request in stub.requests] == [True, False, False]


def test_an_object_that_breaks_off_fails_and_shows_what_was_whole(stub: StubServer) -> None:
    stub.reply(cut(json.dumps({"statements": STATEMENTS}, ensure_ascii=False)[:-8]))
    drafts = []
    with pytest.raises(ReaderFailed, match="cut"):
        drafts.extend(structured(stub).read(REQUEST))
    reader = structured(stub).read(REQUEST)
    assert check(next(reader).text, HITS).text == f"{FIRST} [1]."


def test_a_model_that_writes_an_object_unasked_is_understood() -> None:
    written = f"```json\n{json.dumps({'statements': STATEMENTS}, ensure_ascii=False)}\n```"
    assert check(said(AIMessageChunk(written)), HITS).text == SHOWN


# Citations of providers, as langchain hands them on


def said(*chunks: AIMessageChunk, whole: bool = True) -> str:
    reply = Reply(HITS)
    for chunk in chunks:
        reply.take(chunk)
    return reply.said(whole=whole)


def anthropic(index: int, text: str = "", **citation: Any) -> AIMessageChunk:
    """A delta of a block of text, with a citation or without, as langchain_anthropic streams it."""
    block: dict[str, Any] = {"type": "text", "index": index} | ({"text": text} if text else {})
    return AIMessageChunk([block | ({"citations": [citation]} if citation else {})])


def char_location(number: int) -> dict[str, Any]:
    text = HITS[number].passage.text
    place = {"start_char_index": 0, "end_char_index": len(text), "document_title": f"[{number + 1}]", "file_id": None}
    return {"type": "char_location", "cited_text": text, "document_index": number} | place


STREAM = (
    anthropic(0, "بلغ عدد المصابين "),
    anthropic(0, "120 شخصا."),
    anthropic(0, **char_location(0)),
    anthropic(1, "\n"),
    anthropic(2, f"{SECOND}."),
    anthropic(2, **char_location(1)),
)


def test_anthropics_citations_are_the_marks_of_their_blocks() -> None:
    assert check(said(*STREAM), HITS).text == SHOWN


def test_a_block_is_shown_once_it_can_be_cited_no_more() -> None:
    texts = [check(said(*STREAM[:end], whole=False), HITS).text for end in range(1, len(STREAM) + 1)]
    assert texts == ["", "", f"{FIRST} [1].", f"{FIRST} [1].", f"{FIRST} [1].", f"{FIRST} [1]."]


@pytest.mark.parametrize(
    "citation",
    [
        {"type": "content_block_location", "document_index": 0, "cited_text": "", "start_block_index": 0},
        {"type": "search_result_location", "search_result_index": 0, "cited_text": "", "source": "x"},
        {"type": "page_location", "cited_text": "عدد المصابين 120 شخصا", "start_page_number": 1},
    ],
)
def test_every_kind_of_anthropics_citations_points_at_its_hit(citation: dict[str, Any]) -> None:
    assert check(said(anthropic(0, f"{FIRST}."), anthropic(0, **citation)), HITS).text == f"{FIRST} [1]."


def test_langchains_own_citations_are_found_by_their_words() -> None:
    note = {"type": "citation", "cited_text": "أعلن الوزير شون بارنيل", "title": "x"}
    chunk = AIMessageChunk([{"type": "text", "text": f"{SECOND}.", "annotations": [note], "index": 0}])
    assert check(said(chunk), HITS).text == f"{SECOND} [1]."


def test_coheres_citations_are_marks_where_their_stretches_end() -> None:
    spans = [
        {"start": 0, "end": len(FIRST), "text": FIRST, "document_ids": ["doc_0"]},
        {"start": len(FIRST) + 2, "end": len(FIRST) + 2 + len(SECOND), "text": SECOND, "document_ids": ["doc_1"]},
    ]
    end = AIMessageChunk("", additional_kwargs={"citations": spans})
    assert check(said(AIMessageChunk(f"{FIRST}. {SECOND}."), end), HITS).text == SHOWN.replace("\n", " ")


@pytest.mark.parametrize("place", [1, 7, -1])
def test_what_a_provider_cites_wrongly_is_dropped(place: int) -> None:
    wrong = char_location(0) | {"document_index": place, "cited_text": ""}
    assert check(said(anthropic(0, f"{FIRST}."), anthropic(0, **wrong)), HITS).citations == ()


def test_web_pages_that_a_provider_lists_are_no_marks() -> None:
    listed = AIMessageChunk(f"{FIRST}.", additional_kwargs={"citations": ["https://example.org"]})
    assert said(listed) == f"{FIRST}."


def test_a_provider_that_cites_is_sent_the_passages_as_documents() -> None:
    asked: list[BaseMessage] = messages(REQUEST, "documents")
    *documents, told = asked[-1].content
    assert [each["source"]["data"] for each in documents] == [hit.passage.text for hit in HITS]
    assert all(each["citations"] == {"enabled": True} for each in documents)
    assert REQUEST.question in told["text"]
