"""The page in a real browser, served for real, answered by a script."""

import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from assistant.answer import Answer, Language
from assistant.errors import QuestionRefused, ReaderFailed
from assistant.page import TEXTS, Options, running
from assistant.page.texts import LANGUAGES
from assistant.readers.base import Turn
from assistant.rendering.labels import LABELS
from tests.page_fixtures import (
    FakeAssistant,
    Held,
    Pages,
    Script,
    Visit,
    article_of,
    check,
    context_of,
    growing,
    shipped_article,
    visit,
)
from tests.page_fixtures import browser as browser
from tests.page_fixtures import open_page as open_page
from tests.page_fixtures import pages as pages
from vectorstore.passages import split

pytestmark = [
    pytest.mark.browser,
    # Gradio keeps its queue's statistics in pandas, with options that pandas is about to drop.
    pytest.mark.filterwarnings("ignore:'future.no_silent_downcasting' is deprecated"),
    pytest.mark.filterwarnings("ignore:The copy keyword is deprecated"),
]

ARTICLE = shipped_article()
PASSAGES = split(ARTICLE)
SIZES = [(320, 640), (390, 844), (768, 1024), (1280, 800), (1920, 1080)]
HOSTILE = (
    "<img src=http://evil.example/a.png onerror=alert(1)><script>alert(2)</script>\n\n"
    "![p](http://evil.example/b.png) [x](javascript:alert(3)) http://evil.example/c **b** `c` # d\n"
    '<a href="javascript:alert(4)">e</a> <iframe src=http://evil.example/f></iframe> $$x$$ \u202eabc [1]'
)


def script(question: str, history: Sequence[Turn]) -> Iterator[Answer]:
    """What the words of the question ask for."""
    if "أول" in question:
        return growing(question, "هذا أول الجواب [1] وهذا آخره [2].", [PASSAGES[0], PASSAGES[-1]])
    if "English" in question:
        return growing(question, "The last passage says so [1].", [PASSAGES[-1]], language="en", confidence=0.6)
    if "كأس" in question:
        return growing(question, "لا يذكر المقال ذلك [1].", [PASSAGES[4]], answered=False, confidence=0.1)
    return growing(question, f"جواب «{question}» [1].", [PASSAGES[6]])


def raising(error: Exception) -> Script:
    def raise_it(question: str, history: Sequence[Turn]) -> Iterator[Answer]:
        yield next(growing(question, "نص لا يبقى"))
        raise error

    return raise_it


def assistant(answers: Script = script, **more: Any) -> FakeAssistant:
    return FakeAssistant(ARTICLE, answers, **more)


def lit(page: Page) -> Locator:
    return page.locator("#article .lit")


def soft(page: Page) -> list[str]:
    return page.locator("#article .cited").all_text_contents()


def test_the_page_is_right_to_left_before_anything_is_painted(pages: Pages) -> None:
    page = pages.browser.new_page(locale="ar-EG")
    page.add_init_script(
        """new MutationObserver((_, observer) => {
             if (!document.querySelector(".gradio-container")) return;
             window.atFirst = document.documentElement.dir;
             observer.disconnect();
           }).observe(document, { childList: true, subtree: true });"""
    )
    page.goto(pages.address(assistant()))
    page.wait_for_selector("#question textarea")
    assert page.evaluate("window.atFirst") == "rtl"
    assert page.evaluate("[document.documentElement.dir, document.documentElement.lang]") == ["rtl", "ar"]
    expect(page).to_have_title(TEXTS["ar"].title)
    page.close()


def test_an_answer_streams_and_cites(open_page: Callable[..., Visit]) -> None:
    held = Held(script)
    page = open_page(assistant(held)).page
    page.fill("#question textarea", "السؤال الأول: أول؟")
    page.locator("#send").click()
    answer = page.locator("#chat .answer")
    expect(answer).to_have_text("هذا")
    expect(page.locator("#stop")).to_be_visible()
    expect(page.locator("#question textarea")).to_have_value("")
    expect(page.get_by_role("log")).to_have_attribute("aria-busy", "true")
    held.release.set()
    expect(answer).to_contain_text("هذا أول الجواب")
    expect(answer.locator("a.cite")).to_have_count(2)
    expect(page.locator("#send")).to_be_visible()
    expect(page.locator("#stop")).to_be_hidden()
    expect(page.get_by_role("log")).to_have_attribute("aria-busy", "false")
    expect(answer).to_contain_text("الثقة في الإجابة: عالية")


