"""Which statements the hits support: each row is a statement of the first hit that was left true, or made false."""

from collections.abc import Sequence

import pytest
from hits import hits_of

from assistant.citations import Entails
from assistant.citations.support import LEAST_ODDS, Support

MINISTRY = (
    "أعلنت وزارة الصحة أن عدد المصابين بلغ 120 شخصا في مدينة حلب، وأكد الوزير أن المستشفيات قادرة على استقبال المرضى "
    "خلال عشر سنوات."
)
DAMASCUS = (
    "وقالت الوزارة في 27 سبتمبر 2024 إن المستشفيات في دمشق غير قادرة على استقبال الجرحى، ولم تعلن الحكومة موعدا "
    "للانتقال."
)
PENTAGON = 'جددت وزارة الدفاع الأمريكية "البنتاجون" التزامها بتقليص مهمتها العسكرية في العراق بنسبة 2.5%.'
DENIAL = "ونفت الوزارة إغلاق المطار، ورفض الوزير زيادة الرسوم على 45 ألف مسافر."
HITS = hits_of(MINISTRY, DAMASCUS, PENTAGON, DENIAL, heading="أزمة المستشفيات")
ALL = (1, 2, 3, 4)


def supporting(text: str, *cited: int) -> tuple[int, ...]:
    passages = {number: hit.passage for number, hit in enumerate(HITS, start=1)}
    return Support(passages).of(text, cited)


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("بلغ عدد المصابين 120 شخصا في مدينة حلب", 1),
        ("بلغ عددُ المُصابينَ ١٢٠ شخصًا في مدينةِ حلب", 1),
        ("اكد الوزير ان المستشفيات قادره علي استقبال المرضي", 1),
        ("المستشفيات قادرة على استقبال المرضى خلال 10 سنوات", 1),
        ("المستشفيات في دمشق غير قادرة على استقبال الجرحى", 2),
        ("ليست المستشفيات في دمشق قادرة على استقبال الجرحى", 2),
        ("لم تعلن الحكومة موعدا للانتقال", 2),
        ("قالت الوزارة ذلك بتاريخ 27/9/2024", 2),
        ("في ٢٧ أيلول ٢٠٢٤", 2),
        ("2024", 2),
        ("البنتاغون ملتزم بخفض مهمته العسكرية في العراق", 3),
        ("التقليص بنسبة ٢٫٥ بالمئة", 3),
        ("نفت الوزارة إغلاق المطار", 4),
        ("رفض الوزير زيادة الرسوم على 45,000 مسافر", 4),
        ("أزمة في المستشفيات", 1),
    ],
)
def test_true_statements_are_supported(text: str, cited: int) -> None:
    assert supporting(text, cited) == (cited,)


@pytest.mark.parametrize(
    "text",
    [
        "بلغ عدد المصابين 950 شخصا في مدينة حلب",
        "بلغ عدد المصابين مئتي ألف شخص في مدينة حلب",
        "بلغ عدد المصابين 120 شخصا في مدينة دمشق",
        "بلغ عدد المصابين 120 شخصا في مدينة حمص",
        "بلغ عدد القتلى 120 شخصا في مدينة حلب",
        "بلغ عدد المصابين 27 شخصا في مدينة حلب",
        "المستشفيات غير قادرة على استقبال المرضى",
        "المستشفيات قادرة على استقبال الجرحى",
        "المستشفيات عاجزة عن استقبال المرضى",
        "المستشفيات قادرة على استقبال المرضى قبل عشر سنوات",
        "كل المستشفيات قادرة على استقبال المرضى",
        "أعلنت الحكومة موعدا للانتقال",
        "في 27/8/2024",
        "في 28 سبتمبر 2024",
        "البنتاجون ملتزم بزيادة مهمته العسكرية في العراق",
        "البنتاجون ملتزم بتقليص مهمته العسكرية في سوريا",
        "لم تجدد وزارة الدفاع التزامها بتقليص مهمتها العسكرية",
        "جددت وزارة الصحة التزامها بتقليص مهمتها العسكرية في العراق",
        "التقليص بنسبة 25 بالمئة",
        "أكدت الوزارة إغلاق المطار",
        "زاد الوزير الرسوم على 45 ألف مسافر",
        "لم يرفض الوزير زيادة الرسوم",
        "رفض الوزير زيادة الرسوم على 45 مسافرا",
        "نعم",
        "لا",
        "",
        "كلمة " * 500,
    ],
)
def test_false_and_empty_statements_are_not_supported_by_all_hits_together(text: str) -> None:
    assert supporting(text, *ALL) == ()


