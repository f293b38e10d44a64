"""Citation recall and precision, against arithmetic by hand."""

from collections.abc import Mapping, Sequence

import pytest

from assistant.evaluation.metrics.citing import Supports, citation_precision, citation_recall

Sufficient = Mapping[int, Sequence[set[int]]]


def supports(sufficient: Sufficient) -> Supports:
    """Citations support a statement if they include one of the sets that suffice for it."""

    def supported(statement: int, citations: frozenset[int]) -> bool:
        assert citations, "there is nothing to ask about no citations"
        return any(enough <= citations for enough in sufficient.get(statement, ()))

    return supported


@pytest.mark.parametrize(
    ("cited", "sufficient", "recall", "precision"),
    [
        ([[1]], {0: [{1}]}, 1 / 1, 1 / 1),
        ([[1]], {}, 0 / 1, 0 / 1),
        ([[1, 2]], {0: [{1, 2}]}, 1 / 1, 2 / 2),  # both are needed
        ([[1, 2]], {0: [{1}]}, 1 / 1, 1 / 2),  # 2 is irrelevant
        ([[1, 2]], {0: [{1}, {2}]}, 1 / 1, 2 / 2),  # either would do
        ([[1, 2, 3]], {0: [{1, 2}]}, 1 / 1, 2 / 3),
        ([[1, 2, 3]], {0: [{1, 2}, {2, 3}]}, 1 / 1, 1 / 3),  # only 2 is missed if it goes
        ([[1, 2]], {0: [{1, 2, 3}]}, 0 / 1, 0 / 2),
        ([[1, 1, 2]], {0: [{1}]}, 1 / 1, 1 / 2),  # once is enough
        ([[1], [], [2, 3]], {0: [{1}], 1: [{1}], 2: [{3}]}, 2 / 3, (1 + 1) / (1 + 2)),
        ([[1], [2, 3]], {1: [{2}, {3}]}, 1 / 2, 2 / 3),
    ],
)
def test_citations_are_right_if_together_they_support_and_none_is_idle(
    cited: list[list[int]], sufficient: Sufficient, recall: float, precision: float
) -> None:
    assert citation_recall(cited, supports(sufficient)) == pytest.approx(recall)
    assert citation_precision(cited, supports(sufficient)) == pytest.approx(precision)


def test_an_answer_without_statements_has_no_figures() -> None:
    assert citation_recall([], supports({})) is None
    assert citation_precision([], supports({})) is None


def test_statements_without_citations_are_unsupported_and_leave_nothing_to_be_precise() -> None:
    assert citation_recall([[], []], supports({0: [set()]})) == 0
    assert citation_precision([[], []], supports({0: [set()]})) is None
