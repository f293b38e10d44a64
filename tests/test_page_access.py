"""The page for people who use a keyboard, a screen reader or much light: axe-core finds nothing serious."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.page_fixtures import Visit
from tests.page_fixtures import browser as browser
from tests.page_fixtures import open_page as open_page
from tests.test_page_browser import assistant, pytestmark

AXE = Path(__file__).parent / "data" / "axe.min.js"

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


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["العربية", "English"])
@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_serious_stands_in_anyones_way(
    open_page: Callable[..., Visit], language: str, scheme: str, width: int
) -> None:
    seen = open_page(assistant(), width=width, color_scheme=scheme, reduced_motion="reduce")
    seen.speak(language)
    assert violations(seen.page) == []
    seen.ask("أول؟")
    seen.ask("من فاز بكأس العالم؟")
    seen.page.locator("#chat .act.edit").last.click()
    seen.page.locator("#about summary").click()
    seen.page.locator("#own > button").click()
    seen.page.locator("#chat a.cite").last.click()
    seen.page.wait_for_timeout(300)
    assert violations(seen.page) == []
