from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from chromadb.api.shared_system_client import SharedSystemClient
from langchain_core.runnables import RunnableLambda
from stub_server import StubServer, refuses, says
from stub_server import stub as stub

from assistant.answer import Answer
from assistant.answering import Answering
from assistant.assembly import Assistant, open_assistant
from assistant.chain import build_chain
from assistant.errors import QuestionRefused, ReaderFailed
from assistant.models import open_model
from assistant.readers.base import Draft, Reader, Request, Turn
from assistant.readers.extractive import ExtractiveReader
from assistant.readers.generative import GenerativeReader
from assistant.readers.judging import Judge
from assistant.settings import Settings
from vectorstore.indexing.store import IndexStore
from vectorstore.retrieving.retriever import Retriever

QUESTION = "من هو المتحدث باسم البنتاجون؟"
SAID = "المتحدث باسم البنتاجون هو شون بارنيل"
FALSE = ("باريس", "سميث", "المنتخب")


def entails(pairs: Sequence[tuple[str, str]]) -> list[float]:
    """A judge that knows what is false in these tests."""
    return [-9.0 if any(word in statement for word in FALSE) else 9.0 for statement, _ in pairs]


class Scripted:
    """A reader that says what it is told to, and notes what it was asked."""

    name = "scripted"
    by_parts = False

    def __init__(self, *steps: str | Exception) -> None:
        self.steps = steps
        self.requests: list[Request] = []

    def read(self, request: Request) -> Iterator[Draft]:
        self.requests.append(request)
        for number, step in enumerate(self.steps, 1):
            if isinstance(step, Exception):
                raise step
            yield Draft(step, answered=True, confidence=1.0, complete=number == len(self.steps))


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def assistant(data_dir: Path) -> Iterator[Assistant]:
    yield open_assistant(Settings(data_dir=data_dir, embeddings="builtin"))
    SharedSystemClient.clear_system_cache()


@pytest.fixture(scope="module")
def retriever(assistant: Assistant, data_dir: Path) -> Retriever:
    tools, store = assistant.tools, IndexStore(data_dir)
    indexes = [store.open(assistant.passages, each) for each in tools.embeddings]
    return Retriever(assistant.article, assistant.passages, indexes, tools.model, candidates=50)


def answers(
    retriever: Retriever,
    reader: Reader,
    question: str = QUESTION,
    history: Sequence[Turn] = (),
    *,
    threshold: float = 0.0,
) -> list[Answer]:
    """What the chain streams when this reader reads, and the extractive one stands by."""
    answering = Answering(reader, ExtractiveReader(threshold=threshold), Judge(entails))
    chain = build_chain(retriever, answering, hits=8, max_question_chars=200)
    return list(chain.stream({"question": question, "history": history}))


def number_of(retriever: Retriever, part: str) -> int:
    """The number of the first hit that says this."""
    return next(n for n, hit in enumerate(retriever.search(QUESTION), 1) if part in hit.passage.text)


# The chain as a LangChain runnable


def test_a_question_is_answered_with_the_passage_that_says_it(assistant: Assistant) -> None:
    answer = assistant.chain.invoke(QUESTION)
    assert answer.answered
    assert answer.complete
    assert answer.question == QUESTION
    assert (answer.language, answer.reader) == ("ar", "extractive")
    assert any("شون بارنيل" in citation.text for citation in answer.citations)


def test_a_bare_question_and_one_in_a_mapping_are_the_same(assistant: Assistant) -> None:
    bare, mapped = assistant.chain.invoke(QUESTION), assistant.chain.invoke({"question": QUESTION})
    assert (bare.text, bare.citations) == (mapped.text, mapped.citations)


def test_the_last_part_of_a_stream_is_what_invoke_gives(assistant: Assistant) -> None:
    parts = list(assistant.chain.stream(QUESTION))
    assert [part.complete for part in parts] == [False] * (len(parts) - 1) + [True]
    whole = assistant.chain.invoke(QUESTION)
    assert (parts[-1].text, parts[-1].citations) == (whole.text, whole.citations)


def test_a_batch_is_answered_in_order(assistant: Assistant) -> None:
    questions = [QUESTION, "متى صدر البيان المشترك؟", "what did the Pentagon announce?"]
    batch = assistant.chain.batch(questions)
    assert [answer.question for answer in batch] == questions
    assert [answer.citations for answer in batch] == [assistant.chain.invoke(q).citations for q in questions]


