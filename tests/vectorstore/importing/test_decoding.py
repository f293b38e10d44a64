"""Bytes become text, or are refused with a reason."""

import codecs
import io
import random
import zipfile
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vectorstore.errors import ArticleUnreadable
from vectorstore.importing.text.decoding import decode, decode_page

SENTENCES = [
    "أعلنت وزارة الدفاع تقليص مهمتها العسكرية في العراق.",
    "قتل تسعة أشخاص",
    'وقالت الوزارة في بيان لها إن الحكومة ستواصل التنسيق "الوثيق"، وأكدت ذلك يوم 27 سبتمبر 2024.',
    "شاهد عيان يصف لـCNN ما شاهده",
    "ارتفعت أسعار النفط بنسبة 3.5% إلى 80 دولارا للبرميل (برنت)؛ فهل تستمر؟",
    "غضب واسع بعد ضرب طفل في مخيم",
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1256", "iso8859_6"])
@pytest.mark.parametrize("text", [*SENTENCES, "\n".join(SENTENCES * 50)], ids=[*"abcdef", "long"])
def test_arabic_is_read_in_every_usual_encoding(encoding: str, text: str) -> None:
    readable = text.encode(encoding, "ignore").decode(encoding).removeprefix("\ufeff")  # ISO 8859-6 has no % of its own
    assert decode(readable.encode(encoding), "news.txt") == readable


@pytest.mark.parametrize("mark", [codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE])
def test_utf_16_is_read_in_either_byte_order(mark: bytes) -> None:
    encoding = "utf-16-le" if mark == codecs.BOM_UTF16_LE else "utf-16-be"
    assert decode(mark + SENTENCES[0].encode(encoding), "news.txt") == SENTENCES[0]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [SENTENCES[0], SENTENCES[2], "The council met on Monday."])
def test_utf_16_without_a_mark_is_read(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "news.txt") == text


@pytest.mark.parametrize("encoding", ["mac_arabic", "cp720"])
def test_old_encodings_are_read(encoding: str) -> None:
    assert decode(SENTENCES[0].encode(encoding), "news.txt") == SENTENCES[0]


def test_letters_written_by_their_shapes_are_read() -> None:
    shapes = {normalize("NFKC", bytes([code]).decode("cp864", "ignore")).strip(): code for code in range(255, 127, -1)}
    text = "أعلنت وزارة الدفاع تقليص مهمتها العسكرية في العراق"
    raw = bytes(shapes.get(letter, ord(letter) & 0x7F) for letter in text)
    assert decode(raw, "news.txt") == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("The minister’s office said “no” – twice.", "cp1252"),
        ("L’été à Genève: déjà 30°, le préfet s’inquiète; où sont les élèves?", "cp1252"),
        ("Überraschung in Österreich: die Wähler äußern sich", "cp1252"),
        ("Министерство обороны сообщило о сокращении миссии в Ираке.", "cp1251"),
        ("أعلنت وزارة الدفاع تقليص مهمتها العسكرية في العراق وقالت الوزارة في بيان لها إن الحكومة", "cp720"),
    ],
)
def test_other_encodings_of_news_are_read(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "news.txt") == text


def test_a_file_cut_in_the_middle_of_a_letter_is_still_utf_8() -> None:
    assert decode("\n".join(SENTENCES).encode()[:-2], "news.txt").startswith(SENTENCES[0])


def test_a_stray_nul_is_removed() -> None:
    assert decode(b"The \0council met on Monday.\0", "news.txt") == "The council met on Monday."
    assert decode("قتل تسعة\0 أشخاص".encode("cp1256"), "news.txt") == "قتل تسعة أشخاص"


def test_many_nuls_are_refused_with_both_numbers() -> None:
    with pytest.raises(
        ArticleUnreadable, match=r"^x\.dat looks like a binary file \(60 of its 100 bytes are NUL\); save"
    ):
        decode(b"\0\0\0ab" * 20, "x.dat")


