"""Lines are read as they were written, whatever the order in which they are drawn."""

import pytest
from bidi import get_display
from hypothesis import given, settings
from hypothesis import strategies as st

from vectorstore.importing.pdf.bidi import MIRRORED, read_line, right_signs

ARABIC = ["الكلفة", "سد", "قال", "في", "مدير"]
TAILS = ["", " 15", " 3.5%", " (2024)", " «CNN»", " X 2.0", "، 7", "."]


def drawn(text: str) -> list[str]:
    """The letters of an Arabic line from left to right, as the bidirectional algorithm places them."""
    return list(get_display(text, base_dir="R"))


@pytest.mark.parametrize(
    "text",
    [
        "الكلفة 5%",
        "5% من الكلفة",
        "النسبة ١٧٪ من الكلفة",
        "انتهى فعلا (في 2024). الكلفة 5%",
        "قال «لا مشكلات» (وحده) ثم غادر.",
        "تطبيق AquaAlert 3.0 لمراقبة المياه",
        "ونظام Windows 11 Pro في الجامعة",
        "الفترة 2020-2024 والنتيجة 3-1 يوم 12/5/2024 عند 10:30.",
        "طوله 1,250.5 مترا، وعرضه 2.",
        "هاتف iPhone 15 (Pro) الجديد",
        "(CNN) ذكرت ذلك",
        "والـCNN وغيرها",
        "عام 2024: الكلفة $5",
        "2024",
        "سد",
    ],
)
def test_a_line_is_read_as_it_was_written(text: str) -> None:
    assert read_line(drawn(text), from_right=True) == text


@settings(deadline=None)  # a busy machine is no failure
@given(
    st.lists(
        st.tuples(st.sampled_from(ARABIC), st.sampled_from(TAILS)),
        min_size=1,
        max_size=5,
    )
)
def test_any_line_that_begins_with_an_arabic_word_is_read_as_it_was_written(parts: list[tuple[str, str]]) -> None:
    text = " ".join(word + tail for word, tail in parts)
    assert read_line(drawn(text), from_right=True) == text


def test_arabic_words_in_an_english_line_are_turned() -> None:
    text = "The ministry (وزارة الدفاع) said 5% of 2024 funds."
    assert read_line(list(get_display(text, base_dir="L")), from_right=False) == text


def test_signs_are_told_as_they_stand() -> None:
    assert right_signs(drawn("قال (في بيان) إنه (CNN)")) == ["(", ")", "(", ")"]


def test_signs_named_by_their_shapes_are_turned() -> None:
    text = "قال (في بيان) إنه «سد» و(CNN) وحده."
    shapes = [MIRRORED.get(letter, letter) for letter in drawn(text)]
    assert read_line(shapes, from_right=True, mirrored=frozenset(MIRRORED)) == text
