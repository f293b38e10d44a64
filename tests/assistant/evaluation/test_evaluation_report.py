"""A report: all of it comes back from JSON, and reports of other runs join it."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from evaluated import absent, asked_of, report_of, row, run_of

from assistant.errors import ReportInvalid
from assistant.evaluation.reporting.figures import summarize
from assistant.evaluation.reporting.report import FORMAT, Report, joined, report_from_json, settings_of, versions
from assistant.evaluation.rows import Cited

ROWS = (
    row(1, id="1", cited=(Cited("أمس", 0, 3, 0, True),), relevant=(True, False), total=2, exact=True, token_f1=1 / 3),
    row(None, id="2", kind="dialect", answered=False, notice="أجاب غيره"),
    absent(id="1", answered=False, file="b.jsonl", refused="the question is too long"),
)
REPORT = report_of(run_of("assistant", *ROWS), run_of("bm25", row(2, id="1")), half="dev", limit=3)


def read(record: Any) -> Report:
    return report_from_json(json.loads(json.dumps(record)), source="report.json")


def test_json_gives_the_same_report_again() -> None:
    asked = replace(
        asked_of(ROWS[0]), turns=("من؟", "ومتى؟"), context="وقع أمس", start=7, gold_spans=((11, 14), (20, 23))
    )
    report = replace(REPORT, questions=(asked, *REPORT.questions[1:]))
    assert read(report.as_json()) == report


def test_a_report_without_rows_comes_back_too() -> None:
    empty = report_of(run_of("assistant"))
    assert read(empty.as_json()) == empty


def test_the_same_rows_give_the_same_json() -> None:
    assert replace(REPORT).as_json() == REPORT.as_json()


def test_json_has_the_figures_and_each_row() -> None:
    record = json.loads(json.dumps(REPORT.as_json(), allow_nan=False))
    assert (record["format"], record["half"], record["limit"]) == (FORMAT, "dev", 3)
    assert record["versions"] == {"python": "3.11"}
    assert record["files"][1] == {"name": "b.jsonl", "sha256": "ff", "questions": 2, "skipped": 3}
    first, second = record["runs"]
    assert (first["name"], first["settings"], second["name"]) == ("assistant", {"threshold": 0.35}, "bm25")
    assert first["overall"]["figures"]["hit_1"]["value"] == 1 / 2
    assert [each["name"] for each in first["by_kind"]] == ["fact", "dialect", "absent"]
    assert [each["name"] for each in first["by_file"]] == ["a.jsonl", "b.jsonl"]
    assert [(each["hit_rank"], each["right"]) for each in first["rows"]] == [(1, True), (None, False), (None, True)]
    assert record["comparisons"][0]["lost"] == [["a.jsonl", "1"]]


def test_a_run_is_summed_up_overall_by_kind_and_by_file() -> None:
    run = REPORT.runs[0]
    assert run.overall == summarize("all", ROWS)
    assert run.by_kind == (summarize("fact", ROWS[:1]), summarize("dialect", ROWS[1:2]), summarize("absent", ROWS[2:]))
    assert run.by_file == (summarize("a.jsonl", ROWS[:2]), summarize("b.jsonl", ROWS[2:]))


def test_the_first_run_is_what_each_other_is_compared_with() -> None:
    report = report_of(run_of("a", *ROWS), run_of("b", *ROWS), run_of("c", *ROWS))
    assert [(each.first, each.second) for each in report.comparisons] == [("a", "b"), ("a", "c")]
    assert report_of(run_of("a", *ROWS)).comparisons == ()


def test_a_question_is_found_by_its_file_and_id() -> None:
    assert REPORT.by_key == {("a.jsonl", "1"): REPORT.questions[0], ("a.jsonl", "2"): REPORT.questions[1],
                             ("b.jsonl", "1"): REPORT.questions[2]}  # fmt: skip


@pytest.mark.parametrize(
    "record",
    [None, [], "report", {}, {"format": FORMAT - 1, "runs": [{}]}, {"rows": []}, {"format": FORMAT, "runs": []}],
)
def test_what_is_no_report_of_this_version_is_refused(record: object) -> None:
    with pytest.raises(ReportInvalid, match=r"^old\.json: not a report of this version's evaluate; make it anew$"):
        report_from_json(record, source="old.json")


def changed(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(json.dumps(REPORT.as_json()))
    change(record)
    return record


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda record: record.pop("questions"), "questions"),
        (lambda record: record.pop("versions"), "versions"),
        (lambda record: record["runs"][0].pop("settings"), "settings"),
        (lambda record: record["runs"][0]["rows"][0].pop("cited"), "cited"),
        (lambda record: record["runs"][0]["rows"][0].pop("words"), "words"),
        (lambda record: record["runs"][0]["rows"][0].update(colour="green"), "colour"),
        (lambda record: record["runs"][0]["rows"].append("row"), "items"),
        (lambda record: record["runs"][0]["rows"][0].update(id="9"), "'a.jsonl', '9'"),
        (lambda record: record["questions"][0].pop("turns"), "turns"),
        (lambda record: record["questions"][0].update(gold_spans=[[1, 2, 3]]), "too many values"),
        (lambda record: record["questions"][0].update(gold_spans=[1]), "unpack"),
        (lambda record: record["files"][0].pop("sha256"), "sha256"),
        (lambda record: record.update(files=None), "not iterable"),
        (lambda record: record.update(runs={"name": "assistant"}), "string"),
    ],
)
def test_a_report_with_something_missing_or_unknown_is_refused(
    change: Callable[[dict[str, Any]], object], named: str
) -> None:
    with pytest.raises(ReportInvalid, match=rf"^report\.json: a report with something .*{named}.*make it anew$"):
        report_from_json(changed(change), source="report.json")


# Reports joined


def test_joined_reports_keep_the_questions_that_all_have() -> None:
    other = report_of(run_of("assistant", row(None, id="9"), row(3, id="1"), *ROWS[2:]), fingerprint="fedc")
    report = joined([REPORT, other], ["old", "new"])
    common = [("a.jsonl", "1"), ("b.jsonl", "1")]
    assert [run.name for run in report.runs] == ["old", "new"]
    assert [[each.key for each in run.rows] for run in report.runs] == [common, common]
    assert [asked.key for asked in report.questions] == common
    assert [run.rows[0].rank for run in report.runs] == [1, 3]
    assert report.fingerprint == "0123456789abcdef+fedc"
    assert (report.half, report.limit, report.files, report.versions) == ("dev", 3, REPORT.files, REPORT.versions)
    assert report.comparisons[0].lost == (("a.jsonl", "1"),)


def test_joined_reports_come_back_from_json() -> None:
    report = joined([REPORT, REPORT], ["a", "b"])
    assert read(report.as_json()) == report


def test_of_a_report_with_several_runs_the_first_is_joined() -> None:
    assert [run.rows for run in joined([REPORT, REPORT], ["a", "b"]).runs] == [ROWS, ROWS]


@pytest.mark.parametrize("rows", [(), (row(1, id="9"),), (row(1, id="1", file="other.jsonl"),)])
def test_reports_without_a_question_in_common_are_refused(rows: tuple[Any, ...]) -> None:
    with pytest.raises(ReportInvalid, match="no question in common; compare evaluations of the same question files"):
        joined([REPORT, report_of(run_of("assistant", *rows))], ["a", "b"])


# Settings and versions


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("http://user:secret@host:8000/v1", "http://host:8000/v1"),
        ("https://host/v1?key=secret", "https://host/v1"),
        ("https://host/v1#secret", "https://host/v1"),
        ("http://localhost:11434", "http://localhost:11434"),
    ],
)
def test_secrets_in_an_address_are_cut_out(address: str, kept: str) -> None:
    assert settings_of({"model_url": address}) == {"model_url": kept}


def test_settings_are_what_json_has() -> None:
    given = {"hits": 8, "threshold": 0.35, "model": "", "nothing": None, "place": range(3)}
    assert settings_of(given) == given | {"place": "range(0, 3)"}


def test_versions_are_those_that_are_installed() -> None:
    found = versions()
    assert {"python", "numpy", "chromadb"} <= found.keys()
    assert all(found.values())
