"""Which words of the article light up on the real page, where a citation quotes a part of a passage."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from playwright.sync_api import Locator, expect

from assistant.answer import Answer
from assistant.readers.base import Turn
from tests.assistant.page.test_page_browser import lit, pytestmark, soft
from tests.page_fixtures import FakeAssistant, Visit, article_of, growing
from tests.page_fixtures import browser as browser
from tests.page_fixtures import open_page as open_page
from tests.page_fixtures import pages as pages
from vectorstore.passages import Passage, split

__all__ = ["pytestmark"]

TWICE = "سيبدأ العمل في مايو"
LINE = (
    f"قال الوزير إن المشروع 𝔸 جاهز وإنه {TWICE} بلا تأخير، وأضاف المدير العام أنه {TWICE} أيضا في المدن الأخرى كلها. "
    "وذكرت الصحيفة يوم الأحد أن سكان الحي رحبوا بالمشروع الجديد الذي انتظروه منذ سنوات طويلة في مدينتهم."
)
ARTICLE = article_of("مشروع جديد", LINE)
PASSAGES = split(ARTICLE)

Opening = Callable[..., Visit]


def part(start: int, end: int) -> Passage:
    """Words of the line, cited as the reader of whole articles does: by themselves."""
    start, end = (ARTICLE.paragraphs[0].start + place for place in (start, end))
    return replace(PASSAGES[0], text=ARTICLE.text[start:end], start=start, end=end)


def of(words: str, place: int = 0) -> Passage:
    """The words of the line where they stand for the first time from a place on."""
    start = LINE.index(words, place)
    return part(start, start + len(words))


def marks_of(open_page: Opening, *cited: Passage) -> tuple[Visit, list[Locator]]:
    """The page after an answer with a mark for each of these."""

    def script(question: str, history: Sequence[Turn]) -> Iterator[Answer]:
        return growing(question, "".join(f"كذا [{number}] " for number in range(1, len(cited) + 1)), cited)

    seen = open_page(FakeAssistant(ARTICLE, script))
    return seen, seen.ask("متى؟").locator("a.cite").all()


def place_of(words: Locator) -> int:
    """Where an element stands in the text of its paragraph, in code points."""
    before: str = words.evaluate(
        """words => {
             const range = document.createRange();
             range.selectNodeContents(words.closest("p"));
             range.setEndBefore(words);
             return range.toString();
           }"""
    )
    return len(before)


def test_of_words_that_stand_twice_those_cited_are_lit(open_page: Opening) -> None:
    first = LINE.index(TWICE)
    second = LINE.index(TWICE, first + 1)
    seen, marks = marks_of(open_page, of(TWICE), of(TWICE, first + 1))
    for mark, place in zip(marks, (first, second), strict=True):
        mark.click()
        expect(lit(seen.page)).to_have_text([TWICE])
        expect(lit(seen.page)).to_be_focused()
        assert place_of(lit(seen.page)) == place
        lit(seen.page).click()
        expect(mark).to_be_focused()


def test_the_soft_light_too_is_on_the_words_alone(open_page: Opening) -> None:
    seen, (mark, _) = marks_of(open_page, of("سكان الحي"), of("الصحيفة"))
    assert soft(seen.page) == ["الصحيفة", "سكان الحي"]
    mark.click()
    expect(lit(seen.page)).to_have_text(["سكان الحي"])
    assert soft(seen.page) == ["الصحيفة", "سكان الحي"]
    seen.page.locator("#article mark", has_text="الصحيفة").click()
    expect(seen.page.get_by_role("link", name="[2]")).to_be_focused()


def test_words_that_overlap_are_lit_whole_and_the_article_stays_as_it_was(open_page: Opening) -> None:
    cited = of("المدير العام"), of("أضاف المدير"), PASSAGES[0]
    seen, marks = marks_of(open_page, *cited)
    paragraph = seen.page.locator("#article p")
    for mark, passage in zip(marks, cited, strict=True):
        mark.click()
        expect(lit(seen.page)).to_have_text([passage.text])
        assert paragraph.text_content() == LINE
    seen.page.locator("#fresh").click()
    expect(seen.page.locator("#article mark")).to_have_count(0)
    assert paragraph.locator(".passage").first.evaluate("one => one.childNodes.length") == 1


def test_words_that_run_on_into_the_next_passage_are_lit_in_both(open_page: Opening) -> None:
    end = LINE.index("الصحيفة") + len("الصحيفة")
    seen, (mark,) = marks_of(open_page, part(LINE.index("المدن"), end))
    assert len(PASSAGES) == 2
    mark.click()
    assert "".join(lit(seen.page).all_text_contents()) == "المدن الأخرى كلها. وذكرت الصحيفة"
