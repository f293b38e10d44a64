"""The session's articles on the real page: who wrote each, going from one to another, and finding words in it."""

from collections.abc import Callable, Iterator, Sequence

import pytest
from playwright.sync_api import Page, expect

from assistant.answer import Answer
from assistant.page.wording import WORDS
from assistant.readers.base import Turn
from tests.assistant.page.test_page_browser import pytestmark
from tests.assistant.page.test_page_own import NEWS, opened, paste
from tests.page_fixtures import FakeAssistant, Held, Visit, growing, shipped_article
from tests.page_fixtures import browser as browser
from tests.page_fixtures import open_page as open_page
from tests.page_fixtures import pages as pages
from vectorstore.passages import split

__all__ = ["pytestmark"]

ARTICLE = shipped_article()
SIGNED = NEWS.replace("\n\n", "\n\nبقلم: سلمى العوضي\n\n3 مايو 2024\n\n", 1)
PLACES = "() => [...CSS.highlights.get('found')].map((range) => range.toString())"

Opening = Callable[..., Visit]


def script(question: str, history: Sequence[Turn]) -> Iterator[Answer]:
    return growing(question, "نعم حدث ذلك [1].", [split(ARTICLE)[0]])


def assistant() -> FakeAssistant:
    return FakeAssistant(ARTICLE, script)


def asked(page: Page) -> list[str]:
    return page.locator("#chat .asked").all_inner_texts()


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844), (320, 640)])
def test_the_button_for_an_own_article_is_in_sight_and_leads_to_the_box(
    open_page: Opening, width: int, height: int
) -> None:
    page = open_page(assistant(), width=width, height=height).page
    button = page.locator("#add")
    expect(button).to_be_in_viewport(ratio=1)
    expect(button).to_have_text(WORDS["ar"]["add"], use_inner_text=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    button.click()
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(page.locator("#own-text textarea")).to_be_focused()
    expect(page.locator("#own-text textarea")).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(page.locator("#own-text textarea")).to_be_hidden()
    expect(button).to_be_focused()


def test_who_wrote_an_article_and_when_stands_above_it(open_page: Opening) -> None:
    seen = open_page(assistant())
    paste(seen.page, SIGNED)
    opened(seen.page)
    byline = seen.page.locator("#label .byline")
    expect(byline).to_have_text("الكاتب: سلمى العوضي\nالتاريخ: 3 مايو 2024", use_inner_text=True)
    seen.speak("English")
    expect(byline).to_contain_text("Author", use_inner_text=True)


def test_each_article_has_its_conversation_whenever_it_is_taken_up(open_page: Opening) -> None:
    seen = open_page(assistant())
    seen.ask("عن الأول؟")
    for number in (1, 2):
        paste(seen.page, NEWS.replace("الواحة", f"الواحة {number}"))
        expect(seen.page.locator("#shelf .take")).to_have_count(number + 1, timeout=30_000)
        seen.ask(f"عن مقالي {number}؟")
    for place, question in ((1, "عن مقالي 1؟"), (0, "عن الأول؟"), (2, "عن مقالي 2؟")):
        seen.page.locator("#shelf .take").nth(place).click()
        expect(seen.page.locator("#chat .asked")).to_have_text([question])
        expect(seen.page.locator("#shelf [aria-current]")).to_have_count(1)
        expect(seen.page.locator("#shelf .take").nth(place)).to_have_attribute("aria-current", "true")
    expect(seen.page.locator("#article h2")).to_have_text("افتتاح مكتبة الواحة 2 في نزوى")
    seen.page.reload()
    expect(seen.page.locator("#article h2")).to_have_text("افتتاح مكتبة الواحة 2 في نزوى")
    expect(seen.page.locator("#chat .asked")).to_have_text(["عن مقالي 2؟"])
    expect(seen.page.locator("#shelf .take")).to_have_count(3)


def test_an_answer_on_its_way_is_kept_as_far_as_it_came(open_page: Opening) -> None:
    held = Held(script)
    seen = open_page(FakeAssistant(ARTICLE, held))
    seen.page.fill("#question textarea", "عن الأول؟")
    seen.page.keyboard.press("Enter")
    expect(seen.page.locator("#chat .answer")).to_contain_text("نعم")
    paste(seen.page, NEWS)
    opened(seen.page)
    expect(seen.page.locator("#chat .asked")).to_have_count(0)
    held.release.set()
    seen.page.locator("#shelf .take").first.click()
    expect(seen.page.locator("#chat .asked")).to_have_text(["عن الأول؟"])
    expect(seen.page.locator("#chat .answer")).to_contain_text("أوقفتَ هذه الإجابة")


def test_to_close_an_article_is_asked_first(open_page: Opening) -> None:
    seen = open_page(assistant())
    seen.ask("عن الأول؟")
    paste(seen.page, NEWS)
    opened(seen.page)
    seen.ask("عن مقالي؟")
    seen.page.locator("#shelf .close").click()
    sure = seen.page.get_by_role("dialog")
    expect(sure).to_contain_text(WORDS["ar"]["sure"], use_inner_text=True)
    seen.page.keyboard.press("Escape")
    expect(sure).to_be_hidden()
    assert asked(seen.page) == ["عن مقالي؟"]
    expect(seen.page.locator("#shelf .close")).to_be_focused()
    seen.page.locator("#shelf .close").click()
    sure.locator("button[value=close]").click()
    expect(seen.page.locator("#chat .asked")).to_have_text(["عن الأول؟"])
    expect(seen.page.locator("#article h2")).to_contain_text("وزارة الدفاع")


def test_one_person_has_no_more_than_five_open_and_loses_none(open_page: Opening) -> None:
    seen = open_page(assistant())
    for number in range(1, 6):
        paste(seen.page, NEWS.replace("الواحة", f"الواحة {number}"))
        expect(seen.page.locator("#shelf .take")).to_have_count(number + 1, timeout=30_000)
    paste(seen.page, NEWS)
    expect(seen.page.get_by_role("alert")).to_have_text(WORDS["ar"]["full"].format(most=5), timeout=30_000)
    expect(seen.page.locator("#own-text textarea")).to_have_value(NEWS)
    expect(seen.page.locator("#shelf .take")).to_have_count(6)


# Finding words


def find(page: Page, words: str) -> list[str]:
    page.fill("#find input", words)
    found: list[str] = page.evaluate(PLACES)
    return found


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ("الواحه", ["الواحة", "الواحة"]),
        ("٣٤٠ الف", ["340 ألف"]),
        ("سَلمى الحارثـي", ["سلمى الحارثي"]),
        ("القاعة  الرئيسيه ", ["القاعة الرئيسية"]),
        ("غير موجود", []),
        ("  ", []),
    ],
)
def test_words_are_found_however_they_are_spelt(open_page: Opening, sought: str, found: list[str]) -> None:
    seen = open_page(assistant())
    paste(seen.page, NEWS)
    opened(seen.page)
    assert find(seen.page, sought) == found
    said = "" if not sought.strip() else f"1 من {len(found)}" if found else WORDS["ar"]["nothing"]
    expect(seen.page.locator("#find .found")).to_have_text(said)


