from dataclasses import replace

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
    for name in set(FEATURES) - {"sign", "defining_lead"}:
        assert column(table, name) == [0.0] * len(TEXTS)


def test_a_passage_without_words_says_nothing() -> None:
    table = features(ASKED, candidates_of(*TEXTS))
    for name in (
        "soft",
        "soft_local",
        "meaning",
        "window",
        "density",
        "early",
        "sign",
        "sign_near",
        "asked",
        "defines",
    ):
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
    assert column(table, "unsaid") == pytest.approx([0.0] * len(TEXTS))
    assert column(table, "related") == pytest.approx([1.0] * len(TEXTS))


def test_after_is_what_the_next_passage_says() -> None:
    table = features(ASKED, candidates_of(*TEXTS))
    assert column(table, "after") == pytest.approx([*column(table, "soft")[1:], 0.0])


def test_a_neighbour_that_is_no_candidate_says_nothing() -> None:
    first, _, third, _ = candidates_of(*TEXTS)
    assert column(features(ASKED, [first, third]), "after") == [0.0, 0.0]


def test_a_passage_takes_over_what_the_one_before_says() -> None:
    before = column(features(ASKED, candidates_of("افتتح الجسر", "زيت", "عسل")), "before")
    assert before[:2] == pytest.approx([1.0, 1.0])
    assert before[2] < 0.5


def test_a_neighbour_counts_for_less_than_the_passage_itself_on_either_side() -> None:
    said = column(features(ASKED, candidates_of("زيت", "افتتح الجسر", "زيت", "زيت")), "context")
    assert said[1] == pytest.approx(1.0)
    assert said[0] == said[2] == pytest.approx(0.6)
    assert said[3] < 0.6


def test_passages_of_a_paragraph_share_what_it_says() -> None:
    one, two, other = candidates_of("افتتح السوق", "زار الجسر", "زيت")
    together = [one, Candidate(replace(two.passage, paragraph=0), two.similarity), other]
    assert column(features(ASKED, together), "paragraph")[:2] == pytest.approx([1.0, 1.0])
    assert max(column(features(ASKED, [one, two, other]), "paragraph")) < 1.0


def test_terms_that_stand_together_make_a_narrower_window_than_scattered_ones() -> None:
    near, far = candidates_of("افتتح الجسر زيت زيتون عسل", "افتتح زيت زيتون عسل الجسر")
    assert column(features(ASKED, [near, far]), "window")[0] > column(features(ASKED, [near, far]), "window")[1]


def test_density_is_the_share_of_the_passage_that_is_asked_about() -> None:
    dense = column(features(ASKED, candidates_of("افتتح الجسر", "افتتح الجسر زيت زيتون")), "density")
    assert dense[0] == pytest.approx(1.0)
    assert dense[0] > dense[1] > 0


def test_a_sign_counts_near_the_words_of_the_question_more_than_far_from_them() -> None:
    far = "بلغ عدد السكان 350 ألف نسمة في العام وقال رئيس البلدية بعد ذلك إن الجسر افتتح"
    asked = analyse("كم طول الجسر؟")
    near, away = column(features(asked, candidates_of("طول الجسر 350 مترا", far)), "sign_near")
    assert near > away > 0


def test_the_words_of_the_question_are_no_sign_of_its_answer() -> None:
    asked = analyse("كم طالبا من 350 فاز؟")
    repeated, told = column(features(asked, candidates_of("فاز 350 طالبا", "فاز 12 طالبا")), "sign_near")
    assert repeated == pytest.approx(0.0)
    assert told > 0


def test_a_definition_is_looked_for_only_where_one_is_asked_for() -> None:
    candidates = candidates_of("زيت", "الجسر هو بناء", "زار الناس الجسر هو وأخوه")
    asked, other = analyse("ما هو الجسر؟"), analyse("أين الجسر؟")
    assert column(features(asked, candidates), "defines") == pytest.approx([0.0, 1.0, 1.0], abs=0.1)
    assert column(features(asked, candidates), "defining_lead") == [1.0, 0.0, 0.0]
    assert column(features(other, candidates), "defines") == [0.0, 0.0, 0.0]
    assert column(features(other, candidates), "defining_lead") == [0.0, 0.0, 0.0]


def test_the_centroid_is_against_the_mean_of_the_candidates() -> None:
    candidates = candidates_of("ارتفاع أسعار النفط", "مباراة كرة القدم", "مقتل جنود في انفجار")
    near = column(features(analyse("اقتصاد البلاد"), candidates), "centroid")
    assert near[0] == max(near) > 0
    assert column(features(ASKED, candidates_of("زيت", "زيت")), "centroid") == pytest.approx([0.0, 0.0])


def test_it_counts_whether_a_question_is_english() -> None:
    place = CONFIDENCE_FEATURES.index("english")
    for text, value in (("when was the bridge opened?", 1.0), ("متى افتتح الجسر؟", 0.0)):
        asked = analyse(text)
        rows = confidence_features(asked, features(asked, candidates_of(*TEXTS)), np.zeros(len(TEXTS)))
        assert rows[:, place].tolist() == [value] * len(TEXTS)
        table = features(asked, candidates_of(*TEXTS))
        of_english = rows[:, CONFIDENCE_FEATURES.index("soft in English")]
        assert of_english.tolist() == (value * table[:, FEATURES.index("soft")]).tolist()


def test_chances_are_the_softmax_of_the_similarities() -> None:
    table = features(ASKED, candidates_of(*TEXTS))
    rows = confidence_features(ASKED, table, np.log([4.0, 2.0, 1.0, 1.0]))
    assert rows[:, CONFIDENCE_FEATURES.index("chance")] == pytest.approx([4 / 8, 2 / 8, 1 / 8, 1 / 8])


def test_the_sign_is_neutral_for_a_question_that_wants_nothing_that_leaves_one() -> None:
    asked = analyse("هل افتتح الجسر؟")
    rows = confidence_features(asked, features(asked, candidates_of(*TEXTS)), np.zeros(len(TEXTS)))
    assert rows[:, CONFIDENCE_FEATURES.index("sign_near")].tolist() == [0.25] * len(TEXTS)
