"""Web pages give their article and nothing around it."""

import socket
from pathlib import Path

import pytest

from vectorstore.article import Article
from vectorstore.errors import ArticleUnreadable
from vectorstore.importing.web.pagestart import looks_like_page
from vectorstore.importing.web.web_page import parse_html

DATA = Path(__file__).parents[3] / "tests" / "data"
LONG = [
    "افتتح متحف المدينة أبوابه أمس بعد ترميم استمر أربع سنوات، وحضر الحفل مئات الزوار الذين جاؤوا من القرى المجاورة.",
    "وقالت مديرة المتحف، ليلى حمدان، إن القاعات الجديدة تعرض 300 قطعة لم يرها الجمهور من قبل، بينها نقود من ذهب.",
    "وبلغت كلفة الترميم مليوني دينار، دفعت البلدية نصفها، فيما تبرعت أسر من المدينة بالنصف الآخر على مدى عامين.",
]
STORY = (
    f"<h1>متحف المدينة</h1><p>{LONG[0]}</p><h2>قطع نادرة</h2><p>{LONG[1]}</p>"
    f"<ul><li>نقود من ذهب</li><li>سيوف: <ul><li>من دمشق</li></ul></li></ul><p>{LONG[2]}</p>"
    "<table><tr><th>القطعة</th><th>العدد</th></tr><tr><td>نقود</td><td>120</td></tr></table>"
)
STORY_PARAGRAPHS = [LONG[0], LONG[1], "نقود من ذهب", "سيوف:", "من دمشق", LONG[2], "القطعة | العدد", "نقود | 120"]


def paragraphs(article: Article) -> list[str]:
    return [article.text[p.start : p.end] for p in article.paragraphs]


def headings(article: Article) -> list[tuple[int, str]]:
    return [(h.level, article.text[h.start : h.end]) for h in article.headings]


def whole(body: str) -> str:
    return f"<!DOCTYPE html><html lang='ar'><head><title>متحف المدينة - صحيفة</title></head><body>{body}</body></html>"


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the network was used")

    monkeypatch.setattr(socket.socket, "connect", refuse)


def test_a_news_page_gives_its_title_headings_and_paragraphs_in_order() -> None:
    article = parse_html((DATA / "news_page.ar.html").read_text(encoding="utf-8"))
    assert article.title == "بلدية الميناء تفتتح أول محطة لتحلية المياه بالطاقة الشمسية"
    assert headings(article)[1:] == [(2, "تمويل مشترك"), (2, "مخاوف الصيادين")]
    assert len(article.paragraphs) == 9
    assert paragraphs(article)[0] == "سلمى العوضي 14 مايو 2024"
    assert "«سيخفض كلفة المتر المكعب بنسبة أربعين في المئة»" in paragraphs(article)[2]
    assert paragraphs(article)[6] == "قياس ملوحة المياه مرة كل أسبوع قرب المصب."
    assert article.paragraphs[6].heading == "مخاوف الصيادين"


def test_author_date_and_source_are_known() -> None:
    article = parse_html((DATA / "news_page.ar.html").read_text(encoding="utf-8"))
    assert (article.author, article.date, article.source) == ("سلمى العوضي", "14 مايو 2024", "صحيفة الساحل")


@pytest.mark.parametrize(
    "part",
    [
        "اقتصاد",
        "شارك",
        "انقطاع المياه",
        "خبر ممتاز",
        "المهم هو الصيانة",
        "الأكثر قراءة",
        "وصف آلي",
        "dataLayer",
        "حقوق",
    ],
)
def test_what_surrounds_the_article_is_left_out(part: str) -> None:
    assert part not in parse_html((DATA / "news_page.ar.html").read_text(encoding="utf-8")).text


def test_a_short_page_keeps_both_its_paragraphs() -> None:
    article = parse_html((DATA / "short_page.ar.html").read_text(encoding="utf-8"))
    assert article.title == "تأجيل مباراة القمة"
    assert len(article.paragraphs) == 2


