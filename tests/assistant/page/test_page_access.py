"""The page for people who use a keyboard, a screen reader or much light: axe-core finds nothing serious."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from assistant.page.texts import LANGUAGES
from tests.assistant.page.test_page_browser import assistant, pytestmark
from tests.page_fixtures import Pages, Visit, check, context_of, visit
from tests.page_fixtures import browser as browser
from tests.page_fixtures import pages as pages

AXE = Path(__file__).parents[3] / "tests" / "data" / "axe.min.js"
_LOOKS = 20

__all__ = ["pytestmark"]


def violations(page: Page) -> list[dict[str, Any]]:
    """What axe-core finds, serious or critical: rule, elements and what to do."""
    # By the debugger, past the page's own policy, which lets no foreign script in.
    page.evaluate(AXE.read_text(encoding="utf-8"))
    result = page.evaluate("axe.run(document)")
    assert len(result["passes"]) > 20, "axe did not look at the page"
    return [
        {"rule": each["id"], "nodes": [(node["html"][:200], node["failureSummary"]) for node in each["nodes"]]}
        for each in result["violations"]
        if each["impact"] in {"serious", "critical"}
    ]


def standing_violations(page: Page) -> list[dict[str, Any]]:
    """Those that are still there once the page has had time to be painted anew."""
    for _ in range(_LOOKS):
        page.wait_for_timeout(100)
        found = violations(page)
        if not found:
            break
    return found


@pytest.fixture(scope="module")
def visits(pages: Pages) -> Iterator[tuple[Visit, Visit]]:
    """A page that has just been opened, and one on which everything was used."""
    address = pages.address(assistant())
    context = context_of(pages.browser, reduced_motion="reduce")
    empty, used = visit(context, address), visit(context, address)
    used.ask("أول؟")
    used.ask("من فاز بكأس العالم؟")
    used.page.locator("#chat .act.edit").last.click()
    used.page.locator("#about summary").click()
    used.page.locator("#add").click()
    used.page.locator("#chat a.cite").last.click()
    yield empty, used
    context.close()
    for seen in (empty, used):
        check(seen, address)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_serious_stands_in_anyones_way(
    visits: tuple[Visit, Visit], language: str, scheme: Any, width: int
) -> None:
    for seen in visits:
        seen.page.set_viewport_size({"width": width, "height": 800})
        seen.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        seen.speak(language)
        assert standing_violations(seen.page) == []
