from dataclasses import replace
from itertools import pairwise

import pytest
from hits import hits_of

from assistant.answer import Language
from assistant.citations import check
from assistant.readers.base import Draft, Request
from assistant.readers.extractive import ExtractiveReader, not_in_article
from assistant.readers.quoting import quote
from vectorstore.hit import Hit, ShortAnswer

HITS = hits_of("انسحبت القوات اليوم،", "قال الوزير ذلك.", "وأضاف غيره؛", "لا صلة له.")


def confident(*confidences: float) -> tuple[Hit, ...]:
    return tuple(replace(hit, confidence=value) for hit, value in zip(HITS, confidences, strict=False))


def read(hits: tuple[Hit, ...], *, threshold: float = 0.5, language: Language = "ar") -> list[Draft]:
    return list(ExtractiveReader(threshold=threshold).read(Request("متى؟", language, hits)))


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


DATE = "14 مايو 2019"


def with_answer(words: str, hits: tuple[Hit, ...] = OPENED, *, agreement: float = 0.9) -> tuple[Hit, ...]:
    """The hits, in the best of which the reader found these words."""
    best, *others = hits
    start = best.passage.start + best.passage.text.index(words)
    return (replace(best, answer=ShortAnswer(start, start + len(words), agreement)), *others)


def answered(question: str, hits: tuple[Hit, ...] = OPENED, *, language: Language = "ar") -> Draft:
    (draft,) = ExtractiveReader(threshold=0.1).read(Request(question, language, hits))
    return draft


def marked(draft: Draft, hit: Hit) -> str:
    """The words that are marked in the article."""
    assert draft.highlight is not None
    start, end = draft.highlight
    return hit.passage.text[start - hit.passage.start : end - hit.passage.start]


def test_a_short_answer_comes_first_and_is_marked_where_it_stands() -> None:
    draft = answered("متى افتتح جسر الوادي؟", with_answer(DATE, OPENED[:1]))
    assert marked(draft, OPENED[0]) == DATE
    assert draft.text == f"«{DATE}» [1]\n\n{quote(OPENED[0].passage, 1, 'ar')}"


def test_a_short_answer_to_an_english_question_stays_arabic() -> None:
    draft = answered("When was the Wadi bridge opened?", with_answer(DATE, OPENED[:1]), language="en")
    assert marked(draft, OPENED[0]) == DATE
    assert draft.text.startswith(f"“{DATE}” [1]\n\n“افتتح")


def test_a_hit_without_words_that_answer_is_quoted_alone() -> None:
    draft = answered("متى افتتح جسر الوادي؟", OPENED[:1])
    assert draft.highlight is None
    assert draft.text == quote(OPENED[0].passage, 1, "ar")


@pytest.mark.parametrize(("agreement", "first"), [(0.59, False), (0.6, True), (1.0, True)])
def test_words_that_are_not_sure_are_marked_and_do_not_come_first(agreement: float, first: bool) -> None:
    draft = answered("متى افتتح جسر الوادي؟", with_answer(DATE, OPENED[:1], agreement=agreement))
    assert draft.text.startswith(f"«{DATE}» [1]") is first
    assert marked(draft, OPENED[0]) == DATE


@pytest.mark.parametrize(("confidence", "first"), [(0.59, False), (0.6, True)])
def test_where_the_article_may_well_not_answer_no_words_come_first(confidence: float, first: bool) -> None:
    hits = with_answer(DATE, (replace(OPENED[0], confidence=confidence),))
    draft = answered("متى افتتح جسر الوادي؟", hits)
    assert draft.text.startswith(f"«{DATE}» [1]") is first
    assert marked(draft, OPENED[0]) == DATE


@pytest.mark.parametrize("count", [25, 26])
def test_a_long_answer_is_marked_and_does_not_come_first(count: int) -> None:
    words = " ".join(f"كلمة{n}" for n in range(count))
    hits = hits_of(f"وقال إن {words} كلها.")
    draft = answered("ماذا قال؟", with_answer(words, hits))
    assert draft.text.startswith(f"«{words}» [1]\n\n") is (count == 25)
    assert marked(draft, hits[0]) == words


