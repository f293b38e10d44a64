"""Who wrote an article and when it appeared is answered with the line that says so, or not at all."""

from pathlib import Path

import pytest

from assistant import Settings
from assistant.assembly import open_assistant
from vectorstore.article import Article
from vectorstore.importing.files import parse_file
from vectorstore.retrieving.credits import asks_about

PAGES = Path(__file__).parents[3] / "tests" / "data" / "pages"


def page(name: str) -> Article:
    raw = (PAGES / f"{name}.html").read_bytes()
    return parse_file(raw, suffix=".html", name=name, max_bytes=1 << 22)


@pytest.mark.parametrize(
    ("question", "about"),
    [
        ("من كتب الخبر؟", "author"),
        ("من هو كاتب هذا المقال؟", "author"),
        ("مَن الكاتب؟", "author"),
        ("ما اسم كاتبة التقرير؟", "author"),
        ("Who wrote this article?", "author"),
        ("متى نشر؟", "date"),
        ("متى نُشر الخبر؟", "date"),
        ("ما تاريخ نشر المقال؟", "date"),
        ("When was it published?", "date"),
        ("من كتب النقش؟", None),
        ("متى نشر البنك تقريره؟", None),
        ("من كتب الخبر الذي نفاه الوزير؟", None),
        ("متى كتب الرسالة؟", None),
    ],
)
def test_a_question_about_the_article_itself_is_known(question: str, about: str | None) -> None:
    assert asks_about(question) == about


@pytest.mark.parametrize(
    ("name", "author", "date"),
    [
        ("wordpress-classic", "بقلم: سلمى العوضي", "14 مايو 2024"),
        ("amp", "نادر عيسى", "19 سبتمبر 2024"),
        ("byline-block", "كتبت: ريم الناصر", "نُشر في: الثلاثاء 3 سبتمبر 2024 - 08:15 ص"),
        ("opinion", "د. منى الحسن", None),
    ],
)
def test_the_line_that_says_it_is_cited(tmp_path: Path, name: str, author: str | None, date: str | None) -> None:
    assistant = open_assistant(Settings(data_dir=tmp_path, embeddings="builtin"), article=page(name))
    for question, line in (("من كتب الخبر؟", author), ("متى نشر؟", date)):
        answer = assistant.ask(question)
        assert answer.answered == (line is not None)
        assert [citation.text for citation in answer.citations] == ([line] if line else [])