@pytest.mark.parametrize(
    ("text", "cited", "expected"),
    [
        ("قال إن «عدد المصابين بلغ ١٢٠ شخصًا»", (1,), (1,)),
        ("قال إن «عدد المصابين بلغ ١٢٠ شخصًا»", (2,), (1,)),
        ("قال إن «عدد المصابين بلغ 950 شخصا»", ALL, ()),
        ("قال إن «عدد المصابين … 120 شخصا»", ALL, ()),
        ("قال إن «عدد المصابين بلغ 120 شخصا في مدينة دمشق»", ALL, ()),
        ("قال إن “أكد الوزير أن المستشفيات قادرة”", (1,), (1,)),
        ('سماها "البنتاجون"', (3,), ()),
        ("المستشفيات «قادرة على استقبال الجرحى»", (2,), ()),
        ("المستشفيات «غير قادرة على استقبال الجرحى»", (2,), (2,)),
        ("المستشفيات ليست «قادرة على استقبال الجرحى»", (2,), (2,)),
        ("قال «خلال عشر سنوات وقالت الوزارة»", ALL, ()),
        ("نفت الوزارة «عدد المصابين بلغ 120 شخصا»", (1,), ()),
        ("قال إن «عدد المصابين بلغ", (1,), (1,)),
        ("قال إن «عدد المصابين انخفض", (1,), ()),
    ],
)
def test_quotations_stand_word_for_word_in_one_hit(
    text: str, cited: tuple[int, ...], expected: tuple[int, ...]
) -> None:
    assert supporting(text, *cited) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Pentagon renewed its commitment «جددت وزارة الدفاع الأمريكية»", (3,)),
        ("The Pentagon renewed its commitment", ()),
        ("The Pentagon renewed its commitment «وزارة الدفاع»", ()),
        ("The Pentagon renewed its commitment «وزارة الدفاع الروسية»", ()),
        ("The Pentagon did not renew its commitment «جددت وزارة الدفاع الأمريكية»", ()),
        ("There were 120 cases «عدد المصابين بلغ 120 شخصا»", (1,)),
        ("There were 130 cases «عدد المصابين بلغ 120 شخصا»", ()),
        ("Hospitals can take patients for ten years «قادرة على استقبال المرضى»", (1,)),
        ("Hospitals can take the wounded «قادرة على استقبال الجرحى»", ()),
        ("Hospitals cannot take the wounded «قادرة على استقبال الجرحى»", (2,)),
        ("Hospitals are unable to take the wounded «غير قادرة على استقبال الجرحى»", (2,)),
        ("Hospitals take the wounded «غير قادرة على استقبال الجرحى»", ()),
    ],
)
def test_an_english_statement_is_shown_by_an_arabic_quotation(text: str, expected: tuple[int, ...]) -> None:
    assert supporting(text, *(expected or ALL)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Paris is the capital of France «جددت وزارة الدفاع الأمريكية»",
        "In Moscow the ministry renewed its commitment «جددت وزارة الدفاع الأمريكية»",
        "The army of Russia renewed its commitment «جددت وزارة الدفاع الأمريكية»",
        "In October 2024 hospitals could not take the wounded «غير قادرة على استقبال الجرحى»",
        "There were two hundred cases «عدد المصابين بلغ 120 شخصا»",
        "Hospitals in Homs cannot take the wounded «غير قادرة على استقبال الجرحى»",
    ],
)
@pytest.mark.parametrize("entails", [None, lambda pairs: [9.0] * len(pairs)])
def test_a_quotation_does_not_vouch_for_names_numbers_and_months_beside_it(text: str, entails: Entails | None) -> None:
    passages = {number: hit.passage for number, hit in enumerate(HITS, start=1)}
    assert Support(passages, entails).of(text, ALL) == ()


def test_in_english_the_statement_is_judged_and_not_the_quotation_beside_it() -> None:
    asked: list[tuple[str, str]] = []

    def entails(pairs: Sequence[tuple[str, str]]) -> list[float]:
        asked.extend(pairs)
        return [9.0 if "Aleppo" in statement else -9.0 for statement, _ in pairs]

    support = Support({1: HITS[0].passage}, entails)
    assert support.of("In Aleppo 120 people fell ill «عدد المصابين بلغ 120 شخصا»", [1]) == (1,)
    assert support.of("All 120 people recovered «عدد المصابين بلغ 120 شخصا»", [1]) == ()
    assert all("«" not in statement and told == MINISTRY for statement, told in asked)
    assert len(asked) == len(set(asked))