def test_what_a_yes_or_no_question_finds_is_marked_and_does_not_come_first() -> None:
    draft = answered("هل افتتح الجسر في مايو؟", with_answer(DATE, OPENED[:1]))
    assert draft.text == quote(OPENED[0].passage, 1, "ar")
    assert marked(draft, OPENED[0]) == DATE


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("متى افتتح جسر الوادي؟", "يوم الثلاثاء 14 مايو 2019"),
        ("من افتتح جسر الوادي؟", "وزير النقل خالد المنصوري"),
        ("ماذا افتتح الوزير؟", "جسر الوادي في مدينة الناصرية"),
        ("What?", "جسر"),
    ],
)
def test_a_draft_with_a_short_answer_passes_the_check_whole(question: str, words: str) -> None:
    hits = with_answer(words)
    draft = answered(question, hits)
    assert draft.text.startswith(f"«{words}» [1]\n\n")
    checked = check(draft.text, hits)
    assert checked.dropped == ()
    assert checked.citations[0].start == OPENED[0].passage.start


@pytest.mark.parametrize(
    ("question", "passage", "words"),
    [
        ("على ماذا المصنع قادر؟", "وأكد المدير أن المصنع غير قادر على الإنتاج.", "قادر على الإنتاج"),
        ("متى وصل الوفد؟", "ولم يصل الوفد يوم الثلاثاء 14 مايو، خلافا لما أعلن.", "يوم الثلاثاء 14 مايو"),
        ("من زار المدينة؟", "ولم يزر الوزير خالد المنصوري المدينة.", "الوزير خالد المنصوري"),
    ],
)
def test_words_of_a_denial_do_not_come_first(question: str, passage: str, words: str) -> None:
    hits = hits_of(passage)
    draft = answered(question, with_answer(words, hits))
    assert draft.text == quote(hits[0].passage, 1, "ar")
    assert check(draft.text, hits).dropped == ()


def test_the_offsets_are_those_of_the_article() -> None:
    moved = hits_of("فقرة أخرى قبلها.", OPENED[0].passage.text)[1:]
    draft = answered("متى افتتح جسر الوادي؟", with_answer(DATE, moved))
    assert draft.highlight is not None
    place = OPENED[0].passage.text.index(DATE)
    assert draft.highlight[0] - moved[0].passage.start == place
    assert draft.text.startswith(f"«{DATE}» [1]")


def test_yes_is_said_only_of_what_the_passage_says_in_these_words() -> None:
    hits = hits_of("انسحبت القوات من المدينة يوم الأحد.")
    assert answered("هل انسحبت القوات من المدينة؟", hits).text == "نعم. «انسحبت القوات من المدينة يوم الأحد.» [1]"
    assert answered("هل انسحبت القوات من البلاد؟", hits).text == "«انسحبت القوات من المدينة يوم الأحد.» [1]"
    denied = hits_of("لم تنسحب القوات من المدينة.")
    assert answered("هل انسحبت القوات من المدينة؟", denied).text == "«لم تنسحب القوات من المدينة.» [1]"


@pytest.mark.parametrize(("confidence", "quoted"), [(0.55, True), (0.53, False)])
def test_a_passage_that_is_about_as_likely_to_answer_is_quoted_too(confidence: float, quoted: bool) -> None:
    (draft,) = read(confident(0.9, confidence))
    assert ("[2]" in draft.text) is quoted


@pytest.mark.parametrize(("confidence", "quoted"), [(0.82, True), (0.8, False)])
def test_of_several_parts_each_quotes_less_beside_its_answer(confidence: float, quoted: bool) -> None:
    request = Request("متى؟", "ar", confident(0.9, confidence), part=True)
    (draft,) = ExtractiveReader(threshold=0.5).read(request)
    assert ("[2]" in draft.text) is quoted
