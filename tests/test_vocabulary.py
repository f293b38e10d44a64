import numpy as np
import pytest

from vectorstore.arabic import ngrams, stem
from vectorstore.questions import Term
from vectorstore.vocabulary import Vocabulary, centroid, folded_words, meaning, stems, vocabulary_of


def term(word: str, **ways: float) -> Term:
    """A term that is said by its own stem, and by other ways less surely."""
    return Term(word, ((stem(word), 1.0), *ways.items()), 1.0)


def test_a_word_with_the_stem_says_the_term_for_certain() -> None:
    said = Vocabulary([("المصنع", "كبير")]).said([term("مصنع")])
    assert said[0, 0] == 1.0


def test_the_column_for_no_word_says_nothing() -> None:
    vocabulary = Vocabulary([("المصنع", "كبير")])
    assert vocabulary.said([term("مصنع"), term("كبير")])[:, -1].tolist() == [0.0, 0.0]
    assert vocabulary.cosines([term("مصنع")])[0, -1] == 0.0


def test_a_synonym_says_the_term_as_surely_as_the_term_has_it() -> None:
    assert Vocabulary([("ثمن",)]).said([term("سعر", ثمن=0.75)])[0, 0] == 0.75


def test_a_typo_says_the_term_by_the_ngrams_they_share() -> None:
    wrong, right = set(ngrams("الديمقراطبه")), set(ngrams("الديمقراطيه"))
    dice = 2 * len(wrong & right) / (len(wrong) + len(right))
    assert dice >= 0.55
    assert Vocabulary([("الديمقراطيه",)]).said([term("الديمقراطبه")])[0, 0] == pytest.approx(0.85 * dice)


def test_a_word_of_the_same_root_says_the_term_less_surely() -> None:
    assert Vocabulary([("يقلص",)]).said([term("تقليص")])[0, 0] == pytest.approx(0.7)


def test_a_word_that_has_nothing_in_common_does_not_say_the_term() -> None:
    assert Vocabulary([("حريق",)]).said([term("مدرسه")])[0, 0] == 0.0


def test_a_latin_name_is_said_by_its_arabic_spelling() -> None:
    said = Vocabulary([("بارنيل", "مدرسه")]).said([Term("barnell", (("barnell", 1.0),), 1.0)])
    assert said[0].tolist() == [0.85, 0.0, 0.0]


def test_a_latin_word_that_stands_in_a_passage_is_not_looked_for_by_its_sounds() -> None:
    said = Vocabulary([("بارنيل", "barnell")]).said([Term("barnell", (("barnell", 1.0),), 1.0)])
    assert said[0].tolist() == [0.0, 1.0, 0.0]


def test_the_best_value_of_a_passage_is_that_of_its_best_word() -> None:
    vocabulary = Vocabulary([("حريق", "مدرسه"), (), ("قطار",), ("مدرسه", "قطار")])
    values = np.array([[0.1, 0.5, 0.3, 0.0], [0.9, 0.2, 0.4, 0.0]])  # fire, school, train, no word
    assert vocabulary.best(values).tolist() == [[0.5, 0.0, 0.3, 0.5], [0.9, 0.0, 0.4, 0.4]]


@pytest.mark.parametrize("passages", [[(), ("حريق",)], [("حريق",), ()], [(), ("حريق",), ()]])
def test_a_passage_without_words_says_nothing_wherever_it_stands(passages: list[tuple[str, ...]]) -> None:
    vocabulary = Vocabulary(passages)
    best = vocabulary.best(vocabulary.said([term("حريق")]))
    assert best[0].tolist() == [float(bool(passage)) for passage in passages]


def test_no_terms_give_no_rows() -> None:
    vocabulary = Vocabulary([("حريق",), ("قطار",)])
    assert vocabulary.said([]).shape == (0, 3)
    assert vocabulary.cosines([]).shape == (0, 3)
    assert vocabulary.best(vocabulary.said([])).shape == (0, 2)


def test_no_passages_give_no_columns() -> None:
    vocabulary = Vocabulary([])
    assert vocabulary.best(vocabulary.said([term("حريق")])).shape == (1, 0)


def test_passages_of_which_none_has_words_say_nothing() -> None:
    vocabulary = Vocabulary([(), ()])
    assert vocabulary.best(vocabulary.said([term("حريق")])).tolist() == [[0.0, 0.0]]
    assert vocabulary.best(vocabulary.cosines([term("حريق")])).tolist() == [[0.0, 0.0]]


def test_a_word_has_the_same_meaning_as_itself() -> None:
    cosines = Vocabulary([("مدرسه",)]).cosines([term("مدرسه")])
    assert cosines[0, 0] == pytest.approx(1.0, abs=0.02)


def test_meaning_rises_from_nothing_at_a_cosine_of_two_fifths() -> None:
    assert meaning(np.array([[-1.0, 0.4, 0.7, 1.0]]))[0].tolist() == pytest.approx([0.0, 0.0, 0.45, 0.9])


def test_texts_are_remembered_as_folded_words_and_stems() -> None:
    assert folded_words("المدرسةُ، كبيرة!") == ("المدرسه", "كبيره")
    assert stems("المدرسةُ، كبيرة!") == ("مدرس", "كبير")
    assert vocabulary_of(("المدرسة",)) is vocabulary_of(("المدرسة",))


@pytest.mark.parametrize(
    ("asked", "said"), [("بجورج", "جورج"), ("جورج", "لجورج"), ("بداعش", "لداعش"), ("بكتابنا", "كتاب")]
)
def test_a_word_is_said_with_or_without_a_clitic(asked: str, said: str) -> None:
    vocabulary = vocabulary_of((said,))
    term = Term(asked, ((stem(asked), 1.0),), 1.0)
    assert vocabulary.best(vocabulary.said([term]))[0, 0] >= 0.9


def test_places_are_the_columns_of_the_words_and_past_the_end_the_column_of_no_word() -> None:
    vocabulary = Vocabulary([("زيت", "عسل", "زيت"), ("عسل",), ()])
    assert vocabulary.places.tolist() == [[0, 1, 0], [1, 2, 2], [2, 2, 2]]
    assert vocabulary.rarity[1:, 1:].tolist() == [[0.0, 0.0], [0.0, 0.0]]


def test_centroids_are_against_their_mean() -> None:
    alike = Vocabulary([("نفط",), ("نفط",)]).centroids
    assert np.abs(alike).max() == pytest.approx(0.0)
    oil, ball, nothing = Vocabulary([("نفط",), ("كره",), ()]).centroids
    asked = centroid([Term("نفط", (("نفط", 1.0),), 1.0)])
    assert asked @ asked == pytest.approx(1.0)
    assert asked @ oil > asked @ ball
    assert (oil + ball + nothing) == pytest.approx(np.zeros(len(oil)))
    assert centroid([]) == pytest.approx(np.zeros(len(oil)))
