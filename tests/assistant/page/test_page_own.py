"""An article of the reader's own on the real page: every kind of file, what is refused, and whose it is."""

import base64
import gc
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Page, expect

from assistant.assembly import Assistant
from assistant.page import TEXTS, Options
from tests.assistant.page.test_page_browser import HOSTILE, lit, pytestmark
from tests.page_fixtures import Visit
from tests.page_fixtures import browser as browser
from tests.page_fixtures import open_page as open_page
from tests.page_fixtures import pages as pages
from tests.tabs import ASKED, FOUND, NEWS
from vectorstore.indexing import chroma

__all__ = ["pytestmark"]

OWN = TEXTS["ar"].own
COUNTED = "كم كتابا تضم القاعة الرئيسية؟"

Opening = Callable[..., Visit]


def show_panel(page: Page) -> None:
    page.locator("#add").click()
    expect(page.locator("#own-text textarea")).to_be_visible()


def paste(page: Page, text: str) -> None:
    show_panel(page)
    page.fill("#own-text textarea", text)
    page.get_by_role("button", name=OWN["open"]).click()


def opened(page: Page) -> None:
    """Wait until an own article is open."""
    expect(page.locator("#label .label")).to_have_text(OWN["opened"], timeout=30_000)


def close(page: Page) -> None:
    """Close the one own article that is open."""
    page.locator("#shelf .close").click()
    page.locator("#shelf dialog button[value=close]").click()


def docx(path: Path) -> Path:
    document = Document()
    title, *paragraphs = NEWS.strip().split("\n\n")
    document.add_heading(title, level=1)
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.save(str(path))
    return path


def html(path: Path) -> Path:
    title, *paragraphs = NEWS.strip().split("\n\n")
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    path.write_text(f"<html><body><article><h1>{title}</h1>{body}</article></body></html>", encoding="utf-8")
    return path


def pdf(path: Path, page: Page) -> Path:
    title, *paragraphs = NEWS.strip().split("\n\n")
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    page.set_content(f'<html dir="rtl" lang="ar"><body><h1>{title}</h1>{body}</body></html>')
    page.pdf(path=path)
    return path


def file_of(kind: str, folder: Path, page: Page) -> Path:
    """The news as a file of a kind; a PDF is printed by the browser."""
    path = folder / f"خبر.{kind}"
    if kind == "docx":
        return docx(path)
    if kind == "html":
        return html(path)
    if kind == "pdf":
        other = page.context.new_page()
        try:
            return pdf(path, other)
        finally:
            other.close()
    path.write_text(f"# {NEWS}" if kind == "md" else NEWS, encoding="utf-8")
    return path


def test_a_pasted_text_is_read_and_asked_about(open_page: Opening, real: Assistant) -> None:
    seen = open_page(real, options=Options())
    paste(seen.page, NEWS)
    opened(seen.page)
    expect(seen.page.locator("#article h2")).to_have_text("افتتاح مكتبة الواحة في نزوى")
    expect(seen.page.locator("#own-text textarea")).to_be_hidden()
    answer = seen.ask(ASKED)
    expect(answer).to_contain_text(FOUND)
    answer.locator("a.cite").first.click()
    expect(lit(seen.page)).to_contain_text(FOUND)


@pytest.mark.parametrize("kind", ["txt", "md", "html", "pdf", "docx"])
def test_a_file_of_each_kind_is_read(open_page: Opening, real: Assistant, tmp_path: Path, kind: str) -> None:
    seen = open_page(real, options=Options())
    show_panel(seen.page)
    seen.page.set_input_files("input[type=file]", file_of(kind, tmp_path, seen.page))
    opened(seen.page)
    expect(seen.page.locator("#article h2")).to_have_text("افتتاح مكتبة الواحة في نزوى")
    answer = seen.ask(COUNTED)
    expect(answer).to_contain_text("340 ألف كتاب")
    quotation = answer.locator("a.cite").first.get_attribute("data-quotation")
    answer.locator("a.cite").first.click()
    expect(lit(seen.page)).to_have_text([str(quotation)])


