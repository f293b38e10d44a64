"""Question files in JSON lines: what is read, what is refused, and how a question is put into a half."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import QuestionFileInvalid
from assistant.evaluation.asked.questions import EvaluationQuestion, check_gold, load, split_half
from vectorstore.article import Article, Paragraph

GOOD: dict[str, Any] = {
    "id": "q1",
    "kind": "fact",
    "turns": ["من أعلن القرار؟", "ومتى؟"],
    "answerable": True,
    "gold": ["يوم الأحد"],
}
ABSENT: dict[str, Any] = {"id": "q2", "kind": "absent", "turns": ["كم عدد السكان؟"], "answerable": False, "gold": []}


def write(path: Path, *records: object) -> Path:
    path.write_text("\n".join(json.dumps(record, ensure_ascii=False) for record in records), encoding="utf-8")
    return path


def article(text: str) -> Article:
    return Article(text, None, (), (Paragraph(0, len(text), None),))


def test_questions_are_read_in_order(tmp_path: Path) -> None:
    first, second = load(write(tmp_path / "q.jsonl", GOOD, ABSENT))
    place = f"{tmp_path / 'q.jsonl'}, line"
    gold = ("يوم الأحد",)
    assert first == EvaluationQuestion("q1", "fact", ("من أعلن القرار؟", "ومتى؟"), True, gold, place=f"{place} 1")
    assert second == EvaluationQuestion("q2", "absent", ("كم عدد السكان؟",), False, place=f"{place} 2")


def test_blank_lines_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(GOOD).encode() + b"\r\n\r\n" + json.dumps(ABSENT).encode() + b"\r\n")
    assert [question.id for question in load(path)] == ["q1", "q2"]


def test_a_line_separator_within_a_string_is_not_a_line_end(tmp_path: Path) -> None:
    turns = ["قبل\u2028بعد"]
    assert load(write(tmp_path / "q.jsonl", GOOD | {"turns": turns}))[0].turns == tuple(turns)


def without(name: str) -> dict[str, Any]:
    return {key: value for key, value in GOOD.items() if key != name}


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (["q1"], 'line 2: \\["q1"\\] is not an object'),
        (without("id"), 'line 2: the field "id" is missing'),
        (without("kind"), 'line 2: the field "kind" is missing'),
        (without("turns"), 'line 2: the field "turns" is missing'),
        (without("answerable"), 'line 2: the field "answerable" is missing'),
        (without("gold"), 'line 2: the field "gold" is missing'),
        (GOOD | {"id": 7}, 'line 2: the field "id": 7 is not text'),
        (GOOD | {"id": " "}, 'line 2: the field "id" is empty'),
        (GOOD | {"kind": ""}, 'line 2: the field "kind" is empty'),
        (GOOD | {"turns": "من؟"}, 'line 2: the field "turns": "من؟" is not a list'),
        (GOOD | {"turns": []}, 'line 2: the field "turns" is empty'),
        (GOOD | {"turns": ["من؟", None]}, 'line 2: an item of the field "turns": null is not text'),
        (GOOD | {"turns": ["من؟", ""]}, 'line 2: an item of the field "turns" is empty'),
        (GOOD | {"answerable": 1}, 'line 2: the field "answerable": 1 is not true or false'),
        (GOOD | {"answerable": "yes"}, 'line 2: the field "answerable": "yes" is not true or false'),
        (GOOD | {"gold": [3]}, 'line 2: an item of the field "gold": 3 is not text'),
        (GOOD | {"gold": []}, "line 2: answerable without gold"),
        (GOOD | {"answerable": False}, "line 2: not answerable, yet with gold"),
        (GOOD | {"gold": ["؟!"]}, 'line 2: gold "؟!" has no words'),
        (ABSENT, 'line 2: the id "q2" is that of line 1 too'),
    ],
)
def test_a_malformed_record_is_refused_with_file_line_and_reason(tmp_path: Path, record: object, reason: str) -> None:
    path = write(tmp_path / "q.jsonl", ABSENT, record)
    with pytest.raises(QuestionFileInvalid, match=f"q.jsonl, {reason}"):
        load(path)


SIX = b"".join(json.dumps(GOOD | {"id": f"q{n}"}).encode() + b"\n" for n in range(1, 7))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b'{"id": ', "line 1: not JSON"),
        (SIX + b'{"id": "q7",}\n', "line 7: not JSON"),
        (b"\n" + b"[" * 100_000, "line 2: JSON that is nested too deeply"),
        (b'{"id": ' + b"1" * 5_000 + b"}", "line 1: not JSON"),
        (b'{"id": "\\ud800", "kind": "a"}', 'line 1: the field "id" is not valid Unicode'),
        (b"{}\n\xff", "line 2: not UTF-8 text"),
        (b"", "there are no questions"),
        (b"\n \n", "there are no questions"),
    ],
)
def test_a_malformed_file_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "q.jsonl"
    path.write_bytes(content)
    with pytest.raises(QuestionFileInvalid, match=f"q.jsonl.*{reason}"):
        load(path)


@pytest.mark.parametrize("name", ["missing.jsonl", "."])
def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(QuestionFileInvalid, match=r"cannot be read .*check the path"):
        load(tmp_path / name)


def test_gold_is_found_for_all_its_spelling_and_clitics() -> None:
    golds = ("الحكومة", "وزاره الداخليه", "١٥ مليونا", "BBC")
    question = EvaluationQuestion("q", "fact", ("؟",), True, golds)
    check_gold([question], article("وبالحكومةِ، قالت «وزارة» الداخليّة: 15 مليونًا (بحسب الـBBC)"))


@pytest.mark.parametrize(
    ("gold", "text"),
    [
        ("5", "خمسة عشر: 15"),
        ("1", "النسبة 1.5"),
        ("5", "النسبة 1.5"),
        ("1", "15 عاما"),
        ("AI", "aid"),
        ("AI", "he said"),
        ("لا", "نعم"),
    ],
)
def test_gold_that_is_not_in_the_article_is_refused_by_file_line_and_question(gold: str, text: str) -> None:
    question = EvaluationQuestion("q7", "fact", ("؟",), True, (gold,), place="q.jsonl, line 3")
    said = f'q.jsonl, line 3: gold "{gold}" of question "q7" does not stand in the article; copy it from there'
    with pytest.raises(QuestionFileInvalid, match=f"^{said}$"):
        check_gold([question], article(text))


def test_the_line_that_is_told_counts_blank_lines(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text("\n\n" + json.dumps(GOOD) + "\n", encoding="utf-8")
    with pytest.raises(QuestionFileInvalid, match=r'q\.jsonl, line 3: gold "يوم الأحد" of question "q1"'):
        check_gold(load(path), article("نعم"))


def test_a_part_of_a_date_is_in_the_article() -> None:
    check_gold([EvaluationQuestion("q", "fact", ("متى؟",), True, ("2024",))], article("وقع في 17/9/2024."))


@pytest.mark.parametrize("question_id", ["q1", "q2", "q3", "سؤال", ""])
def test_the_half_is_the_parity_of_the_sha_256_of_the_id(question_id: str) -> None:
    odd = int(hashlib.sha256(question_id.encode()).hexdigest(), 16) % 2
    assert split_half(question_id) == ("test" if odd else "dev")


def test_the_halves_are_about_equal() -> None:
    halves = [split_half(f"question {number}") for number in range(2_000)]
    assert 900 < halves.count("dev") < 1_100
