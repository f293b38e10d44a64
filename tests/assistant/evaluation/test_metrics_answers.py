"""Exact match and token F1, against arithmetic by hand and the rules of SQuAD's script."""

import re
import string
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.evaluation.metrics.answers import exact_match, normalized, token_f1


def squad_tokens(text: str) -> list[str]:
    """The rules of ``normalize_answer`` in the evaluation script of SQuAD v1.1."""
    lowered = text.lower()
    unpunctuated = "".join(character for character in lowered if character not in set(string.punctuation))
    return re.sub(r"\b(a|an|the)\b", " ", unpunctuated).split()


def squad_f1(predicted: str, gold: str) -> float:
    """The rules of ``f1_score`` in that script, with SQuAD 2.0's for answers without words."""
    predicted_tokens, gold_tokens = squad_tokens(predicted), squad_tokens(gold)
    if not predicted_tokens or not gold_tokens:
        return float(predicted_tokens == gold_tokens)
    same = sum((Counter(predicted_tokens) & Counter(gold_tokens)).values())
    if same == 0:
        return 0.0
    precision, recall = same / len(predicted_tokens), same / len(gold_tokens)
    return 2 * precision * recall / (precision + recall)


ENGLISH = [
    "The Eiffel Tower", "eiffel tower.", "a 3.5% rise", "3,500 people", "it's the well-known 'Anna'", "U.S.A.", "an",
    "", "$1.5 billion", "AAA wwww the-end", "a_b the_c", "  A\ttab\nand line ", "C++ or C#", "(the) [a] {an}", "?!",
]  # fmt: skip
VOCABULARY = st.sampled_from(["the", "a", "an", "The", "cat", "Cat", "cats", "3.5", "35", "well-known", "it's", "U.S."])
SPOKEN = st.lists(VOCABULARY, max_size=6).map(" ".join)
ASCII = st.text(st.sampled_from(string.printable), max_size=30)


@given(ASCII | SPOKEN)
def test_english_has_the_tokens_of_squads_script(text: str) -> None:
    assert normalized(text) == tuple(squad_tokens(text))


@given(SPOKEN | ASCII, SPOKEN | ASCII)
def test_english_has_the_figures_of_squads_script(predicted: str, gold: str) -> None:
    assert token_f1(predicted, [gold]) == pytest.approx(squad_f1(predicted, gold))
    assert exact_match(predicted, [gold]) == (squad_tokens(predicted) == squad_tokens(gold))


@pytest.mark.parametrize("predicted", ENGLISH)
def test_picked_english_has_the_figures_of_squads_script(predicted: str) -> None:
    assert normalized(predicted) == tuple(squad_tokens(predicted))
    for gold in ENGLISH:
        assert token_f1(predicted, [gold]) == pytest.approx(squad_f1(predicted, gold))


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("قالَ الرئيسُ الأمريكيّ:", ("قال", "رييس", "امريكي")),
        ("«بغـــداد»، العراق؟", ("بغداد", "عراق")),
        ("رااائع", ("رايع",)),
        ("قال،ثم سكت", ("قال", "ثم", "سكت")),
        ("الأمريكي-الروسي", ("امريكي", "روسي")),
        ("إلى الآن", ("الي", "ان")),
        ("ال", ("ال",)),  # nothing would remain
        ("ألف", ("الف",)),  # one letter would
        ("والرئيس بالرئيس والدة", ("والرييس", "بالرييس", "والده")),
        ("ألمانيا", ("مانيا",)),
        ("٣٫٥٪", ("35",)),
        ("3.5مليون", ("35", "مليون")),
        ("في The BBC", ("في", "bbc")),
        ("الـBBC", ("bbc",)),
        ("Café…", ("cafe",)),
        ("ً ،", ()),
    ],
)
def test_arabic_is_folded_and_loses_its_article(text: str, tokens: tuple[str, ...]) -> None:
    assert normalized(text) == tokens


def test_an_answer_matches_exactly_if_it_does_any_gold() -> None:
    assert exact_match("الرئيس الأميركي.", ["بغداد", "رئيس اميركي"]) == 1
    assert exact_match("الرئيس", ["الرئيس الأميركي"]) == 0


def test_the_order_of_words_matters_to_a_match_only() -> None:
    assert exact_match("أحمد علي", ["علي أحمد"]) == 0
    assert token_f1("أحمد علي", ["علي أحمد"]) == 1


def test_f1_weighs_the_words_in_common_against_those_of_either() -> None:
    precision, recall = 2 / 3, 2 / 5
    expected = 2 * precision * recall / (precision + recall)
    assert token_f1("في مدينة بغداد", ["قرب مدينة بغداد وسط العراق"]) == pytest.approx(expected)


def test_f1_counts_a_repeated_word_as_often_as_both_have_it() -> None:
    assert token_f1("نعم نعم نعم", ["نعم نعم لا"]) == pytest.approx(2 * 2 / (3 + 3))


def test_f1_is_that_of_the_best_gold() -> None:
    assert token_f1("بغداد", ["دمشق", "مدينة بغداد", "عاصمة العراق بغداد"]) == pytest.approx(2 * 1 / (1 + 2))


@pytest.mark.parametrize(
    ("predicted", "golds", "agree"), [("", [""], 1), ("the", ["?"], 1), ("", [], 1), ("لا", [], 0)]
)
def test_answers_without_words_agree_with_each_other_alone(predicted: str, golds: list[str], agree: int) -> None:
    assert token_f1(predicted, golds) == exact_match(predicted, golds) == agree


def test_an_answer_without_words_shares_nothing_with_one_that_has_some() -> None:
    assert token_f1("", ["بغداد"]) == token_f1("بغداد", [""]) == 0
