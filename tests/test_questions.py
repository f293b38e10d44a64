"""What questions ask, in standard Arabic, dialects and English; none is about an article that ships."""

import pytest

from vectorstore.arabic import stem
from vectorstore.idf import IdfTable
from vectorstore.questions import WHOLE_ARTICLE, Question, Term, Want, analyse


def term(question: Question, word: str) -> Term:
    """The term of a folded word."""
    return next(one for one in question.terms if one.word == word)


def words_of(text: str) -> list[str]:
    return [one.word for one in analyse(text).terms]


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("من هو مدير المدرسة؟", Want.PERSON),
        ("من هم أعضاء اللجنة؟", Want.PERSON),
        ("من الذي اكتشف الدواء؟", Want.PERSON),
        ("مين رئيس النادي؟", Want.PERSON),
        ("منو فاز بالبطولة؟", Want.PERSON),
        ("شكون ربح الماتش؟", Want.PERSON),
        ("who is the mayor of the town?", Want.PERSON),
        ("متى افتتح الجسر؟", Want.TIME),
        ("في أي عام تأسست الجامعة؟", Want.TIME),
        ("ما تاريخ الافتتاح؟", Want.TIME),
        ("منذ متى يعمل المصنع؟", Want.TIME),
        ("إمتى بدأت المباراة؟", Want.TIME),
        ("وقتاش بدات الحفلة؟", Want.TIME),
        ("when did the bridge open?", Want.TIME),
        ("أين يقع المصنع؟", Want.PLACE),
        ("في أي مدينة عقد المؤتمر؟", Want.PLACE),
        ("وين صار الحريق؟", Want.PLACE),
        ("فين المتحف الجديد؟", Want.PLACE),
        ("where is the factory?", Want.PLACE),
        ("كم عدد الطلاب؟", Want.QUANTITY),
        ("كم تبلغ نسبة البطالة؟", Want.QUANTITY),
        ("قديش سعر الخبز؟", Want.QUANTITY),
        ("how many people were injured?", Want.QUANTITY),
        ("how much did the house cost?", Want.QUANTITY),
        ("لماذا أغلق المطعم؟", Want.REASON),
        ("ما سبب الحريق؟", Want.REASON),
        ("ليش تأخر القطار؟", Want.REASON),
        ("ليه اتأجلت المباراة؟", Want.REASON),
        ("علاش تسكرت الطريق؟", Want.REASON),
        ("why was the match postponed?", Want.REASON),
        ("ما الهدف من الحملة؟", Want.PURPOSE),
        ("what is the aim of the campaign?", Want.PURPOSE),
        ("كيف وصل الفريق إلى النهائي؟", Want.MANNER),
        ("كيفاش دخلو اللصوص؟", Want.MANNER),
        ("إزاي نجح المشروع؟", Want.MANNER),
        ("how did the thieves get in?", Want.MANNER),
        ("ما لقب اللاعب؟", Want.ALIAS),
        ("ما كنية القائد؟", Want.ALIAS),
        ("what is the player's nickname?", Want.ALIAS),
        ("ماذا قال الوزير؟", Want.SPEECH),
        ("شو حكى المدرب؟", Want.SPEECH),
        ("what did the coach say?", Want.SPEECH),
        ("هل فاز المنتخب؟", Want.YES_NO),
        ("did the team win?", Want.YES_NO),
        ("ما المشروع الجديد؟", Want.THING),
        ("ما الفرق بين القطار والحافلة؟", Want.THING),
        ("ايش صار في السوق؟", Want.THING),
        ("what happened at the market?", Want.THING),
    ],
)
def test_a_question_wants_what_it_asks_for(text: str, want: Want) -> None:
    assert analyse(text).want is want


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("لخص المقال", Want.SUMMARY),
        ("عن ماذا يتحدث المقال؟", Want.TOPIC),
        ("ما موضوع المقال؟", Want.TOPIC),
        ("المقال ده بيتكلم عن ايه؟", Want.TOPIC),
        ("summarize the article", Want.SUMMARY),
        ("what is the article about?", Want.TOPIC),
        ("عن ماذا يتحدث؟", Want.TOPIC),
        ("ما الفكرة الرئيسية؟", Want.TOPIC),
        ("خلاصة", Want.SUMMARY),
        ("give me a summary", Want.SUMMARY),
        ("ما عنوان المقال؟", Want.TITLE),
        ("شنو عنوان المقال؟", Want.TITLE),
        ("what is the title of the article?", Want.TITLE),
        ("ما العنوان؟", Want.TITLE),
        ("what is the title?", Want.TITLE),
        ("من هم الأشخاص المذكورون في المقال؟", Want.PEOPLE),
        ("من هي الشخصيات المذكورة؟", Want.PEOPLE),
        ("who is mentioned in the article?", Want.PEOPLE),
        ("ما التواريخ المذكورة؟", Want.TIMES),
        ("ما هي الأماكن المذكورة في المقال؟", Want.PLACES),
        ("which places are mentioned?", Want.PLACES),
        ("ما المنظمات المذكورة في المقال؟", Want.ORGANISATIONS),
        ("what organisations are mentioned in the article?", Want.ORGANISATIONS),
    ],
)
def test_a_question_may_be_about_the_whole_article_with_or_without_the_word(text: str, want: Want) -> None:
    assert analyse(text).want is want
    assert want in WHOLE_ARTICLE


