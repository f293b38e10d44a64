"""Where an answer's words begin and end: the words that the reader marked, and those that are then shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorstore.reader.edges import fitted
from vectorstore.reader.spans import Span


def shown(text: str, marked: str) -> str:
    """What is shown where these words of a text are marked, the first time they stand in it."""
    start = text.index(marked)
    fit = fitted(text, Span(start, start + len(marked), 1.5))
    return text[fit.start : fit.end]


@pytest.mark.parametrize(
    ("text", "marked", "words"),
    [
        ("زار الوزير المدينة أمس.", "زير", "الوزير"),
        ("زار الوزير المدينة أمس.", "وزير المد", "الوزير المدينة"),
        ("زار الوزير المدينة أمس.", " الوزير", "الوزير"),
        ("زار الوزير المدينة أمس.", "أمس.", "أمس"),
        ("زار الوزير، المدينة", "وزير،", "الوزير"),
        ("بقي خمسين عاما… ثم عاد", "عاما…", "عاما"),
        ("الأشعة فوق-بنفسجية", "بنفس", "فوق-بنفسجية"),
        ("وصل - كما قيل - أمس", "وصل -", "وصل"),
        ("It said the e-mail arrived.", "mail", "e-mail"),
    ],
)
def test_no_word_is_cut_and_no_mark_of_the_sentence_is_kept(text: str, marked: str, words: str) -> None:
    assert shown(text, marked) == words


@pytest.mark.parametrize(
    ("text", "marked", "number"),
    [
        ("بلغ العدد 1,204,300 نسمة.", "204", "1,204,300"),
        ("بلغ العدد 1,204,300 نسمة.", "1,204", "1,204,300"),
        ("بلغ العدد 1.204.300 نسمة.", "300", "1.204.300"),
        ("بلغ العدد ١٬٢٠٤٬٣٠٠ نسمة.", "٢٠٤", "١٬٢٠٤٬٣٠٠"),
        ("وبلغ المعدل ٣٫٥، كما كان", "٥", "٣٫٥"),
        ("وبلغ المعدل 3.5، كما كان", "3", "3.5"),
        ("بدأ الاجتماع في 10:30 صباحا", "30", "10:30"),
        ("بين عامي 2019-2020 فقط", "2020", "2019-2020"),
        ("كان ذلك عام 2019.", "2019.", "2019"),
        ("كانوا 12، ثم 15", "12،", "12"),
    ],
)
def test_a_number_stays_whole(text: str, marked: str, number: str) -> None:
    assert shown(text, marked) == number


@pytest.mark.parametrize("marked", ["١٧", "١٧ درجة", "-١٧ درجة", " -١٧ درجة"])
def test_a_minus_stays_with_its_number(marked: str) -> None:
    assert shown("هبطت الحرارة إلى -١٧ درجة مئوية", marked).startswith("-١٧")


@pytest.mark.parametrize(("sign", "marked"), [("–", "–17 درجة"), ("−", "17 درجة"), ("−", "−17 درجة")])
def test_a_minus_may_be_written_as_a_dash(sign: str, marked: str) -> None:
    assert shown(f"هبطت الحرارة إلى {sign}17 درجة مئوية", marked) == f"{sign}17 درجة"


@pytest.mark.parametrize("marked", ["أ.", "ف", "أ.ف", ".ب", "أ.ف.ب"])
@pytest.mark.parametrize("text", ["قالت أ.ف.ب إن الخبر صحيح", "نقلت عنه أ.ف.ب.", "هو خبر «أ.ف.ب» أمس"])
def test_an_abbreviation_stays_whole(text: str, marked: str) -> None:
    assert shown(text, marked) == "أ.ف.ب"


@pytest.mark.parametrize(
    ("text", "marked", "date"),
    [
        ("ولد في 12/3/1446هـ في مكة", "3", "12/3/1446هـ"),
        ("ولد في 12/3/1446هـ في مكة", "12/3/1446", "12/3/1446هـ"),
        ("أعلن في 12 رمضان 1446هـ أن", "12 رمضان 1446", "12 رمضان 1446هـ"),
        ("أعلن في ١٢ رمضان ١٤٤٦ه أن", "رمضان ١٤٤٦", "رمضان ١٤٤٦ه"),
        ("صدر في 27 سبتمبر 2024، ونص على", "27 سبتمبر 2024،", "27 سبتمبر 2024"),
    ],
)
def test_a_date_of_either_calendar_stays_whole(text: str, marked: str, date: str) -> None:
    assert shown(text, marked) == date


@pytest.mark.parametrize(("opener", "closer"), [("«", "»"), ("“", "”"), ("(", ")"), ("[", "]"), ('"', '"')])
class TestMarksThatComeInPairs:
    def test_words_between_them_need_neither(self, opener: str, closer: str) -> None:
        assert shown(f"قال {opener}لن نعود أبدا{closer} ثم خرج", "لن نعود أبدا") == "لن نعود أبدا"
        assert shown(f"قال {opener}لن نعود أبدا{closer} ثم خرج", "نعود") == "نعود"

    def test_the_one_that_is_missing_is_taken_along(self, opener: str, closer: str) -> None:
        whole = f"{opener}لن نعود أبدا{closer}"
        assert shown(f"قال {whole} ثم خرج", f"{opener}لن نعود أبدا") == whole
        assert shown(f"قال {whole} ثم خرج", f"لن نعود أبدا{closer}") == whole
        assert shown(f"قال {whole} ثم خرج", f"قال {opener}لن نعود أبدا") == f"قال {whole}"
        assert shown(f"قال {whole} ثم خرج", f"لن نعود أبدا{closer} ثم خرج") == f"{whole} ثم خرج"

    def test_both_stay_where_both_are_marked(self, opener: str, closer: str) -> None:
        whole = f"{opener}لن نعود أبدا{closer}"
        assert shown(f"قال {whole} ثم خرج", whole) == whole

    def test_one_that_stands_alone_is_left_out(self, opener: str, closer: str) -> None:
        assert shown(f"قال {opener}لن نعود أبدا", f"{opener}لن نعود") == "لن نعود"
        assert shown(f"لن نعود أبدا{closer}", f"أبدا{closer}") == "أبدا"

    def test_one_beyond_the_line_is_not_its_other_half(self, opener: str, closer: str) -> None:
        assert shown(f"قال {opener}لن نعود\nأبدا{closer}", f"{opener}لن نعود") == "لن نعود"


@pytest.mark.parametrize(
    ("text", "marked", "words"),
    [
        ("سافر والوزير معه", "والوزير", "الوزير"),
        ("بقي وفي المدينة كثيرون", "وفي المدينة", "في المدينة"),
        ("وصل ومن بغداد انطلق", "ومن بغداد", "من بغداد"),
        ("كان وزير النقل هناك", "وزير النقل", "وزير النقل"),
        ("كان واثقا", "واثقا", "واثقا"),
        ("وقف الوفد", "وقف", "وقف"),
        ("وفيات كثيرة", "وفيات", "وفيات"),
    ],
)
def test_an_and_that_joins_is_left_out_and_a_letter_of_the_word_is_not(text: str, marked: str, words: str) -> None:
    assert shown(text, marked) == words


@pytest.mark.parametrize("words", ["والد الطفل", "والدة الطفل", "والي البصرة", "والت ديزني", "والتر سميث"])
def test_a_word_that_only_looks_joined_keeps_its_first_letter(words: str) -> None:
    assert shown(f"حضر {words} الحفل", words) == words


@pytest.mark.parametrize(
    ("text", "marked", "words"),
    [
        ("عقدوا الاجتماع في بغداد أمس", "الاجتماع في", "الاجتماع في بغداد"),
        ("أعلن أن العمل مستمر", "أعلن أن", "أعلن أن العمل"),
        ("وصل عبد الله بن عبد العزيز أمس", "عبد الله بن", "عبد الله بن عبد العزيز"),
        ("بقي نحو ثلاثين منهم", "بقي نحو", "بقي نحو ثلاثين"),
        ("هذا هو الذي حضر", "هو الذي", "هو الذي حضر"),
        ("انتهى ما كانوا في", "كانوا في", "كانوا في"),
        ("سأل عما كانوا في؟ ثم خرج", "كانوا في", "كانوا في"),
        ("بقي الكتاب مفيد", "مفيد", "مفيد"),
    ],
)
def test_a_word_that_needs_the_next_one_has_it_where_there_is_one(text: str, marked: str, words: str) -> None:
    assert shown(text, marked) == words


@pytest.mark.parametrize("number", ["1,204,300", "3.5", "٣٫٥", "10:30"])
def test_a_number_that_is_taken_along_is_taken_whole(number: str) -> None:
    assert shown(f"بلغ عددهم نحو {number} في المدينة", "عددهم نحو") == f"عددهم نحو {number}"


@pytest.mark.parametrize(("opener", "closer"), [("«", "»"), ("(", ")"), ('"', '"')])
def test_words_that_are_taken_along_leave_no_mark_open(opener: str, closer: str) -> None:
    words = shown(f"نشر في {opener}الشرق الأوسط{closer} أمس", "نشر في")
    assert words.startswith("نشر في")
    assert words.count(opener) == 2 if opener == closer else words.count(opener) == words.count(closer)


@pytest.mark.parametrize(
    ("text", "marked", "words"),
    [
        ("بلغت 20% من الناتج", "20", "20%"),
        ("بلغت ٢٠ ٪ من الناتج", "٢٠", "٢٠ ٪"),
        ("بلغت 20 في المئة من الناتج", "20", "20 في المئة"),
        ("بلغت 20 بالمائة من الناتج", "بلغت 20", "بلغت 20 بالمائة"),
        ("دفع 300 ريال سعودي", "300", "300 ريال"),
        ("دفع 300 دولارات كاملة", "300", "300 دولارات"),
        ("دفع 3.5 مليون", "3.5", "3.5 مليون"),
        ("جمع 300 ألفية قديمة", "300", "300"),
        ("حضر 300 طالب", "300", "300"),
    ],
)
def test_a_number_has_its_unit(text: str, marked: str, words: str) -> None:
    assert shown(text, marked) == words


@pytest.mark.parametrize(("text", "marked"), [("نص، ؛ نص", "، ؛"), ("نص    نص", "  "), ("نص … نص", "…"), ("نص .", ".")])
def test_where_there_are_no_words_the_span_stays_as_it_is(text: str, marked: str) -> None:
    assert shown(text, marked) == marked


def test_the_margin_is_kept() -> None:
    assert fitted("زار الوزير المدينة", Span(6, 9, -2.25)) == Span(4, 10, -2.25)


MARKS = '«»“”()[]"،؛.,:؟!…-– \n'


@given(st.text(alphabet="ابوفين1٢e%" + MARKS, min_size=1, max_size=40), st.data())
def test_whatever_is_marked_what_is_shown_stands_in_the_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    fit = fitted(text, Span(start, end, 0.0))
    assert 0 <= fit.start < fit.end <= len(text)


@given(st.lists(st.text(alphabet="ابتثجح١٢3", min_size=1, max_size=6), min_size=1, max_size=8), st.data())
def test_whatever_is_marked_whole_words_are_shown(words: list[str], data: st.DataObject) -> None:
    text = " ".join(words)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    fit = fitted(text, Span(start, end, 0.0))
    assert fit.start == 0 or text[fit.start - 1] == " " or text[fit.start] == " "
    assert fit.end == len(text) or text[fit.end] == " " or text[fit.end - 1] == " "
