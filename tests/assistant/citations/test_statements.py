import pytest

from assistant.citations.marks import without_cut_mark, without_marks
from assistant.citations.statements import finished, marks, parse, plain, render


def parsed(text: str) -> list[tuple[str, tuple[int, ...]]]:
    return [(statement.text, statement.marks) for statement in parse(text)]


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        ("[1]", (1,)),
        ("[١]", (1,)),
        ("[۱]", (1,)),
        ("【1】", (1,)),
        ("［1］", (1,)),
        ("[[1]]", (1,)),
        ("[ 1 ]", (1,)),
        ("[1, 2]", (1, 2)),
        ("[1،2]", (1, 2)),
        ("[1][2]", (1, 2)),
        ("[1] [2]", (1, 2)),
        ("[1]، [2]", (1, 2)),
        ("[1-3]", (1, 2, 3)),
        ("[١–٣]", (1, 2, 3)),
        ("[3-1]", (3, 1)),
        ("[1-9999]", (1, 9999)),
        ("[\u200f1\u200f]", (1,)),
        ("[1][1]", (1,)),
        ("(1)", (1,)),
        ("(١)", (1,)),
        ("(1, 2)", (1, 2)),
        ("(1)(2)", (1, 2)),
        ("[^1]", (1,)),
        ("[المقطع 1]", (1,)),
        ("(المقطع ١)", (1,)),
        ("[المقطعان 1 و2]", (1, 2)),
        ("[المقطع رقم 1، المقطع 2]", (1, 2)),
        ("[passage 1]", (1,)),
        ("[Passages 1 and 2]", (1, 2)),
        ("[#1]", (1,)),
        ("【1†source】", (1,)),
        ("【1:0†source】", (1,)),
        ("【1†L3-L9】【2†source】", (1, 2)),
    ],
)
def test_marks_are_read_in_all_their_spellings(written: str, numbers: tuple[int, ...]) -> None:
    assert parsed(f"نص الخبر {written}.") == [("نص الخبر", numbers)]
    assert parsed(f"نص الخبر. {written}") == [("نص الخبر", numbers)]


@pytest.mark.parametrize(
    "text",
    [
        *("(1)", "[a]", "[1a]", "[]", "[-1]", "1]", "[1.5]", "[المقطع]", "[source]", "[1†"),
        *("شارك (6) وزراء في الجلسة.", "بدأ ذلك في (2024).", "وقّع «القانون رقم (5).»", "(1) أولى. (2) ثانية."),
    ],
)
def test_other_brackets_are_no_marks(text: str) -> None:
    assert marks(text) == ()


@pytest.mark.parametrize(
    ("text", "statements"),
    [
        ("", []),
        ("[1][2]", []),
        ("أولى [1]. ثانية [2].", [("أولى", (1,)), ("ثانية", (2,))]),
        ("أولى. [1] ثانية. [2]", [("أولى", (1,)), ("ثانية", (2,))]),
        ("أولى؟ ثانية! ثالثة… [3]", [("أولى", ()), ("ثانية", ()), ("ثالثة", (3,))]),
        ("أولى [1] وثانية [2].", [("أولى وثانية", (1, 2))]),
        ("[1] أولى.", [("أولى", (1,))]),
        ("- أولى [1]\n* ثانية\n[2]", [("أولى", (1,)), ("ثانية", (2,))]),
        ("1. أولى [1]\n2) ثانية [2]", [("أولى", (1,)), ("ثانية", (2,))]),
        ("«قال «نعم. ثم» لا. ومضى.» [1]", [("«قال «نعم. ثم» لا. ومضى.»", (1,))]),
        ("«قال نعم» ثم لا. ومضى.» [1]", [("«قال نعم» ثم لا. ومضى.»", (1,))]),
        ("«قال «نعم ثم لا. ومضى» [1]", [("«قال «نعم ثم لا. ومضى»", (1,))]),
        ("«أولى\nثانية» [1]", [("«أولى ثانية»", (1,))]),
        ("قال «أولى\nثانية [1]", [("قال «أولى", ()), ("ثانية", (1,))]),
        ("قال «نعم. ثم لا» ومضى [1].", [("قال «نعم. ثم لا» ومضى", (1,))]),
        ("It rose 3.5 percent in the U.S. market [1].", [("It rose 3.5 percent in the U.S. market", (1,))]),
        ("He left. «غادر القاعة» [1].", [("He left. «غادر القاعة»", (1,))]),
        ("أولى [1]. ثانية [2", [("أولى", (1,)), ("ثانية", ())]),
        ("أولى [1[99]", [("أولى (1", (99,))]),
        ("أولى [[99]1]", [("أولى 1)", (99,))]),
        ("أولى. (1) ثانية (2).", [("أولى", (1,)), ("ثانية", (2,))]),
        ("«أولى» (1) وثانية (2).", [("«أولى» وثانية", (1, 2))]),
        ("أولى (1)، وثانية (2).", [("أولى ، وثانية", (1, 2))]),
        ("بلغ عددهم (6) [2].", [("بلغ عددهم (6)", (2,))]),
        ("(1) أولى [3].", [("أولى", (3,))]),
    ],
)
def test_statements_are_sentences_or_items_with_their_marks(
    text: str, statements: list[tuple[str, tuple[int, ...]]]
) -> None:
    assert parsed(text) == statements


