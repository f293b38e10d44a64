"""Word documents: headings by their styles, tables, and what cannot be read."""

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document

from vectorstore.article import Article
from vectorstore.errors import ArticleUnreadable
from vectorstore.importing.loading import read_article
from vectorstore.importing.word.word_file import parse_docx

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


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MORE = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(content: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{content}</w:p>"


def cell(content: str) -> str:
    return f"<w:tc>{content}</w:tc>"


def row(*texts: str) -> str:
    return f"<w:tr>{''.join(cell(p(run(text))) for text in texts)}</w:tr>"


def package(body: str, **parts: str) -> bytes:
    """A document of the XML of its body and of other parts."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {W} {MORE}><w:body>{body}</w:body></w:document>")
        for part, content in parts.items():
            archive.writestr(f"word/{part}.xml", f"<w:{part} {W}>{content}</w:{part}>")
    return written.getvalue()


def texts(body: str, **parts: str) -> list[str]:
    article = parsed(package(body, **parts))
    return [article.text[span.start : span.end] for span in article.paragraphs]


def test_tracked_changes_are_accepted() -> None:
    body = p(
        f"{run('وقال مدير السد ')}<w:ins>{run('فؤاد الزعتري ')}</w:ins>"
        f"<w:del><w:r><w:delText>علي </w:delText></w:r></w:del>{run('إن الأمطار غزيرة.')}"
    )
    assert texts(body) == ["وقال مدير السد فؤاد الزعتري إن الأمطار غزيرة."]


def test_a_wholly_inserted_paragraph_is_kept_and_a_deleted_one_is_not() -> None:
    kept = p(f"<w:ins>{run(LONG)}</w:ins>", "<w:rPr><w:ins/></w:rPr>")
    gone = p("<w:del><w:r><w:delText>فقرة محذوفة.</w:delText></w:r></w:del>", "<w:rPr><w:del/></w:rPr>")
    assert texts(gone + kept + p(run("وانتهى الحفل مساء."))) == [LONG, "وانتهى الحفل مساء."]


def test_what_was_moved_stands_where_it_was_moved_to() -> None:
    body = p(f"<w:moveFrom>{run('قبل.')}</w:moveFrom>{run('أول.')}") + p(f"<w:moveTo>{run('بعد.')}</w:moveTo>")
    assert texts(body) == ["أول.", "بعد."]


def test_a_deleted_end_joins_two_paragraphs() -> None:
    assert texts(p(run("أول "), "<w:rPr><w:del/></w:rPr>") + p(run("وثان."))) == ["أول وثان."]


@pytest.mark.parametrize(
    "held",
    [
        "<w:smartTag>{}</w:smartTag>",
        "<w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>",
        "<w:hyperlink>{}</w:hyperlink>",
        "<w:fldSimple>{}</w:fldSimple>",
        "<w:customXml><w:smartTag>{}</w:smartTag></w:customXml>",
        "<w:bdo>{}</w:bdo>",
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>AUTHOR</w:instrText></w:r>{}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
    ],
)
def test_a_name_is_kept_whatever_holds_it(held: str) -> None:
    body = p(run("وقال ") + held.format(run("فؤاد الزعتري")) + run(" إن الأمطار غزيرة."))
    assert texts(body) == ["وقال فؤاد الزعتري إن الأمطار غزيرة."]


def test_a_content_control_holds_paragraphs_too() -> None:
    assert texts(f"<w:sdt><w:sdtContent>{p(run(LONG))}</w:sdtContent></w:sdt>") == [LONG]


def test_a_text_box_is_read_once() -> None:
    box = f"<w:txbxContent>{p(run('قال المدير: الأمطار غزيرة'))}</w:txbxContent>"
    body = p(
        f"{run(LONG)}<w:r><mc:AlternateContent><mc:Choice>{box}</mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert texts(body + p(run(LONG))) == [LONG, "قال المدير: الأمطار غزيرة", LONG]


def test_notes_are_paragraphs_of_their_own() -> None:
    body = p(run("حفر 30 بئرا") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + run(" في عام واحد.")) + p(run(LONG))
    notes = f'<w:footnote w:id="0" w:type="separator"/><w:footnote w:id="2">{p(run("وفق وزارة المياه"))}</w:footnote>'
    assert texts(body, footnotes=notes) == ["حفر 30 بئرا في عام واحد.", "وفق وزارة المياه", LONG]


def test_hidden_text_is_left_out() -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>سر</w:t></w:r>"
    shown = '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>ظاهر.</w:t></w:r>'
    assert texts(p(hidden + shown)) == ["ظاهر."]


NUMBERS = """
<w:abstractNum w:abstractNumId="1">
 <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
 <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="arabicAlpha"/><w:lvlText w:val="%1.%2)"/></w:lvl>
</w:abstractNum>
<w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>
<w:num w:numId="5"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="6"><w:abstractNumId w:val="2"/></w:num>
<w:num w:numId="7"><w:abstractNumId w:val="1"/>
 <w:lvlOverride w:ilvl="0"><w:startOverride w:val="4"/></w:lvlOverride></w:num>
"""


def item(text: str, number: int, depth: int = 0) -> str:
    return p(run(text), f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>')


def test_lists_have_the_numbers_that_word_shows() -> None:
    items = item("نقود", 5) + item("ذهب", 5, 1) + item("فضة", 5, 1) + item("سيوف", 5) + item("خرائط", 7)
    assert texts(p(run(LONG)) + items + p(run(LONG)), numbering=NUMBERS)[1:-1] == [
        "1. نقود",
        "1.أ) ذهب",
        "1.ب) فضة",
        "2. سيوف",
        "4. خرائط",
    ]


def test_bullets_are_no_headings() -> None:
    body = p(run(LONG)) + item("نقود من ذهب", 6) + item("سيوف", 6) + p(run(LONG))
    assert texts(body, numbering=NUMBERS) == [LONG, "• نقود من ذهب", "• سيوف", LONG]


def test_a_style_based_on_a_heading_and_an_outline_level_are_headings() -> None:
    styles = (
        '<w:style w:styleId="a"><w:name w:val="heading 2"/></w:style>'
        '<w:style w:styleId="b"><w:name w:val="عنواني"/><w:basedOn w:val="a"/></w:style>'
        '<w:style w:styleId="t"><w:name w:val="Title"/></w:style>'
    )
    body = (
        p(run("العنوان"), '<w:pStyle w:val="t"/>')
        + p(run(LONG))
        + p(run("فصل"), '<w:pStyle w:val="b"/>')
        + p(run(LONG))
        + p(run("باب"), '<w:outlineLvl w:val="2"/>')
        + p(run(LONG))
    )
    article = parsed(package(body, styles=styles))
    assert [(h.level, article.text[h.start : h.end]) for h in article.headings] == [
        (1, "العنوان"),
        (2, "فصل"),
        (3, "باب"),
    ]


def test_a_table_in_a_table_follows_its_row() -> None:
    inner = f"<w:tbl>{row('السعة', '85')}</w:tbl>"
    table = (
        f"<w:tbl>{row('السد', 'سنة البناء')}<w:tr>{cell(p(run('الأخضر')) + inner)}{cell(p(run('1938')))}</w:tr></w:tbl>"
    )
    assert texts(p(run(LONG)) + table + p(run(LONG)))[1:-1] == ["السد | سنة البناء", "الأخضر | 1938", "السعة | 85"]


def test_a_table_that_lays_out_the_page_is_read_as_its_text() -> None:
    styles = '<w:style w:styleId="h"><w:name w:val="heading 1"/></w:style>'
    held = p(run("متحف المدينة"), '<w:pStyle w:val="h"/>') + p(run(LONG)) + p(run(LONG))
    article = parsed(package(f"<w:tbl><w:tr>{cell(held)}{cell(p(run('شعار')))}</w:tr></w:tbl>", styles=styles))
    assert article.title == "متحف المدينة"
    assert [p.heading for p in article.paragraphs][:2] == ["متحف المدينة"] * 2


def test_a_deleted_row_is_left_out() -> None:
    gone = f"<w:tr><w:trPr><w:del/></w:trPr>{cell(p(run('سد قديم')))}</w:tr>"
    assert "قديم" not in parsed(package(p(run(LONG)) + f"<w:tbl>{gone}{row('سد', '85')}</w:tbl>")).text


def test_a_cell_over_a_hundred_million_columns_takes_no_time() -> None:
    wide = f'<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="100000000"/></w:tcPr>{p(run("واسع"))}</w:tc></w:tr></w:tbl>'
    assert "واسع" in texts(p(run(LONG)) + wide)


def test_elements_nested_without_end_are_read_or_refused() -> None:
    assert texts(p("<w:smartTag>" * 240 + run(LONG) + "</w:smartTag>" * 240)) == [LONG]
    with pytest.raises(ArticleUnreadable, match="cannot be read"):
        texts(p("<w:smartTag>" * 2_000 + run(LONG) + "</w:smartTag>" * 2_000))


def test_a_cell_that_reaches_down_is_said_in_each_of_its_rows() -> None:
    above, below = ('<w:vMerge w:val="restart"/>', "<w:vMerge/>")
    rows = "".join(
        f"<w:tr><w:tc><w:tcPr>{merge}</w:tcPr>{p(run(name))}</w:tc>{cell(p(run(year)))}{cell(p(run(ships)))}</w:tr>"
        for merge, name, year, ships in ((above, "الصفاة", "2023", "410"), (below, "", "2024", "455"))
    )
    assert texts(p(run(LONG)) + f"<w:tbl>{rows}</w:tbl>")[1:] == ["الصفاة | 2023 | 410", "الصفاة | 2024 | 455"]


@pytest.mark.parametrize(
    ("sign", "text"),
    [
        ('<w:sym w:font="Symbol" w:char="F0B0"/>', "بلغت الحرارة 45° في الظل أمس."),
        ('<w:sym w:font="Arial" w:char="00B0"/>', "بلغت الحرارة 45° في الظل أمس."),
        ('<w:sym w:font="Wingdings" w:char="F04A"/>', "بلغت الحرارة 45 في الظل أمس."),
        ('<w:sym w:font="Arial" w:char="D800"/><w:sym w:char="x"/>', "بلغت الحرارة 45 في الظل أمس."),
    ],
)
def test_a_sign_named_by_its_place_in_a_font_is_read(sign: str, text: str) -> None:
    assert texts(p(run("بلغت الحرارة 45") + f"<w:r>{sign}</w:r>" + run(" في الظل أمس.")) + p(run(LONG))) == [text, LONG]


def test_a_table_of_contents_is_left_out() -> None:
    styles = '<w:style w:styleId="T1"><w:name w:val="toc 1"/></w:style>'
    gallery = '<w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
    held = f"<w:sdt>{gallery}<w:sdtContent>{p(run('المحتويات'))}</w:sdtContent></w:sdt>"
    line = p(run("الأعمال 3"), '<w:pStyle w:val="T1"/>')
    assert texts(held + line + p(run(LONG)) + p(run(LONG)), styles=styles) == [LONG, LONG]


def test_a_strict_document_is_read() -> None:
    strict = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package(p(run(LONG))))) as usual, zipfile.ZipFile(strict, "w") as archive:
        for part in usual.namelist():
            usually, strictly = (
                b"schemas.openxmlformats.org/wordprocessingml/2006",
                b"purl.oclc.org/ooxml/wordprocessingml",
            )
            archive.writestr(part, usual.read(part).replace(usually, strictly))
    assert LONG in parsed(strict.getvalue()).text
