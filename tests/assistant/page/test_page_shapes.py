"""Shapes in which sites keep an article, each the smallest of its kind: every word of it is read, and no other."""

import json
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest

from vectorstore.article import REPAIRED, Article
from vectorstore.importing.files import parse_file

TITLE = "ميناء الصفاة يستعد لاستقبال السفن الكبيرة"
STORY = [
    "أعلنت هيئة الموانئ يوم الثلاثاء أن ميناء الصفاة سيستقبل السفن الكبيرة ابتداء من شهر مارس بعد تعميق حوضه.",
    "وقال مدير الهيئة، ناصر البلوشي، إن الأعمال كلفت 64 مليون ريال واستغرقت تسعة وعشرين شهرا، بتأخير خمسة أشهر.",
    "وأوضح أن التأخير نتج عن صخور لم تظهر في المسح الأول، وأن الشركة المنفذة دفعت غرامة قدرها 300 ألف ريال.",
    "ويتوقع تجار السمك أن ترتفع الحركة في السوق القريبة، لكنهم يطالبون برصيف خاص بالقوارب الصغيرة.",
]
MENU = "<header><a href='/'>الساحل</a><ul><li><a href='/p'>سياسة</a></li><li><a href='/e'>اقتصاد</a></li></ul></header>"
OLD = (
    f"<html dir=rtl><head><meta http-equiv=Content-Type content='text/html; charset=%s'><title>{TITLE}</title></head>"
    f"<body><center><font size=5><b>{TITLE}</b></font></center><br><font size=3>{'<br><br>'.join(STORY)}</font></body>"
)


