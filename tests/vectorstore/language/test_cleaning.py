"""What is taken out of a text, and what stays."""

import pytest

from vectorstore.language.cleaning import clean


def test_a_clean_text_is_unchanged() -> None:
    text = "سطر أول\n\tسطر ثان\u00a0مع مسافة لا تنكسر\nمی\u200cخواهم ولل\u200dه"
    assert clean(text) == text


@pytest.mark.parametrize("end", ["\r\n", "\r", "\u2028", "\u2029", "\x85", "\x0b", "\x0c"])
def test_every_line_end_becomes_a_newline(end: str) -> None:
    assert clean(f"أول{end}ثان") == "أول\nثان"


@pytest.mark.parametrize(
    "mark",
    [
        "\ufeff", "\0", "\x07", "\x1b", "\x7f", "\x90", "\xad", "\u200b", "\u200e", "\u200f", "\u061c",
        "\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069",
    ],
)  # fmt: skip
def test_invisible_characters_are_removed(mark: str) -> None:
    assert clean(f"ا{mark}ب") == "اب"