@pytest.mark.parametrize(
    "text",
    [
        "«أولى» [1] → ثانية.",
        "- “أولى” [1] => ثانية",
        "[1] «أولى» ← ثانية",
        "«أولى.» [1] -> ثانية",
        "«أولى» → ثانية [1].",
    ],
)
def test_a_quotation_before_an_arrow_shows_the_statement_after_it(text: str) -> None:
    [statement] = parse(text)
    assert (statement.text, statement.marks) == ("ثانية", (1,))
    assert statement.claim in ("ثانية «أولى»", "ثانية “أولى”", "ثانية «أولى.»")
    assert "أولى" not in render(statement, [[1]])


@pytest.mark.parametrize(
    ("text", "statements"),
    [
        ("## أولى\nثانية [1]", [("أولى", True), ("ثانية", False)]),
        ("**أولى**\n\n**ثانية** [1]", [("أولى", True), ("ثانية", False)]),
        ("> ثانية [1]\n---", [("ثانية", False)]),
        ("```markdown\nثانية `نص` [1]\n```", [("ثانية نص", False)]),
        ("| أولى | رقم |\n|:---|---|\n| ثانية | [1] |", [("أولى رقم", True), ("ثانية", False)]),
        ("| بلغ | 950 |", [("بلغ 950", False)]),
        ("1. **ثانية**: نص [1]\n   + ثالثة [2]", [("ثانية : نص", False), ("ثالثة", False)]),
    ],
)
def test_formatting_is_taken_off_and_headings_are_known(text: str, statements: list[tuple[str, bool]]) -> None:
    assert [(each.text, each.formats) for each in parse(text)] == statements


def test_rendering_puts_new_marks_in_the_place_of_the_old() -> None:
    [statement] = parse("- أولى [7] وثانية [8][9].")
    assert render(statement, [[1], [2, 3]]) == "- أولى [1] وثانية [2][3]."
    assert render(statement, [[], [1]]) == "- أولى وثانية [1]."


def test_brackets_that_are_no_marks_are_shown_round() -> None:
    [statement] = parse("[نص](http://x) [1]")
    assert render(statement, [[1]]) == "(نص)(http://x) [1]"


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("", ""),
        ("أولى [1]", ""),
        ("أولى [1].", "أولى [1]."),
        ("أولى [1]. ", "أولى [1]."),
        ("أولى. [1", ""),
        ("أولى. [1]", ""),
        ("أولى. [1] [", ""),
        ("أولى. [1] ث", "أولى. [1]"),
        ("أولى (1). ثا", "أولى (1)."),
        ("قال «أولى [1]. ثم", ""),
        ("«أولى.» [1] ", ""),
        ("«أولى.» [1] → ثا", ""),
        ("أولى [1]. ثا", "أولى [1]."),
        ("أولى. [1] ثانية [2]. ثالثة", "أولى. [1] ثانية [2]."),
        ("- أولى [1]\n- ثا", "- أولى [1]"),
        ("- أولى [1]", ""),
        ("- أولى [1]\n", "- أولى [1]"),
    ],
)
def test_a_statement_is_finished_once_another_has_begun(text: str, whole: str) -> None:
    assert finished(text) == whole


@pytest.mark.parametrize(
    ("text", "shown"),
    [("نص [", "نص "), ("نص [1", "نص "), ("نص [1,", "نص "), ("نص [1]", "نص [1]"), ("نص 【", "نص "), ("[قا", "[قا")],
)
def test_a_cut_mark_is_held_back(text: str, shown: str) -> None:
    assert without_cut_mark(text) == shown


def test_marks_can_be_taken_out() -> None:
    assert without_marks("أولى [1]. ثانية. [٢][3]") == "أولى. ثانية."


def test_a_passage_is_compared_without_its_own_marks_and_invisible_characters() -> None:
    assert plain("عام 1990[3] في ال\u200fعراق") == "عام 1990  في العراق"
