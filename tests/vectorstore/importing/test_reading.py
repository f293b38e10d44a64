"""Article files of every kind are read, or refused in one line that says what to do."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vectorstore.article import Article
from vectorstore.errors import ArticleUnreadable
from vectorstore.importing.loading import parse_text, read_article

SHIPPED = Path(__file__).parents[3] / "assistant" / "data" / "article.ar.txt"
DATA = Path(__file__).parents[3] / "tests" / "data"
TEXT = "متحف المدينة يفتح أبوابه\nافتتح متحف المدينة أبوابه أمس بعد ترميم استمر أربع سنوات كاملة.\n"


def read(path: Path, max_bytes: int = 100_000) -> Article:
    return read_article(path, max_bytes=max_bytes)


def paragraphs(article: Article) -> list[str]:
    return [article.text[p.start : p.end] for p in article.paragraphs]


def test_the_shipped_article_is_read_as_it_stands() -> None:
    article = read(SHIPPED)
    assert article.text == SHIPPED.read_text(encoding="utf-8")
    assert article.title == "وزارة الدفاع الأمريكية تؤكد تقليص مهمتها العسكرية في العراق"
    assert [article.text[h.start : h.end] for h in article.headings] == [
        "وزارة الدفاع الأمريكية تؤكد تقليص مهمتها العسكرية في العراق",
        "تفاصيل الانتقال السياسي والعسكري",
        "تعزيز الشراكة الأمنية والاقتصادية",
    ]
    assert [p.heading for p in article.paragraphs] == [None, *(article.text[h.start : h.end] for h in article.headings)]
    assert "التعليقات" not in "".join(paragraphs(article))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1256", "iso8859_6"])
@pytest.mark.parametrize("suffix", [".txt", "", ".text", ".log"])
def test_plain_text_is_read_in_every_usual_encoding_under_any_suffix(
    tmp_path: Path, encoding: str, suffix: str
) -> None:
    path = tmp_path / f"خبر{suffix}"
    path.write_bytes(TEXT.encode(encoding))
    assert read(path).text == TEXT


def test_windows_line_ends_and_direction_marks_are_cleaned(tmp_path: Path) -> None:
    path = tmp_path / "news.txt"
    path.write_bytes(TEXT.replace("\n", "\r\n").replace("أمس", "\u200fأمس\0").encode())
    assert read(path).text == TEXT


@pytest.mark.parametrize("suffix", [".md", ".markdown", ".MD"])
def test_markdown_is_known_by_its_suffix(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"news{suffix}"
    path.write_text("## قسم\n\nنص **مهم** هنا.\n", encoding="utf-8")
    assert read(path).text == "قسم\nنص مهم هنا."


@pytest.mark.parametrize("name", ["page.html", "page.HTM", "page.xhtml", "page.txt", "page"])
def test_a_page_is_known_by_its_suffix_or_its_start(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes((DATA / "news_page.ar.html").read_bytes())
    assert read(path).title == "بلدية الميناء تفتتح أول محطة لتحلية المياه بالطاقة الشمسية"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_page_without_a_suffix_is_known_in_unicode_encodings_too(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "page"
    path.write_bytes((DATA / "short_page.ar.html").read_text(encoding="utf-8").encode(encoding))
    assert read(path).title == "تأجيل مباراة القمة"


def test_an_old_page_is_read_in_the_charset_it_declares() -> None:
    article = read(DATA / "old_page.windows-1256.html")
    assert article.title == "مكتبة القرية تعود بعد عشرين عاما"
    assert len(article.paragraphs) == 4
    assert paragraphs(article)[0].startswith("أعاد متطوعون من أهالي قرية عين الزيتون")
    assert "الأرشيف" not in article.text
    assert article.paragraphs[2].heading == "سقف من القرميد"


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArticleUnreadable, match=r"^there is no file .*missing\.txt; check the path$"):
        read(tmp_path / "missing.txt")


def test_a_path_through_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "news.txt").write_text(TEXT, encoding="utf-8")
    with pytest.raises(ArticleUnreadable, match=r"cannot be read \(.*\); check the path$"):
        read(tmp_path / "news.txt" / "more.txt")


def test_a_path_that_no_file_can_have_is_refused_in_one_line() -> None:
    with pytest.raises(ArticleUnreadable, match=r"^a b\0c cannot be read"):
        read(Path("a\nb\0c"))


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArticleUnreadable, match=r"is a folder; give the article's file$"):
        read(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_refused_instead_of_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ArticleUnreadable, match=r"pipe is not a regular file; save the article to a file first$"):
        read(tmp_path / "pipe")


@contextmanager
def unprivileged() -> Iterator[None]:
    """Act as an ordinary user: permissions do not bind root."""
    user = os.geteuid()
    os.seteuid(user or 65_534)
    try:
        yield
    finally:
        os.seteuid(user)


@pytest.mark.skipif(not hasattr(os, "seteuid"), reason="this system has no such permissions")
def test_a_file_without_permission_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "secret.txt"
    path.write_text(TEXT, encoding="utf-8")
    path.chmod(0)
    with (
        unprivileged(),
        pytest.raises(ArticleUnreadable, match=r"secret\.txt may not be read by this user; change its"),
    ):
        read(path)


@pytest.mark.parametrize("content", [b"", b" \n\t\r\n", "\ufeff".encode(), "\u00a0\u200f\n".encode()])
def test_a_file_without_text_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "empty.txt"
    path.write_bytes(content)
    with pytest.raises(ArticleUnreadable, match=r"empty\.txt is empty; give a file with the article's text$"):
        read(path)


def test_a_file_that_is_too_large_is_refused_with_both_numbers(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_bytes(b"word " * 400)
    with pytest.raises(
        ArticleUnreadable, match=r"long\.txt has 2,000 bytes, the most allowed is 1,999; give a shorter"
    ):
        read(path, max_bytes=1_999)
    assert read(path, max_bytes=2_000).paragraphs


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="this system has no /proc")
def test_a_file_that_does_not_tell_its_size_is_measured_as_it_is_read() -> None:
    with pytest.raises(ArticleUnreadable, match=r"^/proc/self/status has 11 bytes, the most allowed is 10"):
        read(Path("/proc/self/status"), max_bytes=10)


@pytest.mark.parametrize("name", ["scan.txt", "scan.html", "scan.md"])
def test_a_binary_file_is_refused_whatever_its_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj")
    with pytest.raises(
        ArticleUnreadable, match=rf"{name} looks like a PDF file; save the article as text, Markdown or HTML$"
    ):
        read(path)


def test_a_page_without_article_text_is_refused_by_its_path() -> None:
    with pytest.raises(ArticleUnreadable, match=r"^no article text was found in .*app_shell\.html; save"):
        read(DATA / "app_shell.html")


def test_a_markdown_file_with_a_heading_only_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "stub.md"
    path.write_text("# عنوان بلا نص\n", encoding="utf-8")
    with pytest.raises(ArticleUnreadable, match=r"stub\.md has no text that could be cited; give a file"):
        read(path)


CLEAN = st.text(alphabet='ابتجدرسصعفقكلمنهويىةأإ ً،؛؟.:!-•\n\t\u00a0\u200c\u200d123abZé«»"', max_size=300)


@settings(deadline=None)  # a busy machine is no failure
@given(CLEAN)
def test_a_clean_text_is_left_unchanged(text: str) -> None:
    assert parse_text(text).text == text


@settings(deadline=None)  # a busy machine is no failure
@given(st.text())
def test_reading_what_was_read_changes_nothing(text: str) -> None:
    article = parse_text(text)
    assert parse_text(article.text) == article


def test_importing_the_module_loads_nothing_heavy() -> None:
    heavy = {"trafilatura", "lxml", "markdown_it", "charset_normalizer", "numpy", "chromadb", "torch"}
    code = f"import sys, vectorstore.importing.loading; print(sorted({heavy!r} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=SHIPPED.parents[2]
    )
    assert done.stdout == "[]\n"