def test_a_pdf_of_the_shipped_article_answers_as_the_text_does(open_page: Opening, real: Assistant) -> None:
    seen = open_page(real, options=Options())
    show_panel(seen.page)
    seen.page.set_input_files("input[type=file]", Path(__file__).parents[3] / "tests" / "data" / "article.pdf")
    opened(seen.page)
    expect(seen.ask("متى صدر البيان المشترك؟").locator("p.short")).to_contain_text("27 سبتمبر 2024")


def test_a_file_can_be_dropped_anywhere(open_page: Opening, real: Assistant) -> None:
    seen = open_page(real, options=Options())
    drop(seen.page, "خبر.txt", NEWS.encode())
    opened(seen.page)
    expect(seen.page.locator("#article h2")).to_have_text("افتتاح مكتبة الواحة في نزوى")


def drop(page: Page, name: str, content: bytes) -> None:
    transfer = page.evaluate_handle(
        """([name, content]) => {
             const transfer = new DataTransfer();
             const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
             transfer.items.add(new File([bytes], name));
             return transfer;
           }""",
        [name, base64.b64encode(content).decode()],
    )
    page.dispatch_event("#chat", "drop", {"dataTransfer": transfer, "bubbles": True})


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("صورة.png", b"\x89PNG", "format"),
        ("كبير.txt", b"a" * (1024 * 1024 + 1), "large"),
        ("مكسور.pdf", b"%PDF-1.7 nothing more", "format"),
        ("مكسور.docx", b"PK nothing more", "format"),
        ("فارغ.txt", b"\n\n", "empty"),
        ("ثنائي.txt", bytes(range(256)) * 8, "format"),
    ],
)
def test_what_cannot_be_read_is_told_in_the_pages_language(
    open_page: Opening, real: Assistant, capfd: pytest.CaptureFixture[str], name: str, content: bytes, said: str
) -> None:
    seen = open_page(real, options=Options(max_own_bytes=1024 * 1024))
    for language in ("العربية", "English"):
        seen.speak(language)
        drop(seen.page, name, content)
        own = TEXTS["ar" if language == "العربية" else "en"].own
        expect(seen.page.locator("#own-status").get_by_role("alert")).to_have_text(own[said].format(limit=1))
        expect(seen.page.locator("#article h2")).to_contain_text("وزارة الدفاع")
    capfd.readouterr()


def test_a_text_that_is_too_large_is_refused_and_stays(open_page: Opening, real: Assistant) -> None:
    seen = open_page(real, options=Options(max_own_bytes=1024 * 1024))
    paste(seen.page, text := "كلمة " * 150_000)
    expect(seen.page.locator("#own-status").get_by_role("alert")).to_have_text(OWN["large"].format(limit=1))
    expect(seen.page.locator("#own-text textarea")).to_have_value(text)


def test_the_progress_is_told(open_page: Opening, real: Assistant, tmp_path: Path) -> None:
    seen = open_page(real, options=Options())
    show_panel(seen.page)
    path = tmp_path / "طويل.txt"
    path.write_text("\n\n".join(f"{NEWS} العدد {number}" for number in range(500)), encoding="utf-8")
    seen.page.set_input_files("input[type=file]", path)
    status = seen.page.locator("#own-status").get_by_role("status")
    expect(status).to_contain_text("يُفهرس المقال: 1000 من", timeout=60_000)  # some hundred passages a second
    opened(seen.page)


def test_the_shipped_article_is_one_tap_back_with_its_conversation(open_page: Opening, real: Assistant) -> None:
    seen = open_page(real, options=Options())
    seen.ask("من المتحدث باسم البنتاجون؟")
    paste(seen.page, NEWS)
    opened(seen.page)
    expect(seen.page.locator("#chat .asked")).to_have_count(0)
    seen.ask(ASKED)
    seen.page.locator("#shelf .take").first.click()
    expect(seen.page.locator("#article h2")).to_contain_text("وزارة الدفاع")
    expect(seen.page.locator("#chat .asked")).to_have_text(["من المتحدث باسم البنتاجون؟"])
    close(seen.page)
    expect(seen.page.locator("#shelf .take")).to_have_count(0)
    assert chroma.connect_memory().list_collections() == []


