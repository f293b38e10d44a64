import pytest

from assistant.citations.vocabulary import EXACT_WORDS, LOOSE_WORDS, NAMES, STOP_WORDS
from assistant.citations.wording import is_content, prepare, read, word_keys
from vectorstore.language.arabic import fold


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("بتقليص", "ستقلص"),
        ("مهمتهم", "مهمتها"),
        ("العمليات", "عملية"),
        ("بالتزامه", "ملتزم"),
        ("مقتل", "قُتل"),
        ("المدينة", "مدن"),
        ("العراقية", "العراق"),
        ("للأردن", "الأردنية"),
        ("خفض", "بتقليص"),
        ("أيلول", "سبتمبر"),
        ("البنتاغون", "البنتاجون"),
    ],
)
def test_forms_and_synonyms_are_alike(one: str, other: str) -> None:
    assert word_keys(fold(one)) & word_keys(fold(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("دمشق", "حلب"),
        ("المحكمة", "الحكومة"),
        ("لبنان", "لبناء"),
        ("تونس", "يونس"),
        ("البحرين", "بحر"),
        ("قبل", "استقبال"),
        ("قبل", "بعد"),
        ("داخل", "تدخل"),
        ("الخارجي", "الداخلي"),
        ("تراجع", "تزايد"),
    ],
)
def test_names_and_opposites_are_not_alike(one: str, other: str) -> None:
    assert not word_keys(fold(one)) & word_keys(fold(other))


def test_glued_numbers_percent_signs_and_dates_read_as_they_mean() -> None:
    wording = read(prepare("و27 شخصا، 50% في 2024-09-27"))
    assert wording.words[:3] == ("و", "27", "شخصا")
    assert fold("بالمئة") in wording.words
    assert wording.values == {"27", "50", "2024", "9"}
    assert wording.clauses[0] != wording.clauses[-1]


def test_words_that_state_nothing_are_no_content() -> None:
    assert not any(map(is_content, map(fold, ("في", "وأكدت", "لم", "ولن", "م"))))
    assert all(map(is_content, map(fold, ("دمشق", "قبل", "فقط", "كل"))))


def test_the_lists_are_folded_and_do_not_overlap() -> None:
    lists = (STOP_WORDS, LOOSE_WORDS, EXACT_WORDS, NAMES)
    assert all(fold(word) == word for words in lists for word in words)
    assert sum(map(len, lists)) == len(frozenset[str]().union(*lists))
