"""Markdown becomes the text that a reader of the rendered page sees."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from vectorstore.article import Article
from vectorstore.importing.markdown import parse_markdown

SHIPPED = Path(__file__).parents[3] / "assistant" / "data" / "article.ar.txt"
SOURCE = """---
title: "عنوان من الرأس"
date: 2024-05-14
---
# متحف المدينة **يفتح** أبوابه

افتتح [متحف المدينة](https://example.org/museum) أبوابه *أمس* بعد ترميم
استمر أربع سنوات ![باب المتحف](door.png) و`code` بقي <b>كما هو</b>.

## القطع

- نقود من ذهب
- سيوف
  1. من دمشق
  2. من طليطلة

3) خرائط

| القطعة | العدد |
|--------|------:|
| نقود   | 120   |

> الدخول مجاني.

```
رقم = 1

رقم = 2
```

<div class="note">ملاحظة <em>خام</em> &amp; أخيرة<script>alert("لا")</script></div>
"""


def paragraphs(article: Article) -> list[str]:
    return [article.text[p.start : p.end] for p in article.paragraphs]


def test_every_kind_of_block_is_on_its_own_line_without_markup() -> None:
    article = parse_markdown(SOURCE)
    assert article.title == "متحف المدينة يفتح أبوابه"
    assert [(h.level, article.text[h.start : h.end]) for h in article.headings] == [
        (1, "متحف المدينة يفتح أبوابه"),
        (2, "القطع"),
    ]
    assert paragraphs(article) == [
        "افتتح متحف المدينة أبوابه أمس بعد ترميم استمر أربع سنوات باب المتحف وcode بقي كما هو.",
        "نقود من ذهب",
        "سيوف",
        "1. من دمشق",
        "2. من طليطلة",
        "3) خرائط",
        "القطعة | العدد",
        "نقود | 120",
        "الدخول مجاني.",
        "رقم = 1\n\nرقم = 2",
        "ملاحظة خام & أخيرة",
    ]
    assert article.paragraphs[1].heading == "القطع"


def test_the_title_of_the_front_matter_is_used_where_there_is_no_heading_of_level_one() -> None:
    article = parse_markdown(SOURCE.replace("# متحف", "## متحف", 1))
    assert article.title == "عنوان من الرأس"
    assert article.text.startswith("عنوان من الرأس\nمتحف المدينة")
    assert [h.level for h in article.headings] == [1, 2, 2]


def test_front_matter_without_a_title_is_skipped() -> None:
    article = parse_markdown("---\nauthor: سلمى\ndraft: no\n---\n## قسم\n\nنص القسم.\n")
    assert article.text == "قسم\nنص القسم."
    assert article.title == "قسم"


def test_text_between_two_rules_is_no_front_matter() -> None:
    assert "نص بين خطين." in parse_markdown("---\n\nنص بين خطين.\n\n---\n\n# قسم\n\nنص.\n").text


def test_only_the_first_heading_of_level_one_is_the_title() -> None:
    article = parse_markdown("# أول\n\nنص أول.\n\n# ثان\n\nنص ثان.\n")
    assert article.title == "أول"
    assert [h.level for h in article.headings] == [1, 2]


def test_a_heading_below_paragraphs_is_no_title() -> None:
    article = parse_markdown("نص أول.\n\n### قسم\n\nنص ثان.\n")
    assert article.title is None
    assert [h.level for h in article.headings] == [3]
    assert [p.heading for p in article.paragraphs] == [None, "قسم"]


def test_a_plain_article_saved_as_markdown_keeps_its_headings() -> None:
    article = parse_markdown(SHIPPED.read_text(encoding="utf-8"))
    assert article.title == "وزارة الدفاع الأمريكية تؤكد تقليص مهمتها العسكرية في العراق"
    assert len(article.paragraphs) == 4


def test_furniture_is_left_out() -> None:
    article = parse_markdown("# عنوان\n\nنص المقال هنا.\n\n**اقرأ أيضا:** [خبر آخر](x)\n\n## التعليقات\n\nخبر ممتاز.\n")
    assert article.text == "عنوان\nنص المقال هنا."


def test_a_line_break_stays_in_its_paragraph() -> None:
    assert paragraphs(parse_markdown("# قصيدة\n\nصدر البيت  \nعجز البيت\n")) == ["صدر البيت\nعجز البيت"]


def test_marks_of_notes_are_left_out_and_notes_are_paragraphs() -> None:
    article = parse_markdown("# مياه\n\nحفر 30 بئرا[^1] في عام [^ب].\n\n[^1]: وفق وزارة المياه.\n[^ب]: عام 2023.\n")
    assert paragraphs(article) == ["حفر 30 بئرا في عام.", "وفق وزارة المياه.", "عام 2023."]


def test_what_looks_like_the_mark_of_a_note_in_code_stays() -> None:
    assert "[^1]" in parse_markdown("# نمط\n\nيكتب `a[^1]` هكذا.\n\n```\nb[^2]\n```\n").text


def test_a_markdown_file_of_headings_only_has_no_paragraphs() -> None:
    assert parse_markdown("").paragraphs == parse_markdown("![](x.png)").paragraphs == ()


@settings(deadline=None)  # a busy machine is no failure
@given(st.text(alphabet="نص متحف#*-_>`|[]()!<>&\\\n 1.~:", max_size=80))
def test_spans_are_within_the_text_in_order_and_not_empty(source: str) -> None:
    article = parse_markdown(source)
    spans = sorted((s.start, s.end) for s in (*article.headings, *article.paragraphs))
    ends = [0, *(end for _, end in spans)]
    assert all(before <= start < end <= len(article.text) for before, (start, end) in zip(ends, spans, strict=False))
    assert all(article.text[p.start : p.end].strip() for p in article.paragraphs)
