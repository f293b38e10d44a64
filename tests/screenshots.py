"""Pictures of the page for people to look at: ``python -m tests.screenshots`` writes tests/output/*.png.

``--readme`` writes the two of the README instead.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser, Page

from assistant.answer import Answer
from assistant.assembly import open_assistant
from assistant.page import Options, running
from assistant.page.texts import LANGUAGES
from assistant.readers.base import Turn
from assistant.settings import Settings
from tests.page_fixtures import FakeAssistant, Visit, chromium, context_of, growing, shipped_article, visit
from vectorstore.passages import split

HERE = Path(__file__).parent
OUTPUT = HERE / "output"
README = HERE.parent / "assistant" / "data" / "screenshots"
SIZES = {"320": (320, 640), "phone": (390, 844), "tablet": (820, 1180), "wide": (1440, 900), "1920": (1920, 1080)}
WHO = "من المتحدث باسم البنتاجون؟"
ABSENT = "من فاز بكأس العالم؟"
ARTICLE = shipped_article()
NOTICE = "The chat model did not answer in time; the extractive reader answered."


def script(question: str, history: Sequence[Turn]) -> Iterator[Answer]:
    """An answer of a chat model in mixed scripts, with a notice."""
    cited = [passage for passage in split(ARTICLE) if "بارنيل" in passage.text or "الحلبي" in passage.text][:2]
    text = f"The spokesman is Shawn Parnell [1]. In the article's words: «{cited[0].text}» [1] (see also [2])."
    return growing(question, text, cited, language="en", confidence=0.6, notice=NOTICE)


@contextmanager
def pages() -> Iterator[tuple[str, str]]:
    """The addresses of the real assistant and of one whose chat model has failed."""
    with tempfile.TemporaryDirectory() as folder:
        real = open_assistant(Settings(data_dir=Path(folder), embeddings="builtin"))
        options = Options(feedback_dir=Path(folder))
        failed = FakeAssistant(ARTICLE, script, "ollama:qwen3", embedding_name="BAAI/bge-m3")
        with (
            running(real, host="127.0.0.1", port=0, options=options) as one,
            running(failed, host="127.0.0.1", port=0) as other,
        ):
            yield one, other


def shoot(page: Page, path: Path) -> None:
    page.wait_for_timeout(600)
    page.screenshot(path=path)
    sys.stdout.write(f"{path}\n")


def tour(seen: Visit, name: str) -> None:
    """Every view of the page that one visit comes by."""
    page = seen.page
    page.locator("#chat .pick").nth(2).wait_for()
    shoot(page, OUTPUT / f"{name}-1-empty.png")
    seen.ask(WHO)
    page.locator("#chat .act.good").click()
    shoot(page, OUTPUT / f"{name}-2-asked.png")
    page.locator("#chat a.cite").first.hover()
    shoot(page, OUTPUT / f"{name}-3-card.png")
    page.locator("#chat a.cite").first.click()
    shoot(page, OUTPUT / f"{name}-4-cited.png")
    seen.ask(ABSENT)
    page.locator("#chat .act.edit").last.click()
    page.locator("#about summary").click()
    shoot(page, OUTPUT / f"{name}-5-absent.png")
    page.fill("#question textarea", "؟")
    page.locator("#send").click()
    page.locator("#problem [role=alert]").wait_for()
    shoot(page, OUTPUT / f"{name}-6-problem.png")
    page.locator("#add").click()
    page.locator("#own-text").scroll_into_view_if_needed()
    shoot(page, OUTPUT / f"{name}-7-own.png")


def everything(browser: Browser, real: str, failed: str) -> None:
    """Every view at every width, language and colour scheme."""
    OUTPUT.mkdir(exist_ok=True)
    (OUTPUT / ".gitignore").write_text("*\n")
    for (size, (width, height)), language, scheme in product(SIZES.items(), LANGUAGES, ("light", "dark")):
        name = f"{size}-{LANGUAGES[language]}-{scheme}"
        seen = visit(context_of(browser, width=width, height=height, color_scheme=scheme), real)
        seen.speak(language)
        tour(seen, name)
        seen.page.context.close()
        seen = visit(context_of(browser, width=width, height=height, color_scheme=scheme), failed)
        seen.speak(language)
        seen.ask("Who is the spokesman?")
        shoot(seen.page, OUTPUT / f"{name}-8-mixed.png")
        seen.page.context.close()


def readme(browser: Browser, real: str) -> None:
    """The two pictures of the README: a citation that is lit, and a phone in the dark."""
    seen = visit(context_of(browser, width=1280, height=800), real)
    seen.ask(WHO)
    seen.page.locator("#chat a.cite").last.click()
    seen.page.wait_for_timeout(800)
    seen.page.locator("#chat a.cite").last.hover()
    shoot(seen.page, README / "page.png")
    seen = visit(context_of(browser, width=390, height=844, color_scheme="dark"), real)
    seen.ask("متى صدر البيان المشترك؟")
    shoot(seen.page, README / "phone.png")


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(prog="python -m tests.screenshots", description="Take pictures of the page.")
    parser.add_argument("--readme", action="store_true", help="the two of the README instead of all")
    options = parser.parse_args()
    with pages() as (real, failed), chromium() as browser:
        if options.readme:
            readme(browser, real)
        else:
            everything(browser, real, failed)


if __name__ == "__main__":
    main()
