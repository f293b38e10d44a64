"""The report as a page: all of it is there, and nothing in it runs or loads, whatever the texts are."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from lxml import html as lxml_html  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page

from assistant.evaluation.asked.files import read_files
from assistant.evaluation.reporting.charts import charts
from assistant.evaluation.reporting.figures import FIGURES
from assistant.evaluation.reporting.html import Mark, Piece, as_html, lines, pieces
from assistant.evaluation.reporting.report import AskedQuestion, FileNote, Report, Run
from assistant.evaluation.rows import Cited, Row
from assistant.evaluation.running.evaluating import Plan, evaluate
from assistant.evaluation.running.systems import assistants
from assistant.settings import SHIPPED_ARTICLE, Settings
from tests.page_fixtures import chromium
from vectorstore.importing.loading import read_article

CONTEXT = "وقال الوزير أمس إن المشروع سيبدأ في مايو بكلفة مليون دينار."
START = 100
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(2)>',
    "</style></title></svg><style>@import 'http://evil.example/a.css';",
    "{{ 7 * 7 }}{% raw %} @0@ @9@ $x^2$ %(a)s &lt;",
    "\u202eabc\u2066 \u200f",
    "نص \ud800\udfff\x00\x1b عربي",
    "' onmouseover='alert(3)",
    "javascript:alert(4)",
)
VOID = {"meta", "br", "img", "link", "input", "hr"}


def span(words: str) -> tuple[int, int]:
    """Where words of the context stand in the article."""
    start = START + CONTEXT.index(words)
    return start, start + len(words)


def cited(words: str, right: bool = False, paragraph: int = 3) -> Cited:
    return Cited(words, *span(words), paragraph, right)


def asked(number: int, **more: Any) -> AskedQuestion:
    values = {
        "file": "a.jsonl",
        "id": f"id-{number}",
        "kind": "direct",
        "article": "المقال",
        "turns": (f"متى يبدأ المشروع رقم {number}؟",),
        "answerable": True,
        "gold": ("في مايو",),
        "context": CONTEXT,
        "start": START,
        "gold_spans": (span("في مايو"),),
    }
    if not more.get("answerable", True):
        values |= {"gold": (), "context": "", "start": 0, "gold_spans": ()}
    return AskedQuestion(**(values | more))  # type: ignore[arg-type]


def row(about: AskedQuestion, **more: Any) -> Row:
    values: dict[str, Any] = {"answered": True, "confidence": 0.6, "seconds": 0.01, "words": 3, "reader": "extractive"}
    values |= {"text": "«سيبدأ في مايو» [1]", "cited": (cited("سيبدأ في مايو", right=about.answerable),)}
    values |= {"rank": 1 if about.answerable else None, "relevant": (about.answerable, False), "total": 1}
    if about.answerable:
        values |= {"sentence": True, "exact_match": 0.0, "token_f1": 0.5}
    return Row(file=about.file, id=about.id, kind=about.kind, answerable=about.answerable, **(values | more))


def wrong(about: AskedQuestion, **more: Any) -> Row:
    values = {"text": "«وقال الوزير أمس» [1]", "cited": (cited("وقال الوزير أمس"),), "rank": None, "confidence": 0.4}
    return row(about, **({**values, "relevant": (False, True), "sentence": False} | more))


def declined(about: AskedQuestion, **more: Any) -> Row:
    return wrong(about, **({"answered": False, "text": "لا يذكر المقال إجابة عن هذا السؤال."} | more))


def run(name: str, rows: Sequence[Row], **settings: Any) -> Run:
    return Run(name, {"threshold": 0.35, "model": ""} | settings, tuple(rows), 1, 0.5)


def report(questions: Sequence[AskedQuestion], *runs: Run, **more: Any) -> Report:
    values = {"half": "dev", "limit": None, "fingerprint": "f1", "versions": {"python": "3.11"}}
    files = tuple(FileNote(name, "ab" * 32, 1, 0) for name in sorted({each.file for each in questions}))
    return Report(runs=runs, questions=tuple(questions), files=files, **(values | more))


QUESTIONS = (
    asked(1),
    asked(2, kind="paraphrase"),
    asked(3, kind="paraphrase", file="b.jsonl", turns=("من قال ذلك؟", "ومتى يبدأ؟")),
    asked(4, kind="absent", answerable=False),
    asked(5, kind="absent", answerable=False, file="b.jsonl"),
    asked(6, kind="english", turns=("When does it start?",)),
)
FIRST = run(
    "assistant",
    (
        row(QUESTIONS[0]),
        wrong(QUESTIONS[1]),
        declined(QUESTIONS[2], rank=1),
        row(QUESTIONS[3], confidence=0.5),
        declined(QUESTIONS[4], confidence=0.1),
        row(QUESTIONS[5], rank=2, cited=(cited("وقال الوزير أمس"), cited("في مايو", right=True))),
    ),
)
SMALL = report(QUESTIONS, FIRST)
FAILED = [2, 3, 4, 6]
SECOND = run("second", [row(each) for each in QUESTIONS])
THIRD = run("third <b>", [wrong(each) if each.answerable else declined(each) for each in QUESTIONS])


def tree(page: str) -> Any:
    return lxml_html.document_fromstring(page)


def select(element: Any, selector: str) -> list[Any]:
    """The descendants that a selector of names, ids, classes and attributes finds, in document order."""
    return list(element.xpath(" | ".join(map(_path, selector.split(", ")))))


def _path(selector: str) -> str:
    steps = [re.fullmatch(r"(\w*)((?:[.#][\w-]+)*)(?:\[([\w-]+)=\"?([\w-]+)\"?\])?", step) for step in selector.split()]
    path = "."
    for name, marks, attribute, value in (step.groups() for step in steps if step):
        path += f"//{name or '*'}" + (f"[@{attribute}='{value}']" if attribute else "")
        for sign, mark in re.findall(r"([.#])([\w-]+)", marks):
            path += f"[@id='{mark}']" if sign == "#" else f"[contains(concat(' ', @class, ' '), ' {mark} ')]"
    return path


def text_of(element: Any) -> str:
    return " ".join(element.text_content().split())


def cells(row: Any) -> list[str]:
    return [text_of(each) for each in row.iter("th", "td")]


def cards(page: str) -> list[Any]:
    return list(select(tree(page), "article.card"))


class Nesting(HTMLParser):
    """Every tag that is opened is closed in turn."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element of SVG without content."""

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def check(page: str) -> None:
    """What holds for every report."""
    page.encode("utf-8")
    nesting = Nesting()
    nesting.feed(page)
    nesting.close()
    assert nesting.open == []
    root = tree(page)
    policy = select(root, 'meta[http-equiv="Content-Security-Policy"]')[0].get("content")
    assert "default-src 'none'" in policy
    assert "script" not in policy
    ids = root.xpath("//@id")
    assert [each for each, count in Counter(ids).items() if count > 1] == []
    for target in [*root.xpath("//@href"), *root.xpath("//@*[local-name()='xlink:href']")]:
        assert target.startswith("#")
        assert target[1:] in ids
    for element in root.iter(lxml_html.etree.Element):
        assert element.tag not in {"script", "link", "iframe", "img", "object", "embed", "base", "form", "image"}
        attributes = set(element.attrib)
        assert not attributes & {"src", "srcset", "action", "data", "poster", "background"}
        assert not [name for name in attributes if name.startswith("on")]
        assert "url(" not in element.get("style", "")
    style = "".join(each.text_content() for each in select(root, "style"))
    assert len(select(root, "style")) == 1
    assert "url(" not in style
    assert "@import" not in style
    assert [int(each.tag[1]) for each in select(root, "h1, h2")].count(1) == 1


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """Ten questions of the dev half of each file that ships, asked."""
    files = read_files(
        sorted(SHIPPED_ARTICLE.parent.glob("*.questions.jsonl")),
        article=read_article(SHIPPED_ARTICLE, max_bytes=1 << 20),
        max_article_bytes=1 << 20,
    )
    settings = Settings(data_dir=tmp_path_factory.mktemp("data"), embeddings="builtin")
    return evaluate(Plan(files, assistants(settings), half="dev", limit=10))