def test_two_people_with_two_articles_never_see_each_others(open_page: Opening, real: Assistant) -> None:
    other_news = NEWS.replace(FOUND, "منى البلوشي").replace("نزوى", "صحار").replace("340", "77")
    one, other = open_page(real, options=Options()), open_page(real)
    for seen, text in ((one, NEWS), (other, other_news)):
        paste(seen.page, text)
    for seen in (one, other):
        opened(seen.page)
    for seen, mine, yours in ((one, FOUND, "منى البلوشي"), (other, "منى البلوشي", FOUND)):
        answer = seen.ask(ASKED)
        expect(answer).to_contain_text(mine)
        expect(answer).not_to_contain_text(yours)
        expect(seen.page.locator("body")).not_to_contain_text(yours)
    third = open_page(real)
    expect(third.page.locator("#article")).not_to_contain_text("مكتبة")
    expect(third.ask("كم بلغت تكلفة مكتبة الواحة؟").locator(".verdict")).to_have_count(1)


def test_an_own_article_outlives_a_reload_but_not_its_session(open_page: Opening, real: Assistant) -> None:
    seen = open_page(real, options=Options(grace_s=2.0))
    paste(seen.page, NEWS)
    opened(seen.page)
    seen.ask(ASKED)
    seen.page.reload()
    opened(seen.page)
    expect(seen.page.locator("#chat .asked")).to_have_text([ASKED])
    seen.page.wait_for_timeout(3_000)
    seen.ask(COUNTED)  # the reload has not ended it
    assert len(chroma.connect_memory().list_collections()) == 2  # of the lexical embedding and the other
    address = seen.page.url
    seen.page.goto("about:blank")
    for _ in range(100):
        if not chroma.connect_memory().list_collections():
            break
        seen.page.wait_for_timeout(100)
    assert chroma.connect_memory().list_collections() == []
    seen.page.goto(address)
    expect(seen.page.locator("#article h2")).to_contain_text("وزارة الدفاع")
    expect(seen.page.locator("#chat .asked")).to_have_count(0)


def test_no_more_than_so_many_are_open_at_once(open_page: Opening, real: Assistant) -> None:
    options = Options(max_own_articles=1)
    one, other = open_page(real, options=options), open_page(real)
    paste(one.page, NEWS)
    opened(one.page)
    paste(other.page, NEWS)
    expect(other.page.locator("#own-status").get_by_role("alert")).to_have_text(OWN["many"])
    expect(other.page.locator("#own-text textarea")).to_have_value(NEWS)
    close(one.page)
    expect(one.page.locator("#article h2")).to_contain_text("وزارة الدفاع")
    other.page.get_by_role("button", name=OWN["open"]).click()
    opened(other.page)


def test_nothing_of_an_own_article_is_left_on_the_disk(
    open_page: Opening, real: Assistant, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    uploads = tmp_path / "uploads"
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(uploads))
    seen = open_page(real, options=Options())
    show_panel(seen.page)
    path = tmp_path / "خبر.txt"
    path.write_text(NEWS, encoding="utf-8")
    seen.page.set_input_files("input[type=file]", path)
    opened(seen.page)
    gc.collect()
    left = [file for file in uploads.rglob("*") if file.is_file() and NEWS.encode() in file.read_bytes()]
    assert left == []


def test_there_is_no_rating_of_an_own_article(open_page: Opening, real: Assistant, tmp_path: Path) -> None:
    seen = open_page(real, options=Options(feedback_dir=tmp_path))
    paste(seen.page, NEWS)
    opened(seen.page)
    seen.ask(ASKED)
    expect(seen.page.locator("#chat .act.copy")).to_have_count(1)
    expect(seen.page.locator("#chat .act.good")).to_have_count(0)
    assert list(tmp_path.iterdir()) == []


def test_a_hostile_article_of_ones_own_is_text(open_page: Opening, real: Assistant) -> None:
    line = HOSTILE.replace("\n", " ")
    seen = open_page(real, options=Options())
    paste(seen.page, f"{line}\n\nقال الكاتب إن {line} وهذه فقرة من المقال المعادي الذي لا يعمل منه شيء أبدا.\n")
    opened(seen.page)
    answer = seen.ask("ماذا قال الكاتب؟")
    answer.locator("a.cite").first.hover()
    seen.page.wait_for_timeout(500)
    for foreign in ("img", "script", "iframe", "a:not(.cite)", "strong", "em", "code", "h1"):
        assert seen.page.locator(f":is(#chat, #article, #card) {foreign}").count() == 0