def zipped() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "<w:document/>")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "a PDF file"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a PNG image"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "a JPEG image"),
        (b"GIF89a\x01\0\x01\0", "a GIF image"),
        (zipped(), "a ZIP archive or Office document"),
        (b"{\\rtf1\\ansi hello}", "an RTF document"),
        (b"\x1f\x8b\x08\0abc", "a gzip archive"),
    ],
)
def test_a_known_binary_format_is_named(raw: bytes, kind: str) -> None:
    with pytest.raises(
        ArticleUnreadable, match=f"^scan.txt looks like {kind}; save the article as text, Markdown or HTML$"
    ):
        decode(raw, "scan.txt")


@pytest.mark.parametrize("size", [20, 300, 5000])
def test_random_bytes_are_refused(size: int) -> None:
    raw = bytes(random.Random(size).choices(range(1, 256), k=size))
    with pytest.raises(ArticleUnreadable, match=r"x\.dat"):
        decode(raw, "x.dat")


def test_an_encoding_that_cannot_be_told_is_refused() -> None:
    with pytest.raises(ArticleUnreadable, match=r"^the encoding of x\.txt cannot be told; save it as UTF-8$"):
        decode("中国国防部宣布减少在伊拉克的军事任务".encode("gb18030"), "x.txt")


def test_a_file_of_control_characters_is_refused_with_both_numbers() -> None:
    with pytest.raises(ArticleUnreadable, match=r"^x\.txt is not text: 40 of its 50 characters are control"):
        decode(b"\x01\x02\x03\x04a" * 10, "x.txt")


def test_utf_16_that_is_no_text_is_refused() -> None:
    with pytest.raises(ArticleUnreadable, match=r"^x\.txt is not text"):
        decode(codecs.BOM_UTF16_LE + bytes(random.Random(1).choices(range(256), k=400)) + b"\0\xd8" * 50, "x.txt")


@pytest.mark.parametrize("raw", [b"", b" \n", b"\0\0", "\ufeff\u200f\u00a0".encode(), codecs.BOM_UTF16_LE])
def test_a_file_without_anything_to_see_is_refused(raw: bytes) -> None:
    with pytest.raises(ArticleUnreadable, match=r"^x\.txt is empty; give a file with the article's text$"):
        decode(raw, "x.txt")


def test_a_file_without_letters_is_refused() -> None:
    with pytest.raises(ArticleUnreadable, match=r"^x\.txt has no letters; give a file with the article's text$"):
        decode("2024 - 12.5 % …\n".encode(), "x.txt")


def page(charset: str) -> str:
    return f'<html><head><meta charset="{charset}"><title>خبر</title></head><body><p>Обзор недели</p></body></html>'


def test_a_page_is_read_in_the_encoding_it_declares() -> None:
    arabic = '<html><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1256"></head>قصير</html>'
    assert decode_page(arabic.encode("cp1256"), "p.html") == arabic
    xhtml = '<?xml version="1.0" encoding="iso-8859-6"?><html>ممكن</html>'
    assert decode_page(xhtml.encode("iso8859_6"), "p.xhtml") == xhtml


@pytest.mark.parametrize(
    "label", ["windows-1252", "iso-8859-1", "utf-16", "no-such-charset", "utf-8-of-sorts", "unicode_escape"]
)
def test_a_charset_that_is_wrong_or_unknown_does_not_mislead(label: str) -> None:
    text = f'<html><head><meta charset="{label}"></head><body>أعلنت وزارة الدفاع تقليص مهمتها العسكرية</body></html>'
    assert decode_page(text.encode("cp1256"), "p.html") == text


def test_utf_8_goes_before_what_a_page_declares() -> None:
    text = page("windows-1256")
    assert decode_page(text.encode(), "p.html") == text


@settings(deadline=None)  # a busy machine is no failure
@given(st.text(alphabet="ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءأإآؤئ ،؛؟.\n\t\u00a0\u200c1234abcé«»", min_size=1))
def test_any_utf_8_text_with_letters_is_read_exactly(text: str) -> None:
    if any(character.isalpha() for character in text):
        assert decode(text.encode(), "news.txt") == text


@settings(deadline=None)  # a busy machine is no failure
@given(st.binary(max_size=400))
def test_any_bytes_give_text_with_letters_or_one_line_that_names_the_file(raw: bytes) -> None:
    try:
        outcome = decode(raw, "x.bin")
    except ArticleUnreadable as error:
        outcome = str(error) if "x.bin" in str(error) and "\n" not in str(error) else ""
    assert any(character.isalpha() for character in outcome)
