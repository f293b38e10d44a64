import pytest

from vectorstore.features import CONFIDENCE_FEATURES, FEATURES
from vectorstore.index import Candidate
from vectorstore.passages import Passage, make_id
from vectorstore.questions import analyse
from vectorstore.ranking import Weights, rank

TEXTS = (
    "تشتهر البلدة بزيت الزيتون والعسل",
    "افتتح الجسر الجديد يوم الأحد بحضور السكان",
    "بلغت كلفة البناء مليون دينار",
    "حضر الدكتور سامي الحفل مع أسرته",
)


def candidates_of(*texts: str) -> list[Candidate]:
    """Candidates of passages that follow one another, all equally similar to any question."""
    made, start = [], 0
    for order, text in enumerate(texts):
        passage = Passage(make_id(start, text), text, start, start + len(text), order, order, None)
        made.append(Candidate(passage, 0.1))
        start += len(text) + 1
    return made


@pytest.mark.parametrize(
    ("question", "order"),
    [
        ("متى افتتح الجسر؟", 1),
        ("كم بلغت كلفة البناء؟", 2),
        ("من حضر الحفل؟", 3),
        ("بماذا تشتهر البلدة؟", 0),
        ("when was the bridge opened?", 1),
        ("إمتى افتتحوا الجسر؟", 1),
    ],
)
def test_the_passage_with_the_words_of_the_question_wins(question: str, order: int) -> None:
    assert rank(analyse(question), candidates_of(*TEXTS))[0].passage.order == order


def test_every_candidate_is_a_hit_and_the_best_comes_first() -> None:
    hits = rank(analyse("متى افتتح الجسر؟"), candidates_of(*TEXTS))
    assert sorted(hit.passage.order for hit in hits) == [0, 1, 2, 3]
    similarities = [hit.similarity for hit in hits]
    assert similarities == sorted(similarities, reverse=True)


def test_equal_hits_are_in_the_order_of_the_article() -> None:
    nothing = Weights(0.0 * Weights.shipped().ranking, Weights.shipped().confidence)
    hits = rank(analyse("متى افتتح الجسر؟"), candidates_of(*TEXTS)[::-1], nothing)
    assert [hit.passage.order for hit in hits] == [0, 1, 2, 3]


@pytest.mark.parametrize("question", ["متى افتتح الجسر؟", "من فاز بكأس العالم؟", "ما هو؟", "؟", "", "who?"])
@pytest.mark.parametrize("texts", [TEXTS, TEXTS[:1], ("…",)])
def test_confidence_is_a_chance(question: str, texts: tuple[str, ...]) -> None:
    assert all(0 <= hit.confidence <= 1 for hit in rank(analyse(question), candidates_of(*texts)))


def test_there_is_more_confidence_in_what_the_article_answers() -> None:
    candidates = candidates_of(*TEXTS)
    answered = rank(analyse("متى افتتح الجسر الجديد؟"), candidates)[0]
    absent = rank(analyse("متى فاز المنتخب البرازيلي بالكأس؟"), candidates)[0]
    assert answered.confidence > absent.confidence


def test_no_candidates_give_no_hits() -> None:
    assert rank(analyse("متى افتتح الجسر؟"), []) == []


def test_the_weights_that_ship_have_one_a_feature() -> None:
    shipped = Weights.shipped()
    assert shipped.ranking.shape == (len(FEATURES),)
    assert shipped.confidence.shape == (len(CONFIDENCE_FEATURES),)
    assert (shipped.ranking >= 0).all()