def test_what_the_first_marks_support_stands_whatever_marks_follow() -> None:
    support = Support(
        {number: hit.passage for number, hit in enumerate(HITS, start=1)},
        lambda pairs: [-9.0 if "الرسوم" in told else 9.0 for _, told in pairs],
    )
    assert support.of("أصيب 120 في حلب", (1,)) == (1,)
    assert support.of("أصيب 120 في حلب", (1, 4)) == (1,)


def test_citations_that_add_nothing_are_left_out() -> None:
    assert supporting("بلغ عدد المصابين 120 شخصا في مدينة حلب", *ALL) == (1,)


def test_two_paragraphs_are_not_put_together_into_one_thing() -> None:
    mixed = "المستشفيات قادرة على استقبال المرضى في العراق"
    assert supporting(mixed, 1, 3) == ()
    assert supporting("المستشفيات قادرة على استقبال المرضى، والمهمة العسكرية في العراق", 1, 3) == (1, 3)


def test_a_statement_about_an_english_article_is_compared_in_english() -> None:
    [hit] = hits_of("The ministry closed two hospitals in Aleppo on 3 May.")
    support = Support({1: hit.passage})
    assert support.of("The ministry closed hospitals in Aleppo", [1]) == (1,)
    assert support.of("The ministry closed hospitals in Damascus", [1]) == ()
    assert support.of("The ministry did not close hospitals in Aleppo", [1]) == ()
    assert support.of("أغلقت الوزارة المستشفيات", [1]) == ()


@pytest.mark.parametrize(
    ("text", "leads"),
    [
        ("أهم ما ورد في المقال:", True),
        ("أعلنت وزارة الصحة:", True),
        ("أعلن رئيس فرنسا:", False),
        ("لم تعلن وزارة الصحة:", False),
        ("في عام 1999:", False),
    ],
)
def test_a_lead_in_states_nothing_of_its_own(text: str, leads: bool) -> None:
    assert Support({1: HITS[0].passage}).introduces(text) is leads


# What is understood


def understood(text: str, odds: float, *cited: int) -> tuple[int, ...]:
    passages = {number: hit.passage for number, hit in enumerate(HITS, start=1)}
    return Support(passages, lambda pairs: [odds] * len(pairs)).of(text, cited)


IN_OTHER_WORDS = "أصيب مئة وعشرون إنسانا في حلب"


def test_a_statement_in_other_words_passes_where_it_is_understood() -> None:
    assert supporting(IN_OTHER_WORDS, 1) == ()
    assert understood(IN_OTHER_WORDS, LEAST_ODDS, 1) == (1,)
    assert understood(IN_OTHER_WORDS, LEAST_ODDS - 0.1, 1) == ()


def test_one_in_the_same_words_passes_whatever_is_thought_of_it() -> None:
    assert understood("بلغ عدد المصابين 120 شخصا في مدينة حلب", -99.0, 1) == (1,)


def test_a_number_that_no_hit_has_falls_however_well_it_is_understood() -> None:
    assert understood("أصيب 950 إنسانا في حلب", 99.0, 1) == ()
    assert understood("One hundred and thirty people were injured in Aleppo.", 99.0, 1) == ()
    assert understood("One hundred and twenty people were injured in Aleppo.", 99.0, 1) == (1,)


def test_a_month_that_no_hit_has_falls_in_another_language_too() -> None:
    assert understood("The ministry said so in September.", 99.0, 2) == (2,)
    assert understood("The ministry said so in October.", 99.0, 2) == ()


def test_a_quotation_does_not_vouch_for_what_stands_beside_it() -> None:
    asked: list[str] = []

    def entails(pairs: Sequence[tuple[str, str]]) -> list[float]:
        asked.extend(statement for statement, _ in pairs)
        return [-9.0] * len(pairs)

    passages = {number: hit.passage for number, hit in enumerate(HITS, start=1)}
    assert Support(passages, entails).of("The capital is far away «عدد المصابين بلغ 120»", (1,)) == ()
    assert asked
    assert all("المصابين" not in statement for statement in asked)


def test_a_quotation_alone_asks_nobody() -> None:
    assert understood("«عدد المصابين بلغ 120 شخصا»", -99.0, 1) == (1,)
