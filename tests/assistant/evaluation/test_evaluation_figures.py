"""The figures of groups of rows, worked out by hand."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from math import log2

import pytest
from evaluated import absent, row

from assistant.evaluation.metrics import Estimate, wilson_interval
from assistant.evaluation.reporting.figures import BY_NAME, FIGURES, Summary, first_is_right, summarize, summarize_by
from assistant.evaluation.rows import Row

T, F = True, False
ROWS = (
    row(1, confidence=0.9, relevant=(T, F, T), total=2, sentence=T, exact_match=1, token_f1=1, exact=T,
        citation_recall=1, citation_precision=1, faithful=1, seconds=1, words=10),
    row(3, confidence=0.8, relevant=(F, F, F, T, F, T), total=4, sentence=F, exact_match=0, token_f1=0.5, exact=T,
        citation_recall=0.5, faithful=0.5, seconds=2, words=20),
    row(1, answered=F, confidence=0.2, relevant=(T,), total=1, sentence=F, exact_match=0, token_f1=0, seconds=3,
        words=400),
    row(None, confidence=0.6, relevant=(F,), total=0, sentence=T, exact_match=0, token_f1=0.25, exact=F,
        citation_recall=0, citation_precision=0, seconds=4, words=30),
    absent(answered=F, confidence=0.1, seconds=5, words=400, file="b.jsonl"),
    absent(answered=T, confidence=0.6, exact=T, citation_recall=1, citation_precision=1, seconds=6, file="b.jsonl"),
    absent(answered=F, confidence=0.3, seconds=7, words=400),
)  # fmt: skip
SECOND_NDCG = (1 / log2(5)) / (1 + 1 / log2(3) + 1 / log2(4) + 1 / log2(5))
EXPECTED = {
    "hit_1": (1 / 4, 4),  # the third was declined, and the absent ones do not count
    "hit_3": (2 / 4, 4),
    "found_1": (2 / 4, 4),
    "sentence": (2 / 4, 4),
    "exact_match": (1 / 4, 4),
    "token_f1": ((1 + 0.5 + 0 + 0.25) / 4, 4),
    "answered": (3 / 4, 4),
    "declined": (2 / 3, 3),
    "decline_precision": (2 / (2 + 1), 3),
    "decline_f1": (2 * 2 / (2 * 2 + 1 + 1), 7),
    "recall_3": ((2 / 2 + 0 / 4 + 1 / 1 + 0) / 4, 4),
    "recall_5": ((2 / 2 + 1 / 4 + 1 / 1 + 0) / 4, 4),
    "mrr": ((1 + 1 / 4 + 1 + 0) / 4, 4),
    "ndcg_5": (((1 + 1 / log2(4)) / (1 + 1 / log2(3)) + SECOND_NDCG + 1 + 0) / 4, 4),
    "citation_recall": ((1 + 0.5 + 0 + 1) / 4, 4),
    "citation_precision": ((1 + 0 + 1) / 3, 3),  # one answer cites nothing
    "exact": (3 / 4, 4),
    "faithful": ((1 + 0.5) / 2, 2),
    "auroc": ((3 + 3 + 1 + 2.5) / (4 * 3), 7),  # 0.9 and 0.8 are above three, 0.2 above one, 0.6 above two and a tie
    "aurc": ((0 / 1 + 1 / 2 + 2 * 3 / 4 + 4 / 5 + 4 / 6 + 5 / 7) / 7, 7),
    "ece": ((0.1 + 0.8 + (0.6 + 0.6) + 0.3 + 0.8 + 0.1) / 7, 7),
    "words_p50": ((10 + 20) / 2, 4),  # of 10, 10, 20 and 30: what is offered when declining is not counted
    "seconds_p50": (4, 7),
    "seconds_p95": (6 + 0.7, 7),  # position (7 - 1) · 0.95 = 5.7
}


@pytest.fixture(scope="module")
def found() -> Summary:
    return summarize("all", ROWS)


def test_each_figure_has_a_name_of_its_own_and_says_what_it_is() -> None:
    assert len({figure.name for figure in FIGURES}) == len({figure.label for figure in FIGURES}) == len(FIGURES)
    assert list(BY_NAME) == [figure.name for figure in FIGURES]
    assert all(figure.meaning for figure in FIGURES)


def test_every_figure_is_looked_at_here() -> None:
    assert EXPECTED.keys() == BY_NAME.keys()


@pytest.mark.parametrize("name", EXPECTED)
def test_a_figure_is_what_arithmetic_says_over_the_rows_it_is_about(found: Summary, name: str) -> None:
    value, n = EXPECTED[name]
    estimate = found[name]
    assert (estimate.value, estimate.n) == (pytest.approx(value), n)
    assert estimate.low is not None
    assert estimate.high is not None
    assert estimate.low <= estimate.high


def test_a_summary_counts_its_rows(found: Summary) -> None:
    assert (found.name, found.questions) == ("all", 7)


def test_the_value_of_a_row_is_what_its_figure_is_the_mean_of(found: Summary) -> None:
    for figure in FIGURES:
        if figure.value is None:
            continue
        values = [value for row in ROWS if (value := figure.value(row)) is not None]
        assert (sum(values) / len(values), len(values)) == (
            pytest.approx(found[figure.name].value),
            EXPECTED[figure.name][1],
        )


def test_what_no_row_has_by_itself_has_no_value_to_pair() -> None:
    assert {figure.name for figure in FIGURES if figure.value is None} == {
        "decline_precision", "decline_f1", "auroc", "aurc", "ece", "words_p50", "seconds_p50", "seconds_p95",
    }  # fmt: skip


def test_shares_that_are_all_alike_are_not_certain() -> None:
    assert summarize("one", ROWS[:1])["hit_1"] == wilson_interval(1, 1)
    assert summarize("one", ROWS[3:4])["hit_1"] == wilson_interval(0, 1)


def test_no_rows_have_no_figures() -> None:
    empty = summarize("none", [])
    assert empty.questions == 0
    assert set(empty.estimates.values()) == {Estimate()}
    assert empty.estimates.keys() == BY_NAME.keys()


ABSENT_ONLY = {"declined", "decline_precision", "decline_f1", "aurc", "ece", "seconds_p50", "seconds_p95"}


@pytest.mark.parametrize(
    ("rows", "figures"),
    [
        ([absent(answered=False)], ABSENT_ONLY),
        ([absent(answered=True)], ABSENT_ONLY - {"decline_precision"} | {"words_p50"}),
        ([row(1)], {"hit_1", "hit_3", "found_1", "answered", "recall_3", "recall_5", "mrr", "ndcg_5", "aurc", "ece",
                    "words_p50", "seconds_p50", "seconds_p95"}),
        ([row(None, answered=False)], {"hit_1", "hit_3", "found_1", "answered", "decline_precision", "decline_f1",
                                       "recall_3", "recall_5", "mrr", "ndcg_5", "aurc", "ece", "seconds_p50",
                                       "seconds_p95"}),
    ],
)  # fmt: skip
def test_a_figure_without_rows_to_judge_by_is_empty_and_not_0(rows: Sequence[Row], figures: set[str]) -> None:
    found = summarize("some", rows)
    assert {name for name, estimate in found.estimates.items() if estimate != Estimate()} == figures


@pytest.mark.parametrize(
    ("given", "right"),
    [
        (row(1), True),
        (row(1, answered=False), True),
        (row(2), False),
        (row(None), False),
        (absent(answered=False), False),
    ],
)
def test_the_first_passage_shown_is_right_or_not(given: Row, right: bool) -> None:
    assert first_is_right(given) is right


@pytest.mark.parametrize(
    ("key", "groups"),
    [
        (lambda row: row.kind, [("fact", 4), ("absent", 3)]),
        (lambda row: row.file, [("a.jsonl", 5), ("b.jsonl", 2)]),
    ],
)
def test_groups_come_in_the_order_of_their_first_row(key: Callable[[Row], str], groups: list[tuple[str, int]]) -> None:
    assert [(summary.name, summary.questions) for summary in summarize_by(ROWS, key)] == groups


def test_a_group_is_summed_up_by_its_own_rows() -> None:
    by_kind = summarize_by(ROWS, lambda row: row.kind)
    assert by_kind == (summarize("fact", ROWS[:4]), summarize("absent", ROWS[4:]))
    assert summarize_by([], lambda row: row.kind) == ()


def test_the_same_rows_give_the_same_figures(found: Summary) -> None:
    assert summarize("all", [replace(row) for row in ROWS]) == found


def test_json_has_each_figure_with_its_interval_and_n(found: Summary) -> None:
    read = json.loads(json.dumps(found.as_json(), allow_nan=False))
    assert (read["name"], read["questions"]) == ("all", 7)
    assert read["figures"].keys() == BY_NAME.keys()
    assert read["figures"]["hit_1"].keys() == {"value", "low", "high", "n"}
    assert (read["figures"]["hit_1"]["value"], read["figures"]["hit_1"]["n"]) == (1 / 4, 4)


def test_a_figure_without_rows_is_null_in_json() -> None:
    assert summarize("none", []).as_json()["figures"]["hit_1"] == {"value": None, "low": None, "high": None, "n": 0}