@pytest.mark.parametrize("body", [STORY, f"<div class='x1'><div>{STORY}</div></div>", f"<article>{STORY}</article>"])
def test_headings_lists_and_tables_survive_where_nothing_marks_the_article(body: str) -> None:
    article = parse_html(whole(body))
    assert headings(article) == [(1, "متحف المدينة"), (2, "قطع نادرة")]
    assert paragraphs(article) == STORY_PARAGRAPHS


def test_a_list_of_links_beside_an_unmarked_article_is_left_out() -> None:
    links = "".join(f"<li><a href='/{n}'>خبر آخر من أخبار المدينة رقم {n}</a></li>" for n in range(8))
    article = parse_html(
        whole(f"<div><a href='/'>الرئيسية</a></div><div>{STORY}</div><div><h3>آخر</h3><ul>{links}</ul></div>")
    )
    assert paragraphs(article) == STORY_PARAGRAPHS


def test_line_breaks_of_old_pages_part_paragraphs() -> None:
    article = parse_html(whole(f"<div>{LONG[0]}<br><br>{LONG[1]}<br>{LONG[2]}</div>"))
    assert paragraphs(article) == LONG


def test_comments_without_a_telling_class_are_left_out() -> None:
    article = parse_html(whole(f"<article>{STORY}<h3>التعليقات</h3><p>خبر ممتاز وننتظر المزيد.</p></article>"))
    assert paragraphs(article) == STORY_PARAGRAPHS


def test_the_title_of_the_page_is_used_where_the_body_has_none() -> None:
    article = parse_html(whole(f"<article><p>{LONG[0]}</p><p>{LONG[1]}</p></article>"))
    assert article.title == "متحف المدينة"
    assert article.text.startswith("متحف المدينة\nافتتح")


def test_an_xml_declaration_and_control_characters_do_no_harm() -> None:
    page = '<?xml version="1.0" encoding="windows-1256"?>' + whole(STORY.replace("أمس", "أمس&#1;&#x0B;&#0;\0"))
    assert paragraphs(parse_html(page)) == STORY_PARAGRAPHS


def test_the_body_of_a_script_rendered_page_is_taken_from_its_metadata() -> None:
    script = (
        f'<script type="application/ld+json">{{"@type": "NewsArticle", "articleBody": "{LONG[0]} {LONG[1]}"}}</script>'
    )
    assert LONG[0] in parse_html(whole(f"{script}<div id='root'></div>")).text


@pytest.mark.parametrize("html", ["", "<html></html>", "<p>", whole(""), "<html><body>" + "<div>" * 4000 + "x"])
def test_a_page_without_article_text_is_refused(html: str) -> None:
    with pytest.raises(
        ArticleUnreadable, match=r"^no article text was found in the page; save the article's text as plain"
    ):
        parse_html(html)


@pytest.mark.parametrize(
    "html",
    [
        '<svg>😀<br><iframe><h3 rend="x">\x0c<li>',
        "<html><head></p><p><h1><article><br><h1>&#xFFFE;</tr>\ufffe<body><math>",
    ],
)
def test_a_page_that_breaks_the_parser_is_refused(html: str) -> None:
    with pytest.raises(ArticleUnreadable, match="no article text was found in the page"):
        parse_html(html)


def test_the_refusal_names_the_file() -> None:
    with pytest.raises(ArticleUnreadable, match=r"was found in app_shell\.html;"):
        parse_html((DATA / "app_shell.html").read_text(encoding="utf-8"), name="app_shell.html")


def test_a_refused_page_writes_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ArticleUnreadable, match="no article text"):
        parse_html("<p>")
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    "start", ["<!doctype html>", "\n <HTML lang='ar'>", "<?xml version='1.0'?>\n<html>", "<!-- x --><head>"]
)
def test_a_page_is_known_by_its_start(start: str) -> None:
    assert looks_like_page(start)


@pytest.mark.parametrize("start", ["", "نص <html>", "<p>نص</p>", "<htmlx>", "<?xml version='1.0'?><rss>"])
def test_other_text_is_not_taken_for_a_page(start: str) -> None:
    assert not looks_like_page(start)
