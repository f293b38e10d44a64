"""A file is read in a process of its own, which is ended past its limits."""

import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests import hostile
from vectorstore.article import Article
from vectorstore.errors import ArticleUnreadable
from vectorstore.importing.apart import read_apart
from vectorstore.importing.files import parse_file
from vectorstore.importing.loading import read_article, read_text
from vectorstore.importing.transfer import dump_article, dump_error, load

ROOT = Path(__file__).parents[3]
PAGE = ROOT / "tests" / "data" / "news_page.ar.html"
MOST = 1 << 22
# Each takes time or memory that grows with its square, or did.
KNOWN = [
    "grid span.docx",
    "paragraphs.docx",
    "bomb.docx",
    "open brackets.md",
    "stars.md",
    "less than.md",
    "headings.md",
    "open tags.html",
    "flate bomb.pdf",
    "dots.txt",
    "commas.txt",
]


def test_it_is_the_same_article_that_is_read_here() -> None:
    raw = PAGE.read_bytes()
    there = read_apart(raw, suffix=".html", name="a.html", max_bytes=MOST)
    assert there == parse_file(raw, suffix=".html", name="a.html", max_bytes=MOST)


def test_an_error_is_the_same_too() -> None:
    with pytest.raises(ArticleUnreadable, match=r"^a\.pdf cannot be read as a PDF; save the article") as told:
        read_apart(b"%PDF-1.7", suffix=".pdf", name="a.pdf", max_bytes=MOST)
    assert told.value.reason == "format"


@pytest.mark.parametrize("name", KNOWN)
def test_a_hostile_file_is_read_or_refused_in_time(name: str) -> None:
    raw, started = hostile.files()[name](), time.monotonic()
    with suppress(ArticleUnreadable):
        read_apart(raw, suffix=Path(name).suffix, name=name, max_bytes=MOST, seconds=4)
    assert time.monotonic() - started < 5


def test_too_much_time_is_told() -> None:
    with pytest.raises(ArticleUnreadable, match=r"^a\.md takes more than 1 seconds to read; save the article") as told:
        read_apart(hostile.fill("["), suffix=".md", name="a.md", max_bytes=MOST, seconds=1)
    assert told.value.reason == "slow"


def test_too_much_memory_is_told() -> None:
    with pytest.raises(ArticleUnreadable, match=r"^a\.pdf takes more than 200 MB of memory to read; save") as told:
        read_apart(hostile.flate_bomb(), suffix=".pdf", name="a.pdf", max_bytes=MOST, memory=200 << 20)
    assert told.value.reason == "slow"


def test_a_slow_file_holds_nobody_else_up() -> None:
    def slow() -> None:
        with pytest.raises(ArticleUnreadable):
            read_apart(hostile.fill("["), suffix=".md", name="a.md", max_bytes=MOST, seconds=8)

    thread = threading.Thread(target=slow)
    thread.start()
    read_article(PAGE, max_bytes=MOST)
    assert thread.is_alive()
    thread.join()


def test_a_short_text_starts_no_process() -> None:
    script = (
        "import sys; from pathlib import Path; from vectorstore.importing.loading import read_article;"
        "sys.addaudithook(lambda event, _: event == 'subprocess.Popen' and sys.exit('a process'));"
        "print(len(read_article(Path('assistant/data/article.ar.txt'), max_bytes=9**9).paragraphs))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "4"


def test_a_pasted_text_has_the_same_limits() -> None:
    assert read_text("افتتحت الوزيرة المكتبة أمس.", max_bytes=MOST).paragraphs
    with pytest.raises(ArticleUnreadable, match="the most allowed is 10") as told:
        read_text("افتتحت الوزيرة المكتبة أمس.", max_bytes=10)
    assert told.value.reason == "large"
    with pytest.raises(ArticleUnreadable, match="has 200,000 lines, the most of an article is 100,000"):
        read_text("ا\n" * 200_000, max_bytes=MOST)


def test_an_article_and_an_error_come_through_as_they_are() -> None:
    article = parse_file("خبر\n\nنص \ud800المقال.".encode("utf-8", "replace"), suffix=".txt", name="a", max_bytes=MOST)
    assert load(dump_article(article)) == article
    assert load(dump_article(Article("", None, (), ()))) == Article("", None, (), ())
    with pytest.raises(ArticleUnreadable, match="غير مقروء") as told:
        load(dump_error(ArticleUnreadable("غير مقروء", reason="large")))
    assert told.value.reason == "large"
    for broken in ("", "{}", "[1"):
        with pytest.raises(ValueError):  # noqa: PT011 — whoever wrote it, it is not ours
            load(broken)
