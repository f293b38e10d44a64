import pytest

from assistant.citations.quantities import canonical, month, quantities
from vectorstore.language.arabic import words


def values(text: str) -> list[str]:
    return [value for quantity in quantities(words(text)) for value in quantity.values]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("٢٠٢٤ و ۲۰۲۴", ["2024", "2024"]),
        ("007", ["7"]),
        ("2,500 و ٢٬٥٠٠ و 1.500.000", ["2500", "2500", "1500000"]),
        ("2,5 و ٢٫٥ و 2.50", ["2.5", "2.5", "2.5"]),
        ("27/9/2024", ["27", "9", "2024"]),
        ("10:30", ["10", "30"]),
        ("عشر سنوات وثلاثة أيام", ["10", "3"]),
        ("خمسة عشر يوما", ["15"]),
        ("أحد عشر", ["11"]),
        ("خمسة وعشرين جنديا", ["25"]),
        ("مئة وخمسة وعشرون", ["125"]),
        ("ثلاثة وخمسة", ["3", "5"]),
        ("5 آلاف", ["5000"]),
        ("1.5 مليون", ["1500000"]),
        ("ألفين وخمسمئة", ["2500"]),
        ("مليون وخمسمئة ألف", ["1500000"]),
        ("مليون شخص", ["1000000"]),
        ("آلاف الجنود", []),
        ("يوم الاثنين والأحد", []),
        ("50 في المئة", ["50"]),
        ("ten years, 5 million people", ["10", "5000000"]),
        ("one of the two sides", []),
        ("½ مليون", ["1⁄2", "1000000"]),
        ("9" * 50 + " ألف", ["9" * 50, "1000"]),
    ],
)
def test_numbers_are_read_in_all_their_spellings(text: str, expected: list[str]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(("word", "number"), [("ايلول", "9"), ("وسبتمبر", "9"), ("september", "9"), ("وزير", None)])
def test_months_have_their_number(word: str, number: str | None) -> None:
    assert month(word) == number


def test_a_number_has_one_spelling() -> None:
    assert canonical("0") == canonical("000") == canonical("0.0") == "0"