def test_the_page_of_the_shipped_questions_has_all_of_them(shipped: Report) -> None:
    page = as_html(shipped)
    check(page)
    rows = shipped.runs[0].rows
    shown = [text_of(select(card, ".question")[0]) for card in cards(page)]
    failed = [" ".join(shipped.by_key[each.key].turns[-1].split()) for each in rows if not each.right]
    assert sorted(shown) == sorted(failed)
    assert len(select(tree(page), "#right tbody tr")) == sum(each.right for each in rows)


def test_a_context_of_the_shipped_questions_is_the_articles_whatever_is_marked(shipped: Report) -> None:
    contexts = {each.context for each in shipped.questions}
    passages = select(tree(as_html(shipped)), "blockquote.passage")
    assert passages
    assert {each.text_content() for each in passages} <= contexts


@pytest.mark.parametrize(
    "made",
    [
        SMALL,
        report(QUESTIONS, FIRST, SECOND, THIRD, limit=6, half="all"),
        report(QUESTIONS, SECOND),
        report(QUESTIONS, THIRD),
        report(QUESTIONS[:1], run("assistant", [row(QUESTIONS[0])])),
        report(QUESTIONS[:1], run("assistant", [wrong(QUESTIONS[0], cited=(), text="", relevant=())])),
        report(QUESTIONS[3:5], run("assistant", FIRST.rows[3:5])),
        report(QUESTIONS[:3], run("assistant", FIRST.rows[:3])),
        report((), run("assistant", ())),
    ],
    ids=["small", "three runs", "none right", "all right", "one", "nothing cited", "only absent", "no absent", "empty"],
)
def test_every_report_is_a_page_that_loads_nothing(made: Report) -> None:
    check(as_html(made))
    assert len(cards(as_html(made))) == sum(not each.right for each in made.runs[0].rows)


