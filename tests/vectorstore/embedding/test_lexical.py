import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorstore.embedding.lexical import DIMENSIONS, LexicalEmbeddings
from vectorstore.language.idf import IdfTable, learn

EMBEDDINGS = LexicalEmbeddings()


def cosine(one: str, other: str) -> float:
    left, right = EMBEDDINGS.vectors([one, other])
    return float(left @ right)


@given(st.text(max_size=80))
def test_every_vector_is_finite_and_of_length_one_or_nought(text: str) -> None:
    vector = EMBEDDINGS.vectors([text])[0]
    assert vector.shape == (DIMENSIONS,)
    assert np.isfinite(vector).all()
    assert float(np.linalg.norm(vector)) == pytest.approx(1 if vector.any() else 0, abs=1e-5)


@pytest.mark.parametrize("text", ["", "  ", "؟!…", "😀"])
def test_a_text_without_words_is_all_zeros(text: str) -> None:
    assert not any(EMBEDDINGS.embed_query(text))


def test_a_text_is_nearest_to_itself() -> None:
    text = "تقليص المهمة العسكرية في العراق"
    assert cosine(text, text) == pytest.approx(1, abs=1e-5)
    assert cosine(text, "فاز الفريق بالمباراة") < 0.3


def test_cosines_do_not_depend_on_order_of_words_or_of_texts() -> None:
    assert cosine("القوات انسحبت", "انسحبت القوات") == pytest.approx(1, abs=1e-5)
    assert cosine("البنتاجون", "داعش في سوريا") == pytest.approx(cosine("داعش في سوريا", "البنتاجون"))


@pytest.mark.parametrize(
    ("asked", "variant", "other"),
    [
        ("البنتاغون", "البنتاجون", "البرلمان"),
        ("أمريكا", "امريكا", "أفريقيا"),
        ("العراقية", "عراقي", "السورية"),
        ("مسؤول", "مسئول", "مشغول"),
        ("التنظيم", "تنظيم", "تحالف"),
    ],
)
def test_other_spellings_and_forms_of_a_word_are_nearer_than_other_words(asked: str, variant: str, other: str) -> None:
    assert cosine(asked, variant) > cosine(asked, other)


def test_spellings_that_fold_alike_have_almost_one_vector() -> None:
    assert cosine("إلى العِراقِ ٢٠٢٤", "الى العراق 2024") == pytest.approx(1, abs=1e-5)


def test_a_rare_word_in_common_counts_more_than_a_frequent_one() -> None:
    assert cosine("في البنتاجون", "البنتاجون اليوم") > cosine("في البنتاجون", "في اليوم")


def test_documents_and_questions_are_embedded_alike() -> None:
    texts = ["القوات الأمريكية", "داعش"]
    assert EMBEDDINGS.embed_documents(texts) == [EMBEDDINGS.embed_query(text) for text in texts]
    assert EMBEDDINGS.embed_documents([]) == []


def test_a_vector_does_not_depend_on_what_was_embedded_before() -> None:
    assert LexicalEmbeddings().embed_query("القوات") == EMBEDDINGS.embed_query("القوات")


def test_the_identity_names_embedding_and_idf_table() -> None:
    other = LexicalEmbeddings(IdfTable(*learn(["قمر نهر"] * 9)))
    assert LexicalEmbeddings().identity == EMBEDDINGS.identity != other.identity
    assert str(DIMENSIONS) in EMBEDDINGS.identity
    assert IdfTable.shipped().identity in EMBEDDINGS.identity
