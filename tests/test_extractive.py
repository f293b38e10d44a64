from dataclasses import replace
from itertools import pairwise

import pytest
from hits import hits_of

from assistant.answer import Language
from assistant.citations import check
from assistant.readers.base import Draft, Request
from assistant.readers.extractive import ExtractiveReader, not_in_article
from assistant.readers.quoting import quote
from vectorstore.retrieval import Hit

HITS = hits_of("انسحبت القوات اليوم،", "قال الوزير ذلك.", "وأضاف غيره؛", "لا صلة له.")


def confident(*confidences: float) -> tuple[Hit, ...]:
    return tuple(replace(hit, confidence=value) for hit, value in zip(HITS, confidences, strict=False))


def read(hits: tuple[Hit, ...], *, threshold: float = 0.5, language: Language = "ar") -> list[Draft]:
    return list(ExtractiveReader(threshold=threshold).read(Request("متى؟", "متى؟", language, hits)))


def test_the_best_hit_is_quoted_with_its_mark_and_without_a_dangling_comma() -> None:
    draft = read(confident(0.9, 0.0))[-1]
    assert draft.text == "«انسحبت القوات اليوم» [1]"
    assert draft.answered
    assert draft.confidence == 0.9


def test_an_english_question_gets_english_quotation_marks() -> None:
    assert read(confident(0.9, 0.0), language="en")[-1].text == "“انسحبت القوات اليوم” [1]"


def test_drafts_grow_and_only_the_last_is_complete() -> None:
    drafts = read(confident(0.9, 0.9, 0.9))
    assert [d.complete for d in drafts] == [False] * (len(drafts) - 1) + [True]
    assert all(later.text.startswith(earlier.text) for earlier, later in pairwise(drafts))


def test_unlikely_hits_are_not_quoted_beside_a_likely_one() -> None:
    text = read(confident(0.9, 0.01, 0.01, 0.9))[-1].text
    assert "[2]" not in text
    assert "[3]" not in text


def test_quotations_are_few() -> None:
    many = hits_of(*(f"جملة رقم {n}." for n in range(10)))
    assert read(many)[-1].text.count("«") <= 3


@pytest.mark.parametrize("hits", [confident(0.1, 0.1), confident(0.0)])
def test_below_the_threshold_the_article_does_not_say_and_the_nearest_is_offered(hits: tuple[Hit, ...]) -> None:
    (draft,) = read(hits)
    assert not draft.answered
    assert draft.complete
    assert "لا يذكر المقال" in draft.text
    assert quote(hits[0].passage, 1, "ar") in draft.text


def test_the_threshold_itself_is_enough() -> None:
    assert read(confident(0.5))[-1].answered


def test_without_hits_the_article_does_not_say() -> None:
    (draft,) = read(())
    assert draft == Draft("لا يذكر المقال إجابة عن هذا السؤال.", answered=False, confidence=0.0, complete=True)


def test_that_the_article_does_not_say_is_said_in_english_too() -> None:
    draft = not_in_article(HITS, "en", 0.2)
    assert draft.text.startswith("The article does not say.")
    assert "[1]" in draft.text
    assert draft.confidence == 0.2


OPENED = hits_of(
    "افتتح وزير النقل خالد المنصوري يوم الثلاثاء 14 مايو 2019 جسر الوادي في مدينة الناصرية،",
    "وقال إن المدينة كانت تنتظر الجسر منذ زمن.",
)


def answered(question: str, hits: tuple[Hit, ...] = OPENED, *, language: Language = "ar") -> Draft:
    (draft,) = ExtractiveReader(threshold=0.1).read(Request(question, question, language, hits))
    return draft


def test_a_short_answer_comes_first_and_is_marked_where_it_stands() -> None:
    draft = answered("متى افتتح جسر الوادي؟", OPENED[:1])
    assert draft.highlight is not None
    said = OPENED[0].passage.text[slice(*draft.highlight)]
    assert "14 مايو 2019" in said
    assert draft.text == f"«{said}» [1]\n\n{quote(OPENED[0].passage, 1, 'ar')}"


def test_a_short_answer_to_an_english_question_stays_arabic() -> None:
    draft = answered("When was the Wadi bridge opened?", OPENED[:1], language="en")
    assert draft.highlight is not None
    assert draft.text.startswith(f"“{OPENED[0].passage.text[slice(*draft.highlight)]}” [1]\n\n“افتتح")


@pytest.mark.parametrize("question", ["متى افتتح جسر الوادي؟", "من افتتح جسر الوادي؟", "ماذا قال الوزير؟", "What?"])
def test_a_draft_with_a_short_answer_passes_the_check_whole(question: str) -> None:
    draft = answered(question)
    checked = check(draft.text, OPENED)
    assert checked.dropped == ()
    assert checked.citations[0].start == OPENED[0].passage.start


@pytest.mark.parametrize(
    ("question", "passage"),
    [
        ("على ماذا المصنع قادر؟", "وأكد المدير أن المصنع غير قادر على الإنتاج."),
        ("متى وصل الوفد؟", "ولم يصل الوفد يوم الثلاثاء 14 مايو، خلافا لما أعلن."),
        ("من زار المدينة؟", "ولم يزر الوزير خالد المنصوري المدينة."),
    ],
)
def test_words_of_a_denial_are_no_short_answer(question: str, passage: str) -> None:
    hits = hits_of(passage)
    draft = answered(question, hits)
    assert draft.highlight is None
    assert check(draft.text, hits).dropped == ()


def test_the_offsets_are_those_of_the_article() -> None:
    asked = answered("متى افتتح جسر الوادي؟", (OPENED[0],))
    assert asked.highlight is not None
    moved = hits_of("فقرة أخرى قبلها.", OPENED[0].passage.text)[1:]
    draft = answered("متى افتتح جسر الوادي؟", moved)
    assert draft.highlight is not None
    assert draft.highlight[0] - moved[0].passage.start == asked.highlight[0] - OPENED[0].passage.start


def test_yes_is_said_only_of_what_the_passage_says_in_these_words() -> None:
    hits = hits_of("انسحبت القوات من المدينة يوم الأحد.")
    assert answered("هل انسحبت القوات من المدينة؟", hits).text == "نعم. «انسحبت القوات من المدينة يوم الأحد.» [1]"
    assert answered("هل انسحبت القوات من البلاد؟", hits).text == "«انسحبت القوات من المدينة يوم الأحد.» [1]"
    denied = hits_of("لم تنسحب القوات من المدينة.")
    assert answered("هل انسحبت القوات من المدينة؟", denied).text == "«لم تنسحب القوات من المدينة.» [1]"


def test_the_surer_the_short_answer_the_fewer_the_quotations() -> None:
    hits = tuple(replace(hit, confidence=value) for hit, value in zip(OPENED, (0.9, 0.5), strict=True))
    assert "[2]" not in answered("متى افتتح جسر الوادي؟", hits).text
    assert "[2]" in answered("هل كان الجسر قديما؟", hits).text
