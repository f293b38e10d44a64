"""What the page is before Gradio is there: what is sent first, what is asked for at once, and what is handed over."""

import gzip
import re
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from playwright.sync_api import Page, Route, expect

from assistant.answer import Answer
from assistant.page import TEXTS
from assistant.page.serving.first import dresser, shell_html
from assistant.page.serving.preloading import needed_assets
from assistant.readers.base import Turn
from tests.assistant.page.test_page_browser import pytestmark
from tests.page_fixtures import FakeAssistant, Pages, Visit, context_of, growing, shipped_article
from tests.page_fixtures import browser as browser
from tests.page_fixtures import open_page as open_page
from tests.page_fixtures import pages as pages
from vectorstore.passages import split

__all__ = ["pytestmark"]

ARTICLE = shipped_article()
PASSAGES = split(ARTICLE)
ASKED = "من المتحدث باسم البنتاجون؟"
GRADIO = '<html lang="en"><head><script src="./assets/index-1.js"></script></head><body style="a">all</body></html>'


def script(question: str, history: Sequence[Turn]) -> Iterator[Answer]:
    return growing(question, "شون بارنيل [1].", [PASSAGES[0]])


def assistant() -> FakeAssistant:
    return FakeAssistant(ARTICLE, script)


def fetched(address: str, encoding: str) -> tuple[bytes, str]:
    request = urllib.request.Request(address, headers={"Accept-Encoding": encoding})
    with urllib.request.urlopen(request, timeout=10) as response:
        return response.read(), response.headers["Content-Encoding"]


def test_the_article_comes_before_any_script_from_elsewhere_and_compressed(pages: Pages) -> None:
    address = pages.address(assistant())
    body, encoding = fetched(address, "gzip, br")
    assert encoding == "gzip"
    assert len(body) < 40_000
    html = gzip.decompress(body).decode()
    plain, none = fetched(address, "identity")
    assert none is None
    assert len(plain.decode()) == len(html)
    article = html.index("<article>")
    assert html.index("const pageData") < article < html.index("gradio_config") < html.index("./assets/")
    assert html.count('id="p-') == html.count('data-id="p-')  # those of the real page are in Gradio's words, escaped


def test_what_a_page_needs_is_asked_for_at_once(open_page: Callable[..., Visit], pages: Pages) -> None:
    asked = assistant()
    seen = open_page(asked)
    html = fetched(pages.address(asked), "identity")[0].decode()
    promised = set(re.findall(r'<link rel="(?:modulepreload|preload)"[^>]*href="\./assets/([^"]+)"', html))
    needed = {url.rsplit("/", 1)[1] for url in seen.requests if "/assets/" in url}
    words = {name for name in needed if re.match(r"[a-z]{2}-", name)}  # Gradio's own, in the language of the browser
    assert needed - words == promised
    assert len(words) <= 1


def test_of_a_gradio_that_is_built_otherwise_the_page_is_only_slower(tmp_path: Path) -> None:
    (tmp_path / "index-1.js").write_text("nothing is known of it")
    assert needed_assets("index-1.js", {"button"}, tmp_path) == ("index-1.js",)
    assert needed_assets("index-2.js", {"button"}, tmp_path) == ()
    dress = dresser(head="<style></style>", shell="<p>shell</p>", components=())
    assert dress("no page at all") == "no page at all"
    assert dress(GRADIO) == (
        '<html lang="ar" dir="rtl"><head><style></style></head><body style="a"><p>shell</p>'
        '<script src="./assets/index-1.js"></script>all</body></html>'
    )


def test_a_hostile_article_is_text_in_the_first_page_too() -> None:
    html = shell_html("<article><p>&lt;script&gt;</p></article>", TEXTS)
    assert html.count("<script>") == 1  # ours


class Slow:
    """A page whose scripts from elsewhere are held back until they are let go."""

    def __init__(self, page: Page) -> None:
        self._held: list[Route] | None = []
        page.route("**/assets/*.js", lambda route: self._come(route))

    def _come(self, route: Route) -> None:
        if self._held is None:
            route.continue_()
        else:
            self._held.append(route)

    def let_go(self) -> None:
        held, self._held = self._held or [], None
        for route in held:
            route.continue_()


def test_before_the_scripts_are_there_the_article_is_read_and_letters_are_kept(pages: Pages) -> None:
    asked = assistant()
    page = pages.open(pages.address(asked)).page
    slow = Slow(page)
    page.reload(wait_until="commit")
    expect(page.locator("#first article p").first).to_contain_text("البنتاجون")
    box = page.locator("#first textarea")
    expect(box).to_have_attribute("placeholder", TEXTS["ar"].placeholder)
    box.press_sequentially("من المتحدث")
    box.press("ArrowRight")
    slow.let_go()
    real = page.locator("#question textarea")
    expect(real).to_have_value("من المتحدث")
    expect(real).to_be_focused()
    assert real.evaluate("box => box.selectionStart") == len("من المتحدث") - 1
    expect(page.locator("#first")).to_have_count(0)


def test_a_question_sent_before_the_scripts_are_there_is_answered(pages: Pages) -> None:
    asked = assistant()
    page = pages.open(pages.address(asked)).page
    slow = Slow(page)
    page.reload(wait_until="commit")
    box = page.locator("#first textarea")
    box.press_sequentially(ASKED)
    box.press("Enter")
    expect(page.locator("#first .asked")).to_have_text(ASKED)
    box.press_sequentially("ومتى")
    slow.let_go()
    expect(page.locator("#chat .answer.complete")).to_contain_text("شون بارنيل")
    expect(page.locator("#question textarea")).to_have_value("ومتى")
    assert [question for question, _ in asked.asked] == [ASKED]


def test_an_english_reader_on_a_phone_in_the_dark_is_not_shown_another_page_first(pages: Pages) -> None:
    context = context_of(pages.browser, width=390, height=844, color_scheme="dark")
    page = context.new_page()
    page.add_init_script("sessionStorage.setItem('language', 'en')")
    Slow(page)
    page.goto(pages.address(assistant()), wait_until="commit")
    expect(page.locator("#first h1")).to_have_text(TEXTS["en"].title, use_inner_text=True)
    assert page.locator("html").get_attribute("dir") == "ltr"
    assert page.locator("#first").evaluate("one => getComputedStyle(one).backgroundColor") == "rgb(18, 22, 27)"
    page.locator("#first .jump").click()
    expect(page.locator("#first h2")).to_be_in_viewport()
    context.close()
