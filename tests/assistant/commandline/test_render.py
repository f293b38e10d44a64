"""Answers as HTML and as plain text."""

import time
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from assistant.answer import Answer, Citation, Part
from assistant.rendering.html import answer_html, question_html
from assistant.rendering.labels import HIGH_FROM, LABELS, MEDIUM_FROM
from assistant.rendering.plaintext import answer_text
from assistant.rendering.printing import printable
from tests.page_fixtures import shipped_article
from vectorstore.passages import make_id, split

PASSAGES = split(shipped_article())
FIRST, SECOND = PASSAGES[0], PASSAGES[5]
CITED = (Citation.of(1, FIRST), Citation.of(2, SECOND))
ANSWER = Answer("سؤال؟", True, "أعلنت الوزارة ذلك [1].", "ar", "extractive", CITED, confidence=0.9)
HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "![p](http://evil.example/a.png)",
    "[x](javascript:alert(1))",
    "http://evil.example/",
    "**bold** _it_ `code` # title > quote | a | b | ~~no~~",
    "$$x^2$$ \\(y\\)",
    '"&quot; &amp; &#60;b&#62;',
    "```html\n<b>x</b>\n```",
    "- one\n- two\n\n1. three",
    "<a class=cite href=#p-1>[9]</a>",
]


