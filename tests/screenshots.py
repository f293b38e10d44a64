"""Pictures of the page for people to look at: ``python -m tests.screenshots`` writes tests/output/*.png."""

import sys
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path

from playwright.sync_api import Page

from assistant.answer import Answer
from assistant.errors import ReaderFailed
from assistant.page import running
from assistant.page.texts import LANGUAGES
from assistant.readers.base import Turn
from tests.page_fixtures import FakeAssistant, chromium, growing, shipped_article, visit
from vectorstore.passages import split

OUTPUT = Path(__file__).parent / "output"
WIDTHS = {"wide": (1440, 900), "phone": (390, 844)}
ARTICLE = shipped_article()
PASSAGES = split(ARTICLE)


def script(question: str, history: Sequence[Turn]) -> Iterator[Answer]:
    """An answer, an English answer or «not in the article», by the question."""
    by = {word: next(p for p in PASSAGES if word in p.text) for word in ("بارنيل", "الحلبي", "سبتمبر 2024", "تراجع")}
    if "كأس" in question:
        text = f"لا يذكر المقال ذلك. أقرب ما فيه: «{by['تراجع'].text}» [1]"
        return growing(question, text, [by["تراجع"]], answered=False, confidence=0.1)
    if "خطأ" in question:
        raise ReaderFailed("timeout", "no token for 60 s; set ASSISTANT_MODEL_TIMEOUT_S or another --model")
    if question.isascii():
        text = f"The spokesman is Shawn Parnell [1]. In the article's words: «{by['بارنيل'].text}» [1] (see also [2])."
        notice = "The chat model did not answer in time; the extractive reader answered."
        cited = [by["بارنيل"], by["سبتمبر 2024"]]
        return growing(question, text, cited, language="en", confidence=0.6, notice=notice)
    text = f"«{by['الحلبي'].text}» [1]\n\nوقد صدر البيان المشترك (Joint Statement) في 27 سبتمبر 2024 [2][3]."
    return growing(question, text, [by["الحلبي"], by["سبتمبر 2024"], by["بارنيل"]])


def shoot(page: Page, name: str) -> None:
    page.wait_for_timeout(600)
    page.screenshot(path=OUTPUT / f"{name}.png")
    sys.stdout.write(f"{OUTPUT / name}.png\n")


def main() -> None:
    """Every view at every width, language and colour scheme."""
    OUTPUT.mkdir(exist_ok=True)
    (OUTPUT / ".gitignore").write_text("*\n")
    with running(FakeAssistant(ARTICLE, script), host="127.0.0.1", port=0) as address, chromium() as browser:
        for (width, size), language, scheme in product(WIDTHS.items(), LANGUAGES, ("light", "dark")):
            seen = visit(browser, address, width=size[0], height=size[1], color_scheme=scheme)
            name = f"{width}-{LANGUAGES[language]}-{scheme}"
            seen.speak(language)
            shoot(seen.page, f"{name}-1-empty")
            for question in ("من هو عبد الرحمن الحلبي؟", "من فاز بكأس العالم؟", "Who is the spokesman?"):
                seen.ask(question)
            shoot(seen.page, f"{name}-2-asked")
            seen.page.locator("#chat a.cite").last.click()
            shoot(seen.page, f"{name}-3-cited")
            seen.page.fill("#question textarea", "سؤال فيه خطأ")
            seen.page.locator("#send").click()
            seen.page.locator("#problem [role=alert]").wait_for()
            shoot(seen.page, f"{name}-4-problem")
            seen.page.context.close()


if __name__ == "__main__":
    main()
