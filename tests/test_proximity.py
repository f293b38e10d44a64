import numpy as np
import pytest

from vectorstore.proximity import density, early, felt, new_words, opening, together

# One passage of four words; the first term is said by the first word, the second by the third.
TWO = np.array([[[1.0, 0.0, 0.0, 0.0]], [[0.0, 0.0, 1.0, 0.0]]])
NONE = np.zeros((0, 2, 4))


def test_a_term_is_felt_less_the_farther_from_the_word_that_says_it() -> None:
    assert felt(TWO)[0, 0] == pytest.approx([1, 0.85, 0.85**2, 0.85**3])
    assert felt(TWO)[1, 0] == pytest.approx([0.85**2, 0.85, 1, 0.85])


def test_of_two_words_that_say_a_term_the_one_felt_most_counts() -> None:
    said = np.array([[[1.0, 0.0, 0.0, 0.5]]])
    assert felt(said)[0, 0] == pytest.approx([1, 0.85, 0.85**2, 0.85**3])


def test_a_term_is_not_felt_beyond_fifteen_words() -> None:
    said = np.zeros((1, 1, 20))
    said[0, 0, 0] = 1.0
    assert felt(said)[0, 0, 15] == pytest.approx(0.85**15)
    assert felt(said)[0, 0, 16] == 0.0


def test_terms_are_felt_together_by_their_weights() -> None:
    shares = together(np.array([3.0, 1.0]), TWO)
    assert shares[0] == pytest.approx(
        [(3 + 0.85**2) / 4, (3 * 0.85 + 0.85) / 4, (3 * 0.85**2 + 1) / 4, (3 * 0.85**3 + 0.85) / 4]
    )


def test_a_word_is_new_that_says_no_term() -> None:
    assert new_words(TWO)[0].tolist() == [0.0, 1.0, 0.0, 1.0]
    assert new_words(0.5 * TWO)[0] == pytest.approx([1 - 1.2 / 2, 1, 1 - 1.2 / 2, 1])


def test_a_term_counts_more_the_earlier_it_is_said() -> None:
    assert early(TWO)[:, 0] == pytest.approx([1, 0.85**2])


def test_only_the_first_five_words_open_a_passage() -> None:
    said = np.zeros((1, 2, 6))
    said[0, 0, 4] = said[0, 1, 5] = 1.0
    assert opening(said)[0].tolist() == [1.0, 0.0]


def test_density_is_weight_that_is_asked_for_over_weight() -> None:
    rarity = np.array([[4.0, 1.0, 2.0, 1.0]])
    assert density(np.array([4.0, 2.0]), TWO, rarity) == pytest.approx([(4 + 2) / (4 + 1 + 2 + 1)])


def test_where_there_are_no_terms_nothing_is_said() -> None:
    nothing = np.zeros(0)
    assert together(nothing, NONE).tolist() == [[0.0] * 4] * 2
    assert new_words(NONE).tolist() == [[1.0] * 4] * 2
    assert early(NONE).shape == opening(NONE).shape == (0, 2)
    assert density(nothing, NONE, np.ones((2, 4))).tolist() == [0.0, 0.0]


def test_passages_without_words_say_nothing() -> None:
    empty = np.zeros((1, 2, 0))
    assert early(empty).tolist() == opening(empty).tolist() == [[0.0, 0.0]]
    assert density(np.ones(1), empty, np.zeros((2, 0))).tolist() == [0.0, 0.0]
