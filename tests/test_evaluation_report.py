"""The figures of groups of rows, and how they are shown."""

import json
from typing import Any

import pytest

from assistant.evaluation.metrics import Estimate, wilson_interval
from assistant.evaluation.report import FileNote, Report, settings_of, versions
from assistant.evaluation.runner import Row, Run
from assistant.evaluation.summary import declining, summarize, summarize_by


def row(rank: int | None = None, **fields: Any) -> Row:
    values: dict[str, Any] = {
        "id": "q",
        "kind": "fact",
        "file": "a.jsonl",
        "half": "dev",
        "question": "متى؟",
        "answerable": True,
        "gold": ("أمس",),
        "answered": True,
        "rank": rank,
        "cited": ("أمس",),
        "text": "أمس [1]",
        "reader": "extractive",
        "confidence": 0.5,
        "seconds": 0.25,
        "words": 10,
    }
    return Row(**(values | fields))


def absent(*, answered: bool, **fields: Any) -> Row:
    return row(answerable=False, answered=answered, gold=(), kind="absent", **fields)


ROWS = (
    row(1, seconds=1.0),
    row(3, seconds=2.0),
    row(1, answered=False, seconds=3.0, words=40),
    row(None, seconds=4.0, words=20),
    absent(answered=False, seconds=5.0, words=40, file="b.jsonl"),
    absent(answered=True, seconds=6.0, file="b.jsonl"),
    absent(answered=False, seconds=7.0, words=40),
)


def make(rows: tuple[Row, ...] = ROWS, **fields: Any) -> Report:
    values: dict[str, Any] = {
        "run": Run(rows, 2, 1.5),
        "files": (FileNote("a.jsonl", "00", 5, 0), FileNote("b.jsonl", "ff", 2, 3)),
        "half": "dev",
        "limit": None,
        "settings": {"threshold": 0.35},
        "versions": {"python": "3.11"},
    }
    return Report(**(values | fields))


def test_the_figures_of_a_group() -> None:
    found = summarize("all", ROWS)
    assert found.questions == 7
    assert found.hit_1 == wilson_interval(1, 4)  # the declined one does not count
    assert found.hit_3 == wilson_interval(2, 4)
    assert found.found_1 == wilson_interval(2, 4)
    assert found.mrr.value == pytest.approx((1 + 1 / 3 + 0 + 0) / 4)
    assert found.answered == wilson_interval(3, 4)
    assert found.declined == wilson_interval(2, 3)
    assert found.seconds_p50.value == 4
    assert found.seconds_p95.value == pytest.approx(6 + 0.7)  # position (7 - 1) · 0.95 = 5.7
    assert found.words_p50.value == 10  # of 10, 10, 10 and 20: what is offered when declining is not counted


def test_a_group_without_answerable_questions_has_no_hits() -> None:
    found = summarize("absent", [absent(answered=False)])
    assert (found.hit_1, found.mrr, found.answered) == (Estimate(), Estimate(), Estimate())
    assert found.declined == wilson_interval(1, 1)


def test_groups_come_in_the_order_of_their_first_row() -> None:
    assert [(s.name, s.questions) for s in summarize_by(ROWS, lambda r: r.kind)] == [("fact", 4), ("absent", 3)]
    assert [(s.name, s.questions) for s in summarize_by(ROWS, lambda r: r.file)] == [("a.jsonl", 5), ("b.jsonl", 2)]


def test_declining_is_scored_over_all_rows() -> None:
    found = declining(ROWS)
    assert found.precision == wilson_interval(2, 2 + 1)
    assert found.recall == wilson_interval(2, 3)
    assert found.f1.value == pytest.approx(2 * 2 / (2 * 2 + 1 + 1))
    assert found.f1.low is not None
    assert found.f1.high is not None
    assert 0 <= found.f1.low < 2 / 3 < found.f1.high <= 1


def test_the_table_is_aligned_and_says_what_was_left_out() -> None:
    lines = make().as_table().splitlines()
    table = lines[: lines.index("")]
    assert table[0].split() == "n hit@1 hit@3 found@1 answered declined ms ms p95 words".split()
    assert [line.split("  ")[0] for line in table[1:]] == [
        "all",
        "kind fact",
        "kind absent",
        "file a.jsonl",
        "file b.jsonl",
    ]
    assert len({len(line) for line in table}) == 1
    assert "25.0 [5-70]" in table[1]  # 1 / 4 and its Wilson interval, 0.046 to 0.699
    assert "4000 [" in table[1]
    assert "b.jsonl: 3 left out, their gold is not in the article." in lines
    assert "7 questions of the dev half; 2 articles, 1.5 s to open." in lines
    assert any(line.startswith("Declining: precision 66.7 [") for line in lines)


def test_a_table_without_rows_is_a_table() -> None:
    lines = make((), half="all", limit=5).as_table().splitlines()
    assert lines[1].split() == ["all", "0", *["-"] * 8]
    assert "0 questions of both halves, at most 5 of each file; 2 articles, 1.5 s to open." in lines
    assert not any(line.startswith("Declining") for line in lines)


def test_the_json_has_settings_versions_and_every_row() -> None:
    read = json.loads(json.dumps(make().as_json(), allow_nan=False))
    assert read["settings"] == {"threshold": 0.35}
    assert read["versions"] == {"python": "3.11"}
    assert read["files"][1] == {"name": "b.jsonl", "sha256": "ff", "questions": 2, "skipped": 3}
    assert [each["hit_rank"] for each in read["rows"]] == [1, 3, None, None, None, None, None]
    assert read["rows"][2]["rank"] == 1
    assert read["overall"]["hit_1"]["value"] == 1 / 4
    assert [each["name"] for each in read["by_kind"]] == ["fact", "absent"]


def test_the_same_rows_give_the_same_report() -> None:
    assert make().as_json() == make().as_json()


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("http://user:secret@host:8000/v1", "http://host:8000/v1"),
        ("https://host/v1?key=secret", "https://host/v1"),
        ("http://localhost:11434", "http://localhost:11434"),
    ],
)
def test_secrets_in_an_address_are_cut_out(address: str, kept: str) -> None:
    assert settings_of({"model_url": address}) == {"model_url": kept}


def test_versions_are_those_that_are_installed() -> None:
    found = versions()
    assert {"python", "numpy"} <= found.keys()
