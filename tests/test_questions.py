"""What questions ask, in standard Arabic, dialects and English; none is about an article that ships."""

import pytest

from vectorstore.questions import WHOLE_ARTICLE, Want, analyse


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
    assert analyse(text).terms == tuple(terms)


def test_a_word_that_is_said_twice_is_one_term() -> None:
    assert analyse("الجسر والجسر").terms == ("الجسر",)


def test_a_dialect_word_is_looked_for_as_its_standard_one() -> None:
    assert analyse("وين صار الحريق؟").terms == ("حدث", "الحريق")


def test_the_question_keeps_its_words_as_they_were_written() -> None:
    question = analyse("أينَ المَصنع؟")
    assert question.text == "أينَ المَصنع؟"


@pytest.mark.parametrize("text", ["عدّد مزايا الجهاز", "عدد لي مزايا الجهاز", "عدد المزايا التي ذكرها الخبير"])
def test_to_count_off_is_not_to_ask_how_many(text: str) -> None:
    assert analyse(text).want is not Want.QUANTITY
    assert "عدد" not in analyse(text).terms


@pytest.mark.parametrize("text", ["عدد القتلى؟", "ما عدد مزايا الجهاز؟", "عدد المزايا"])
def test_a_number_is_asked_for_as_before(text: str) -> None:
    assert analyse(text).want is Want.QUANTITY