class Shown(HTMLParser):
    """The tags of some HTML and the text a browser would show."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.text += {"br": "\n", "p": "\n\n"}.get(tag, "")

    def handle_data(self, data: str) -> None:
        self.text += data


def html(text: str, **changes: object) -> str:
    return answer_html(replace(ANSWER, text=text, **changes), PASSAGES)  # type: ignore[arg-type]


def test_a_mark_becomes_a_link_to_its_passage_with_the_quotation_as_its_title() -> None:
    links = [attributes for tag, attributes in Shown(html("نعم [1] ولا [2].")).tags if tag == "a"]
    assert [link["href"] for link in links] == [f"#p-{FIRST.id}", f"#p-{SECOND.id}"]
    assert [link["title"] for link in links] == [FIRST.text.rstrip("،"), SECOND.text.rstrip("،")]


@pytest.mark.parametrize("mark", ["[1]", "[١]", "[۱]"])
def test_a_mark_in_any_digits_is_the_same_citation(mark: str) -> None:
    assert f'href="#p-{FIRST.id}"' in html(f"نعم {mark}.")


def test_a_mark_is_held_to_the_word_before_it() -> None:
    assert 'نعم&nbsp;<a class="cite"' in html("نعم [1].")
    assert '<p><a class="cite"' in html("[1] نعم.")


def test_a_mark_without_a_citation_stays_text() -> None:
    shown = Shown(html("نعم [7]."))
    assert "[7]" in shown.text
    assert "a" not in [tag for tag, _ in shown.tags]


def test_a_mark_tells_which_part_of_its_passage_it_quotes() -> None:
    part = replace(CITED[0], text=FIRST.text[3:9], start=FIRST.start + 3, end=FIRST.start + 9)
    kinds = [
        attributes["class"]
        for tag, attributes in Shown(html("نعم [1] [2]", citations=(part, CITED[1]))).tags
        if tag == "a"
    ]
    assert kinds == ["cite at-3-9", "cite"]


def test_a_citation_within_a_passage_links_to_it_and_one_outside_every_passage_to_the_title() -> None:
    inside = replace(CITED[0], start=FIRST.start + 3)
    outside = replace(CITED[0], start=10_000_000, end=10_000_001)
    assert f'href="#p-{FIRST.id}"' in html("نعم [1]", citations=(inside,))
    assert f'href="#p-{make_id(outside.start, outside.text)}"' in html("نعم [1]", citations=(outside,))


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_model_writes_is_shown_as_text(text: str) -> None:
    shown = Shown(html(text, citations=(), notice=text))
    assert {tag for tag, _ in shown.tags} <= {"div", "p", "br", "bdi"}
    assert " ".join(text.split()) in " ".join(shown.text.split())


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_person_types_is_shown_as_text(text: str) -> None:
    shown = Shown(question_html(text))
    assert {tag for tag, _ in shown.tags} <= {"div", "p", "br", "bdi"}
    assert " ".join(text.split()) in " ".join(shown.text.split())


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_quotation_stays_within_its_title(text: str) -> None:
    tags = Shown(html("نعم [1]", citations=(replace(CITED[0], text=text),))).tags
    assert [tag for tag, _ in tags if tag != "p"] == ["div", "a", "span"]
    assert tags[2][1]["title"] == " ".join(text.split()).rstrip(";")


@pytest.mark.parametrize("text", [*HOSTILE, "a\n\nb\r\nc\n\n\n\nd\u2028e"])
def test_the_html_is_one_line_so_that_markdown_leaves_it_alone(text: str) -> None:
    assert "\n" not in html(text, notice=text)
    assert "\n" not in question_html(text)


def test_marks_that_reorder_text_and_control_characters_are_dropped() -> None:
    assert printable("a\u202eb\u2066c\x1b[31md\x00e\tf\ng\r\nh") == "abc[31mde\tf\ng\nh"


def test_every_line_is_a_paragraph() -> None:
    assert "<p>أ</p><p>ب</p><p>ج</p>" in html("أ\nب\n\nج")


def test_latin_words_and_quotations_are_isolated_from_the_line_they_stand_in() -> None:
    assert '<bdi dir="ltr">C++ 17</bdi> و' in html("لغة C++ 17 و")
    assert '(<bdi dir="ltr">NATO</bdi>)' in html("الحلف (NATO)")
    assert '<bdi dir="ltr">f(x)</bdi>.' in html("الدالة f(x).")
    assert "عام 2024 في" in html("عام 2024 في")
    assert "<bdi>«قال»</bdi>" in html("he said «قال» then", language="en")
    assert "<bdi>“قال”</bdi>" in html("he said “قال” then", language="en")


@pytest.mark.parametrize("text", ["!" * 20_000, "a" * 20_000, "a " * 10_000, "1" * 20_000, "«" * 20_000, "[1" * 10_000])
def test_hostile_lengths_take_no_time(text: str) -> None:
    began = time.perf_counter()
    html(text)
    assert time.perf_counter() - began < 1


def test_an_answer_in_arabic_runs_right_to_left_and_one_in_english_left_to_right() -> None:
    assert Shown(html("نعم")).tags[0][1] == {"class": "answer complete", "dir": "rtl", "lang": "ar"}
    assert Shown(html("yes", language="en")).tags[0][1] == {"class": "answer complete", "dir": "ltr", "lang": "en"}


def test_a_line_that_begins_in_the_other_script_runs_its_own_way() -> None:
    lines = html("The article says:\n“أعلنت الوزارة” [1]\n2024", language="en")
    assert "<p>" in lines
    assert '<p dir="rtl"><bdi>“أعلنت الوزارة”</bdi>&nbsp;<a' in lines
    assert "<p>2024</p>" in lines
    assert "<p><bdi" in html("Reuters قالت إن الخبر صحيح")
    assert question_html("Who? [1]").startswith('<div class="asked" dir="auto"><p dir="ltr">')


def test_not_in_the_article_says_so_and_claims_no_confidence() -> None:
    absent = html("لا يذكر المقال ذلك.", answered=False)
    assert 'class="answer absent complete"' in absent
    assert "ليس في المقال" in absent
    assert "الثقة" not in absent


@pytest.mark.parametrize(
    ("confidence", "words"),
    [(0.0, "low"), (MEDIUM_FROM - 0.01, "low"), (MEDIUM_FROM, "medium"), (HIGH_FROM, "high"), (1.0, "high")],
)
def test_confidence_is_told_in_words(confidence: float, words: str) -> None:
    for labels in LABELS.values():
        assert labels.level(confidence) == getattr(labels, words)


def test_while_an_answer_grows_it_claims_nothing_and_shows_no_half_mark() -> None:
    growing = html("نعم [1", complete=False)
    assert "complete" not in growing
    assert "الثقة" not in growing
    assert "[1" not in growing
    assert "[1" in html("نعم [1", citations=())
    assert LABELS["ar"].waiting in html("", complete=False)


def test_a_notice_stands_above_the_answer() -> None:
    shown = Shown(html("نعم", notice="أجاب القارئ الآخر"))
    assert shown.text.index("أجاب القارئ الآخر") < shown.text.index("نعم")


def test_plain_text_lists_each_citation_with_its_place() -> None:
    answer = replace(ANSWER, notice="تنبيه")
    assert answer_text(answer) == (
        "أعلنت الوزارة ذلك [1].\n\n"
        f"[1] الفقرة {FIRST.paragraph + 1}: «{FIRST.text.rstrip('،')}»\n"
        f"[2] الفقرة {SECOND.paragraph + 1}، {SECOND.heading}: «{SECOND.text.rstrip('،')}»\n\n"
        "تنبيه"
    )


def test_plain_text_in_english() -> None:
    answer = replace(ANSWER, text="Yes [2].", language="en", citations=(CITED[1],))
    assert answer_text(answer) == (
        f"Yes [2].\n\n[2] paragraph {SECOND.paragraph + 1}, {SECOND.heading}: «{SECOND.text.rstrip('،')}»"
    )


def test_plain_text_cannot_drive_a_terminal() -> None:
    hostile = "\x1b]0;title\x07\u202e"
    citation = replace(CITED[0], text=hostile, heading=hostile)
    answer = replace(ANSWER, text=hostile, notice=hostile, citations=(citation,))
    assert not {"\x1b", "\x07", "\u202e"} & set(answer_text(answer))


def test_an_answer_without_citations_is_its_text() -> None:
    assert answer_text(replace(ANSWER, citations=())) == ANSWER.text


def marked(text: str, start: int, words: str, **changes: object) -> list[str]:
    """What a browser shows within the marks of an answer whose short answer stands so far into its first citation."""
    place = FIRST.start + start, FIRST.start + start + len(words)
    shown = html(text, highlight=place, **changes)
    assert shown.count("<mark>") == shown.count("</mark>")
    return [Shown(piece.partition("</mark>")[0]).text for piece in shown.split("<mark>")[1:]]


def test_the_short_answer_stands_by_itself_and_is_marked_in_its_quotation() -> None:
    words = " ".join(FIRST.text.split()[2:5])
    start = FIRST.text.index(words)
    assert marked(f"«{words}» [1]\n\n«{FIRST.text}» [1]", start, words) == [words]
    assert f'<p class="short"><bdi>«{words}»</bdi>' in html(
        f"«{words}» [1]\n\n«{FIRST.text}» [1]",
        highlight=(FIRST.start + start, FIRST.start + start + len(words)),
    )
    english = f"“{words}” [1]\n\n“{FIRST.text}” [1]"
    assert marked(english, start, words, language="en") == [words]


def test_only_the_place_of_the_short_answer_is_marked() -> None:
    citation = replace(CITED[0], text="قال علي إن عليا جاء، وعلي غائب", end=FIRST.start + 30)
    text = f"«علي» [1]\n«{citation.text}» [1]"
    start = citation.text.rindex("علي")
    shown = html(text, citations=(citation,), highlight=(FIRST.start + start, FIRST.start + start + 3))
    assert "و<mark>علي</mark> غائب" in shown
    assert shown.count("<mark>") == 1


def test_a_short_answer_at_the_beginning_or_with_latin_words_or_quotation_marks_is_marked_whole() -> None:
    citation = replace(CITED[0], text="منظمة NATO «الحلف» في بروكسل", end=FIRST.start + 28)
    for words in ("منظمة", "NATO", "منظمة NATO", "NATO «الحلف»", "بروكسل"):
        start = FIRST.start + citation.text.index(words)
        text = f"«{words}» [1]\n«{citation.text}» [1]"
        shown = html(text, citations=(citation,), highlight=(start, start + len(words)))
        assert [Shown(piece.partition("</mark>")[0]).text for piece in shown.split("<mark>")[1:]] == [words]


def test_nothing_is_marked_that_the_text_does_not_quote() -> None:
    assert marked("أعلنت الوزارة ذلك [1].", 0, FIRST.text[:5]) == []
    assert "<mark>" not in html("«أعلنت» [1]")


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_short_answer_is_shown_as_text(text: str) -> None:
    shown = Shown(html(f"«{text}» [1]", citations=(replace(CITED[0], text=text),), highlight=(FIRST.start, FIRST.end)))
    assert {tag for tag, _ in shown.tags} <= {"div", "p", "br", "bdi", "a", "span", "mark"}


def test_no_text_can_bring_marks_of_its_own() -> None:
    assert "<mark>" not in html("a\ufdd0b\ufdd1c", notice="\ufdd0x\ufdd1")
    assert "<mark>" not in question_html("\ufdd0x\ufdd1")


def short_and_sentence(confidence: float) -> Answer:
    words = " ".join(FIRST.text.split()[2:5])
    start = FIRST.start + FIRST.text.index(words)
    text = f"«{words}» [1]\n\n«{FIRST.text.rstrip('،')}» [1]"
    place = start, start + len(words)
    return replace(ANSWER, text=text, highlight=place, confidence=confidence, citations=CITED[:1])


def test_a_short_answer_stands_by_itself_only_where_it_is_sure() -> None:
    assert '<p class="short">' in answer_html(short_and_sentence(HIGH_FROM), PASSAGES)
    unsure = answer_html(short_and_sentence(HIGH_FROM - 0.01), PASSAGES)
    assert 'class="short"' not in unsure
    assert unsure.count("<a ") == unsure.count("<mark>") == 1


def test_a_short_answer_that_is_its_whole_quotation_is_said_once() -> None:
    citation = replace(CITED[0], text="علي", end=FIRST.start + 3)
    for confidence in (0.9, 0.6):
        shown = html(
            "«علي» [1]\n«علي» [1]",
            citations=(citation,),
            highlight=(FIRST.start, FIRST.start + 3),
            confidence=confidence,
        )
        assert shown.count("«علي»") == 1


def test_plain_text_says_a_quotation_once() -> None:
    sure, unsure = (answer_text(short_and_sentence(confidence)) for confidence in (0.9, 0.6))
    quotation = FIRST.text.rstrip("،")
    assert sure.count(quotation) == unsure.count(quotation) == 1
    assert sure.splitlines()[0] == f"«{' '.join(FIRST.text.split()[2:5])}» [1]"
    assert unsure.splitlines()[0] == f"«{quotation}» [1]"
    assert sure.splitlines()[-1] == f"[1] الفقرة {FIRST.paragraph + 1}"


def test_an_answer_says_that_its_quotation_is_in_another_language() -> None:
    assert f'<p class="foreign" dir="ltr">{LABELS["en"].foreign}</p>' in html("“أعلنت” [1]", language="en")
    assert "foreign" not in html("«أعلنت» [1]")


def test_labels_can_be_in_another_language_than_the_answer_and_run_their_own_way() -> None:
    shown = answer_html(ANSWER, PASSAGES, "en")
    assert '<p class="confidence" dir="ltr">Confidence: high</p>' in shown
    assert '<div class="answer complete" dir="rtl" lang="ar">' in shown


def test_what_is_asked_together_is_answered_one_under_the_other_each_with_its_state() -> None:
    words = SECOND.text[:10]
    parts = (
        Part("من؟", True, "أعلنت الوزارة [1]", 0.6),
        Part("ومن فاز؟", False, "", 0.1),
        Part("ومتى؟", True, f"«{words}» [2]\n«{SECOND.text}» [2]", 0.9, (SECOND.start, SECOND.start + 10)),
    )
    answer = replace(ANSWER, parts=parts, unanswered=("ومن فاز؟",))
    sections = answer_html(answer, PASSAGES).split('<section class="part">')[1:]
    assert [Shown(each).text.split("\n\n")[1] for each in sections] == ["من؟", "ومن فاز؟", "ومتى؟"]
    assert LABELS["ar"].medium in sections[0]
    assert LABELS["ar"].absent in sections[1]
    assert "confidence" not in sections[1]
    assert LABELS["ar"].high in sections[2]
    assert f"<mark>{words}</mark>" in sections[2]
    assert f"ومن فاز؟\n{LABELS['ar'].absent}\n\nومتى؟\n«{words}» [2]" in answer_text(answer)