def p(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def page(body: str, head: str = "") -> str:
    return (
        f'<!DOCTYPE html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>{TITLE} | الساحل</title>{head}'
        f"</head><body>{body}</body></html>"
    )


def news(*parts: str) -> str:
    return page(f"{MENU}<article><h1>{TITLE}</h1>{''.join(parts)}</article><footer>الحقوق محفوظة</footer>")


def read(source: str | bytes, suffix: str = ".html") -> Article:
    raw = source.encode() if isinstance(source, str) else source
    return parse_file(raw, suffix=suffix, name="a.html", max_bytes=1 << 22)


def blocks(article: Article) -> list[str]:
    spans = sorted((*article.headings, *article.paragraphs), key=lambda span: span.start)
    return [article.text[span.start : span.end] for span in spans]


@pytest.mark.parametrize(
    "hidden",
    [
        "<p style='position:absolute;left:-9999px'>نص لمحركات البحث عن الموانئ والشحن</p>",
        "<p class='d-none'>فقرة للهواتف لا تظهر هنا</p>",
        "<p style='opacity:0'>فقرة شفافة لا يراها أحد</p>",
        "<style>.seo, #far {display: none}</style><p class='seo'>نص مخفي</p><p id='far'>نص مخفي آخر</p>",
        "<aside class='pullquote'>الأعمال كلفت 64 مليون ريال</aside>",
        "<p><a href='/z'>أسعار السمك تتضاعف في أسبوع واحد بالسوق الكبيرة</a></p>",
        "<p><strong>اقرأ أيضا: <a href='/z'>أسعار السمك تتضاعف في أسبوع</a></strong></p>",
        "<div class='toc'><h2>المحتويات</h2><ul><li><a>التاريخ</a></li><li><a>الأعمال</a></li></ul></div>",
        "<div class='size'><span>حجم الخط</span><a>أ+</a><a>أ-</a></div>",
        "<div class='player'><div>تعذر تشغيل الفيديو</div><iframe></iframe></div>",
        "<div class='newsletter-box'><h3>اشترك في نشرتنا</h3><p>تصلك الأخبار كل صباح إلى بريدك.</p></div>",
    ],
)
def test_what_is_not_seen_or_leads_elsewhere_is_left_out(hidden: str) -> None:
    assert blocks(read(news(p(*STORY[:2]), hidden, p(*STORY[2:])))) == [TITLE, *STORY]


@pytest.mark.parametrize(
    ("shown", "texts"),
    [
        ("<style>@media print {.x {display: none}}</style><p class='x'>تظهر على الشاشة.</p>", ["تظهر على الشاشة."]),
        ("<p class='d-none d-md-block'>تظهر على الحواسيب كلها.</p>", ["تظهر على الحواسيب كلها."]),
        ("<p><a href='/z'>نشرت الهيئة بيانها الكامل على موقعها.</a></p>", ["نشرت الهيئة بيانها الكامل على موقعها."]),
        ("<h2>التاريخ<span class='mw-editsection'>[<a>عدل</a>]</span></h2>", ["التاريخ"]),
        ("<p>بلغت المساحة 12 كم<sup>2</sup>.<a href='#n1'><sup>[1]</sup></a></p>", ["بلغت المساحة 12 كم2."]),
        (
            "<table><caption>حركة الميناء</caption><tr><th>السنة</th><th>السفن</th></tr>"
            "<tr><td>2024</td><td>455</td></tr></table>",
            ["حركة الميناء", "السنة | السفن", "2024 | 455"],
        ),
        (
            "<table><tr><th rowspan=2>الميناء</th><th colspan=2>السفن</th></tr><tr><th>2023</th><th>2024</th></tr>"
            "<tr><td rowspan=0>الصفاة</td><td>410</td><td>455</td></tr></table>",
            ["الميناء | السفن", "الميناء | 2023 | 2024", "الصفاة | 410 | 455"],
        ),
        ("<h3>وصول السفينة</h3><time>14:20</time><p>دخلت الحوض.</p>", ["وصول السفينة", "14:20\nدخلت الحوض."]),
        ("<time>14:20</time><h3>وصول السفينة</h3><p>دخلت الحوض.</p>", ["وصول السفينة", "14:20\nدخلت الحوض."]),
    ],
)  # fmt: skip
def test_what_is_seen_is_kept(shown: str, texts: list[str]) -> None:
    assert blocks(read(news(p(*STORY[:2]), shown, p(*STORY[2:])))) == [TITLE, *STORY[:2], *texts, *STORY[2:]]


def test_name_and_date_side_by_side_are_parted() -> None:
    parts = "".join(f"<div class='c'><span>{text}</span></div>" for text in STORY)
    credit = "<div class='by'><span>ناديا المعمري</span><span>12 فبراير 2025</span></div>"
    article = read(page(f"<div id='__next'><div><h1>{TITLE}</h1>{credit}{parts}</div></div>"))
    assert blocks(article) == [TITLE, "ناديا المعمري 12 فبراير 2025", *STORY]
    assert article.date == "12 فبراير 2025"


def test_a_line_of_name_date_and_hour_gives_both() -> None:
    article = read(news("<p>بقلم: ناديا المعمري - 12 فبراير 2025 - 10:15 ص</p>", p(*STORY)))
    assert (article.author, article.date) == ("ناديا المعمري", "12 فبراير 2025")


def test_the_name_on_an_authors_link_and_the_source_below_are_known() -> None:
    meta = "<div><a rel='author' href='/a'>ناديا المعمري</a> | <time>نشر في 12 فبراير 2025</time></div>"
    article = read(page(f"{MENU}<main><h1>{TITLE}</h1>{meta}<div>{p(*STORY)}</div><div>المصدر: رويترز</div></main>"))
    assert (article.author, article.date, article.source) == ("ناديا المعمري", "12 فبراير 2025", "رويترز")


def test_the_date_in_an_articles_own_footer_is_kept() -> None:
    article = read(page(f"<article><h1>{TITLE}</h1>{p(*STORY)}<footer>نشر في 12 فبراير 2025</footer></article>"))
    assert article.date == "12 فبراير 2025"
    assert "الحقوق" not in read(news(p(*STORY))).text


def test_a_logo_is_not_the_title() -> None:
    told = f"<meta property='og:title' content='{TITLE}'>"
    article = read(
        page(f"<h1 class='logo'><a>جريدة الساحل</a></h1>{MENU}<article><h2>{TITLE}</h2>{p(*STORY)}</article>", told)
    )
    assert article.title == TITLE
    assert blocks(article) == [TITLE, *STORY]


def test_what_a_button_unfolds_is_read() -> None:
    folded = f"<div class='read-more-wrap'>{p(*STORY[2:])}<a>إقرأ المزيد</a></div>"
    assert blocks(read(news(p(*STORY[:2]), folded))) == [TITLE, *STORY]


@pytest.mark.parametrize("body", ["".join(f"<p>{text}</p>" for text in STORY), "&#10;".join(STORY), "<br>".join(STORY)])
def test_text_in_the_pages_data_is_read_without_its_marks(body: str) -> None:
    data = json.dumps({"@type": ["NewsArticle"], "headline": TITLE, "articleBody": body.replace(" ", "&nbsp;", 1)})
    article = read(page("<div id='app'></div>", f'<script type="application/ld+json">{data}</script>'))
    assert blocks(article) == [TITLE, *STORY]


@pytest.mark.parametrize(
    ("declared", "written"),
    [("windows-1256", "cp1256"), ("utf-8", "cp1256"), ("iso-8859-6", "iso-8859-6"), ("iso-8859-1", "utf-8")],
)
def test_an_old_page_of_line_breaks_alone_is_read_in_its_encoding(declared: str, written: str) -> None:
    assert blocks(read((OLD % declared).encode(written))) == [TITLE, *STORY]


def test_a_page_laid_out_by_a_table_is_read_without_its_menu() -> None:
    menu = "<td width=150><a href=1>الرئيسية</a><br><a href=2>محليات</a><br><a href=3>رياضة</a></td>"
    story = f"<td><h2>{TITLE}</h2>{''.join(f'<p align=justify>{text}' for text in STORY)}</td>"
    article = read(
        f"<html dir=rtl><title>{TITLE}</title><body><table><tr>{menu}{story}<td>إعلان</td></tr></table></body></html>"
    )
    assert blocks(article) == [TITLE, *STORY]


@pytest.mark.parametrize("encoding", ["latin-1", "cp1256"])
def test_what_was_encoded_twice_is_put_right_and_told(encoding: str) -> None:
    article = read(news(p(*STORY)).encode().decode(encoding).encode())
    assert blocks(article) == [TITLE, *STORY]
    assert article.warnings == (REPAIRED,)


@pytest.mark.parametrize("suffix", [".mhtml", ".html", ".txt"])
@pytest.mark.parametrize("encoding", ["utf-8", "windows-1256"])
def test_a_page_saved_as_one_file_is_read(encoding: str, suffix: str) -> None:
    saved = MIMEMultipart("related")
    saved["From"], saved["Subject"] = "<Saved by Blink>", TITLE
    source = news(p(*STORY)).replace('<meta charset="utf-8">', "")
    saved.attach(MIMEText(source, "html", encoding))
    saved.attach(MIMEText("body {color: red}", "css"))
    assert blocks(read(saved.as_bytes(), suffix)) == [TITLE, *STORY]
