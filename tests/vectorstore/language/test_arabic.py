from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorstore.language.arabic import (
    bigrams,
    fold,
    fold_word,
    has_words,
    is_arabic,
    iter_words,
    ngrams,
    skeleton,
    stem,
    words,
)

MIXED = st.text(alphabet="ابتثجحخدذرزسشصضطظعغفقكلمنهويءآأإؤئةىَُِّْـ٠١٢٣abcXYZ 019.,،؛«»()\n\u200f\u200c\ufefbﷲ😀é")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("أحمد", "احمد"),
        ("إلى", "الي"),
        ("آمال", "امال"),
        ("مدرسة", "مدرسه"),
        ("مسؤول", "مسوول"),
        ("العِراقُ", "العراق"),
        ("العـــراق", "العراق"),
        ("ﻻ", "لا"),
        ("کتاب", "كتاب"),
        ("٢٠٢٤", "2024"),
        ("۲۰۲۴", "2024"),
        ("NATO", "nato"),
    ],
)
def test_spellings_that_readers_take_for_one_word_fold_to_one(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_folding_keeps_words_apart_that_differ_in_a_letter() -> None:
    assert fold("قلب") != fold("كلب")


@given(MIXED)
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_folding_any_text_at_all_gives_a_text(text: str) -> None:
    assert isinstance(fold(text), str)


def test_letters_repeated_for_emphasis_count_once_but_not_digits() -> None:
    assert fold_word("جمييييل") == "جميل"
    assert fold_word("1000") == "1000"


@given(MIXED)
def test_words_stand_where_they_say_in_order(text: str) -> None:
    found = list(iter_words(text))
    assert [fold_word(text[w.start : w.end]) for w in found] == [w.folded for w in found] == words(text)
    assert all(one.end <= other.start for one, other in pairwise(found))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("…!؟", []),
        ("بلغت 3,5 بالمئة", ["بلغت", "3,5", "بالمئة"]),
        ("في ٢٧/٩/٢٠٢٤.", ["في", "27/9/2024"]),
        ("«التحالف»، (داعش)", ["التحالف", "داعش"]),
        ("Shaun Parnell قال", ["shaun", "parnell", "قال"]),
    ],
)
def test_words_are_folded_and_numbers_keep_their_separators(text: str, expected: list[str]) -> None:
    assert words(text) == [fold_word(word) for word in expected]


@pytest.mark.parametrize(
    "forms",
    [
        ("العراق", "بالعراق", "والعراق", "للعراق"),
        ("قوات", "القوات", "والقوات"),
        ("عسكريه", "العسكريه", "عسكري"),
        ("attack", "attacks", "attacked", "attacking"),
        ("country", "countries"),
    ],
)
def test_forms_of_one_word_share_a_stem(forms: tuple[str, ...]) -> None:
    assert len({stem(form) for form in forms}) == 1


@given(MIXED)
def test_a_stem_is_part_of_its_word_and_keeps_two_letters_where_there_are_two(text: str) -> None:
    for word in words(text):
        assert len(stem(word)) >= min(2, len(word))


def test_words_of_one_root_share_a_skeleton() -> None:
    assert skeleton("تقليص") == skeleton("يقلص") == skeleton("قلص")


def test_a_skeleton_has_three_consonants_or_is_the_stem() -> None:
    assert skeleton("بيت") == stem("بيت")
    assert skeleton("coalition") == stem("coalition")


def test_ngrams_are_three_to_five_letters_of_the_stem_between_marks() -> None:
    assert ngrams("بيت") == ("<بي", "بيت", "يت>", "<بيت", "بيت>", "<بيت>")
    assert ngrams("5") == ("<5>",)


def test_every_ngram_of_a_word_is_in_its_marked_stem() -> None:
    assert all(gram in f"<{stem('البنتاجون')}>" for gram in ngrams("البنتاجون"))


@pytest.mark.parametrize(
    ("text", "arabic"),
    [("من هو؟", True), ("what did بارنيل say", False), ("منظمة ISIS", True), ("", False), ("123", False), ("ﻻﻻ", True)],
)
def test_a_text_is_arabic_where_it_has_more_arabic_than_latin_letters(text: str, arabic: bool) -> None:
    assert is_arabic(text) is arabic


@pytest.mark.parametrize(
    ("text", "has"), [("؟!…", False), ("😀", False), ("٣", True), (" x ", True), ("\u064b", False)]
)
def test_a_text_has_words_where_a_letter_or_digit_is_in_it(text: str, has: bool) -> None:
    assert has_words(text) is has


def test_bigrams_are_neighbours() -> None:
    assert bigrams(["a", "b", "c"]) == {("a", "b"), ("b", "c")}
    assert bigrams(["a"]) == set()
