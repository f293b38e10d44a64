"""How passages are ordered and how likely each is said to answer, with weights made up so that sums are easy."""

import json
import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorstore.retrieving.confidence import (
    CHANCE,
    HIGHEST,
    LOWEST,
    ORDER,
    PATH,
    UNREAD,
    Seen,
    Weights,
    chance_features,
    chance_of,
    order_features,
    order_of,
    rivals,
)

FIRST = Seen(margin=4.0, lexical_rank=1, semantic_rank=2, focus=0.5)
OTHER = Seen(margin=1.0, lexical_rank=3, semantic_rank=1)
FAR = Seen(margin=UNREAD, lexical_rank=0, semantic_rank=9)

SEEN = st.builds(
    Seen,
    margin=st.floats(-50, 50),
    lexical_rank=st.integers(0, 50),
    semantic_rank=st.integers(0, 50),
    focus=st.sampled_from([0.0, 0.5, 1.0]),
)


def of(seen: Seen, *others: Seen) -> dict[str, float]:
    """What says how likely a passage answers, by name."""
    return dict(zip(CHANCE, chance_features(seen, rivals([seen, *others])[0]), strict=True))


def one_weight(name: str, weight: float = 1.0) -> Weights:
    """Weights of which all but one are nothing."""
    return Weights(tuple(weight * (each == name) for each in ORDER), tuple(weight * (each == name) for each in CHANCE))


# The order


def test_passages_are_ordered_by_margin_ranks_and_focus() -> None:
    assert dict(zip(ORDER, order_features(FIRST), strict=True)) == {
        "margin": 4.0,
        "lexical": 1 / 1,
        "semantic": 1 / 2,
        "focus": 0.5,
    }


def test_a_passage_that_a_ranking_does_not_have_gains_nothing_there() -> None:
    assert dict(zip(ORDER, order_features(FAR), strict=True)) == {
        "margin": UNREAD,
        "lexical": 0.0,
        "semantic": 1 / 9,
        "focus": 0.0,
    }


def test_the_order_is_the_sum_of_what_each_thing_weighs() -> None:
    weights = Weights((1.0, 2.0, 3.0, 4.0), ())
    assert order_of(FIRST, weights) == 1.0 * 4.0 + 2.0 * (1 / 1) + 3.0 * (1 / 2) + 4.0 * 0.5


@pytest.mark.parametrize(("margin", "counted"), [(1e6, HIGHEST), (-1e6, LOWEST), (5.5, 5.5)])
def test_a_margin_counts_within_bounds(margin: float, counted: float) -> None:
    seen = replace(FIRST, margin=margin)
    assert order_of(seen, one_weight("margin")) == counted
    assert of(seen)["margin"] == counted


def test_what_was_not_read_counts_as_little_as_the_worst_that_was() -> None:
    assert order_of(FAR, one_weight("margin")) == LOWEST
    assert UNREAD <= LOWEST


# The chance


def test_the_rival_of_each_passage_is_the_best_of_the_others() -> None:
    assert rivals([OTHER, FIRST, FAR]) == [4.0, 1.0, 4.0]
    assert rivals([FIRST, FIRST]) == [4.0, 4.0]
    assert rivals([FIRST]) == [LOWEST]
    assert rivals([]) == []


def test_a_passage_leads_by_what_its_margin_is_above_the_best_of_the_others() -> None:
    assert of(FIRST, FAR, OTHER)["lead"] == 4.0 - 1.0
    assert of(OTHER, FAR, FIRST)["lead"] == 0.0


def test_a_lead_counts_up_to_six() -> None:
    assert of(FIRST, FAR)["lead"] == 6.0


def test_a_passage_without_others_leads() -> None:
    assert of(FIRST)["lead"] == 6.0
    assert of(replace(FIRST, margin=LOWEST + 2))["lead"] == 2.0


@pytest.mark.parametrize(
    ("lexical", "semantic", "agreed"), [(1, 1, 2.0), (1, 2, 1.0), (2, 1, 1.0), (2, 2, 0.0), (0, 0, 0.0), (0, 1, 1.0)]
)
def test_the_rankings_that_have_a_passage_first_agree(lexical: int, semantic: int, agreed: float) -> None:
    assert of(replace(FIRST, lexical_rank=lexical, semantic_rank=semantic))["agreed"] == agreed


def test_a_chance_is_that_of_the_log_odds_added_up() -> None:
    nothing = Weights((), (0.0,) * len(CHANCE))
    assert chance_of(FIRST, 1.0, nothing) == 1 / 2
    assert chance_of(FIRST, LOWEST, one_weight("constant", math.log(3))) == pytest.approx(3 / (3 + 1))
    assert chance_of(FIRST, 1.0, one_weight("margin")) == pytest.approx(1 / (1 + math.exp(-4.0)))


# The weights that ship


def test_the_weights_that_ship_are_read_by_their_names() -> None:
    learned = json.loads(PATH.read_text(encoding="utf-8"))
    assert (tuple(learned["order"]), tuple(learned["chance"])) == (ORDER, CHANCE)
    shipped = Weights.shipped()
    assert shipped == Weights(tuple(learned["order"].values()), tuple(learned["chance"].values()))
    assert shipped is Weights.shipped()


@given(SEEN, st.floats(-50, 50))
def test_a_chance_is_a_probability_whatever_was_seen(seen: Seen, rival: float) -> None:
    assert 0 < chance_of(seen, rival, Weights.shipped()) < 1


@given(SEEN, st.floats(-50, 50), st.floats(0, 20))
def test_what_the_reader_is_surer_of_is_no_less_likely_and_not_ordered_lower(
    seen: Seen, rival: float, more: float
) -> None:
    surer, weights = replace(seen, margin=seen.margin + more), Weights.shipped()
    assert order_of(surer, weights) >= order_of(seen, weights)
    assert chance_of(surer, rival, weights) >= chance_of(seen, rival, weights)


@pytest.mark.parametrize("better", [{"lexical_rank": 1}, {"semantic_rank": 1}, {"focus": 1.0}])
def test_nothing_that_speaks_for_a_passage_puts_it_lower(better: dict[str, float]) -> None:
    weights = Weights.shipped()
    assert order_of(replace(OTHER, **better), weights) >= order_of(OTHER, weights)  # type: ignore[arg-type]
