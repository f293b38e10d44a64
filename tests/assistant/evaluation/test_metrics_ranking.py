"""The figures of a ranking, against arithmetic by hand and trec_eval."""

from math import log2

import numpy as np
import pytest
import pytrec_eval

from assistant.evaluation.metrics.ranking import hit_at, ndcg_at, recall_at, reciprocal_rank


def test_recall_is_the_share_of_the_relevant_among_the_first_k() -> None:
    ranked = [True, False, True, False, False, False, True]
    assert [recall_at(ranked, k, 4) for k in (1, 2, 3, 10)] == [1 / 4, 1 / 4, 2 / 4, 3 / 4]


def test_the_reciprocal_rank_is_of_the_first_relevant_passage() -> None:
    assert reciprocal_rank([True, False, True]) == 1
    assert reciprocal_rank([False, False, True, True]) == 1 / 3
    assert reciprocal_rank([False, False]) == 0
    assert reciprocal_rank([]) == 0


def test_ndcg_discounts_by_the_logarithm_of_the_rank() -> None:
    ranked = [False, True, False, True]
    ideal_of_2 = 1 / log2(2) + 1 / log2(3)
    assert ndcg_at(ranked, 3, 2) == pytest.approx(1 / log2(3) / ideal_of_2)
    assert ndcg_at(ranked, 4, 2) == pytest.approx((1 / log2(3) + 1 / log2(5)) / ideal_of_2)


def test_the_ideal_of_ndcg_has_no_more_relevant_passages_than_fit() -> None:
    assert ndcg_at([True, True], 2, 5) == 1
    assert ndcg_at([False, True], 2, 5) == pytest.approx(1 / log2(3) / (1 + 1 / log2(3)))


def test_a_question_without_a_relevant_passage_is_one_whose_passage_is_never_found() -> None:
    assert recall_at([False, False], 5, 0) == ndcg_at([False, False], 5, 0) == reciprocal_rank([False, False]) == 0


def test_an_empty_ranking_finds_nothing() -> None:
    assert recall_at([], 5, 2) == ndcg_at([], 5, 2) == 0


@pytest.mark.parametrize(("rank", "k", "hit"), [(1, 1, 1), (2, 1, 0), (2, 3, 1), (3, 3, 1), (4, 3, 0), (None, 3, 0)])
def test_a_hit_is_a_right_one_among_the_first_k(rank: int | None, k: int, hit: int) -> None:
    assert hit_at(rank, k) == hit


@pytest.mark.parametrize("k", [0, -1])
def test_the_first_k_are_at_least_one(k: int) -> None:
    with pytest.raises(ValueError, match=f"at least 1, not {k}"):
        recall_at([True], k, 1)
    with pytest.raises(ValueError, match=f"at least 1, not {k}"):
        ndcg_at([True], k, 1)
    with pytest.raises(ValueError, match=f"at least 1, not {k}"):
        hit_at(1, k)


def test_no_more_passages_can_be_relevant_than_the_article_has() -> None:
    with pytest.raises(ValueError, match="2 ranked passages are relevant, but only 1 of the article"):
        recall_at([True, True], 1, 1)
    with pytest.raises(ValueError, match="1 ranked passages are relevant, but only 0 of the article"):
        ndcg_at([True], 1, 0)


def test_all_agree_with_trec_eval() -> None:
    random = np.random.default_rng(11)
    for _ in range(300):
        ranked, unranked = random.integers(1, 12), random.integers(0, 4)
        relevant = (random.random(ranked + unranked) < random.random()).tolist()
        judged = {"q": {f"p{place}": int(flag) for place, flag in enumerate(relevant)}}
        run = {"q": {f"p{place}": float(-place) for place in range(ranked)}}
        expected = pytrec_eval.RelevanceEvaluator(judged, {"ndcg_cut.1,5", "recall.1,5", "recip_rank"}).evaluate(run)
        found, total = relevant[:ranked], sum(relevant)
        assert expected["q"] == {
            "ndcg_cut_1": pytest.approx(ndcg_at(found, 1, total)),
            "ndcg_cut_5": pytest.approx(ndcg_at(found, 5, total)),
            "recall_1": pytest.approx(recall_at(found, 1, total)),
            "recall_5": pytest.approx(recall_at(found, 5, total)),
            "recip_rank": pytest.approx(reciprocal_rank(found)),
        }
