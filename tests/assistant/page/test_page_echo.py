"""What the real page shows of a question before the server does, and where the conversation then stands."""

from collections.abc import Callable, Iterator, Sequence

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from assistant.answer import Answer
from assistant.readers.base import Turn
from assistant.rendering.labels import LABELS
from tests.assistant.page.test_page_browser import ARTICLE, PASSAGES, pytestmark
from tests.page_fixtures import FakeAssistant, Visit, growing
from tests.page_fixtures import browser as browser
from tests.page_fixtures import open_page as open_page
from tests.page_fixtures import pages as pages

__all__ = ["pytestmark"]

LONG = f"{'جواب طويل ' * 90}[1]"
VIEWS = [(1280, 720), (640, 360), (390, 844), (844, 390)]

Opening = Callable[..., Visit]


def at_length(question: str, history: Sequence[Turn]) -> Iterator[Answer]:
    return growing(question, LONG, [PASSAGES[-1]])


def assistant() -> FakeAssistant:
    return FakeAssistant(ARTICLE, at_length)


def hold_back(page: Page) -> list[Route]:
    """Let no question reach the server until it is told to go on."""
    held: list[Route] = []
    page.route("**/queue/join*", lambda route: held.append(route))  # Playwright marks what it is given
    return held


def within(inner: Locator, outer: str, share: float) -> bool:
    """Whether the beginning of an element is in the first ``share`` of another's height, and in the window."""
    return bool(
        inner.evaluate(
            """(inner, [outer, share]) => {
                 const [one, other] = [inner, document.querySelector(outer)].map((box) => box.getBoundingClientRect());
                 return one.top >= Math.max(other.top - 1, 0)
                   && one.top + 30 <= Math.min(other.top + share * other.height, innerHeight);
               }""",
            [outer, share],
        )
    )


@pytest.mark.parametrize("by", ["Enter", "pick"])
def test_a_question_is_echoed_before_the_server_has_it(open_page: Opening, by: str) -> None:
    page = open_page(assistant()).page
    held = hold_back(page)
    question = page.locator("#chat .pick").first.inner_text() if by == "pick" else "سؤال على خط بطيء؟"
    if by == "pick":
        page.locator("#chat .pick").first.click()
    else:
        page.fill("#question textarea", question)
        page.keyboard.press("Enter")
    expect(page.locator("#chat .echoed")).to_have_text(question)
    expect(page.locator("#chat .echo .waiting")).to_have_text(LABELS["ar"].waiting)
    expect(page.locator("#chat .welcome")).to_be_hidden()
    expect(page.locator("#question textarea")).to_have_value("")
    assert len(held) == 1
    held[0].continue_()
    expect(page.locator("#chat .complete")).to_have_count(1)
    expect(page.locator("#chat .echo")).to_have_count(0)
    expect(page.locator("#chat .asked")).to_have_text([question])


def test_an_edited_question_is_echoed_in_its_place(open_page: Opening) -> None:
    seen = open_page(assistant())
    seen.ask("أول؟")
    seen.ask("ثان؟")
    page = seen.page
    held = hold_back(page)
    page.locator("#chat .act.edit").first.click()
    page.get_by_role("textbox", name="تعديل").fill("ثالث؟")
    page.keyboard.press("Enter")
    expect(page.locator("#chat .echoed")).to_have_text("ثالث؟")
    expect(page.locator("#chat .asked").first).to_be_hidden()
    expect(page.locator("#chat .asked").last).to_be_hidden()
    held[0].continue_()
    expect(page.locator("#chat .asked")).to_have_text(["ثالث؟"])
    expect(page.locator("#chat .asked")).to_be_visible()


def test_a_question_that_never_arrives_is_not_left_as_an_echo(open_page: Opening) -> None:
    seen = open_page(assistant())
    page = seen.page
    held = hold_back(page)
    page.fill("#question textarea", "سؤال؟")
    page.keyboard.press("Enter")
    expect(page.locator("#chat .echo")).to_have_count(1)
    held[0].abort()
    expect(page.locator("#chat .echo")).to_have_count(0)
    expect(page.locator("#question textarea")).to_have_value("سؤال؟")
    seen.complaints.clear()  # the browser's own, of the request that broke off


@pytest.mark.parametrize(("width", "height"), VIEWS)
def test_the_beginning_of_an_answer_is_in_view_wherever_the_reader_was(
    open_page: Opening, width: int, height: int
) -> None:
    seen = open_page(assistant(), width=width, height=height)
    page = seen.page
    seen.ask("أول؟")
    expect(page.locator("#question textarea")).to_be_in_viewport(ratio=1)
    page.evaluate("document.querySelector('#chat [role=log]').scrollTop = 0")
    answer = seen.ask("ثان؟")
    expect(page.locator("#chat .offer")).to_be_visible()
    expect(answer).to_be_in_viewport()
    assert within(answer, "#chat [role=log]", 0.7)
    expect(page.locator("#question textarea")).to_be_in_viewport(ratio=1)
    question, article = (page.locator(part).bounding_box() for part in ("#ask", "#reading"))
    assert question
    assert article
    apart = (question["y"] + question["height"] <= article["y"]) or question["x"] >= article["x"] + article["width"]
    assert apart  # the box does not lie on the article
    assert width >= 768 or article["y"] >= height - 8  # nor peeps the article out beneath


def test_a_reader_who_goes_elsewhere_is_left_there(open_page: Opening) -> None:
    seen = open_page(assistant())
    seen.ask("أول؟")
    seen.ask("ثان؟")
    log = seen.page.get_by_role("log")
    log.hover()
    seen.page.mouse.wheel(0, -5_000)
    expect(seen.page.locator("#chat .asked").first).to_be_in_viewport()
    seen.speak("English")  # draws
    expect(seen.page.locator("#chat .asked").first).to_be_in_viewport()


def test_the_words_an_answer_cites_are_brought_into_view(open_page: Opening) -> None:
    seen = open_page(assistant(), height=500)
    cited = seen.page.locator("#article .passage").last
    expect(cited).not_to_be_in_viewport()
    seen.ask("أول؟")
    expect(cited).to_be_in_viewport()
    seen.page.reload()
    expect(seen.page.locator("#article .cited")).to_have_count(1)
    expect(cited).not_to_be_in_viewport()