@pytest.mark.parametrize("by", ["click", "Enter"])
def test_a_citation_lights_its_quotation_and_brings_it_into_sight(open_page: Callable[..., Visit], by: str) -> None:
    seen = open_page(assistant(), height=500)
    mark = seen.ask("أول؟").locator("a.cite").last
    expect(mark).to_have_attribute("data-quotation", PASSAGES[-1].text)
    mark.click() if by == "click" else mark.press("Enter")
    expect(lit(seen.page)).to_have_text([PASSAGES[-1].text])
    expect(lit(seen.page)).to_be_in_viewport()
    assert urlsplit(seen.page.url).fragment == ""


def test_with_a_query_string_a_citation_does_not_load_the_page_again(open_page: Callable[..., Visit]) -> None:
    seen = open_page(assistant())
    seen.page.goto(f"{seen.page.url}?__theme=dark")
    seen.page.wait_for_selector("#question textarea")
    mark = seen.ask("أول؟").locator("a.cite").first
    loads = len(seen.requests)
    mark.click()
    expect(lit(seen.page)).to_have_text([PASSAGES[0].text])
    assert len(seen.requests) == loads


def test_the_newest_answers_passages_are_softly_lit(open_page: Callable[..., Visit]) -> None:
    seen = open_page(assistant())
    seen.ask("أول؟").locator("a.cite").first.click()
    expect(seen.page.locator("#article .cited")).to_have_text([PASSAGES[0].text, PASSAGES[-1].text])
    seen.ask("آخر؟")
    expect(seen.page.locator("#article .cited")).to_have_text([PASSAGES[6].text])
    expect(lit(seen.page)).to_have_count(0)


def test_on_a_phone_the_chat_comes_first_and_the_way_back_leads_to_the_answer(open_page: Callable[..., Visit]) -> None:
    seen = open_page(assistant(), width=390, height=844, has_touch=True, is_mobile=True)
    boxes = [seen.page.locator(part).bounding_box() for part in ("#talk", "#reading")]
    assert boxes[0] is not None
    assert boxes[1] is not None
    assert boxes[0]["y"] + boxes[0]["height"] <= boxes[1]["y"]
    expect(seen.page.locator("#question textarea")).to_be_in_viewport()
    mark = seen.ask("أول؟").locator("a.cite").last
    expect(seen.page.locator("#back")).to_be_hidden()
    mark.tap()
    expect(lit(seen.page)).to_have_text([PASSAGES[-1].text])
    expect(lit(seen.page)).to_be_in_viewport()
    expect(mark).not_to_be_in_viewport()
    back = seen.page.get_by_role("button", name=TEXTS["ar"].back)
    expect(back).to_be_in_viewport()
    back.tap()
    expect(mark).to_be_in_viewport()
    expect(mark).to_be_focused()
    expect(seen.page.locator("#back")).to_be_hidden()


def test_the_language_switch_turns_the_page_and_keeps_the_conversation(open_page: Callable[..., Visit]) -> None:
    asked = assistant()
    seen = open_page(asked)
    seen.ask("أول؟")
    seen.page.fill("#question textarea", "لم يُرسل بعد")
    text = seen.page.locator("#chat .answer p").first.inner_text()
    expect(seen.page.locator("#chat .act.copy")).to_have_text("نسخ")
    seen.speak("English")
    expect(seen.page.locator("#chat .act.copy")).to_have_text("Copy")
    expect(seen.page.locator("#chat .confidence")).to_contain_text(LABELS["en"].confidence)
    assert seen.page.evaluate("[document.documentElement.dir, document.documentElement.lang]") == ["ltr", "en"]
    expect(seen.page.locator("#question textarea")).to_have_value("لم يُرسل بعد")
    spoken = {language: labels.citation for language, labels in LABELS.items()}
    assert seen.page.locator("#chat .answer p").first.inner_text() == text.replace(spoken["ar"], spoken["en"])
    expect(seen.page).to_have_title(TEXTS["en"].title)
    expect(seen.page.locator("#header h1")).to_have_text(TEXTS["en"].title)
    expect(seen.page.locator("#article article > h2")).to_have_css("direction", "rtl")
    seen.ask("آخر؟")
    assert [turn.question for turn in asked.asked[-1][1]] == ["أول؟"]
    seen.speak("العربية")
    assert seen.page.evaluate("document.documentElement.dir") == "rtl"
    expect(seen.page.locator("#chat .asked")).to_have_text(["أول؟", "آخر؟"])