def test_the_same_report_gives_the_same_bytes() -> None:
    assert as_html(SMALL) == as_html(replace(SMALL))


def test_the_result_is_told_in_a_sentence() -> None:
    told = text_of(select(tree(as_html(SMALL)), ".result")[0])
    assert re.fullmatch(
        r"6 questions about 1 article: 25 % \[\d+–\d+\] of those the article answers were answered with the right "
        r"passage first; 50 % \[\d+–\d+\] of those it does not answer were declined\.",
        told,
    )


@pytest.mark.parametrize(
    ("first", "expected"),
    [(3, "2 questions about 1 article: 50 % .* does not answer were declined."), (5, "1 question .* passage first.")],
)
def test_the_sentence_tells_only_what_was_asked(first: int, expected: str) -> None:
    made = report(
        QUESTIONS[first : 2 * first - 1], run("assistant", FIRST.rows[first : first + (2 if first == 3 else 1)])
    )
    told = text_of(select(tree(as_html(made)), ".result")[0])
    assert re.fullmatch(expected, told)
    assert ";" not in told


def test_a_tile_has_value_interval_and_number_of_questions() -> None:
    tile = text_of(select(tree(as_html(SMALL)), ".tile")[0])
    assert re.search(r"Right passage first 25\.0 % \d+–\d+ %, n = 4", tile)


def test_every_figure_is_explained() -> None:
    legend = text_of(select(tree(as_html(SMALL)), ".legend")[0])
    known = [figure for figure in FIGURES if FIRST.overall[figure.name].value is not None]
    assert len(known) > 10
    assert all(f"{figure.label}{figure.meaning}" in legend for figure in known)


def test_the_figures_are_there_for_each_kind_and_file() -> None:
    heads = [text_of(each) for each in select(tree(as_html(SMALL)), "#figures tbody th[scope=row]")]
    assert heads == ["all", "direct", "paraphrase", "absent", "english", "a.jsonl", "b.jsonl"]