def test_one_goes_from_place_to_place_and_round_again(open_page: Opening) -> None:
    seen = open_page(assistant())
    page, said = seen.page, seen.page.locator("#find .found")
    count = len(find(page, "العراق"))
    assert count > 3
    expect(said).to_have_text(f"1 من {count}")
    page.keyboard.press("Enter")
    expect(said).to_have_text(f"2 من {count}")
    page.keyboard.press("Shift+Enter")
    page.keyboard.press("Shift+Enter")
    expect(said).to_have_text(f"{count} من {count}")
    in_sight = """() => {
        const [range] = CSS.highlights.get("found-now");
        const { top, bottom } = range.getBoundingClientRect();
        return top >= 0 && bottom <= innerHeight;
    }"""
    page.wait_for_function(in_sight)
    page.locator("#find .next").click()
    expect(said).to_have_text(f"1 من {count}")
    page.focus("#find input")
    page.keyboard.press("Escape")
    expect(page.locator("#find input")).to_have_value("")
    assert page.evaluate(PLACES) == []


def test_places_stay_found_while_a_citation_is_lit_and_belong_to_the_article_shown(open_page: Opening) -> None:
    seen = open_page(assistant())
    count = len(find(seen.page, "العراق"))
    seen.ask("سؤال؟").locator("a.cite").first.click()
    expect(seen.page.locator("#article mark.lit").first).to_be_visible()
    seen.page.wait_for_function(f"({PLACES})().every((found) => found === 'العراق')")
    assert len(seen.page.evaluate(PLACES)) == count
    paste(seen.page, NEWS)
    opened(seen.page)
    expect(seen.page.locator("#find .found")).to_have_text(WORDS["ar"]["nothing"])