@pytest.mark.parametrize(("locale", "language"), [("en-GB", "en"), ("ar-SA", "ar"), ("fr-FR", "ar")])
def test_the_page_opens_in_the_browsers_language(
    open_page: Callable[..., Visit], locale: str, language: Language
) -> None:
    page = open_page(assistant(), locale=locale).page
    expect(page.locator("#header h1")).to_have_text(TEXTS[language].title)
    expect(page.locator("#send")).to_have_text(TEXTS[language].send)
    expect(page.locator("#language input:checked")).to_have_value(language)
    assert page.evaluate("document.documentElement.lang") == language


def test_the_choice_of_language_shows_that_it_has_the_keyboard(open_page: Callable[..., Visit]) -> None:
    page = open_page(assistant()).page
    page.locator("#question textarea").focus()
    for _ in range(12):
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.type") == "radio":
            break
    outline = page.locator("#language label:has(:focus)").evaluate("one => getComputedStyle(one).outline")
    assert "solid" in outline
    assert "2px" in outline


def test_columns_stand_where_each_language_begins(open_page: Callable[..., Visit]) -> None:
    seen = open_page(assistant())

    def left(part: str) -> float:
        box = seen.page.locator(part).bounding_box()
        assert box is not None
        return box["x"]

    assert left("#talk") > left("#reading")
    assert left("#send") < left("#question")
    assert left("#header") > left("#language")
    seen.speak("English")
    assert left("#talk") < left("#reading")
    assert left("#send") > left("#question")
    assert left("#header") < left("#language")


