"""Labelled statements: files of them, and how often the check of citations errs."""

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import QuestionFileInvalid
from assistant.evaluation.asked import statements
from assistant.evaluation.asked.statements import Errors, LabelledStatement, errors, keeps
from assistant.settings import SHIPPED_ARTICLE

QUOTATION = "بلغ عدد المصابين 120 شخصا في مدينة حلب يوم الخميس."
RECORD = {
    "id": "a-part-1",
    "kind": "part",
    "statement": "بلغ عدد المصابين 120.",
    "quotation": QUOTATION,
    "supported": True,
}
FILES = sorted(SHIPPED_ARTICLE.parent.glob("*/*.statements.jsonl"))


def file_of(folder: Path, *records: dict[str, Any]) -> Path:
    path = folder / "a.statements.jsonl"
    path.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    return path


def labelled(statement: str, kind: str = "part", *, supported: bool = True) -> LabelledStatement:
    return LabelledStatement(statement, kind, statement, QUOTATION, supported)


def test_a_file_is_read(tmp_path: Path) -> None:
    (each,) = statements.load(file_of(tmp_path, RECORD))
    assert each == LabelledStatement("a-part-1", "part", "بلغ عدد المصابين 120.", QUOTATION, supported=True)


@pytest.mark.parametrize(
    ("changed", "said"),
    [({"supported": 1}, "supported"), ({"quotation": " "}, "quotation"), ({"statement": None}, "statement")],
)
def test_what_is_wrong_with_a_file_is_told_with_its_line(tmp_path: Path, changed: dict[str, Any], said: str) -> None:
    with pytest.raises(QuestionFileInvalid, match=f"line 2.*{said}"):
        statements.load(file_of(tmp_path, RECORD, RECORD | changed))


def test_errors_are_counted_by_label_language_and_kind() -> None:
    found = errors(
        [
            labelled("بلغ عدد المصابين 120."),
            labelled("أصيب أكثر من مئة إنسان.", "restated"),
            labelled("بلغ عدد المصابين 950.", "number", supported=False),
            labelled("The number of injured was 950.", "number", supported=False),
        ],
        None,
    )
    assert found[True, "all"] == Errors(2, 1)
    assert found[True, "restated"] == Errors(1, 1)
    assert found[False, "number"] == Errors(2, 0)
    assert found[False, "en"] == Errors(1, 0)


def test_a_statement_is_checked_as_an_answer_that_cites_it() -> None:
    assert keeps(labelled("بلغ عدد المصابين 120 شخصا."), None)
    assert not keeps(labelled("بلغ عدد المصابين 130 شخصا."), None)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_what_ships_quotes_its_article_and_is_half_true(path: Path) -> None:
    article = path.with_name(path.name.replace(".statements.jsonl", ".ar.txt")).read_text(encoding="utf-8")
    loaded = statements.load(path)
    assert len({each.id for each in loaded}) == len(loaded)
    assert all(each.quotation in article for each in loaded)
    assert 0.4 <= sum(each.supported for each in loaded) / len(loaded) <= 0.6


def test_the_errors_are_printed_by_kind(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = RECORD | {"id": "b", "kind": "number", "statement": "بلغ عدد المصابين 950.", "supported": False}
    assert statements.main(["--words", str(file_of(tmp_path, RECORD, wrong))]) == 0
    printed = capsys.readouterr().out
    assert "wrongly kept" in printed
    assert "number" in printed
