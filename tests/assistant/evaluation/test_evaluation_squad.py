"""SQuAD-format files: articles from paragraphs, and where the answers stand in them."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import QuestionFileInvalid
from assistant.evaluation.asked.questions import EvaluationQuestion
from assistant.evaluation.asked.squad import load, locate
from vectorstore.article import Article, Paragraph

SHARED = Path(__file__).parents[3].parent / "shared" / "qa"


def qa(question_id: str, *answers: tuple[str, int], **fields: object) -> dict[str, Any]:
    given = [{"text": text, "answer_start": start} for text, start in answers]
    return {"id": question_id, "question": f"سؤال {question_id}؟", "answers": given} | fields


def entry(title: str | None, *paragraphs: tuple[str, list[dict[str, Any]]]) -> dict[str, Any]:
    named = {} if title is None else {"title": title}
    return named | {"paragraphs": [{"context": context, "qas": qas} for context, qas in paragraphs]}


def write(tmp_path: Path, *entries: dict[str, Any]) -> Path:
    path = tmp_path / "s.json"
    path.write_text(json.dumps({"data": entries}), encoding="utf-8")
    return path


def test_a_title_is_one_article_of_its_paragraphs(tmp_path: Path) -> None:
    path = write(tmp_path, entry("عنوان", ("أولى فقرة", []), ("ثانية فقرة", [qa("q", ("فقرة", 6))])))
    (only,) = load(path).sets
    assert only.article == Article(
        "أولى فقرة\nثانية فقرة", "عنوان", (), (Paragraph(0, 9, None), Paragraph(10, 20, None))
    )
    start = 9 + 1 + 6  # first paragraph, line end, offset in the second
    assert only.questions == (EvaluationQuestion("q", "squad", ("سؤال q؟",), True, ("فقرة",), ((start, start + 4),)),)
    assert only.file == "s.json"


def test_entries_with_the_same_title_are_one_article_that_has_each_paragraph_once(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        entry("أ", ("كتب زيد", [qa("1", ("زيد", 4))])),
        entry("ب", ("غيره", [])),
        entry("أ", ("كتب زيد", [qa("2", ("كتب", 0))]), ("قرأ عمر", [qa("3", ("عمر", 4))])),
    )
    first, second = load(path).sets
    assert first.article.text == "كتب زيد\nقرأ عمر"
    assert [first.article.text[slice(*q.gold_spans[0])] for q in first.questions] == ["زيد", "كتب", "عمر"]
    assert (second.article.title, second.questions) == ("ب", ())


def test_entries_without_a_title_are_articles_of_their_own(tmp_path: Path) -> None:
    path = write(tmp_path, entry(None, ("أ", [qa("1", ("أ", 0))])), entry(None, ("ب", [])))
    assert [(each.article.title, each.article.text) for each in load(path).sets] == [(None, "أ"), (None, "ب")]


def test_by_paragraph_each_paragraph_is_an_article_of_its_own(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        entry("أ", ("كتب زيد", [qa("1", ("زيد", 4))]), ("قرأ عمر", [qa("2", ("عمر", 4))])),
        entry("ب", ("كتب زيد", [qa("3", ("كتب", 0))])),
        entry("أ", ("كتب زيد", [qa("4", ("كتب", 0))])),
    )
    found = load(path, by_paragraph=True).sets
    assert [(each.article.title, each.article.text) for each in found] == [
        ("أ", "كتب زيد"),
        ("أ", "قرأ عمر"),
        ("ب", "كتب زيد"),
    ]
    assert [[(q.id, q.gold_spans) for q in each.questions] for each in found] == [
        [("1", ((4, 7),)), ("4", ((0, 3),))],
        [("2", ((4, 7),))],
        [("3", ((0, 3),))],
    ]
    assert [each.article.paragraphs for each in found] == [(Paragraph(0, 7, None),)] * 3


def test_by_paragraph_an_entry_without_a_title_has_none(tmp_path: Path) -> None:
    path = write(tmp_path, entry(None, ("أ", [qa("1", ("أ", 0))])), entry(None, ("أ", [qa("2", ("أ", 0))])))
    assert [each.article.title for each in load(path, by_paragraph=True).sets] == [None, None]


def test_the_file_has_the_name_it_is_given(tmp_path: Path) -> None:
    path = write(tmp_path, entry("أ", ("كتب زيد", [qa("1", ("زيد", 4))])))
    assert load(path, file="other").sets[0].file == "other"


def test_answers_that_agree_are_one(tmp_path: Path) -> None:
    path = write(tmp_path, entry("أ", ("زيد ثم زيد", [qa("1", ("زيد", 0), ("زيد", 0), ("زيد", 7))])))
    (question,) = load(path).sets[0].questions
    assert (question.gold, question.gold_spans) == (("زيد",), ((0, 3), (7, 10)))


def test_questions_whose_gold_cannot_be_found_are_skipped_and_counted(tmp_path: Path) -> None:
    path = write(tmp_path, entry("أ", ("كتب زيد", [qa("1", ("عمر", 4)), qa("2"), qa("3", ("عمر", 4), ("زيد", 9))])))
    loaded = load(path)
    assert loaded.skipped == ("1", "2")
    assert [(q.id, q.gold) for q in loaded.sets[0].questions] == [("3", ("زيد",))]


def test_an_impossible_question_is_unanswerable(tmp_path: Path) -> None:
    asked = [qa("1", is_impossible=True, plausible_answers=[]), qa("2", ("زيد", 4), is_impossible=False)]
    first, second = load(write(tmp_path, entry("أ", ("كتب زيد", asked)))).sets[0].questions
    assert (first.kind, first.answerable, first.gold) == ("squad-impossible", False, ())
    assert (second.kind, second.answerable) == ("squad", True)


@pytest.mark.parametrize(
    ("answer", "start", "found"),
    [
        ("زيد", 4, "زيد"),
        (" زيد ", 3, "زيد"),
        ("زيد", 400, "زيد"),
        ("زيد", -1, "زيد"),
        ("الي المدينه", 0, "إلى\u00a0المدينةِ"),
        ("عمر", 0, None),
        ("", 0, None),
        ("؟", 0, None),
    ],
)
def test_an_answer_is_at_its_offset_or_looked_up(answer: str, start: int, found: str | None) -> None:
    context = "سار زيد إلى\u00a0المدينةِ"
    span = locate(context, answer, start)
    assert (context[slice(*span)] if span else None) == found


def test_of_several_places_the_nearest_to_the_offset_is_taken() -> None:
    assert locate("زيد وزيد وزيد", "زيد", 6) == (5, 8)
    assert locate("زيدٌ ثم زيدٌ", "زيد", 9) == (8, 11)


def test_a_compressed_file_is_read(tmp_path: Path) -> None:
    plain = write(tmp_path, entry("أ", ("كتب زيد", [qa("1", ("زيد", 4))])))
    packed = tmp_path / "s.json.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes(), mtime=0))
    assert load(packed, file="s.json") == load(plain)


# Without a time in it: the ids of the tests are made of these bytes, and two processes must agree on them.
GZIP = gzip.compress(b'{"data": []}', mtime=0)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"{", "not JSON"),
        (b"[]", "is not an object"),
        (b"{}", 'the field "data" is missing'),
        (b'{"data": []}', "there are no questions"),
        (b'{"data": [1]}', r"data\[0\]: 1 is not an object"),
        (b'{"data": [{"title": 1}]}', r'data\[0\]: the field "title": 1 is not text'),
        (b'{"data": [{"paragraphs": [{"qas": []}]}]}', r'data\[0\], paragraphs\[0\]: the field "context" is missing'),
        (b'{"data": "\xff"}', "not UTF-8"),
        (GZIP[:-4], "damaged gzip file"),
        (GZIP[:-4] + b"0000", "damaged gzip file"),
        (GZIP[:10] + b"\xff" * 20, "damaged gzip file"),
    ],
)
def test_a_malformed_file_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "s.json"
    path.write_bytes(content)
    with pytest.raises(QuestionFileInvalid, match=f"s.json.*{reason}"):
        load(path)


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ([qa("1", id=1)], r'qas\[0\]: the field "id": 1 is not text'),
        ([qa("1", question="")], r'qas\[0\]: the field "question" is empty'),
        ([qa("1", answers={})], r'qas\[0\]: the field "answers": {} is not a list'),
        ([qa("1", answers=[{"text": "أ"}])], r'qas\[0\], answers\[0\]: the field "answer_start" is missing'),
        (
            [qa("1", answers=[{"text": "أ", "answer_start": True}])],
            'the field "answer_start": true is not a whole number',
        ),
        ([qa("1", is_impossible="no")], r'the field "is_impossible": "no" is not true or false'),
        ([qa("1", ("أ", 0)), qa("1", ("أ", 0))], 'more than one question has the id "1"'),
    ],
)
def test_a_malformed_question_is_refused(tmp_path: Path, asked: list[dict[str, Any]], reason: str) -> None:
    with pytest.raises(QuestionFileInvalid, match=reason):
        load(write(tmp_path, entry("أ", ("أ", asked))))


@pytest.mark.parametrize(
    ("name", "articles", "questions"),
    [
        ("arcd-test.json.gz", 78, 702),
        ("arcd-train.json.gz", 77, 693),
        ("mlqa-dev.ar.json.gz", 238, 517),
        ("tydiqa-goldp-dev.ar.json.gz", 795, 921),
        ("xquad.ar.json.gz", 48, 1_190),
        ("xquad.en.json.gz", 48, 1_190),
    ],
)
def test_the_shared_files_load_whole(name: str, articles: int, questions: int) -> None:
    path = SHARED / name
    if not path.is_file():
        pytest.skip(f"{path} is not on this machine")
    loaded = load(path)
    assert (len(loaded.sets), sum(len(each.questions) for each in loaded.sets), loaded.skipped) == (
        articles,
        questions,
        (),
    )
    for each in loaded.sets:
        assert each.article.text == "\n".join(each.article.text[p.start : p.end] for p in each.article.paragraphs)
