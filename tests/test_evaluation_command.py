"""From question files to a report."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from assistant.answer import Answer, Citation
from assistant.errors import QuestionFileInvalid, SettingInvalid
from assistant.evaluation import AssistantLike, Report, evaluate, scratch_settings
from assistant.evaluation.questions import split_half
from assistant.readers.base import Turn
from assistant.settings import Settings
from vectorstore.article import Article, Paragraph
from vectorstore.errors import ArticleUnreadable

TEXT = "أعلنت الحكومة القرار يوم الأحد."


class Quoting:
    """Answers each question with the whole article, and declines those that ask «كم»."""

    def __init__(self, article: Article) -> None:
        self.article = article

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        everything = Citation(1, self.article.text, 0, len(self.article.text), 0, None)
        return Answer(question, not question.startswith("كم"), "جواب [1]", "ar", "quoting", (everything,))


def quoting(article: Article) -> AssistantLike:
    return Quoting(article)


def ask(paths: Sequence[Path], **options: Any) -> Report:
    article = Article(TEXT, None, (), (Paragraph(0, len(TEXT), None),))
    usual: dict[str, Any] = {
        "open_assistant": quoting,
        "article": article,
        "settings": Settings(data_dir=Path("unused")),
    }
    return evaluate(paths, **(usual | options))


def record(question_id: str, turn: str = "متى؟", gold: str = "الأحد") -> dict[str, Any]:
    return {
        "id": question_id,
        "kind": "fact",
        "turns": [turn],
        "answerable": bool(gold),
        "gold": [gold] if gold else [],
    }


def write_lines(path: Path, *records: dict[str, Any]) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    return path


def write_squad(path: Path, titles: int, questions: int) -> Path:
    data = [
        {
            "title": f"مقال {title}",
            "paragraphs": [
                {
                    "context": f"كتب زيد المقال {title}",
                    "qas": [
                        {"id": f"{title}/{n}", "question": "من؟", "answers": [{"text": "زيد", "answer_start": 4}]}
                        for n in range(questions)
                    ],
                }
            ],
        }
        for title in range(titles)
    ]
    path.write_text(json.dumps({"data": data}), encoding="utf-8")
    return path


def test_lines_are_asked_of_the_given_article(tmp_path: Path) -> None:
    report = ask([write_lines(tmp_path / "q.jsonl", record("1"), record("2", "كم العدد؟", ""))])
    assert [(row.id, row.rank, row.answered) for row in report.run.rows] == [("1", 1, True), ("2", None, False)]
    assert report.run.rows[0].cited == (TEXT,)
    assert (report.files[0].name, report.files[0].questions, report.files[0].skipped) == ("q.jsonl", 2, 0)


@pytest.mark.parametrize("name", ["news.ar.txt", "news.txt"])
def test_an_article_beside_the_lines_is_what_they_are_about(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(
        "عنوان المقال\n\nاجتمع المجلس في دمشق يوم الاثنين لبحث الموازنة الجديدة.\n", encoding="utf-8"
    )
    report = ask([write_lines(tmp_path / "news.questions.jsonl", record("1", gold="الاثنين"))])
    assert "دمشق" in report.run.rows[0].cited[0]


def test_the_language_in_the_name_goes_before(tmp_path: Path) -> None:
    (tmp_path / "news.ar.txt").write_text("اجتمع المجلس في دمشق.", encoding="utf-8")
    (tmp_path / "news.txt").write_text("اجتمع المجلس في حلب.", encoding="utf-8")
    report = ask([write_lines(tmp_path / "news.questions.jsonl", record("1", gold="دمشق"))])
    assert report.run.rows[0].rank == 1


def test_an_article_beside_lines_of_another_name_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "news.txt").write_text("اجتمع المجلس في دمشق.", encoding="utf-8")
    assert ask([write_lines(tmp_path / "news.jsonl", record("1"))]).run.rows[0].cited == (TEXT,)


def test_an_article_beside_the_lines_that_is_too_large_is_refused(tmp_path: Path) -> None:
    (tmp_path / "news.txt").write_text("اجتمع المجلس في دمشق.", encoding="utf-8")
    path = write_lines(tmp_path / "news.questions.jsonl", record("1", gold="دمشق"))
    with pytest.raises(ArticleUnreadable):
        ask([path], settings=Settings(data_dir=Path("unused"), max_article_bytes=10))


def test_gold_that_is_not_in_the_article_is_refused_before_anything_is_asked(tmp_path: Path) -> None:
    def open_assistant(article: Article) -> AssistantLike:
        raise AssertionError(article)

    good = write_lines(tmp_path / "good.jsonl", record("1"))
    bad = write_lines(tmp_path / "bad.jsonl", record("7", gold="الاثنين"))
    with pytest.raises(QuestionFileInvalid, match=r'bad\.jsonl, question "7": gold'):
        ask([good, bad], open_assistant=open_assistant)


def test_each_squad_title_is_an_article(tmp_path: Path) -> None:
    report = ask([write_squad(tmp_path / "s.json", titles=3, questions=2)])
    assert (report.run.articles, report.overall.questions, report.overall.hit_1.value) == (3, 6, 1)


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "questions.csv"
    path.write_text("", encoding="utf-8")
    with pytest.raises(QuestionFileInvalid, match=r"questions.csv: .*give a .jsonl, .json or .json.gz file"):
        ask([path])


def test_the_halves_make_up_the_whole(tmp_path: Path) -> None:
    path = write_squad(tmp_path / "s.json", titles=4, questions=5)
    dev, test, both = ([row.id for row in ask([path], half=half).run.rows] for half in ("dev", "test", "all"))
    assert {split_half(question_id) for question_id in dev} == {"dev"}
    assert {split_half(question_id) for question_id in test} == {"test"}
    assert sorted(dev + test) == sorted(both)
    assert len(both) == 4 * 5


def test_a_limit_keeps_so_many_of_each_file_and_a_larger_one_adds_to_them(tmp_path: Path) -> None:
    first, second = write_squad(tmp_path / "s.json", 8, 5), write_lines(tmp_path / "q.jsonl", record("1"))
    few, more = ask([first, second], limit=8), ask([first, second], limit=12)
    assert [note.questions for note in few.files] == [8, 1]
    assert [note.questions for note in more.files] == [12, 1]
    assert {row.id for row in few.run.rows} < {row.id for row in more.run.rows}
    assert few.run.articles > 3  # spread over the file, not its first two articles


def test_a_limit_below_one_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingInvalid, match="limit is 0; give a number from 1"):
        ask([write_lines(tmp_path / "q.jsonl", record("1"))], limit=0)


def test_files_of_the_same_name_are_told_apart_and_the_same_file_counts_once(tmp_path: Path) -> None:
    first = write_lines(tmp_path / "a" / "q.jsonl", record("1"))
    second = write_lines(tmp_path / "b" / "q.jsonl", record("1"))
    report = ask([first, second, first])
    assert [note.name for note in report.files] == [first.as_posix(), second.as_posix()]
    assert [summary.questions for summary in report.by_file] == [1, 1]


def test_the_report_has_the_settings_that_answers_depend_on(tmp_path: Path) -> None:
    settings = Settings(data_dir=Path("/home/me"), model_url="http://me:secret@host/v1", threshold=0.5)
    written = ask([write_lines(tmp_path / "q.jsonl", record("1"))], settings=settings).as_json()
    assert (written["settings"]["threshold"], written["settings"]["model_url"]) == (0.5, "http://host/v1")
    assert "data_dir" not in written["settings"]
    assert "secret" not in json.dumps(written)


def test_scratch_settings_have_a_data_folder_of_their_own_that_goes_away(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, chroma_url="http://localhost:8000", threshold=0.5)
    with scratch_settings(settings) as scratch:
        assert scratch.data_dir.is_dir()
        assert scratch.data_dir != tmp_path
        assert (scratch.chroma_url, scratch.threshold) == ("", 0.5)
        (scratch.data_dir / "index").write_bytes(b"")
    assert not scratch.data_dir.exists()
    assert list(tmp_path.iterdir()) == []


def test_no_progress_is_written_where_standard_error_is_no_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ask([write_lines(tmp_path / "q.jsonl", record("1"))])
    assert capsys.readouterr() == ("", "")
