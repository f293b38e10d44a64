import pytest

from vectorstore.arabic import fold_word
from vectorstore.names import sounds


@pytest.mark.parametrize(
    ("latin", "arabic"),
    [
        ("barnell", "بارنيل"),
        ("baghdad", "بغداد"),
        ("pentagon", "البنتاجون".removeprefix("ال")),
        ("khalid", "خالد"),
        ("shaun", "شون"),
        ("mohammed", "محمد"),
        ("trump", "ترامب"),
    ],
)
def test_a_name_sounds_alike_in_both_scripts(latin: str, arabic: str) -> None:
    assert sounds(latin) == sounds(fold_word(arabic)) != ""


@pytest.mark.parametrize(("one", "other"), [("barnell", "بغداد"), ("khalid", "محمد"), ("biden", "ترامب")])
def test_other_names_sound_otherwise(one: str, other: str) -> None:
    assert sounds(one) != sounds(other)


@pytest.mark.parametrize("word", ["", "a", "io", "ab", "او", "هي", "2024", "12m"])
def test_too_few_consonants_and_numbers_are_no_name(word: str) -> None:
    assert sounds(word) == ""


def test_doubled_consonants_count_once() -> None:
    assert sounds("barnell") == sounds("barnel")
