"""Word documents: headings by their styles, tables, and what cannot be read."""

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document

from vectorstore.article import Article
from vectorstore.errors import ArticleUnreadable
from vectorstore.importing.docx import parse_docx
from vectorstore.reading import read_article

LONG = "افتتحت الوزيرة مكتبة المدينة الجديدة صباح أمس بحضور جمهور كبير من القراء والكتّاب والناشرين."


def document(*blocks: tuple[str, str]) -> bytes:
    """A document of styles and texts."""
    made = Document()
    for style, text in blocks:
        made.add_paragraph(text, style=style)
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def parsed(raw: bytes, *, max_bytes: int = 1 << 20) -> Article:
    return parse_docx(raw, name="a.docx", max_bytes=max_bytes)


def test_headings_are_those_of_the_styles() -> None:
    raw = document(("Title", "العنوان"), ("Normal", LONG), ("Heading 2", "فصل"), ("List Bullet", LONG))
    article = parsed(raw)
    assert article.title == "العنوان"
    assert [article.text[h.start : h.end] for h in article.headings] == ["العنوان", "فصل"]
    assert [p.heading for p in article.paragraphs] == ["العنوان", "فصل"]


def test_without_styles_it_is_structured_as_plain_text_is() -> None:
    article = parsed(document(("Normal", "عنوان الخبر"), ("Normal", LONG)))
    assert article.title == "عنوان الخبر"
    assert article.text[article.paragraphs[0].start : article.paragraphs[0].end] == LONG


def test_the_rows_of_a_table_are_paragraphs() -> None:
    made = Document()
    made.add_heading("أرقام", level=1)
    table = made.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "المدينة", "السكان"
    written = io.BytesIO()
    made.save(written)
    assert "المدينة | السكان" in parsed(written.getvalue()).text


@pytest.mark.parametrize("raw", [b"PK\x03\x04", b"", b"text", document(("Normal", LONG))[:900]])
def test_a_damaged_file_is_told(raw: bytes) -> None:
    with pytest.raises(ArticleUnreadable, match=r"a\.docx cannot be read as a Word document") as told:
        parsed(raw)
    assert told.value.reason == "format"


def test_another_archive_is_told() -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("a.xml", "<a/>")
    with pytest.raises(ArticleUnreadable, match="cannot be read"):
        parsed(written.getvalue())


def test_a_file_made_to_fill_memory_is_told_before_it_is_unpacked() -> None:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", " " * 3_000_000)
    with pytest.raises(ArticleUnreadable, match="too large once unpacked") as told:
        parsed(written.getvalue(), max_bytes=100_000)
    assert told.value.reason == "large"


def test_entities_are_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET", encoding="utf-8")
    raw, written = document(("Normal", LONG)), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as archive, zipfile.ZipFile(written, "w") as changed:
        for member in archive.infolist():
            content = archive.read(member)
            if member.filename == "word/document.xml":
                doctype = f'<!DOCTYPE w [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'.encode()
                declaration, _, rest = content.partition(b"?>")
                content = declaration + b"?>" + doctype + rest.replace(LONG[:8].encode(), b"&x;" + LONG[:8].encode())
            changed.writestr(member, content)
    assert "SECRET" not in parsed(written.getvalue()).text


def test_a_file_is_read_by_its_suffix(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(document(("Normal", LONG)))
    assert read_article(path, max_bytes=1 << 20).paragraphs
