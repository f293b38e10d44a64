"""A conversation on the real page: what is offered, asked again, edited, kept and taken away."""

import json
import re
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import expect

from assistant.answer import Answer
from assistant.assembly import Assistant
from assistant.evaluation.asked import questions
from assistant.page import TEXTS, Options
from assistant.readers.base import Turn
from tests.assistant.page.test_page_browser import ARTICLE, PASSAGES, assistant, lit, pytestmark, script
from tests.page_fixtures import FakeAssistant, Held, Visit
from tests.page_fixtures import browser as browser
from tests.page_fixtures import open_page as open_page
from tests.page_fixtures import pages as pages

__all__ = ["pytestmark"]

WHO = "من المتحدث باسم البنتاجون؟"
WHEN = "متى صدر البيان المشترك؟"
OTHER = "من فاز بكأس العالم لكرة القدم؟"

Opening = Callable[..., Visit]


def asked(seen: Visit) -> list[str]:
    return seen.page.locator("#chat .asked").all_text_contents()


def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds that is not on the page."""
    for _ in range(100):
        if holds():
            return
        time.sleep(0.05)
    pytest.fail("it did not come to hold in 5 s")


# Questions that are offered


def test_every_question_that_is_offered_is_answered(open_page: Opening, real: Assistant) -> None:
    seen = open_page(real)
    offered = seen.page.locator("#chat .pick", has_text="البنتاجون").first  # made from this article
    expect(offered).to_be_visible(timeout=15_000)
    for turn in range(4):
        seen.page.locator("#chat .pick").last.click()
        expect(seen.page.locator("#chat .complete")).to_have_count(turn + 1)
        expect(seen.page.locator("#chat .offer .pick").first).to_be_visible()
    expect(seen.page.locator("#chat .absent")).to_have_count(0)
    assert len(set(asked(seen))) == 4


def test_a_refusal_offers_the_nearest_passage_and_questions_that_are_answered(
    open_page: Opening, real: Assistant
) -> None:
    seen = open_page(real)
    absent = seen.ask(OTHER)
    expect(absent.locator("a.cite")).to_have_count(1)
    offer = seen.page.locator("#chat .offer")
    expect(offer.locator("p")).to_contain_text(TEXTS["ar"].actions["instead"])
    offer.locator(".pick").first.click()
    expect(seen.page.locator("#chat .complete")).to_have_count(2)
    expect(seen.page.locator("#chat .absent")).to_have_count(1)


def test_an_offered_question_leaves_what_is_being_typed(open_page: Opening, real: Assistant) -> None:
    seen = open_page(real)
    seen.page.fill("#question textarea", "لم يُرسل")
    seen.page.locator("#chat .pick").first.click()
    expect(seen.page.locator("#chat .complete")).to_have_count(1)
    expect(seen.page.locator("#question textarea")).to_have_value("لم يُرسل")


def test_the_next_question_can_be_typed_while_an_answer_is_waited_for(open_page: Opening) -> None:
    held = threading.Event()

    def wait(question: str, history: Sequence[Turn]) -> Iterator[Answer]:
        assert held.wait(timeout=30)
        yield from script(question, history)

    page = open_page(told := FakeAssistant(ARTICLE, wait)).page
    page.locator("#question textarea").focus()
    page.keyboard.type("أول؟")
    page.keyboard.press("Enter")
    page.keyboard.type("ثانٍ؟")
    expect(page.locator("#stop")).to_be_visible()
    held.set()
    expect(page.locator("#chat .complete")).to_have_count(1)
    expect(page.locator("#send")).to_be_visible()
    expect(page.locator("#question textarea")).to_have_value("ثانٍ؟")
    assert told.asked == [("أول؟", ())]


def test_an_english_answer_is_followed_by_english_questions(open_page: Opening, real: Assistant) -> None:
    seen = open_page(real)
    seen.ask("Who is the Pentagon spokesman?")
    expect(seen.page.locator("#chat .pick")).to_have_text(list(TEXTS["en"].examples))


# Answers


def test_the_short_answer_stands_out(open_page: Opening, real: Assistant) -> None:
    answer = open_page(real).ask(WHO)
    short = answer.locator("p.short")
    expect(short).to_contain_text("شون بارنيل")
    size = "one => parseFloat(getComputedStyle(one).fontSize)"
    assert short.evaluate(size) > answer.locator("p").nth(1).evaluate(size)


@pytest.mark.parametrize("by", ["hover", "focus"])
def test_a_card_shows_the_quotation(open_page: Opening, by: str) -> None:
    seen = open_page(assistant())
    mark = seen.ask("أول؟").locator("a.cite").last
    card = seen.page.get_by_role("tooltip")
    if by == "hover":
        mark.hover()
    else:
        seen.page.keyboard.press("Shift")  # the keyboard is in use: only then a focus shows
        mark.focus()
    expect(card).to_contain_text(PASSAGES[-1].text)
    expect(card).to_contain_text(str(PASSAGES[-1].heading))
    expect(mark).to_have_attribute("aria-describedby", "card")
    box, answer = card.bounding_box(), seen.page.locator("#chat .answer").bounding_box()
    assert box
    assert answer
    assert 0 <= box["x"]
    assert box["x"] + box["width"] <= answer["x"]  # beside the answer, not on it
    seen.page.keyboard.press("Escape")
    expect(card).to_have_count(0)


def test_the_pointer_can_be_moved_onto_the_card(open_page: Opening) -> None:
    seen = open_page(assistant())
    seen.ask("أول؟").locator("a.cite").last.hover()
    card = seen.page.get_by_role("tooltip")
    card.hover()
    seen.page.wait_for_timeout(400)
    expect(card).to_be_visible()
    seen.page.locator("#header").hover()
    expect(card).to_have_count(0)


def test_a_click_lights_before_the_next_frame_and_so_before_the_scroll_ends(
    open_page: Opening, real: Assistant
) -> None:
    seen = open_page(real, height=500)
    seen.ask(WHO)
    lit_at_once = """() => new Promise((done) => {
        document.querySelector("#chat a.cite").click();
        requestAnimationFrame(() => done(document.querySelectorAll("#article .lit").length));
    })"""
    assert seen.page.evaluate(lit_at_once) > 0


def test_every_citation_lights_exactly_its_quotation(open_page: Opening, real: Assistant) -> None:
    seen = open_page(real, height=500)
    seen.ask("لخّص المقال")
    seen.ask(WHO)
    for mark in seen.page.locator("#chat a.cite").all():
        quotation = str(mark.get_attribute("data-quotation"))
        mark.click()
        expect(lit(seen.page)).to_have_text([re.compile(f"{re.escape(quotation)}[،؛]?$")])
        expect(lit(seen.page)).to_be_in_viewport()
        assert quotation in real.article.text


def test_the_lit_passage_leads_back_to_its_mark(open_page: Opening) -> None:
    seen = open_page(assistant(), width=390, height=600)
    mark = seen.ask("أول؟").locator("a.cite").last
    mark.click()
    expect(mark).not_to_be_in_viewport()
    lit(seen.page).click()
    expect(mark).to_be_focused()
    expect(mark).to_be_in_viewport()
    seen.page.locator("#article .cited").first.click()
    expect(seen.page.locator("#chat a.cite").first).to_be_focused()


def test_a_passage_is_lit_by_the_time_the_scroll_ends(open_page: Opening) -> None:
    seen = open_page(assistant(), height=500)
    seen.ask("أول؟")
    lit_at_end = seen.page.evaluate(
        """() => new Promise((done) => {
             document.addEventListener("scrollend", () => requestAnimationFrame(() =>
               done(document.querySelectorAll("#article .lit").length)), { capture: true, once: true });
             [...document.querySelectorAll("#chat a.cite")].at(-1).click();
           })"""
    )
    assert lit_at_end == 1


def test_browser_back_goes_back_over_citations_and_stays_on_the_page(open_page: Opening) -> None:
    seen = open_page(assistant(), height=500)
    first, last = seen.ask("أول؟").locator("a.cite").all()
    address = seen.page.url
    first.click()
    last.click()
    expect(lit(seen.page)).to_have_text([PASSAGES[-1].text])
    seen.page.go_back()
    expect(lit(seen.page)).to_have_text([PASSAGES[0].text])
    seen.page.go_back()
    expect(first).to_be_focused()
    assert seen.page.url == address
    last.click()
    seen.page.keyboard.press("Escape")  # goes back in the browser too: no step is left over
    expect(last).to_be_focused()
    assert seen.page.evaluate("history.state?.depth ?? 0") == 0


# On a phone


def test_on_a_phone_browser_back_leads_from_the_article_to_the_conversation(open_page: Opening) -> None:
    page = open_page(assistant(), width=390, height=844, has_touch=True, is_mobile=True).page
    page.get_by_role("button", name=TEXTS["ar"].to_article, exact=True).tap()
    expect(page.locator("#question textarea")).not_to_be_in_viewport()
    page.go_back()
    expect(page.locator("#question textarea")).to_be_in_viewport()


@pytest.mark.parametrize("by", ["hover", "focus"])
def test_where_there_is_one_column_the_card_is_under_or_over_the_answer(open_page: Opening, by: str) -> None:
    seen = open_page(assistant(), width=390, height=844)
    mark = seen.ask("أول؟").locator("a.cite").last
    seen.page.keyboard.press("Shift")
    mark.hover() if by == "hover" else mark.focus()
    box, answer = (one.bounding_box() for one in (seen.page.get_by_role("tooltip"), seen.page.locator("#chat .answer")))
    assert box
    assert answer
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert box["y"] >= answer["y"] + answer["height"] or box["y"] + box["height"] <= answer["y"]


def test_on_a_phone_the_article_is_a_tap_away_and_back(open_page: Opening) -> None:
    page = open_page(assistant(), width=390, height=844, has_touch=True, is_mobile=True).page
    expect(page.locator("#article h2")).not_to_be_in_viewport()
    page.get_by_role("button", name=TEXTS["ar"].to_article, exact=True).tap()
    expect(page.locator("#article h2")).to_be_in_viewport()
    expect(page.locator("#question textarea")).not_to_be_in_viewport()
    page.get_by_role("button", name=TEXTS["ar"].back).tap()
    expect(page.locator("#question textarea")).to_be_in_viewport()


# What can be done with questions and answers


def test_an_answer_is_copied_with_its_citations(open_page: Opening, real: Assistant) -> None:
    seen = open_page(real, permissions=["clipboard-read", "clipboard-write"])
    seen.ask(WHO)
    seen.page.get_by_role("button", name="نسخ", exact=True).click()
    expect(seen.page.locator("#chat .act.copy")).to_contain_text(TEXTS["ar"].actions["copied"])
    copied = seen.page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("«شون بارنيل» [1]\n«أشار المتحدث باسم البنتاجون، شون بارنيل، إلى")
    assert copied.endswith("في العراق» [1]")
    assert copied.count("أشار") == 1
    assert TEXTS["ar"].actions["copy"] not in copied


def test_an_answer_is_given_again(open_page: Opening) -> None:
    told = assistant()
    seen = open_page(told)
    seen.ask("أول؟")
    seen.ask("آخر؟")
    seen.page.locator("#chat .act.retry").click()
    until(lambda: len(told.asked) == 3)
    expect(seen.page.locator("#chat .act.retry")).to_be_visible()
    expect(seen.page.locator("#chat .asked")).to_have_text(["أول؟", "آخر؟"])
    assert [question for question, _ in told.asked] == ["أول؟", "آخر؟", "آخر؟"]
    assert told.asked[1] == told.asked[2]


@pytest.mark.parametrize("by", ["Enter", "click"])
def test_a_question_is_edited_and_what_followed_it_goes(open_page: Opening, by: str) -> None:
    told = assistant()
    seen = open_page(told)
    seen.ask("أول؟")
    seen.ask("آخر؟")
    seen.page.fill("#question textarea", "مسودة")
    seen.page.locator("#chat .act.edit").first.click()
    field = seen.page.get_by_role("textbox", name="تعديل")
    expect(field).to_be_focused()
    expect(field).to_have_value("أول؟")
    expect(field).to_have_accessible_description(TEXTS["ar"].actions["loses"])
    field.fill("ثالث؟")
    if by == "Enter":
        field.press("Enter")
    else:
        seen.page.locator("#chat .editing [type=submit]").click()
    expect(seen.page.locator("#chat .asked")).to_have_text(["ثالث؟"])
    expect(seen.page.locator("#chat .complete")).to_have_count(1)
    expect(seen.page.locator("#question textarea")).to_have_value("مسودة")
    assert told.asked[-1] == ("ثالث؟", ())


def test_an_edit_can_be_given_up(open_page: Opening) -> None:
    seen = open_page(assistant())
    seen.ask("أول؟")
    button = seen.page.locator("#chat .act.edit")
    button.click()
    expect(seen.page.locator("#chat .editing")).not_to_contain_text(TEXTS["ar"].actions["loses"])  # nothing follows
    seen.page.keyboard.press("Escape")
    expect(seen.page.locator("#chat .asked")).to_have_text(["أول؟"])
    expect(button).to_be_focused()


def test_the_conversation_is_downloaded_as_markdown(open_page: Opening, real: Assistant) -> None:
    seen = open_page(real, accept_downloads=True)
    seen.ask(WHO)
    seen.ask(OTHER)
    with seen.page.expect_download() as download:
        seen.page.locator("#save").click()
    assert download.value.suggested_filename == "conversation.md"
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert text.count("أشار المتحدث") == 1
    assert text.startswith(f"# مساعد المقال: {real.article.title}\n")
    assert f"## {WHO}" in text
    assert "**ليس في المقال**" in text


def test_a_reload_finds_the_conversation_the_draft_and_the_language(open_page: Opening) -> None:
    told = assistant()
    seen = open_page(told)
    seen.speak("English")
    seen.ask("أول؟").locator("a.cite").last.click()
    before = seen.page.locator("#chat .answer").inner_html()
    seen.page.fill("#question textarea", "لم يُرسل بعد")
    seen.page.reload()
    expect(seen.page.locator("#chat .asked")).to_have_text(["أول؟"])
    assert seen.page.locator("#chat .answer").inner_html().replace("data-quotation", "title") == before.replace(
        "data-quotation", "title"
    )
    expect(seen.page.locator("#question textarea")).to_have_value("لم يُرسل بعد")
    assert seen.page.evaluate("[document.documentElement.dir, document.documentElement.lang]") == ["ltr", "en"]
    expect(seen.page.locator("#send")).to_have_text("Send")
    expect(seen.page.locator("#article .cited")).to_have_count(2)
    seen.ask("آخر؟")
    assert [turn.question for turn in told.asked[-1][1]] == ["أول؟"]


def test_a_reload_while_an_answer_comes_keeps_what_came(open_page: Opening) -> None:
    held = Held(script)
    seen = open_page(FakeAssistant(ARTICLE, held))
    seen.page.fill("#question textarea", "أول؟")
    seen.page.keyboard.press("Enter")
    expect(seen.page.locator("#chat .answer")).to_have_text("هذا")
    seen.page.reload()
    expect(seen.page.locator("#chat .answer")).to_contain_text(TEXTS["ar"].stopped)
    seen.complaints.clear()  # Gradio's own, of the page that was left: it ends its stream with an error
    held.release.set()
    seen.ask("آخر؟")
    expect(seen.page.locator("#chat .asked")).to_have_text(["أول؟", "آخر؟"])


def test_another_tab_has_a_conversation_of_its_own(open_page: Opening) -> None:
    seen = open_page(assistant())
    seen.ask("أول؟")
    other = seen.page.context.new_page()
    other.goto(seen.page.url)
    other.wait_for_selector("#chat .welcome .pick")
    expect(other.locator("#chat .asked")).to_have_count(0)


# What readers think of answers


def test_what_is_thought_of_an_answer_becomes_a_question_file(
    open_page: Opening, real: Assistant, tmp_path: Path
) -> None:
    seen = open_page(real, options=Options(feedback_dir=tmp_path))
    seen.ask(WHO)
    good = seen.page.get_by_role("button", name="مفيدة", exact=True)
    good.click()
    expect(good).to_have_attribute("aria-pressed", "true")
    expect(seen.page.locator("#said").get_by_role("status")).to_have_text(TEXTS["ar"].actions["thanks"])
    seen.page.get_by_label(TEXTS["ar"].actions["note"]).fill("صحيح <b>")
    seen.page.keyboard.press("Enter")
    seen.ask("ومتى صدر البيان المشترك؟")
    expect(good.first).to_have_attribute("aria-pressed", "true")  # still, though the messages were drawn again
    seen.page.get_by_role("button", name="غير مفيدة").last.click()
    expect(seen.page.locator("#said").get_by_role("status")).to_have_text(TEXTS["ar"].actions["thanks"])
    path = tmp_path / "feedback.jsonl"
    first, second = questions.load(path)
    assert (first.turns, first.answerable, first.gold) == ((WHO,), True, ("شون بارنيل",))
    assert (second.kind, second.answerable, len(second.turns)) == ("disputed", False, 2)
    questions.check_gold([first, second], real.article)
    assert json.loads(path.read_text(encoding="utf-8").splitlines()[0])["note"] == "صحيح <b>"


def test_where_nothing_is_kept_nobody_is_asked(open_page: Opening) -> None:
    seen = open_page(assistant())
    seen.ask("أول؟")
    expect(seen.page.locator("#chat .act.good")).to_have_count(0)


# Who answers


def test_who_answers_is_told_in_reach(open_page: Opening, real: Assistant) -> None:
    seen = open_page(real)
    summary = seen.page.locator("#about summary")
    expect(summary).to_have_text(TEXTS["ar"].quoting)
    summary.click()
    expect(seen.page.locator("#about dd")).to_have_text(["يقتبس من المقال", "لا يوجد", "بالكلمات العربية (مدمج)"])
    seen.speak("English")
    expect(seen.page.locator("#about summary")).to_have_text(TEXTS["en"].quoting)


def test_a_reader_that_stepped_in_is_told(open_page: Opening) -> None:
    def step_in(question: str, history: Sequence[Turn]) -> Iterator[Answer]:
        yield from script(question, history)
        *_, last = script(question, history)
        yield Answer(last.question, True, last.text, "ar", "extractive", last.citations, 0.8, notice="لم يجب النموذج")

    seen = open_page(FakeAssistant(ARTICLE, step_in, reader_name="ollama:qwen3"))
    expect(seen.page.locator("#about summary")).to_contain_text("ollama:qwen3")
    expect(seen.ask("أول؟").locator(".notice")).to_contain_text("لم يجب النموذج")
