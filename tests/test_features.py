import numpy as np
import pytest

from vectorstore.features import CONFIDENCE_FEATURES, FEATURES, confidence_features, features
from vectorstore.index import Candidate
from vectorstore.passages import Passage, make_id
from vectorstore.questions import analyse
from vectorstore.vocabulary import Matrix

TEXTS = (
    "افتتح الجسر الجديد يوم الأحد",
    "حضر الدكتور سامي الحفل",
    "بلغت كلفة البناء مليون دينار",
    "…",
)
ASKED = analyse("متى افتتح الجسر؟")


def candidates_of(*texts: str) -> list[Candidate]:
    """Candidates of passages that follow one another, the first the most similar."""
    made, start = [], 0
    for order, text in enumerate(texts):
        passage = Passage(make_id(start, text), text, start, start + len(text), order, order, None)
        made.append(Candidate(passage, 1 / (order + 1)))
        start += len(text) + 1
    return made


def column(table: Matrix, name: str) -> list[float]:
    values: list[float] = table[:, FEATURES.index(name)].tolist()
    return values


def test_there_is_a_row_a_candidate_and_a_column_a_feature() -> None:
    assert features(ASKED, candidates_of(*TEXTS)).shape == (len(TEXTS), len(FEATURES))


@pytest.mark.parametrize("question", ["متى افتتح الجسر؟", "ما هو؟", "؟", "", "when?", "where does Zorbatrix live?"])
@pytest.mark.parametrize("texts", [TEXTS, TEXTS[:1], ("…",), ("…", "؟!")])
def test_every_value_is_finite_whatever_is_asked_of_whatever(question: str, texts: tuple[str, ...]) -> None:
    asked = analyse(question)
    table = features(asked, candidates_of(*texts))
    assert np.isfinite(table).all()
    confidence = confidence_features(asked, table, table.sum(axis=1))
    assert confidence.shape == (len(texts), len(CONFIDENCE_FEATURES))
    assert np.isfinite(confidence).all()


def test_a_question_without_terms_is_said_by_none() -> None:
    table = features(analyse("ما هو؟"), candidates_of(*TEXTS))
    for name in ("soft", "soft_local", "meaning", "asked", "missing", "said", "unsaid"):
        assert column(table, name) == [0.0] * len(TEXTS)


def test_a_passage_without_words_says_nothing() -> None:
    table = features(ASKED, candidates_of(*TEXTS))
    for name in ("soft", "soft_local", "meaning", "pairs", "sign", "asked"):
        assert column(table, name)[3] == 0.0


def test_the_order_of_the_candidates_does_not_change_their_rows() -> None:
    candidates = candidates_of(*TEXTS)
    shuffled = [2, 0, 3, 1]
    table = features(ASKED, candidates)
    assert features(ASKED, [candidates[i] for i in shuffled]) == pytest.approx(table[shuffled])


def test_a_passage_that_has_all_the_words_says_all_there_is() -> None:
    table = features(ASKED, candidates_of(*TEXTS))
    assert column(table, "soft")[0] == pytest.approx(1.0)
    assert column(table, "asked")[0] == pytest.approx(1.0)
    assert column(table, "missing")[0] == pytest.approx(0.0)
    assert column(table, "said") == pytest.approx([1.0] * len(TEXTS))


def test_words_that_are_neighbours_in_the_question_count_where_they_are_neighbours_too() -> None:
    pairs = column(features(ASKED, candidates_of("افتتح الجسر", "الجسر الذي افتتح")), "pairs")
    assert pairs == pytest.approx([1 / 2, 0.0])  # of «متى افتتح» and «افتتح الجسر»


def test_before_and_after_are_what_the_neighbours_in_the_article_say() -> None:
    table = features(ASKED, candidates_of(*TEXTS))
    soft = column(table, "soft")
    assert column(table, "before") == pytest.approx([0.0, *soft[:-1]])
    assert column(table, "after") == pytest.approx([*soft[1:], 0.0])


def test_a_neighbour_that_is_no_candidate_says_nothing() -> None:
    first, _, third, _ = candidates_of(*TEXTS)
    assert column(features(ASKED, [first, third]), "before") == [0.0, 0.0]


def test_only_the_first_passage_of_the_article_is_its_lead() -> None:
    candidates = candidates_of(*TEXTS)
    assert column(features(ASKED, candidates), "lead") == [1.0, 0.0, 0.0, 0.0]
    assert column(features(ASKED, candidates[1:]), "lead") == [0.0, 0.0, 0.0]


def test_the_cosine_is_the_similarity_of_the_candidate() -> None:
    assert column(features(ASKED, candidates_of(*TEXTS)), "cosine") == pytest.approx([1, 1 / 2, 1 / 3, 1 / 4])


def test_the_margin_is_how_far_a_candidate_stands_above_the_mean() -> None:
    table = features(ASKED, candidates_of(*TEXTS))
    rows = confidence_features(ASKED, table, np.array([4.0, 2.0, 1.0, 1.0]))
    assert rows[:, CONFIDENCE_FEATURES.index("margin")].tolist() == [2.0, 0.0, -1.0, -1.0]


def test_the_sign_is_neutral_for_a_question_that_wants_nothing_that_leaves_one() -> None:
    asked = analyse("هل افتتح الجسر؟")
    rows = confidence_features(asked, features(asked, candidates_of(*TEXTS)), np.zeros(len(TEXTS)))
    assert rows[:, CONFIDENCE_FEATURES.index("sign")].tolist() == [0.5] * len(TEXTS)
