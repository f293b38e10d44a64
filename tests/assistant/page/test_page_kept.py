"""Conversations that the browser keeps, on the real page: they outlive the server and the tab, and can be cleared."""

import socket

from playwright.sync_api import Page, expect

from assistant.page import TEXTS, running
from tests.assistant.page.test_page_browser import ARTICLE, pytestmark, script
from tests.page_fixtures import FakeAssistant, Pages, context_of, visit
from tests.page_fixtures import browser as browser
from tests.page_fixtures import pages as pages

__all__ = ["pytestmark"]

WORDS = TEXTS["ar"].history


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def kept(page: Page) -> int:
    return int(page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('conversation:')).length"))


def test_a_conversation_outlives_the_server_and_the_tab_until_it_is_cleared(pages: Pages) -> None:
    port = free_port()
    window = context_of(pages.browser)
    with running(FakeAssistant(ARTICLE, script), host="127.0.0.1", port=port) as address:
        seen = visit(window, address)
        expect(seen.page.locator("#kept")).to_be_hidden()
        seen.ask("أول؟")
        expect(seen.page.locator("#kept")).to_be_visible()
        seen.page.goto("about:blank")
    again = FakeAssistant(ARTICLE, script)
    with running(again, host="127.0.0.1", port=port):
        seen.page.goto(address)
        expect(seen.page.locator("#chat .asked")).to_have_text(["أول؟"])
        expect(seen.page.locator("#article .cited")).to_have_count(2)
        seen.ask("آخر؟")
        assert [turn.question for turn in again.asked[-1][1]] == ["أول؟"]
        seen.page.close()

        page = visit(window, address).page
        expect(page.locator("#chat .asked")).to_have_count(0)  # a new tab begins anew
        page.get_by_role("button", name=WORDS["title"]).click()
        page.get_by_role("dialog").get_by_role("button", name="أول؟").first.click()
        expect(page.locator("#chat .asked")).to_have_text(["أول؟", "آخر؟"])
        assert kept(page) == 1

        page.get_by_role("button", name=WORDS["title"]).click()
        expect(page.get_by_role("dialog")).to_contain_text(WORDS["where"])
        page.get_by_role("button", name=WORDS["clear"]).click()
        assert kept(page) == 1
        page.get_by_role("button", name=WORDS["sure"]).click()
        expect(page.get_by_role("dialog")).to_contain_text(WORDS["none"])
        assert kept(page) == 0
        page.keyboard.press("Escape")
        expect(page.locator("#chat .asked")).to_have_count(0)
        page.reload()
        page.locator("#chat .welcome").wait_for()
        expect(page.locator("#kept")).to_be_hidden()
    window.close()