def test_the_chain_can_be_piped(assistant: Assistant) -> None:
    piped = assistant.chain | RunnableLambda(lambda answer: answer.text)
    whole = assistant.chain.invoke(QUESTION).text
    assert piped.invoke(QUESTION) == whole
    streamed = list(piped.stream(QUESTION))
    assert streamed[-1] == whole


def test_asking_the_assistant_is_invoking_its_chain(assistant: Assistant) -> None:
    assert assistant.ask(QUESTION).citations == assistant.chain.invoke(QUESTION).citations
    assert list(assistant.stream(QUESTION))[-1].complete


def test_an_english_question_is_answered_in_english(assistant: Assistant) -> None:
    assert assistant.ask("Who is the spokesman of the Pentagon?").language == "en"
    assert assistant.ask("البنتاجون Pentagon بارنيل المتحدث؟").language == "ar"


# What cannot be read


@pytest.mark.parametrize("question", ["", "   ", "؟؟؟", "😀", "\u200f\u200f", "…"])
def test_a_question_without_words_is_refused_in_both_languages(assistant: Assistant, question: str) -> None:
    with pytest.raises(QuestionRefused, match="no words") as caught:
        assistant.ask(question)
    assert "لا كلمات" in caught.value.messages["ar"]
    with pytest.raises(QuestionRefused):
        list(assistant.stream(question))


def test_a_question_that_is_too_long_is_refused_with_both_numbers(assistant: Assistant) -> None:
    with pytest.raises(QuestionRefused, match=r"2001.*2000"):
        assistant.ask("س" * 2_001)
    assert assistant.ask("س" * 2_000).complete


@pytest.mark.parametrize(
    "question", ["🇮🇶 البنتاجون 😀؟", "<script>من</script>", "{question} $x %s البنتاجون", "\u202eمن\x00"]
)
def test_odd_questions_with_words_are_answered(assistant: Assistant, question: str) -> None:
    assert assistant.ask(question).complete


# Citations


@pytest.mark.parametrize("question", [QUESTION, "لخص المقال", "ما عنوان المقال؟", "من فاز بكأس العالم؟", "why?"])
def test_every_citation_is_verbatim(assistant: Assistant, question: str) -> None:
    for answer in assistant.stream(question):
        assert all(assistant.article.text[c.start : c.end] == c.text for c in answer.citations)
        assert [c.number for c in answer.citations] == list(range(1, len(answer.citations) + 1))


def test_a_question_the_article_does_not_answer_is_said_to_be_one(assistant: Assistant) -> None:
    answer = assistant.ask("من فاز ببطولة كأس العالم لكرة القدم؟")
    assert not answer.answered
    assert "لا يذكر المقال" in answer.text


def test_a_follow_up_hits_the_passage_that_the_turn_before_was_about(assistant: Assistant) -> None:
    first, second = assistant.converse(["من هو القيادي البارز في تنظيم داعش الذي قتل؟", "وما كنيته؟"])
    assert any("عمر عبد القادر بسام" in c.text for c in first.citations)
    assert any("عبد الرحمن الحلبي" in c.text for c in second.citations)


# Questions of several parts


def test_each_part_is_answered_with_its_own_citation(assistant: Assistant) -> None:
    answer = assistant.ask("من المتحدث باسم البنتاجون وما كنية القيادي الذي قتل؟")
    assert "«شون بارنيل» [1]" in answer.text
    assert [citation.number for citation in answer.citations] == [1, 2]
    assert "شون بارنيل" in answer.citations[0].text
    assert "عبد الرحمن الحلبي" in answer.citations[1].text


def test_two_parts_that_one_passage_answers_cite_it_once(assistant: Assistant) -> None:
    answer = assistant.ask("ما كنية القيادي عمر عبد القادر بسام ومتى أعلن مقتله؟")
    assert [citation.number for citation in answer.citations] == [1]
    lines = answer.text.splitlines()
    assert len(lines) == len(set(lines)) + lines.count("") - 1


@pytest.mark.parametrize(
    ("question", "declined"),
    [
        ("من المتحدث باسم البنتاجون وكم بلغ سعر الذهب في الأسواق؟", "وكم بلغ سعر الذهب في الأسواق؟"),
        ("من فاز بكأس العالم لكرة القدم، وما كنية القيادي الذي قتل؟", "من فاز بكأس العالم لكرة القدم"),
        ("Who is the spokesman of the Pentagon, and how much does gold cost?", "and how much does gold cost?"),
    ],
)
def test_a_part_that_the_article_does_not_answer_is_said_to_be_one(
    assistant: Assistant, question: str, declined: str
) -> None:
    answer = assistant.ask(question)
    assert answer.answered
    *_, last = answer.text.splitlines()
    assert declined in last
    assert "[" not in last
    assert answer.unanswered == (declined,)
    assert answer.as_json()["unanswered"] == [declined]
    assert [(part.answered, bool(part.text)) for part in answer.parts if part.question == declined] == [(False, False)]
    assert [part.highlight for part in answer.parts if part.answered] == [answer.highlight]
    assert answer.claims
    assert declined not in answer.claims
    assert answer.citations


