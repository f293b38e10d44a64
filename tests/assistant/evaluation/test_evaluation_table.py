"""A report as tables for a terminal."""

from dataclasses import replace

import pytest
from evaluated import absent, report_of, row, run_of

from assistant.evaluation.metrics import Estimate
from assistant.evaluation.reporting.report import FileNote, Report
from assistant.evaluation.reporting.table import as_table, comparison_table, shown
from assistant.evaluation.rows import Row

ROWS = (
    row(1, id="1", seconds=1.0, exact=True, words=10),
    row(3, id="2", seconds=2.0, exact=True, words=10),
    row(1, id="3", seconds=3.0, answered=False, words=40),
    row(None, id="4", seconds=4.0, exact=True, words=20),
    absent(id="5", answered=False, seconds=5.0, words=40, file="b.jsonl"),
    absent(id="6", answered=True, seconds=6.0, exact=True, words=10, file="b.jsonl"),
    absent(id="7", answered=False, seconds=7.0, words=40),
)
CLEAN = (FileNote("a.jsonl", "00", 5, 0),)


def blocks(report: Report) -> list[list[str]]:
    """The tables of a report, and its last remarks, as lines."""
    return [block.splitlines() for block in as_table(report).split("\n\n")]


def cells(line: str) -> list[str]:
    """The columns of a line; figure and interval are one."""
    return [cell.strip() for cell in line.split("  ") if cell.strip()]


def test_the_table_has_all_rows_then_kinds_then_files() -> None:
    title, header, *lines = blocks(report_of(run_of("assistant", *ROWS)))[0]
    assert title == "assistant: 7 questions, 2 articles, 1.5 s to open"
    assert cells(header) == ["n", "hit@1", "hit@3", "found@1", "answered", "declined", "words", "ms"]
    assert [cells(line)[:2] for line in lines] == [
        ["all", "7"],
        ["kind fact", "4"],
        ["kind absent", "3"],
        ["file a.jsonl", "5"],
        ["file b.jsonl", "2"],
    ]


def test_figures_stand_with_their_intervals_and_a_dash_where_there_is_nothing_to_judge_by() -> None:
    _, _, everything, fact, absent_only, *_ = blocks(report_of(run_of("assistant", *ROWS)))[0]
    assert cells(everything)[2].startswith("25.0 [")  # 1 / 4 right
    assert cells(everything)[6].startswith("66.7 [")  # 2 / 3 declined
    assert cells(everything)[8].startswith("4000 [")  # the median of 1 s to 7 s
    assert cells(fact)[6] == "-"
    assert cells(absent_only)[2:6] == ["-"] * 4


def test_the_other_tables_are_about_all_and_files_and_leave_out_figures_nobody_has() -> None:
    _, second, third, _ = blocks(report_of(run_of("assistant", *ROWS)))
    assert cells(second[0]) == ["n", "recall@5", "MRR", "nDCG@5"]  # no golds, no citations were judged
    assert cells(third[0]) == ["n", "exact", "decline P", "decline F1", "AUROC", "AURC", "ECE", "ms p95"]
    for table in (second, third):
        assert [cells(line)[0] for line in table[1:]] == ["all", "file a.jsonl", "file b.jsonl"]
    assert cells(third[3])[2:] != cells(third[1])[2:]


def test_every_table_is_aligned() -> None:
    (_, *first), second, third, *_ = blocks(report_of(run_of("assistant", *ROWS)))
    _, *comparison, _, _ = compared(("a", ROWS), ("b", ROWS))
    for table in (first, second, third, comparison):
        assert len(table) > 3
        assert len({len(line) for line in table}) == 1


@pytest.mark.parametrize(
    "report",
    [
        report_of(run_of("assistant")),
        report_of(run_of("assistant", *ROWS), files=CLEAN),
        report_of(run_of("assistant", *ROWS), run_of("b", *ROWS[::-1]), half="dev", limit=1),
    ],
)
def test_no_line_ends_with_a_space_and_no_table_with_a_line_end(report: Report) -> None:
    table = as_table(report)
    assert table == table.rstrip()
    assert all(line == line.rstrip() for line in table.splitlines())


def test_a_table_without_rows_is_a_table() -> None:
    first, *_, last = blocks(report_of(run_of("assistant"), files=CLEAN))
    assert first == ["assistant: 0 questions, 2 articles, 1.5 s to open", "     n", "all  0"]
    assert last[0].startswith("Shares in %, times in ms")


@pytest.mark.parametrize(
    ("half", "limit", "remark"),
    [
        ("all", None, None),
        ("dev", None, "The dev half of the .jsonl files."),
        ("all", 5, "At most 5 questions of each file."),
        ("test", 5, "The test half of the .jsonl files. At most 5 questions of each file."),
    ],
)
def test_it_is_said_what_was_asked(half: str, limit: int | None, remark: str | None) -> None:
    remarks = blocks(report_of(run_of("assistant", *ROWS), half=half, limit=limit, files=CLEAN))[-1]
    assert remarks[:-2] == ([remark] if remark else [])


def test_it_is_said_what_was_left_out() -> None:
    remarks = blocks(report_of(run_of("assistant", *ROWS)))[-1]
    assert remarks[0] == "b.jsonl: 3 left out, their gold is not in the article."