@pytest.mark.parametrize(
    "text",
    [
        "ما موضوع البيان المشترك؟",
        "ما موضوع المؤتمر؟",
        "من كتب المقال؟",
        "متى نشر المقال؟",
        "ماذا قال الطبيب في المقال؟",
        "how did the article's hospital save water?",
        "when was the article published?",
    ],
)
def test_a_question_that_only_looks_like_one_is_not_about_the_whole_article(text: str) -> None:
    assert analyse(text).want not in WHOLE_ARTICLE


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("من هو مدير المدرسة؟", ["مدير", "المدرسه"]),
        ("متى افتتح الجسر؟", ["افتتح", "الجسر"]),
        ("ومن هو المدير في المقال؟", ["المدير"]),
        ("when did the bridge open?", ["bridge", "open"]),
        ("ما هو؟", []),
        ("؟", []),
        ("", []),
    ],
)
def test_asking_words_are_no_terms(text: str, terms: list[str]) -> None:
    assert words_of(text) == terms


def test_a_word_that_is_said_twice_is_one_term() -> None:
    assert words_of("الجسر والجسر") == ["الجسر"]


def test_a_dialect_word_is_looked_for_as_its_standard_one() -> None:
    assert words_of("وين صار الحريق؟") == ["حدث", "الحريق"]


def test_a_term_is_said_by_its_synonyms_less_surely_than_by_itself() -> None:
    ways = dict(term(analyse("كم سعر الخبز؟"), "سعر").stems)
    assert ways["سعر"] == 1.0
    assert 0 < ways["ثمن"] < 1


def test_a_loan_word_is_said_by_its_other_spellings_almost_as_surely() -> None:
    ways = dict(term(analyse("أين مقر البنتاجون؟"), "البنتاجون").stems)
    assert ways[stem("بنتاجون")] == 1.0
    assert ways[stem("بنتاغون")] == pytest.approx(0.95)


def test_a_rare_word_weighs_more_than_a_common_one() -> None:
    question = analyse("من رئيس جمعية النحالين؟")
    assert term(question, "النحالين").weight > term(question, "رييس").weight


def test_the_words_of_the_context_weigh_half() -> None:
    alone = analyse("متى افتتح الجسر؟")
    leaning = analyse("لماذا؟", context="متى افتتح الجسر؟")
    assert leaning.want is Want.REASON
    assert [t.weight for t in leaning.terms] == pytest.approx([t.weight / 2 for t in alone.terms])


def test_a_word_of_the_question_keeps_its_weight_when_the_context_has_it_too() -> None:
    question = analyse("أين الجسر؟", context="متى افتتح الجسر؟")
    assert [t.word for t in question.terms] == ["الجسر", "افتتح"]
    assert term(question, "الجسر").weight == term(analyse("أين الجسر؟"), "الجسر").weight


def test_an_english_word_is_looked_for_in_arabic_through_the_glossary() -> None:
    question = analyse("where is the factory?")
    assert not question.arabic
    assert dict(term(question, "factory").stems) == pytest.approx({"مصنع": 0.9, "مصانع": 0.9})


def test_english_words_that_mean_something_together_are_one_term() -> None:
    assert "how many" in words_of("how many bridges?")


def test_an_english_word_that_the_glossary_lacks_is_looked_for_as_a_name() -> None:
    name = term(analyse("where does Zorbatrix live?"), "zorbatrix")
    assert [sure for _, sure in name.stems] == [1.0]
    assert name.weight == IdfTable.shipped().highest


def test_the_question_keeps_its_words_as_they_were_written() -> None:
    question = analyse("أينَ المَصنع؟")
    assert question.text == "أينَ المَصنع؟"
    assert question.arabic