def test_where_no_part_is_answered_the_whole_question_is_declined(assistant: Assistant) -> None:
    answer = assistant.ask("من فاز بكأس العالم لكرة القدم وكم بلغ سعر الذهب في الأسواق؟")
    assert not answer.answered
    assert answer.text.startswith("لا يذكر المقال إجابة عن هذا السؤال.")
    assert len(answer.citations) == 1


def test_the_fallback_reads_by_parts_where_a_model_fails(retriever: Retriever) -> None:
    question = "من المتحدث باسم البنتاجون وما كنية القيادي الذي قتل؟"
    (*_, answer) = answers(retriever, Scripted(ReaderFailed("timeout", "scripted")), question)
    assert len(answer.citations) >= 2
    assert answer.notice


# Readers that fail or say what is not so


@pytest.mark.parametrize("reason", ["timeout", "connection", "cut", "refused", "unusable"])
def test_where_the_reader_fails_the_fallback_answers_and_says_so(retriever: Retriever, reason: str) -> None:
    (*_, answer) = answers(retriever, Scripted(ReaderFailed(reason, "scripted")))
    assert answer.reader == "extractive"
    assert answer.answered
    assert answer.citations
    assert answer.notice
    assert "مقتبسة" in answer.notice


def test_a_reader_that_fails_midway_is_replaced_by_the_fallback(retriever: Retriever) -> None:
    number = number_of(retriever, "شون بارنيل")
    parts = answers(retriever, Scripted(f"{SAID} [{number}]", ReaderFailed("cut", "scripted")))
    assert parts[0].reader == "scripted"
    assert parts[-1].reader == "extractive"
    assert parts[-1].complete
    assert parts[-1].notice


def test_what_was_checked_before_a_reply_broke_off_is_kept(retriever: Retriever) -> None:
    number = number_of(retriever, "شون بارنيل")
    said = f"{SAID} [{number}]. ثم قا"
    (*_, answer) = answers(retriever, Scripted(said, ReaderFailed("timeout", "scripted")))
    assert answer.reader == "scripted"
    assert answer.text == f"{SAID} [1]."
    assert answer.complete
    assert answer.notice
    assert "بقي منه ما ثبت" in answer.notice


@pytest.mark.parametrize("text", ["المتحدث هو جون سميث [1].", f"{SAID} [99].", "عاصمة فرنسا باريس.", "[1]"])
def test_a_reader_that_says_only_what_is_unsupported_is_replaced(retriever: Retriever, text: str) -> None:
    (*_, answer) = answers(retriever, Scripted(text))
    assert answer.reader == "extractive"
    assert answer.notice
    assert "سميث" not in answer.text


def test_what_is_unsupported_is_left_out_and_what_is_supported_stays(retriever: Retriever) -> None:
    number = number_of(retriever, "شون بارنيل")
    (*_, answer) = answers(retriever, Scripted(f"{SAID} [{number}]. وهو من مواليد باريس عام 1950 [{number}]."))
    assert answer.reader == "scripted"
    assert "شون بارنيل" in answer.text
    assert "باريس" not in answer.text
    assert len(answer.citations) == 1
    assert answer.notice
    assert 0 < answer.confidence < 1


def test_partial_answers_never_carry_unsupported_marks(retriever: Retriever) -> None:
    number = number_of(retriever, "شون بارنيل")
    text = f"{SAID} [{number}]. وهو من مواليد باريس [{number}]. وقيل غير ذلك [77]."
    steps = [text[:length] for length in range(5, len(text), 5)] + [text]
    for part in answers(retriever, Scripted(*steps)):
        assert "[77]" not in part.text
        assert "باريس" not in part.text
        assert part.text.count("[") == len(part.citations)


def test_a_reader_is_given_so_many_hits_the_history_and_the_context(retriever: Retriever) -> None:
    number = number_of(retriever, "شون بارنيل")
    scripted = Scripted(f"{SAID} [{number}].")
    (*_, before) = answers(retriever, scripted)
    answers(retriever, scripted, "ولماذا؟", [Turn(QUESTION, before)])
    first, second = scripted.requests
    assert (len(first.hits), first.history, first.context) == (8, (), "")
    assert second.history == (Turn(QUESTION, before),)
    assert QUESTION in second.context


