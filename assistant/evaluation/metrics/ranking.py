"""How well the passages are ranked for one question; the figure of many questions is the mean of theirs.

``relevant`` says of the ranked passages, best first and each once, which are relevant; ``total`` is how many passages
of the article are. Where that is 0, because no passage holds the whole gold answer, the question stays in the count as
one whose passage is never found: all figures are 0.

Sources: Manning, Raghavan and Schütze, "Introduction to Information Retrieval" (2008), chapter 8, for recall; Voorhees,
"The TREC-8 Question Answering Track Report" (1999), for the reciprocal rank; Järvelin and Kekäläinen, "Cumulated
Gain-Based Evaluation of IR Techniques" (2002), in the form of trec_eval's ndcg_cut.
"""

import math
from collections.abc import Sequence


def recall_at(relevant: Sequence[bool], k: int, total: int) -> float:
    """The share of the relevant passages that is among the first k: |relevant among k| / total; 0.0 if total is 0.

    Raises ValueError if k < 1 or there are more relevant passages than ``total``.
    """
    _check(relevant, k, total)
    return sum(relevant[:k]) / total if total else 0.0


def reciprocal_rank(relevant: Sequence[bool]) -> float:
    """1 / rank of the first relevant passage, ranks from 1; 0.0 if there is none. Its mean is the MRR."""
    return next((1 / rank for rank, right in enumerate(relevant, start=1) if right), 0.0)


def ndcg_at(relevant: Sequence[bool], k: int, total: int) -> float:
    """The discounted gain of the first k by that of the best ranking: DCG / ideal DCG; 0.0 if total is 0.

    DCG = Σ 1 / log2(rank + 1) over the ranks, from 1, of the relevant passages among the first k; the ideal has the
    first min(k, total) relevant. Raises ValueError if k < 1 or there are more relevant passages than ``total``.
    """
    _check(relevant, k, total)
    return _gain(relevant[:k]) / _gain([True] * min(k, total)) if total else 0.0


def hit_at(rank: int | None, k: int) -> float:
    """1.0 if the rank, from 1, of the first right one is at most k, else 0.0; None is none. ValueError if k < 1."""
    _check_depth(k)
    return float(rank is not None and rank <= k)


def _gain(relevant: Sequence[bool]) -> float:
    return math.fsum(1 / math.log2(rank + 1) for rank, right in enumerate(relevant, start=1) if right)


def _check(relevant: Sequence[bool], k: int, total: int) -> None:
    _check_depth(k)
    if sum(relevant) > total:
        raise ValueError(f"{sum(relevant)} ranked passages are relevant, but only {total} of the article are")


def _check_depth(k: int) -> None:
    if k < 1:
        raise ValueError(f"k is at least 1, not {k}")
