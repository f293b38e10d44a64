"""Kinds of question that comparing words gets wrong, each in sentences made up for it; answered by the real thing."""

import pytest

from assistant import Answer, Assistant, Settings, open_assistant
from vectorstore.importing.loading import parse_text

TEXTS = {
    "law": "لم يوافق النائب كريم على القانون، ووافقت عليه النائبة ليلى.",
    "visitors": "انخفض عدد الزوار بنسبة -12.5% إلى 1,204,300 زائر خلال العام الماضي.",
    "head": "وقال أحمد، رئيس الدائرة، في مؤتمر صحفي إن الأعمال تنتهي قريبا.",
    "minister": "عين سالم وزيرا خلفا لفهد الذي حطم الرياضة.",
    "works": "بلغت كلفة الترميم ستة ملايين دينار، واستغرق العمل ثلاث سنوات.",
    "museum": "يفتح المتحف أبوابه في التاسعة صباحا ويغلق في الخامسة مساء، وتضم مجموعته 320 قطعة.",
}


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """Any assistant, to open others with."""
    return open_assistant(Settings.from_env({}, data_dir=tmp_path_factory.mktemp("data"), embeddings="builtin"))


def ask(tools: Assistant, name: str, question: str) -> Answer:
    assistant = tools.reading(parse_text(TEXTS[name]))
    try:
        return assistant.ask(question)
    finally:
        assistant.close()


@pytest.mark.parametrize(
    ("name", "question", "words"),
    [
        ("law", "من وافق على القانون؟", "ليلى"),
        ("visitors", "كم عدد الزوار؟", "1,204,300"),
        ("head", "من رئيس الدائرة؟", "أحمد"),
        ("minister", "من خلف فهد؟", "سالم"),
        ("works", "كم بلغت كلفة الترميم؟", "ستة ملايين دينار"),
        ("museum", "المتحف بيقفل امتى؟", "الخامسة مساء"),
        ("museum", "How many items are in the collection?", "320"),
    ],
)
def test_the_words_that_answer_are_lit(tools: Assistant, name: str, question: str, words: str) -> None:
    answer = ask(tools, name, question)
    assert answer.answered
    assert words in (answer.short or "")
    assert len((answer.short or "").split()) <= len(words.split()) + 3


@pytest.mark.parametrize(
    ("turns", "words"),
    [
        (("من المتحدث باسم البنتاجون؟", "متى صدر البيان المشترك؟", "أين قتل الحلبي؟"), "الأراضي السورية"),
        (("أين قتل الحلبي؟", "ما اسمه الحقيقي؟"), "عمر عبد القادر بسام"),
        (("ليه امريكا عايزة تقلل قواتها في العراق؟",), "نجاح"),
        pytest.param(
            ("اتقتل فين الحلبي ده؟",),
            "الأراضي السورية",
            marks=pytest.mark.xfail(
                strict=True, reason="the reader that ships takes it for a question of something else"
            ),
        ),
    ],
)
def test_turns_about_the_article_that_ships(tools: Assistant, turns: tuple[str, ...], words: str) -> None:
    *_, answer = tools.converse(turns)
    assert answer.answered
    assert words in answer.citations[0].text


@pytest.mark.parametrize(
    "said",
    [
        *("شكرا", "شكرًا على المساعدة", "thanks", "حسنا", "ok", "نعم"),
        *("مرحبا", "السلام عليكم", "مرحبا يا صديقي", "صباح الخير، كيف حالك اليوم؟", "هاي كيف الحال", "Hello there"),
        *("من أنت؟", "هل أنت روبوت؟", "من صنعك؟", "كيف يمكنك مساعدتي؟", "who made you?", "what is this?"),
        *("asdf", "asdf qwer zxcv", "bla bla bla", "ههههه", "لبلبلبلب", "شسيبشسيب", "سيبسيب سيبسيب", "ا"),
        *("12345", "2024", "٢٠٢٤", "42 + 17"),
    ],
)
def test_what_asks_nothing_gets_a_courteous_line_and_no_quotation(tools: Assistant, said: str) -> None:
    answer = tools.ask(said)
    assert (answer.answered, answer.citations, answer.courtesy) == (False, (), True)
    assert answer.text


@pytest.mark.parametrize(
    "asked",
    [
        "الحلبي",
        "البنتاقون",
        "بلاد داعش",
        "27 سبتمبر",
        "من هو؟",
        "هل أنت متأكد أن بارنيل هو المتحدث؟",
        "لا أفهم القرار",
    ],
)
def test_what_may_ask_something_is_looked_for(tools: Assistant, asked: str) -> None:
    assert not tools.ask(asked).courtesy


def test_nobody_is_named_who_is_not_in_the_article(tools: Assistant) -> None:
    assert not tools.ask("من رئيس الولايات المتحدة؟").answered
