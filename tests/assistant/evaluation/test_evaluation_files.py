"""Question files: what they are about, what is left of them, and what is wrong with them."""

import gzip
import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from evaluated import article_of

from assistant.errors import QuestionFileInvalid
from assistant.evaluation.asked.files import Halves, QuestionFile, article_beside, chosen, read_files
from assistant.evaluation.asked.questions import split_half
from vectorstore.errors import ArticleUnreadable

ARTICLE = article_of("أعلنت الحكومة القرار يوم الأحد.")


def record(question_id: str, *, turn: str = "متى؟", gold: str = "الأحد") -> dict[str, Any]:
    golds = [gold] if gold else []
    return {"id": question_id, "kind": "fact", "turns": [turn], "answerable": bool(gold), "gold": golds}


def lines(path: Path, *records: dict[str, Any]) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    return path


def squad(path: Path, *, titles: int = 2, paragraphs: int = 2, questions: int = 1) -> Path:
    """A SQuAD-format file in which every question has an id of its own."""

    def paragraph(title: int, place: int) -> dict[str, Any]:
        answers = [{"text": "زيد", "answer_start": 4}]
        ids = [f"{title}/{place}/{n}" for n in range(questions)]
        qas = [{"id": each, "question": "من؟", "answers": answers} for each in ids]
        return {"context": f"كتب زيد الفقرة {place} من المقال {title}", "qas": qas}

    data = [
        {"title": f"مقال {title}", "paragraphs": [paragraph(title, place) for place in range(paragraphs)]}
        for title in range(titles)
    ]
    content = json.dumps({"data": data}).encode()
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
    return path


def read(*paths: Path, max_article_bytes: int = 1 << 20, by_paragraph: bool = False) -> list[QuestionFile]:
    return read_files(paths, article=ARTICLE, max_article_bytes=max_article_bytes, by_paragraph=by_paragraph)


def ids(file: QuestionFile) -> list[str]:
    return [question.id for each in file.sets for question in each.questions]


def texts(file: QuestionFile) -> list[str]:
    return [each.article.text for each in file.sets]


# What a file is about


def test_lines_are_about_the_given_article(tmp_path: Path) -> None:
    path = lines(tmp_path / "q.jsonl", record("1"), record("2", gold=""))
    (file,) = read(path)
    assert [each.article for each in file.sets] == [ARTICLE]
    assert (file.name, ids(file), file.skipped, file.halved) == ("q.jsonl", ["1", "2"], (), True)
    assert file.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("name", ["news.ar.txt", "news.txt"])
def test_an_article_beside_the_lines_is_what_they_are_about(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("عنوان المقال\n\nاجتمع المجلس في دمشق يوم الاثنين.\n", encoding="utf-8")
    (file,) = read(lines(tmp_path / "news.questions.jsonl", record("1", gold="الاثنين")))
    assert "دمشق" in texts(file)[0]


def test_the_language_in_the_name_goes_before(tmp_path: Path) -> None:
    for name, city in (("news.ar.txt", "دمشق"), ("news.txt", "حلب")):
        (tmp_path / name).write_text(f"اجتمع المجلس في {city}.", encoding="utf-8")
    (file,) = read(lines(tmp_path / "news.questions.jsonl", record("1", gold="دمشق")))
    assert "دمشق" in texts(file)[0]
    assert article_beside(tmp_path / "news.questions.jsonl") == tmp_path / "news.ar.txt"


def test_an_article_beside_lines_of_another_name_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "news.txt").write_text("اجتمع المجلس في دمشق.", encoding="utf-8")
    (file,) = read(lines(tmp_path / "news.jsonl", record("1")))
    assert texts(file) == [ARTICLE.text]


@pytest.mark.parametrize("name", ["news.jsonl", "news.questions.jsonl"])
def test_where_none_stands_beside_there_is_none(tmp_path: Path, name: str) -> None:
    (tmp_path / "news.ar.txt").mkdir()  # a folder is no article
    assert article_beside(tmp_path / name) is None


def test_an_article_beside_the_lines_that_is_too_large_is_refused(tmp_path: Path) -> None:
    (tmp_path / "news.txt").write_text("اجتمع المجلس في دمشق.", encoding="utf-8")
    path = lines(tmp_path / "news.questions.jsonl", record("1", gold="دمشق"))
    with pytest.raises(ArticleUnreadable, match="the most allowed is 10"):
        read(path, max_article_bytes=10)


@pytest.mark.parametrize("name", ["s.json", "s.json.gz"])
def test_a_squad_file_brings_an_article_of_each_title(tmp_path: Path, name: str) -> None:
    path = squad(tmp_path / name)
    (file,) = read(path)
    assert [each.article.title for each in file.sets] == ["مقال 0", "مقال 1"]
    assert (ids(file), file.halved) == (["0/0/0", "0/1/0", "1/0/0", "1/1/0"], False)
    assert file.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_by_paragraph_a_squad_file_brings_one_of_each_paragraph_and_lines_stay_as_they_are(tmp_path: Path) -> None:
    first, second = read(squad(tmp_path / "s.json"), lines(tmp_path / "q.jsonl", record("1")), by_paragraph=True)
    assert [text.splitlines() for text in texts(first)] == [[text] for text in texts(first)]
    assert (len(first.sets), len(second.sets)) == (2 * 2, 1)
    assert ids(first) == ["0/0/0", "0/1/0", "1/0/0", "1/1/0"]


def test_questions_without_their_gold_are_skipped_and_told(tmp_path: Path) -> None:
    path = squad(tmp_path / "s.json")
    path.write_text(path.read_text().replace(json.dumps("زيد"), json.dumps("عمر"), 1))
    (file,) = read(path)
    assert (file.skipped, len(ids(file))) == (("0/0/0",), 3)