def test_settings_versions_and_files_are_folded() -> None:
    folded = select(tree(as_html(SMALL)), "header details")[0]
    assert folded.get("open") is None
    assert [text_of(each) for each in select(folded, "dt")] == ["opened in", "threshold", "model", "python"]
    assert [text_of(each) for each in select(folded, "dd")] == ["0.5 s", "0.35", "–", "3.11"]
    assert [text_of(each) for each in select(folded, "code")] == ["ab" * 32, "ab" * 32, "f1"]


def test_each_failure_has_a_card_and_failures_come_before_what_was_right() -> None:
    page = as_html(SMALL)
    root = tree(page)
    assert sorted(each.get("id") for each in cards(page)) == [f"q{number}" for number in FAILED]
    assert page.index('class="card"') < page.index('<section id="right">')
    right = [text_of(each) for each in select(root, "#right tbody th")]
    assert right == [QUESTIONS[0].turns[0], QUESTIONS[4].turns[0]]
    assert select(root, "#right details")[0].get("open") is None


def test_failures_are_grouped_by_what_went_wrong_and_by_kind() -> None:
    ways = select(tree(as_html(SMALL)), ".way")
    assert [[each.get("id") for each in select(way, ".card")] for way in ways] == [["q2", "q6"], ["q3"], ["q4"]]
    assert [text_of(each) for each in select(ways[0], "summary")] == ["paraphrase 1 of 2", "english 1 of 1"]
    assert all(details.get("open") is not None for details in select(ways[0], "details"))


def test_the_table_of_failures_leads_to_their_cards() -> None:
    root = tree(as_html(SMALL))
    table = select(root, "table.where tbody")[0]
    assert cells(select(table, "tr")[0]) == ["paraphrase", "0 of 2", "", "1", "1", "–"]
    for link in select(table, "a"):
        assert select(root, f"{link.get('href')} .card")


def test_of_many_failures_the_first_kind_is_open_and_large_ones_are_folded() -> None:
    questions = [asked(number, kind=f"kind {number % 3}") for number in range(90)]
    made = report(questions, run("assistant", [wrong(each) for each in questions]))
    assert [each.get("open") for each in select(tree(as_html(made)), ".kind")] == ["", None, None]


def test_a_card_shows_what_was_asked_answered_cited_and_expected() -> None:
    card = tree(as_html(SMALL)).get_element_by_id("q6")
    assert text_of(select(card, ".place")[0]) == "# a.jsonl · id-6 · english · المقال"
    assert text_of(select(card, ".verdict")[0]) == "The right passage is cited, but as number 2."
    assert "confidence 0.60" in text_of(select(card, ".answer h6")[0])
    # The first citation is not in the text of the answer, so its own is shown.
    assert [text_of(each) for each in select(card, ".citations li")] == [
        "1 ✗ wrong paragraph 4وقال الوزير أمس",
        "2 ✓ right paragraph 4",
    ]
    assert text_of(select(card, ".golds")[0]) == "في مايو"


def test_a_card_shows_the_earlier_turns() -> None:
    card = tree(as_html(SMALL)).get_element_by_id("q3")
    assert [text_of(each) for each in select(card, ".earlier li")] == ["من قال ذلك؟"]
    assert text_of(select(card, ".question")[0]) == "ومتى يبدأ؟"