def test_everything_can_be_done_with_the_keyboard(open_page: Callable[..., Visit]) -> None:
    seen = open_page(assistant())
    page = seen.page
    page.locator("#question textarea").focus()
    page.keyboard.type("أول؟")
    page.keyboard.press("Enter")
    mark = page.locator("#chat a.cite").last
    expect(page.locator("#chat .complete")).to_have_count(1)
    expect(page.locator("#question textarea")).to_be_focused()
    for _ in range(12):
        page.keyboard.press("Shift+Tab")
        if mark.evaluate("mark => mark === document.activeElement"):
            break
    expect(mark).to_be_focused()
    assert mark.evaluate("mark => getComputedStyle(mark).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    expect(lit(page)).to_have_text([PASSAGES[-1].text])
    expect(lit(page)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#back")).to_be_focused()
    page.keyboard.press("Enter")
    expect(mark).to_be_focused()
    mark.press("Enter")
    page.keyboard.press("Escape")
    expect(mark).to_be_focused()


def test_a_screen_reader_is_told_names_and_new_answers(open_page: Callable[..., Visit]) -> None:
    seen = open_page(assistant())
    seen.ask("أول؟")
    page = seen.page
    for role, name in (("textbox", "سؤالك"), ("button", "إرسال"), ("radio", "English"), ("log", "المحادثة")):
        expect(page.get_by_role(role, name=name, exact=True)).to_have_count(1)  # type: ignore[arg-type]
    expect(page.get_by_role("group", name="لغة الصفحة")).to_have_count(1)
    expect(page.get_by_role("link", name="اقتباس [1]")).to_have_count(1)
    expect(page.get_by_role("log")).to_have_attribute("aria-live", "polite")
    assert page.locator("#chat [aria-label*='<']").count() == 0


def test_two_people_at_once_never_see_each_other(open_page: Callable[..., Visit]) -> None:
    together = threading.Barrier(2, timeout=30)

    def meet(question: str, history: Sequence[Turn]) -> Iterator[Answer]:
        together.wait()
        for answer in script(question, history):
            yield answer
            if not answer.complete:
                together.wait()

    asked = assistant(meet)
    one, other = open_page(asked), open_page(asked)
    for number in (1, 2):
        for seen, who in ((one, "سلمى"), (other, "عمر")):
            seen.page.fill("#question textarea", f"{who} {number}")
            seen.page.keyboard.press("Enter")
        for seen, who in ((one, "سلمى"), (other, "عمر")):
            expect(seen.page.locator("#chat .complete")).to_have_count(number)
            expect(seen.page.locator("#send")).to_be_visible()
            expect(seen.page.locator("#chat .asked")).to_have_text([f"{who} {n}" for n in range(1, number + 1)])
            expect(seen.page.locator("#chat .answer").last).to_contain_text(f"جواب «{who} {number}»")
    assert {(question, *(turn.question for turn in history)) for question, history in asked.asked} == {
        *(("سلمى 1",), ("عمر 1",), ("سلمى 2", "سلمى 1"), ("عمر 2", "عمر 1"))
    }


def test_hostile_words_of_model_article_and_person_are_text(open_page: Callable[..., Visit]) -> None:
    line = HOSTILE.replace("\n", " ")
    article = article_of(line, line, f"فقرة {line}")
    passages = split(article)

    def write_hostile(question: str, history: Sequence[Turn]) -> Iterator[Answer]:
        return growing(question, HOSTILE, passages[:1], notice=HOSTILE)

    seen = open_page(FakeAssistant(article, write_hostile, reader_name=line))
    answer = seen.ask(HOSTILE.replace("\n", " "))
    seen.page.wait_for_timeout(500)
    for literal in ("<img src=http://evil.example/a.png onerror=alert(1)>", "![p](http://evil.example/b.png)", "**b**"):
        expect(answer).to_contain_text(literal)
        expect(seen.page.locator("#chat .asked")).to_contain_text(literal)
        expect(seen.page.locator("#article")).to_contain_text(literal)
    for foreign in ("img", "script", "iframe", "a:not(.cite)", "strong", "em", "code", "h1"):
        assert seen.page.locator(f":is(#chat, #article) {foreign}").count() == 0
    answer.locator("a.cite").click()
    expect(lit(seen.page)).to_have_text([passages[0].text], use_inner_text=False)


@pytest.fixture(scope="module")
def filled(pages: Pages, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
    """A page with all there is to see: long questions and answers in both languages, notes, an edit, open panels."""

    def write_long(question: str, history: Sequence[Turn]) -> Iterator[Answer]:
        return growing(question, f"{'طويل' * 60} {'x' * 300} [1]", [PASSAGES[0]])

    options = Options(feedback_dir=tmp_path_factory.mktemp("feedback"))
    with running(assistant(write_long), host="127.0.0.1", port=0, options=options) as address:
        seen = visit(context_of(pages.browser), address)
        for language in ("English", "العربية"):
            seen.speak(language)
            seen.ask("سؤال " + "y" * 200)
            seen.page.locator("#chat .act.good").last.click()
            seen.page.locator("#chat .act.edit").last.click()
            seen.page.locator("#chat .offer .pick").last.wait_for()  # the last that an answer brings
        seen.page.locator("#about summary").click()
        seen.page.locator("#add").click()
        yield seen
        seen.page.context.close()
        check(seen, address)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_nothing_overflows_sideways(filled: Visit, width: int, height: int, scheme: Any, language: str) -> None:
    page = filled.page
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=scheme)
    filled.speak(language)
    page.evaluate("scrollTo(0, 0)")
    for part in ("#header h1", "#fresh", "#save", "#language", "#question", "#send"):
        box = page.locator(part).bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        if height >= 800:
            expect(page.locator(part)).to_be_in_viewport(ratio=1)
    assert overflowing(page) == [], "\n".join(overflowing(page))


def overflowing(page: Page) -> list[str]:
    """Elements that stand out of the window or out of what they stand in."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll(".gradio-container, .gradio-container *")].filter((one) => {
             const box = one.getBoundingClientRect();
             const style = getComputedStyle(one);
             if (!box.width || one.closest(".sr-only, svg, label:has(> input)")) return false;
             const wide = style.overflowX !== "hidden" && one.clientWidth && one.scrollWidth > one.clientWidth + 1;
             return box.left < -1 || box.right > innerWidth + 1 || (wide && style.display !== "inline");
           }).map((one) => one.outerHTML.slice(0, 160))"""
    )
    return found


def test_a_mark_stands_left_of_the_word_it_follows_and_a_full_stop_left_of_the_mark(
    open_page: Callable[..., Visit],
) -> None:
    seen = open_page(assistant())
    paragraph = seen.ask("أول؟").locator("p", has=seen.page.locator("a.cite")).first
    places = paragraph.evaluate(
        """paragraph => {
             const left = (node, start, end) => {
               const range = document.createRange();
               range.setStart(node, start);
               range.setEnd(node, end);
               return range.getBoundingClientRect();
             };
             const mark = paragraph.querySelectorAll("a.cite")[1];
             const [before, after] = [mark.previousSibling, mark.nextSibling];
             const word = before.textContent.trimEnd().length;
             return { word: left(before, word - 1, word).left, markRight: mark.getBoundingClientRect().right,
                      markLeft: mark.getBoundingClientRect().left, stopRight: left(after, 0, 1).right };
           }"""
    )
    assert places["markRight"] <= places["word"] + 1
    assert places["stopRight"] <= places["markLeft"] + 1


def test_dates_numbers_and_latin_names_stand_in_the_order_they_are_read(open_page: Callable[..., Visit]) -> None:
    text = "صدر في 27 سبتمبر 2024 عن شركة Delta Air 7 بنسبة 12.5% (نحو 1,300 طن) [1]."
    seen = open_page(assistant(lambda question, history: growing(question, text, [PASSAGES[0]])), width=1920)
    paragraph = seen.ask("متى؟").locator("p", has=seen.page.locator("a.cite"))
    lefts = paragraph.evaluate(
        """paragraph => {
             const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
             const lefts = [];
             while (walker.nextNode()) {
               if (walker.currentNode.parentElement.closest("a.cite")) continue;
               [...walker.currentNode.data].forEach((letter, at) => {
                 const range = document.createRange();
                 range.setStart(walker.currentNode, at);
                 range.setEnd(walker.currentNode, at + 1);
                 lefts.push([letter, range.getBoundingClientRect().left]);
               });
             }
             return lefts;
           }"""
    )
    shown = "".join(letter for letter, _ in lefts)

    def left(words: str) -> list[float]:
        start = shown.index(words)
        return [place for _, place in lefts[start : start + len(words)]]

    for number in ("27", "2024", "Delta Air 7", "12.5", "1,300"):
        assert left(number) == sorted(left(number)), number
    ordered = ["صدر", "27", "سبتمبر", "2024", "شركة", "Delta", "بنسبة", "12.5", "(", "نحو", "1,300", "طن", ")", "."]
    places = [max(left(words)) for words in ordered[:-1]] + [lefts[-1][1]]
    assert places == sorted(places, reverse=True)


def test_an_english_answer_on_an_arabic_page_runs_left_to_right(open_page: Callable[..., Visit]) -> None:
    answer = open_page(assistant()).ask("In English?")
    expect(answer).to_have_css("direction", "ltr")
    expect(answer).to_contain_text("Confidence: medium")


def test_not_in_the_article_looks_different_from_an_answer(open_page: Callable[..., Visit]) -> None:
    seen = open_page(assistant())
    answer, absent = seen.ask("أول؟"), seen.ask("من فاز بكأس العالم؟")
    expect(absent.locator(".verdict")).to_have_text("ليس في المقال")
    expect(answer.locator(".verdict")).to_have_count(0)
    look = "one => [getComputedStyle(one).borderTopStyle, getComputedStyle(one).backgroundColor]"
    assert all(a != b for a, b in zip(answer.evaluate(look), absent.evaluate(look), strict=True))


def test_a_stop_keeps_what_came_and_the_next_question_can_be_asked(open_page: Callable[..., Visit]) -> None:
    held = Held(script)
    asked = assistant(held)
    seen = open_page(asked)
    seen.page.fill("#question textarea", "أول؟")
    seen.page.keyboard.press("Enter")
    expect(seen.page.locator("#chat .answer")).to_have_text("هذا")
    seen.page.locator("#stop").click()
    expect(seen.page.locator("#chat .answer")).to_contain_text(TEXTS["ar"].stopped)
    expect(seen.page.locator("#chat .answer")).to_contain_text("هذا")
    expect(seen.page.locator("#send")).to_be_visible()
    held.release.set()
    seen.ask("آخر؟")
    expect(seen.page.locator("#chat .answer").first).to_contain_text(TEXTS["ar"].stopped)
    assert asked.asked[-1] == ("آخر؟", ())


def test_a_stop_before_anything_came_gives_the_question_back(open_page: Callable[..., Visit]) -> None:
    released = threading.Event()

    def wait(question: str, history: Sequence[Turn]) -> Iterator[Answer]:
        assert released.wait(timeout=30)
        yield from script(question, history)

    page = open_page(assistant(wait)).page
    page.fill("#question textarea", "أول؟")
    page.keyboard.press("Enter")
    expect(page.locator("#chat .waiting")).to_be_visible()
    page.locator("#stop").click()
    expect(page.locator("#question textarea")).to_have_value("أول؟")
    expect(page.locator("#chat .asked")).to_have_count(0)
    expect(page.locator("#send")).to_be_visible()
    released.set()


@pytest.mark.parametrize(
    "error",
    [QuestionRefused(ar="السؤال طويل؛ اختصره", en="too long; shorten it"), ReaderFailed("cut", "gone"), KeyError()],
)
def test_after_an_error_the_question_is_there_to_be_sent_again(
    open_page: Callable[..., Visit], error: Exception, capfd: pytest.CaptureFixture[str]
) -> None:
    page = (seen := open_page(assistant(raising(error)))).page
    for name, language in LANGUAGES.items():
        seen.speak(name)
        page.fill("#question textarea", "أول؟")
        page.locator("#send").click()
        said = error.messages[language] if isinstance(error, QuestionRefused) else TEXTS[language].failed
        expect(page.locator("#problem").get_by_role("alert")).to_contain_text(said)
        expect(page.locator("#question textarea")).to_have_value("أول؟")
        expect(page.locator("#send")).to_be_visible()
        expect(page.locator("#chat .asked")).to_have_count(0)
    capfd.readouterr()  # the traceback of the error nobody foresaw


def test_a_click_on_an_example_asks_it(open_page: Callable[..., Visit]) -> None:
    page = open_page(assistant()).page
    page.get_by_role("button", name=TEXTS["ar"].examples[1]).click()
    expect(page.locator("#chat .asked")).to_have_text([TEXTS["ar"].examples[1]])
    expect(page.locator("#chat .complete")).to_have_count(1)


def test_a_new_conversation_forgets_the_old_one(open_page: Callable[..., Visit]) -> None:
    asked = assistant()
    seen = open_page(asked)
    seen.ask("أول؟")
    seen.page.locator("#fresh").click()
    expect(seen.page.locator("#chat .answer")).to_have_count(0)
    expect(seen.page.locator("#chat .welcome .pick").first).to_be_visible()
    seen.ask("آخر؟")
    assert asked.asked[-1] == ("آخر؟", ())


def test_a_lost_connection_is_told_in_the_pages_language_and_the_question_stays(browser: Browser) -> None:
    with running(assistant(), host="127.0.0.1", port=0) as address:
        seen = visit(context_of(browser), address)
        seen.ask("أول؟")
    seen.page.fill("#question textarea", "آخر؟")
    seen.page.keyboard.press("Enter")
    expect(seen.page.locator(".toast-message-text").first).to_have_text(TEXTS["ar"].lost)
    expect(seen.page.locator("#question textarea")).to_have_value("آخر؟")
    seen.page.context.close()


def test_reduced_motion_is_respected(open_page: Callable[..., Visit]) -> None:
    seen = open_page(assistant(), height=500, reduced_motion="reduce")
    seen.ask("أول؟").locator("a.cite").last.click()
    assert lit(seen.page).evaluate("one => one.getBoundingClientRect().top < innerHeight")
    assert lit(seen.page).evaluate("one => parseFloat(getComputedStyle(one).transitionDuration)") < 0.001