def test_a_follow_up_is_looked_for_as_the_chat_model_puts_it(retriever: Retriever) -> None:
    asked: list[str] = []

    def rewrite(question: str, history: Sequence[Turn], language: str) -> str | None:
        asked.append(question)
        return "ما كنية القيادي الذي قتل؟" if len(asked) == 1 else None

    scripted = Scripted(f"{SAID} [1].")
    answering = Answering(scripted, ExtractiveReader(threshold=0.0), Judge(entails))
    chain = build_chain(retriever, answering, hits=8, max_question_chars=200, rewrite=rewrite)
    (*_, before) = answers(retriever, Scripted(f"{SAID} [{number_of(retriever, 'شون بارنيل')}]."))
    for question in ("وما كنيته؟", "وما كنيته؟", "متى صدر البيان المشترك بين الولايات المتحدة والعراق؟"):
        list(chain.stream({"question": question, "history": [Turn(QUESTION, before)]}))
    assert asked == ["وما كنيته؟", "وما كنيته؟"]
    first, second, _ = scripted.requests
    assert "عبد الرحمن الحلبي" in first.hits[0].passage.text
    assert first.question == "وما كنيته؟"
    assert first.context == "ما كنية القيادي الذي قتل؟"
    assert QUESTION in second.context


@pytest.mark.parametrize(
    ("text", "notice"),
    [
        ("The spokesman of the Pentagon is Shawn Parnell [{}].", "لم يكتب نموذج المحادثة بلغة السؤال"),
        ("وهو من مواليد باريس [{}].", "لم يثبت من المقال شيء"),
    ],
)
def test_an_answer_in_another_language_is_quoted_instead(retriever: Retriever, text: str, notice: str) -> None:
    number = number_of(retriever, "شون بارنيل")
    (*_, answer) = answers(retriever, Scripted(text.format(number)))
    assert answer.reader == "extractive"
    assert answer.notice
    assert answer.notice.startswith(notice)


def test_a_notice_does_not_speak_of_a_quotation_where_none_answers(retriever: Retriever) -> None:
    (*_, answer) = answers(
        retriever, Scripted("فاز المنتخب [1]."), "من فاز ببطولة كأس العالم لكرة القدم؟", threshold=0.9
    )
    assert not answer.answered
    assert answer.notice
    assert "مقتبسة" not in answer.notice


def test_a_reader_that_does_not_read_by_parts_is_given_the_question_whole_with_the_hits_of_all(
    retriever: Retriever,
) -> None:
    scripted = Scripted(f"{SAID} [1].")
    answers(retriever, scripted, "من المتحدث باسم البنتاجون وما كنية القيادي الذي قتل؟")
    (request,) = scripted.requests
    assert request.question == "من المتحدث باسم البنتاجون وما كنية القيادي الذي قتل؟"
    first, second = (hit.passage.text for hit in request.hits[:2])
    assert "شون بارنيل" in first
    assert "عبد الرحمن الحلبي" in second
    assert len({hit.passage.start for hit in request.hits}) == len(request.hits)


def test_seconds_are_those_of_the_clock(retriever: Retriever) -> None:
    ticks = iter([10.0, 12.5])
    reader = Scripted(f"{SAID} [{number_of(retriever, 'شون بارنيل')}].")
    answering = Answering(reader, reader, Judge(entails), clock=lambda: next(ticks))
    chain = build_chain(retriever, answering, hits=8, max_question_chars=200)
    assert chain.invoke(QUESTION).seconds == 2.5


# With a chat model


def test_a_chat_models_answer_comes_out_checked_end_to_end(retriever: Retriever, stub: StubServer) -> None:
    number = number_of(retriever, "شون بارنيل")
    stub.reply(says(f"{SAID} [{number}]. وهو طبيب من باريس [{number}]."))
    model = open_model(model="stub", model_url=stub.url, timeout_s=10)
    parts = answers(retriever, GenerativeReader(model, timeout_s=10))
    assert parts[-1].reader == "generative:stub"
    assert parts[-1].text == f"{SAID} [1]."
    assert "شون بارنيل" in parts[-1].citations[0].text
    assert "شون بارنيل" in stub.requests[0].question


def test_where_the_chat_models_server_refuses_the_article_is_quoted(retriever: Retriever, stub: StubServer) -> None:
    stub.reply(refuses(401))
    model = open_model(model="stub", model_url=stub.url, timeout_s=10)
    (*_, answer) = answers(retriever, GenerativeReader(model, timeout_s=10))
    assert answer.reader == "extractive"
    assert answer.notice