@pytest.mark.parametrize(
    ("became", "expected"),
    [
        (wrong(QUESTIONS[0]), "The right passage was found, at rank 2 of 2, not cited."),
        (wrong(QUESTIONS[0], relevant=(False,) * 8), "None of the 8 passages that were found answers."),
        (wrong(QUESTIONS[0], relevant=()), "Nothing was found."),
        (
            declined(QUESTIONS[0], rank=1),
            "What it offered as the nearest passage answers; it was too unsure to say so.",
        ),
        (declined(QUESTIONS[0], refused="too <long>"), "It was not read: too <long>"),
        (row(QUESTIONS[3]), "Answered with a confidence of 0.60; the article does not say."),
    ],
)
def test_a_card_says_what_went_wrong(became: Row, expected: str) -> None:
    page = as_html(report(QUESTIONS, run("assistant", [became])))
    assert text_of(select(cards(page)[0], ".verdict")[0]) == expected


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_texts_are_shown_and_nothing_else(hostile: str) -> None:
    about = asked(1, id=hostile, file=hostile, kind=hostile, article=hostile, turns=(hostile, hostile), gold=(hostile,))
    about = replace(about, context=hostile, start=0, gold_spans=((1, 4),))
    other = replace(QUESTIONS[3], kind=hostile + "2", file=hostile + "2")
    mine = Cited(hostile, 0, 2, 0, False)
    failed = wrong(about, text=f"{hostile} [1]", cited=(mine,), notice=hostile, refused=hostile)
    rows = (failed, row(other))
    runs = [run(hostile + name, rows, **{hostile: hostile, "model": hostile}) for name in ("", "2", "3")]
    page = as_html(report((about, other), *runs, fingerprint=hostile, versions={hostile: hostile}, half=hostile))
    check(page)
    expected = re.sub(r"[\ud800-\udfff\x00\x1b]", "\ufffd", hostile)
    card = tree(page).get_element_by_id("q1")
    assert select(card, ".question")[0].text_content() == expected
    assert select(card, ".passage")[0].text_content() == expected
    assert text_of(select(card, ".golds li")[0]) == text_of(select(card, ".question")[0])
    assert expected in select(tree(page), "#figures tbody")[1].text_content()


def test_hostile_names_are_shown_in_charts_shortened_and_said_whole() -> None:
    questions = [asked(1, kind="<b onclick=x>'\"&"), asked(2, kind="نوع طويل جدا من الأسئلة @0@ والأجوبة")]
    drawn = charts(run("assistant", [row(each) for each in questions]))[0]
    texts = lxml_html.fragment_fromstring(drawn.svg)
    shown = [each.text_content() for each in texts.iter("text")]
    assert questions[0].kind in shown
    assert any(each.startswith("نوع طويل") and "…" in each for each in shown)
    assert questions[1].kind in texts.get("aria-label")


def test_charts_say_what_they_show_and_share_no_id() -> None:
    drawn = charts(FIRST)
    assert [each.title for each in drawn] == [
        "Quality by kind",
        "Quality by file",
        "Risk and coverage",
        "Calibration",
        "Time to answer",
    ]
    said = [lxml_html.fragment_fromstring(each.svg).get("aria-label") for each in drawn]
    assert said[0].startswith("Answered, right passage first: direct 100 % of 1, paraphrase 0 % of 2")
    assert "At the threshold of 0.35: 83 % answered, 60 % of it wrong." in said[2]
    assert "Confidence 10 %: 0 % right of 1." in said[3]
    assert "half within 10 ms" in said[4]
    assert not re.search(r"#0101|font-family|<style|<metadata|http|DejaVu", "".join(each.svg for each in drawn))


def test_a_chart_of_one_kind_or_without_rows_is_left_out() -> None:
    assert [each.title for each in charts(run("one", [row(QUESTIONS[0])]))] == ["Calibration", "Time to answer"]
    assert charts(run("none", [])) == ()


def test_arabic_texts_carry_their_direction() -> None:
    root = tree(as_html(SMALL))
    for element in select(root, ".question, .passage, .golds li, .answer p, .earlier li, #right tbody th"):
        assert element.get("dir") == "auto"
    assert select(root.get_element_by_id("q2"), ".question")[0].get("lang") == "ar"
    assert select(root.get_element_by_id("q6"), ".question")[0].get("lang") == ""
    assert (root.get("lang"), root.get("dir")) == ("en", None)


def test_several_runs_are_compared() -> None:
    root = tree(as_html(report(QUESTIONS, FIRST, SECOND, THIRD)))
    runs = root.get_element_by_id("runs")
    assert [text_of(each) for each in select(runs, "h3")] == [
        "second against assistant",
        "third <b> against assistant",
    ]
    heads = [text_of(each) for each in select(select(runs, "table")[0], "tbody th")]
    assert heads == [each for name in ("assistant", "second", "third <b>") for each in (name, "a.jsonl", "b.jsonl")]
    figure, count, before, after, difference, interval, p_value = cells(select(runs, "tbody tr")[9])
    assert (figure, count, before, after, difference) == ("hit@1", "4", "25.0", "100.0", "+75.0")
    assert re.fullmatch(r"\d+ to 100", interval)
    assert p_value == "0.250"
    gained, lost = select(runs, "details")[:2]
    assert [each.get("href") for each in select(gained, "a")] == ["#q2", "#q3", "#q6"]
    assert [each.get("href") for each in select(lost, "a")] == ["#q5"]
    assert text_of(select(lost, "summary")[0]) == "1 question lost: only assistant serves them right"


