"""Site furniture is told from sentences that begin like it."""

import re
from pathlib import Path

import pytest

import vectorstore
from vectorstore.importing.text.debris import announces_links, article_end, is_boilerplate, is_navigation
from vectorstore.language.arabic import words

DATA = Path(vectorstore.__file__).parent / "data" / "debris.txt"


@pytest.mark.parametrize(
    "line",
    [
        "التعليقات",
        "التعليقات (3)",
        "12 تعليقات",
        "إقرأ أيضاً: وزير المالية يعلن ميزانية العام القادم",
        "اقرأ أيضا",
        "» اقرأ المزيد",
        "قد يهمك| خبر آخر",
        "للمزيد - مهرجان السينما يختار لجنته",
        "شارك الخبر",
        "شـــارك",
        "🔗 نسخ الرابط",
        "الرابط المختصر: https://example.org/x1",
        "تابعونا على تويتر وفيسبوك وإنستغرام",
        "المصدر: رويترز",
        "المصدر : وكالات",
        "** جميع المقالات المنشورة تمثل رأي كتابها فقط.",
        "جميع الحقوق محفوظة © صحيفة الساحل 2024",
        "Share this",
        "SHARE THIS ARTICLE",
        "Read also: Ministers meet in Geneva",
        "Follow us on Facebook and X",
        "Source: Reuters",
        "Advertisement",
        "2 دقائق للقراءة",
        "دقيقة واحدة للقراءة",
        "وقت القراءة: 3 دقائق",
        "5 min read",
        "الآراء الواردة لا تعبر عن رأي الموقع",
        "التعليقات المنشورة لا تعبر عن رأي الصحيفة بل عن رأي أصحابها.",
    ],
)
def test_furniture_is_recognised(line: str) -> None:
    assert is_boilerplate(line)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "2024",
        "المصدر الأمني أكد أن عدد القتلى ارتفع.",
        "المصدر: بيان صادر عن وزارة الداخلية وصلت نسخة منه إلى الجريدة",
        "شارك الوزير في المؤتمر الذي عقد في جنيف.",
        "شارك الخبراء في الندوة",
        "للمزيد من الأمان أغلقت الشرطة الطريق.",
        "المزيد من القتلى في غارات على المدينة",
        "تعليقات الوزير أثارت غضبا واسعا.",
        "التعليقات التي أدلى بها الوزير أثارت غضبا واسعا.",
        "إعلان الحرب على الفساد",
        "تابعونا على مدى عشرين عاما قضوها في جمع الأخبار من القرى البعيدة ثم في نشرها على الناس دون مقابل.",
        "اقرأ هذا الكتاب",
        "دقائق للقراءة تكفي الطفل كل مساء",
        "الآراء التي وردت في الندوة تعبر عن انقسام حاد.",
        "Share prices fell on Monday.",
        "Comments by the minister angered many.",
        "Sources close to the minister confirmed the report.",
    ],
)
def test_a_sentence_that_begins_like_furniture_is_not_furniture(line: str) -> None:
    assert not is_boilerplate(line)


@pytest.mark.parametrize(
    "line",
    [
        "الرئيسية | أخبار | من الجنوب",
        "الرئيسية › اقتصاد › طاقة",
        "الرئيسية أخبار عربي ودولي رياضة",
        "Home / News / Iraq",
    ],
)
def test_navigation_is_recognised(line: str) -> None:
    assert is_navigation(line)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "أخبار الرياضة",
        "السد | السعة | 1938",
        "أخبار العالم في دقيقة",
        "الوزير | والمدير",
        "انتخابات 2024 | لبنان | أخبار",
    ],
)
def test_other_lines_are_no_navigation(line: str) -> None:
    assert not is_navigation(line)


def test_only_a_line_without_a_tail_announces_links() -> None:
    assert announces_links("اقرأ أيضاً:")
    assert announces_links("Related articles")
    assert not announces_links("اقرأ أيضا: خبر آخر")
    assert not announces_links("شارك الخبر")


def test_comments_below_most_of_the_article_end_it() -> None:
    lines = ["كلمات كثيرة من المقال نفسه.", "وبقيته في هذا السطر.", "التعليقات (1)", "خبر ممتاز"]
    assert article_end(lines) == 2


def test_a_count_of_comments_above_the_article_does_not_end_it() -> None:
    lines = ["عنوان", "3 تعليقات", "كلمات كثيرة من المقال نفسه.", "وبقيته في هذا السطر."]
    assert article_end(lines) == len(lines)


def test_every_line_of_the_data_file_can_be_used() -> None:
    entries = [line.partition("#")[0].strip() for line in DATA.read_text(encoding="utf-8").splitlines()]
    for entry in filter(None, entries):
        alone = re.split("[:…↓]", entry)[0]
        assert is_boilerplate(alone), entry
        assert words(alone), entry
    assert len(set(entries)) > 150