# Names


def test_files_of_the_same_name_are_told_apart_and_the_same_file_counts_once(tmp_path: Path) -> None:
    first = lines(tmp_path / "a" / "q.jsonl", record("1"))
    second = lines(tmp_path / "b" / "q.jsonl", record("1"))
    other = lines(tmp_path / "b" / "other.jsonl", record("1"))
    assert [file.name for file in read(first, second, first, other)] == [
        first.as_posix(),
        second.as_posix(),
        "other.jsonl",
    ]


def test_squad_files_of_the_same_name_are_told_apart_in_their_sets(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    files = read(squad(tmp_path / "a" / "s.json"), squad(tmp_path / "s.json"))
    assert [{each.file for each in file.sets} for file in files] == [{file.name} for file in files]
    assert files[0].name != files[1].name


def test_no_files_are_no_questions() -> None:
    assert read() == []


# What is asked of them


@pytest.fixture(scope="module")
def halved(tmp_path_factory: pytest.TempPathFactory) -> QuestionFile:
    """Twenty questions in lines."""
    return read(lines(tmp_path_factory.mktemp("files") / "q.jsonl", *(record(str(n)) for n in range(20))))[0]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> QuestionFile:
    """Forty questions, five on each paragraph of four titles."""
    return read(squad(tmp_path_factory.mktemp("files") / "s.json", titles=4, questions=5))[0]


def test_the_halves_make_up_the_whole(halved: QuestionFile) -> None:
    dev, test, both = (ids(chosen(halved, half, None)) for half in ("dev", "test", "all"))
    assert {split_half(question_id) for question_id in dev} == {"dev"}
    assert {split_half(question_id) for question_id in test} == {"test"}
    assert sorted(dev + test) == sorted(both)
    assert both == ids(halved)


@pytest.mark.parametrize("half", ["dev", "test", "all"])
def test_squad_files_are_asked_whole(whole: QuestionFile, half: Halves) -> None:
    assert chosen(whole, half, None) == whole


def test_a_limit_keeps_so_many_in_their_order_and_a_larger_one_adds_to_them(whole: QuestionFile) -> None:
    order = ids(whole)
    few, more = (ids(chosen(whole, "all", limit)) for limit in (8, 12))
    assert (len(few), len(more)) == (8, 12)
    assert set(few) < set(more)
    assert few == [each for each in order if each in few]
    assert more != order[:12]  # spread over the file
    assert ids(chosen(whole, "all", 8)) == few


def test_a_limit_counts_the_questions_of_the_half(halved: QuestionFile) -> None:
    few = ids(chosen(halved, "dev", 3))
    assert len(few) == 3
    assert {split_half(each) for each in few} == {"dev"}


@pytest.mark.parametrize("limit", [40, 41, 10_000])
def test_a_limit_above_what_there_is_keeps_all(whole: QuestionFile, limit: int) -> None:
    assert chosen(whole, "all", limit) == whole


def test_articles_of_which_nothing_is_asked_stay_without_questions(whole: QuestionFile) -> None:
    file = chosen(whole, "all", 1)
    assert [each.article for each in file.sets] == [each.article for each in whole.sets]
    assert sorted(len(each.questions) for each in file.sets) == [0, 0, 0, 1]


# What is wrong with them


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "questions.csv"
    path.write_text("", encoding="utf-8")
    with pytest.raises(QuestionFileInvalid, match=r"questions\.csv: .*give a \.jsonl, \.json or \.json\.gz file"):
        read(path)


@pytest.mark.parametrize("name", ["q.jsonl", "s.json", "s.json.gz"])
def test_a_file_that_is_not_there_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(QuestionFileInvalid, match=rf"{name}: cannot be read .*; check the path"):
        read(tmp_path / name)


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("{", r"line 7: not JSON \(.*\)"),
        (json.dumps({"id": "7"}), 'line 7: the field "kind" is missing'),
        (
            json.dumps(record("7", gold="الاثنين")),
            'line 7: gold "الاثنين" of question "7" does not stand in the article; .*',
        ),
        (json.dumps(record("3")), 'line 7: the id "3" is that of line 3 too; give each question its own'),
    ],
)
def test_a_bad_line_is_refused_with_file_line_and_reason(tmp_path: Path, bad: str, reason: str) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text("\n".join([*(json.dumps(record(str(n))) for n in range(1, 7)), bad]), encoding="utf-8")
    with pytest.raises(QuestionFileInvalid, match=rf"^{path}, {reason}$"):
        read(path)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ([{"paragraphs": [{"context": "أ"}]}], r'data\[0\], paragraphs\[0\]: the field "qas" is missing'),
        ([{"title": "أ", "paragraphs": []}], "there are no questions in it"),
    ],
)
def test_a_bad_squad_file_is_refused_with_file_place_and_reason(
    tmp_path: Path, data: Sequence[object], reason: str
) -> None:
    path = tmp_path / "s.json"
    path.write_text(json.dumps({"data": data}), encoding="utf-8")
    with pytest.raises(QuestionFileInvalid, match=rf"^{path}.*{reason}"):
        read(path)


def test_gold_is_looked_for_in_the_article_beside(tmp_path: Path) -> None:
    (tmp_path / "news.txt").write_text("اجتمع المجلس في دمشق.", encoding="utf-8")
    path = lines(tmp_path / "news.questions.jsonl", record("1", gold="الأحد"))
    with pytest.raises(QuestionFileInvalid, match=r'news\.questions\.jsonl, line 1: gold "الأحد" of question "1"'):
        read(path)