def test_one_run_is_compared_with_nothing() -> None:
    assert not select(tree(as_html(SMALL)), "#runs")


def marked(
    gold: Sequence[tuple[int, int]], cites: Sequence[tuple[int, int]]
) -> list[tuple[str, bool, tuple[int, ...]]]:
    found = pieces("abcdef", 10, gold, [Cited("", 10 + start, 10 + end, 0, True) for start, end in cites])
    assert "".join(each.text for each in found) == "abcdef"
    assert all(each.text for each in found)
    return [(each.text, each.gold, each.cited) for each in found]


@pytest.mark.parametrize(
    ("gold", "cites", "expected"),
    [
        ([], [], [("abcdef", False, ())]),
        ([(12, 14)], [], [("ab", False, ()), ("cd", True, ()), ("ef", False, ())]),
        ([(12, 14)], [(0, 6)], [("ab", False, (1,)), ("cd", True, (1,)), ("ef", False, (1,))]),
        ([(10, 16)], [(2, 4)], [("ab", True, ()), ("cd", True, (1,)), ("ef", True, ())]),
        ([(10, 13)], [(2, 6)], [("ab", True, ()), ("c", True, (1,)), ("def", False, (1,))]),
        ([(13, 16)], [(0, 4)], [("abc", False, (1,)), ("d", True, (1,)), ("ef", True, ())]),
        ([(12, 14)], [(2, 4)], [("ab", False, ()), ("cd", True, (1,)), ("ef", False, ())]),
        ([(10, 12)], [(2, 4)], [("ab", True, ()), ("cd", False, (1,)), ("ef", False, ())]),
        ([(0, 12), (15, 99)], [(-9, -2)], [("ab", True, ()), ("cde", False, ()), ("f", True, ())]),
        ([], [(0, 4), (2, 6)], [("ab", False, (1,)), ("cd", False, (1, 2)), ("ef", False, (2,))]),
        ([(11, 11)], [(3, 3)], [("a", False, ()), ("bc", False, ()), ("def", False, ())]),
        (
            [(11, 13), (12, 15)],
            [],
            [("a", False, ()), ("b", True, ()), ("c", True, ()), ("de", True, ()), ("f", False, ())],
        ),
    ],
)
def test_marks_lie_on_the_right_words(
    gold: list[tuple[int, int]], cites: list[tuple[int, int]], expected: list[tuple[str, bool, tuple[int, ...]]]
) -> None:
    assert marked(gold, cites) == expected


def test_a_card_marks_gold_and_citation_in_the_passage() -> None:
    failed = wrong(QUESTIONS[0], cited=(cited("المشروع سيبدأ في مايو"),))
    page = as_html(report(QUESTIONS, run("assistant", [failed])))
    passage = select(cards(page)[0], ".passage")[0]
    marks = [(each.get("class"), each.text_content()) for each in select(passage, "mark")]
    assert marks == [("cited", "المشروع سيبدأ "), ("gold cited", "في مايو")]
    assert passage.text_content() == CONTEXT
    assert text_of(select(cards(page)[0], ".key")[0]) == "expected cited"


def test_an_answer_is_shown_by_lines_with_its_marks() -> None:
    known = (cited("في مايو", right=True), cited("أمس"))
    assert lines("«في مايو» [1]\n\n[2] ثم [3] [٣]", known) == (
        ("«في مايو»\u00a0", Mark(1, True), ""),
        ("", Mark(2, False), " ثم\u00a0", "[3]", "\u00a0", "[٣]", ""),
    )


