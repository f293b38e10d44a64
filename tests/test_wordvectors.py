import numpy as np
import pytest

from vectorstore.arabic import stem
from vectorstore.wordvectors import DIMENSIONS, WordVectors

# Three words on two axes: the first two stand at 45°, the third is at right angles to the first.
BYTES = np.array([[100, 0], [100, 100], [0, 50]], dtype=np.int8)
HAND_MADE = WordVectors(["a", "b", "c"], BYTES)


def similarities(vectors: WordVectors, stems: list[str], others: list[str]) -> np.ndarray:
    return vectors.units(stems) @ vectors.units(others).T


def test_similarities_are_cosines_of_every_pair() -> None:
    found = similarities(HAND_MADE, ["a", "b"], ["a", "b", "c"])
    half = 1 / 2**0.5
    assert found.shape == (2, 3)
    assert found == pytest.approx(np.array([[1, half, 0], [half, 1, half]]))


def test_a_stem_without_a_vector_is_like_nothing_not_even_itself() -> None:
    assert similarities(HAND_MADE, ["a", "zzz"], ["zzz", "a"]).tolist() == [[0, 1], [0, 0]]


@pytest.mark.parametrize(("stems", "others"), [([], ["a"]), (["a"], []), ([], [])])
def test_no_stems_give_an_empty_array(stems: list[str], others: list[str]) -> None:
    assert similarities(HAND_MADE, stems, others).shape == (len(stems), len(others))


def test_the_shipped_vectors_are_read_once() -> None:
    assert WordVectors.shipped() is WordVectors.shipped()


def test_shipped_similarities_are_cosines_and_one_for_the_same_word() -> None:
    some = [stem(word) for word in ("الرييس", "العراق", "حكومه", "جيش")]
    found = similarities(WordVectors.shipped(), some, some)
    assert np.diag(found) == pytest.approx(np.ones(4))
    assert np.all(np.abs(found) <= 1 + 1e-9)
    assert found == pytest.approx(found.T)


def test_words_that_stand_in_the_same_places_are_nearer_than_others() -> None:
    near, far = similarities(WordVectors.shipped(), [stem("العراق")], [stem("سوريا"), stem("لاعب")])[0]
    assert near > far


def test_the_shipped_vectors_have_as_many_numbers_as_they_say() -> None:
    assert DIMENSIONS == 64
    assert np.any(similarities(WordVectors.shipped(), [stem("العراق")], [stem("بغداد")]) != 0)
