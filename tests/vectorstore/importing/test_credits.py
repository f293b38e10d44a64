"""Who wrote an article and when it appeared, as its lines say."""

import pytest

from vectorstore.importing.credits import is_credit, read_author, read_date
from vectorstore.importing.files import parse_file

LONG = "افتتحت الوزيرة مكتبة المدينة الجديدة صباح أمس بحضور جمهور كبير من القراء والكتّاب والناشرين."


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("بقلم: سلمى العوضي", "سلمى العوضي"),
        ("بقلم سلمى العوضي", "سلمى العوضي"),
        ("كتب: محمد علي", "محمد علي"),
        ("كتبت - سارة حسن", "سارة حسن"),
        ("تقرير: سلمى العوضي | 14 مايو 2024", "سلمى العوضي"),
        ("إعداد: فريق التحرير", "فريق التحرير"),
        ("نویسنده: مریم احمدی", "مریم احمدی"),
        ("By Salma Awadi", "Salma Awadi"),
        ("Author: Omar bin Said", "Omar bin Said"),
    ],
)
def test_a_byline_names_the_author(line: str, name: str) -> None:
    assert read_author(line) == name
    assert is_credit(line)


@pytest.mark.parametrize(
    "line",
    [
        "سلمى العوضي",
        "كتب الطالب رسالة إلى أهله",
        "كتب محمد صلاح هدفا في الشباك",
        "تقرير جديد يكشف أسرار الحملة",
        "تقرير: ارتفاع أسعار النفط في العالم",
        "By the end of the week",
        "بقلم:",
        "",
        LONG,
    ],
)
def test_other_lines_name_nobody(line: str) -> None:
    assert read_author(line) is None


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("14 مايو 2024", "14 مايو 2024"),
        ("نُشر في: الأحد 5 يناير 2025 - 10:30 ص", "5 يناير 2025"),
        ("آخر تحديث: 2024-05-14 12:00", "2024-05-14"),
        ("تونس - وات 12/05/2024", "12/05/2024"),
        ("بيروت، 3 كانون الثاني 2024", "3 كانون الثاني 2024"),
        ("۱۴ اردیبهشت ۱۴۰۳", "۱۴ اردیبهشت ۱۴۰۳"),
        ("Published May 14, 2024", "May 14, 2024"),
        ("14 May 2024 | 10:30", "14 May 2024"),
    ],
)
def test_a_line_of_the_date_gives_it_as_it_is_written(line: str, date: str) -> None:
    assert read_date(line) == date


@pytest.mark.parametrize(
    "line", ["في 14 مايو 2024 أعلنت الوزارة تقليص المهمة", "أعلن في 12/5/2024 فوز الفريق الأول", "2024", "3-1", ""]
)
def test_a_date_in_a_sentence_is_not_when_the_article_appeared(line: str) -> None:
    assert read_date(line) is None


def test_an_article_has_the_author_and_date_that_its_lines_say_and_keeps_the_lines() -> None:
    text = f"مكتبة جديدة في المدينة\nبقلم: سلمى العوضي\n14 مايو 2024\n{LONG}\n{LONG}"
    article = parse_file(text.encode(), suffix=".txt", name="a.txt", max_bytes=1 << 20)
    assert (article.title, article.author, article.date) == ("مكتبة جديدة في المدينة", "سلمى العوضي", "14 مايو 2024")
    assert article.text == text
    texts = [article.text[p.start : p.end] for p in article.paragraphs]
    assert texts == ["بقلم: سلمى العوضي", "14 مايو 2024", LONG, LONG]


def test_nothing_is_made_up() -> None:
    article = parse_file(f"مكتبة جديدة\n{LONG}".encode(), suffix=".txt", name="a.txt", max_bytes=1 << 20)
    assert (article.author, article.date, article.source) == (None, None, None)


def test_a_title_that_opens_as_a_byline_does_is_the_title() -> None:
    text = f"تقرير: أزمة المياه\n{LONG}\n{LONG}"
    assert parse_file(text.encode(), suffix=".txt", name="a.txt", max_bytes=1 << 20).title == "تقرير: أزمة المياه"