# Several runs


def better(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """The first citation right wherever there is something to cite, and nothing declined."""
    return tuple(replace(each, answered=True, rank=1 if each.answerable else None) for each in rows)


def test_several_runs_have_their_tables_and_a_comparison_with_the_first() -> None:
    found = blocks(report_of(run_of("assistant", *ROWS), run_of("bold", *better(ROWS)), run_of("c", *ROWS)))
    titles = [block[0] for block in found]
    assert titles[0::3][:3] == [
        f"{name}: 7 questions, 2 articles, 1.5 s to open" for name in ("assistant", "bold", "c")
    ]
    assert titles[9:11] == ["bold against assistant, 7 questions", "c against assistant, 7 questions"]
    kinds = [[line for line in found[n] if line.startswith("kind")] for n in (0, 3, 6)]
    assert [len(lines) for lines in kinds] == [2, 0, 0]  # those of the first are enough


def compared(*runs: tuple[str, tuple[Row, ...]]) -> list[str]:
    report = report_of(*(run_of(name, *rows) for name, rows in runs))
    return comparison_table(report.comparisons[0], report).splitlines()


def test_a_comparison_has_both_means_the_difference_and_what_chance_would_do() -> None:
    title, header, *lines = compared(("assistant", ROWS), ("bold", better(ROWS)))
    assert title == "bold against assistant, 7 questions"
    assert cells(header) == ["n", "assistant", "bold", "difference", "p"]
    by_label = {cells(line)[0]: cells(line)[1:] for line in lines if "  " in line.strip()}
    assert by_label["hit@1"][:3] == ["4", "25.0", "100.0"]
    assert by_label["hit@1"][3].startswith("75.0 [")
    assert by_label["hit@1"][4] == "0.250"  # 2 of the 2³ ways to swap three pairs
    assert by_label["declined"][:3] == ["3", "66.7", "0.0"]
    assert by_label["exact"] == ["4", "100.0", "100.0", "0.0 [0-0]", "1.000"]


def test_a_small_p_is_not_told_as_0() -> None:
    rows = tuple(row(2, id=str(n)) for n in range(40))
    assert any(line.endswith("< 0.001") for line in compared(("a", rows), ("b", better(rows))))


def test_the_questions_gained_and_lost_are_listed() -> None:
    lines = compared(("assistant", ROWS), ("bold", better(ROWS)))
    at = lines.index("gained: 3")
    assert lines[at:] == [
        "gained: 3",
        "  a.jsonl 2 (fact): سؤال 2؟",
        "  a.jsonl 3 (fact): سؤال 3؟",
        "  a.jsonl 4 (fact): سؤال 4؟",
        "lost: 2",
        "  b.jsonl 5 (absent): سؤال 5؟",
        "  a.jsonl 7 (absent): سؤال 7؟",
    ]


def test_a_run_against_its_like_gains_and_loses_nothing() -> None:
    assert compared(("a", ROWS), ("b", ROWS))[-2:] == ["gained: 0", "lost: 0"]


@pytest.mark.parametrize(("count", "more"), [(20, []), (21, ["  … and 1 more in the report"])])
def test_only_the_first_questions_of_a_long_list_are_shown(count: int, more: list[str]) -> None:
    rows = tuple(row(2, id=str(n)) for n in range(count))
    lines = compared(("a", rows), ("b", better(rows)))
    at = lines.index(f"gained: {count}")
    assert lines[at + 1] == "  a.jsonl 0 (fact): سؤال 0؟"
    assert lines[at + 20] == "  a.jsonl 19 (fact): سؤال 19؟"
    assert lines[at + 21 :] == [*more, "lost: 0"]


def test_a_question_of_several_lines_is_listed_on_one() -> None:
    report = report_of(run_of("a", row(2)), run_of("b", row(1)))
    turns = ("من؟", "ومتى\n وأين؟ ")
    report = replace(report, questions=(replace(report.questions[0], turns=turns),))
    lines = comparison_table(report.comparisons[0], report).splitlines()
    assert lines[-2:] == ["  a.jsonl q (fact): ومتى وأين؟", "lost: 0"]


@pytest.mark.parametrize(
    ("estimate", "unit", "written"),
    [
        (Estimate(0.25, 0.046, 0.699, 4), "share", "25.0 [5-70]"),
        (Estimate(1.0, 1.0, 1.0, 4), "share", "100.0 [100-100]"),
        (Estimate(0.0123, 0.01, 0.02, 4), "seconds", "12 [10-20]"),
        (Estimate(15.0, 10.0, 25.0, 4), "words", "15 [10-25]"),
        (Estimate(0.75, 0.5, 1.0, 4), "number", "75.0 [50-100]"),
        (Estimate(-0.25, -0.5, 0.0, 4), "share", "-25.0 [-50 to 0]"),
        (Estimate(-0.25, -0.5, -0.125, 4), "number", "-25.0 [-50 to -12]"),
        (Estimate(), "share", "-"),
        (Estimate(0.5, None, None, 1), "number", "-"),
    ],
)
def test_a_figure_is_written_with_its_interval(estimate: Estimate, unit: str, written: str) -> None:
    assert shown(estimate, unit) == written  # type: ignore[arg-type]
