"""What may be wrong with a text is put right or told, never passed over."""

import random
from pathlib import Path

import pytest

from vectorstore.article import GARBLED, LOST, REPAIRED, UNKNOWN
from vectorstore.importing.files import parse_file
from vectorstore.importing.text.quality import repair, share_known, warnings_of

DATA = Path(__file__).parents[3] / "assistant" / "data"
NEWS = (DATA / "article.ar.txt").read_text(encoding="utf-8")
ARABIC_LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
MOST = 1 << 22
OTHER_LANGUAGES = [
    "The council met on Monday to vote on the plan, and it said that the bridge would be closed for a week.",
    "هیئت دولت روز دوشنبه در تهران برگزار شد و وزیر گفت که این طرح برای سال آینده است و با بودجه کشور اجرا می‌شود.",
    "وزیر اعظم نے کہا ہے کہ یہ منصوبہ ایک سال میں مکمل ہو گا اور اس کے لیے رقم دی گئی ہے، انہوں نے یہ بات کہی۔",
    "Le conseil a dit que le pont est fermé pour les travaux et que la ville a voté un budget en plus cette année.",
]


def misread(text: str, written: str, read: str) -> str:
    """A text written in one encoding and read in another; what that has no letter for is kept by its number."""
    return "".join(bytes([byte]).decode(read, "ignore") or chr(byte) for byte in text.encode(written, "ignore"))


@pytest.mark.parametrize(("written", "read"), [("utf-8", "cp1252"), ("utf-8", "latin-1"), ("utf-8", "cp1256")])
def test_what_was_encoded_twice_is_put_right(written: str, read: str) -> None:
    assert repair(misread(NEWS, written, read)) == NEWS


def test_windows_arabic_read_as_western_is_put_right() -> None:
    assert repair(misread("أعلنت الوزارة تقليص المهمة في العراق.", "cp1256", "cp1252")).startswith("أعلنت الوزارة")


def test_a_part_that_was_encoded_twice_is_put_right_alone() -> None:
    assert repair(NEWS[:500] + misread(NEWS[500:], "utf-8", "cp1252")) == NEWS


@pytest.mark.parametrize(
    "text",
    [
        NEWS,
        "L’été à Genève: déjà 30°, où sont les élèves?",
        "São Paulo Çatalca Ørsted",
        "طه وطلاب ظلوا",
        "The end.",
        "",
    ],
)
def test_a_sound_text_is_left_alone(text: str) -> None:
    assert repair(text) == text


@pytest.mark.parametrize("path", sorted(DATA.rglob("*.ar.txt")), ids=lambda path: path.stem)
def test_nothing_is_said_of_a_sound_article(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert list(warnings_of(text)) == []
    assert share_known(text) > 0.3


@pytest.mark.parametrize("text", OTHER_LANGUAGES)
def test_other_languages_that_are_known_are_not_doubted(text: str) -> None:
    assert list(warnings_of(f"{text} " * 3)) == []


def test_lost_letters_are_told() -> None:
    assert list(warnings_of("أعلنت الوزا\ufffdة")) == [LOST]


def test_letters_of_several_scripts_in_a_word_are_told() -> None:
    assert GARBLED in set(warnings_of("ﻢﻟѫЖـΩx وЖاΩرة ثaلωاء " * 20))


def test_words_of_no_language_are_told() -> None:
    chosen = random.Random(1)
    words = ("".join(chosen.choices(ARABIC_LETTERS, k=chosen.randint(2, 8))) for _ in range(200))
    assert list(warnings_of(" ".join(words))) == [UNKNOWN]


def test_a_file_that_was_put_right_says_so() -> None:
    raw = misread(NEWS, "utf-8", "cp1252").encode()
    article = parse_file(raw, suffix=".txt", name="a.txt", max_bytes=MOST)
    assert article.warnings == (REPAIRED,)
    assert "أعلنت وزارة الدفاع" in article.text


def test_a_sound_file_has_no_warnings() -> None:
    assert parse_file(NEWS.encode(), suffix=".txt", name="a.txt", max_bytes=MOST).warnings == ()
