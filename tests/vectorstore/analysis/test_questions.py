"""What questions ask, in standard Arabic, dialects and English; none is about an article that ships."""

import pytest

from vectorstore.analysis.question import WHOLE_ARTICLE, Want, analyse


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("هل فاز المنتخب؟", Want.YES_NO),
        ("وهل فاز المنتخب؟", Want.YES_NO),
        ("did the team win?", Want.YES_NO),
        ("من هو مدير المدرسة؟", Want.PART),
        ("متى افتتح الجسر؟", Want.PART),
        ("ايش صار في السوق؟", Want.PART),
        ("how many people were injured?", Want.PART),
        ("what happened at the market?", Want.PART),
    ],
)
def test_a_question_about_a_part_asks_for_it_or_for_yes_or_no(text: str, want: Want) -> None:
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
        ("من هم الأشخاص المذكورون في المقال؟", Want.LIST),
        ("من هي الشخصيات المذكورة؟", Want.LIST),
        ("who is mentioned in the article?", Want.LIST),
        ("ما التواريخ المذكورة؟", Want.LIST),
        ("ما هي الأماكن المذكورة في المقال؟", Want.LIST),
        ("which places are mentioned?", Want.LIST),
        ("ما المنظمات المذكورة في المقال؟", Want.LIST),
        ("what organisations are mentioned in the article?", Want.LIST),
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
    assert "عدد" not in analyse(text).terms