def test_a_piece_is_a_value() -> None:
    assert pieces("", 0, [], []) == ()
    assert pieces("ab", 0, [], []) == (Piece("ab", False, ()),)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


# Of each text that is seen: its colour on what lies behind it, as WCAG has it.
CONTRASTS = """() => {
  const parse = colour => (colour.match(/[\\d.]+/g) || []).map(Number);
  const light = ([r, g, b]) => { const [x, y, z] = [r, g, b].map(v => (v /= 255) <= .03928 ? v / 12.92
    : ((v + .055) / 1.055) ** 2.4); return .2126 * x + .7152 * y + .0722 * z; };
  const behind = element => {
    for (let e = element; e; e = e.parentElement) {
      const colour = parse(getComputedStyle(e).backgroundColor);
      if (colour.length == 3 || colour[3] > .9) return colour;
    }
    return [255, 255, 255]; };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !element.checkVisibility()) continue;
    const style = getComputedStyle(element);
    const [a, b] = [light(parse(element.closest('svg') ? style.fill : style.color)), light(behind(element))];
    found.push([(Math.max(a, b) + .05) / (Math.min(a, b) + .05), element.outerHTML.slice(0, 80)]);
  }
  return found; }"""


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory, shipped: Report) -> Path:
    """The shipped questions and hostile ones, with two runs, in a file."""
    hostile = [
        asked(900 + number, kind="x" * 300, file=text + "y" * 200, id=text, turns=(text * 9,))
        for number, text in enumerate(HOSTILE)
    ]
    rows = (*shipped.runs[0].rows, *(wrong(each, text="z" * 400 + each.turns[0]) for each in hostile))
    runs = (replace(shipped.runs[0], rows=rows), Run("w" * 90, {"setting": "v" * 300}, rows, 4, 1.0))
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(as_html(replace(shipped, runs=runs, questions=(*shipped.questions, *hostile))), encoding="utf-8")
    return path


def opened(browser: Browser, path: Path, width: int, scheme: Any) -> tuple[Page, list[str]]:
    page = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme).new_page()
    seen: list[str] = []
    page.on("request", lambda request: seen.append(request.url))
    page.on("console", lambda line: seen.append(line.text))
    page.on("pageerror", lambda error: seen.append(str(error)))
    page.on("dialog", lambda dialog: seen.append(dialog.message))
    page.goto(path.as_uri())
    return page, seen


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 768, 1440, 1920])
def test_it_opens_from_disk_without_overflow_requests_or_complaints(browser: Browser, saved: Path, width: int) -> None:
    page, seen = opened(browser, saved, width, "light")
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    page.evaluate("document.querySelectorAll('.card').forEach(each => each.style.contentVisibility = 'visible')")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.mouse.wheel(0, 50_000)
    assert seen == [saved.as_uri()]
    page.context.close()


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_its_texts_have_contrast(browser: Browser, saved: Path, scheme: str) -> None:
    page, _ = opened(browser, saved, 1440, scheme)
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    contrasts = page.evaluate(CONTRASTS)
    assert len(contrasts) > 500
    assert [each for each in contrasts if each[0] < 4.5] == []
    assert (page.evaluate("parseInt(getComputedStyle(document.body).backgroundColor.slice(4))") < 50) == (
        scheme == "dark"
    )
    page.context.close()


@pytest.mark.browser
def test_a_link_opens_what_is_folded(browser: Browser, saved: Path) -> None:
    page, _ = opened(browser, saved, 1440, "light")
    page.locator("table.where a").last.click()
    target = page.evaluate("location.hash")
    assert page.locator(f"{target} .card").first.is_visible()
    page.context.close()


@pytest.mark.browser
def test_arabic_is_set_from_the_right(browser: Browser, saved: Path) -> None:
    page, _ = opened(browser, saved, 1440, "light")
    question = page.locator('.question[lang="ar"]').first
    assert question.evaluate("each => getComputedStyle(each).direction") == "rtl"
    assert page.locator("html").evaluate("each => getComputedStyle(each).direction") == "ltr"
    page.context.close()
