"""Two runs, question for question."""

import json

import pytest
from evaluated import absent, row

from assistant.evaluation.reporting.comparison import Change, Comparison, compare
from assistant.evaluation.rows import Row

FIRST = (
    row(1, id="1", sentence=True, seconds=9, citation_recall=1.0),
    row(2, id="2", sentence=False, citation_recall=0.5),
    row(None, id="3", sentence=False, answered=False),
    absent(id="4", answered=False),
    row(1, id="only first", sentence=True),
)
SECOND = (
    absent(id="4", answered=True),
    row(1, id="3", sentence=True, citation_recall=1.0),
    row(1, id="2", sentence=True, citation_recall=1.0),
    row(1, id="1", sentence=True, citation_recall=1.0),
    row(1, id="only second", sentence=True),
)


def key(question_id: str) -> tuple[str, str]:
    return "a.jsonl", question_id


def compared(first: tuple[Row, ...] = FIRST, second: tuple[Row, ...] = SECOND) -> Comparison:
    return compare("old", first, "new", second)


def change(comparison: Comparison, figure: str) -> Change:
    (found,) = (each for each in comparison.changes if each.figure == figure)
    return found


def test_only_the_questions_both_have_are_compared() -> None:
    comparison = compared()
    assert (comparison.first, comparison.second, comparison.questions) == ("old", "new", 4)
    assert change(comparison, "hit_1").paired.n == 3  # and one absent


def test_what_is_gained_and_lost_is_told_in_the_order_of_the_first() -> None:
    assert (compared().gained, compared().lost) == ((key("2"), key("3")), (key("4"),))
    back = compare("new", SECOND, "old", FIRST)
    assert (back.gained, back.lost) == ((key("4"),), (key("3"), key("2")))


def test_the_same_id_in_another_file_is_another_question() -> None:
    assert compared((row(1, id="1"),), (row(1, id="1", file="b.jsonl"),)).questions == 0


def test_a_figure_has_both_means_and_their_paired_difference() -> None:
    hit = change(compared(), "hit_1")
    assert (hit.label, hit.first, hit.second) == ("hit@1", pytest.approx(1 / 3), 3 / 3)
    assert hit.paired.difference.value == pytest.approx((0 + 1 + 1) / 3)
    assert (hit.paired.gained, hit.paired.lost) == (2, 0)
    assert hit.paired.p_value == 2 / 2**2  # of the ways to swap two pairs, one and its opposite are as far from 0


def test_a_loss_is_negative() -> None:
    declined = change(compared(), "declined")
    assert (declined.first, declined.second, declined.paired.difference.value) == (1 / 1, 0 / 1, -1)
    assert (declined.paired.gained, declined.paired.lost, declined.paired.p_value) == (0, 1, 1.0)


def test_figures_of_answers_are_paired_where_both_answered() -> None:
    recall = change(compared(), "citation_recall")
    assert recall.paired.n == 2
    assert (recall.first, recall.second) == ((1 + 0.5) / 2, (1 + 1) / 2)


def test_a_figure_that_no_row_has_by_itself_or_that_no_pair_has_is_left_out() -> None:
    figures = [each.figure for each in compared().changes]
    assert {"seconds_p50", "auroc", "decline_f1", "decline_precision", "words_p50"}.isdisjoint(
        figures
    )  # no value of one row
    assert {"faithful", "exact", "exact_match"}.isdisjoint(figures)  # nobody judged them
    assert figures[:4] == ["hit_1", "hit_3", "found_1", "sentence"]


def test_a_run_against_itself_has_no_differences() -> None:
    same = compared(FIRST, FIRST)
    assert {each.paired.difference.value for each in same.changes} == {0.0}
    assert {each.paired.p_value for each in same.changes} == {1.0}
    assert (same.questions, same.gained, same.lost) == (5, (), ())


@pytest.mark.parametrize("second", [(), (row(1, id="other"),)])
def test_nothing_in_common_is_nothing_to_compare(second: tuple[Row, ...]) -> None:
    nothing = compared(FIRST, second)
    assert (nothing.questions, nothing.changes, nothing.gained, nothing.lost) == (0, (), (), ())


def test_json_has_it_all() -> None:
    read = json.loads(json.dumps(compared().as_json(), allow_nan=False))
    assert (read["first"], read["second"], read["gained"]) == ("old", "new", [["a.jsonl", "2"], ["a.jsonl", "3"]])
    assert read["changes"][0]["figure"] == "hit_1"
    assert read["changes"][0]["paired"]["p_value"] == 2 / 4
