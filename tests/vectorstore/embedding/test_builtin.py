"""The built-in embedding: the model's vectors, with the prompts it was trained with."""

import numpy as np
import pytest

from vectorstore.embedding.encoder import BuiltinEmbeddings
from vectorstore.reader.model import WIDTH, Model

MODEL = Model()
EMBEDDINGS = BuiltinEmbeddings(MODEL)
TEXTS = ["انسحبت القوات من العراق", "المتحدث باسم البنتاجون"]


def test_a_question_and_a_passage_are_told_apart_by_their_prompts() -> None:
    assert EMBEDDINGS.embed_query(TEXTS[0]) == MODEL.vectors([f"query: {TEXTS[0]}"])[0].tolist()
    assert EMBEDDINGS.embed_documents(TEXTS) == MODEL.vectors([f"passage: {text}" for text in TEXTS]).tolist()
    assert EMBEDDINGS.embed_query(TEXTS[0]) != EMBEDDINGS.embed_documents(TEXTS[:1])[0]


def test_vectors_are_lists_of_numbers_of_length_one() -> None:
    query, documents = EMBEDDINGS.embed_query(TEXTS[0]), EMBEDDINGS.embed_documents(TEXTS)
    assert len(query) == WIDTH
    assert [len(vector) for vector in documents] == [WIDTH, WIDTH]
    assert all(isinstance(number, float) for number in query)
    assert np.linalg.norm([query, *documents], axis=1) == pytest.approx(np.ones(3), abs=1e-5)


def test_no_passages_give_no_vectors() -> None:
    assert EMBEDDINGS.embed_documents([]) == []


def test_a_text_without_words_has_a_vector_too() -> None:
    assert len(EMBEDDINGS.embed_query("")) == len(EMBEDDINGS.embed_documents([""])[0]) == WIDTH


def test_a_passage_is_nearest_to_the_question_it_answers() -> None:
    bridge, museum = EMBEDDINGS.embed_documents(
        ["افتتح وزير النقل الجسر الجديد يوم الأحد.", "يزور السياح المتحف لمشاهدة القوارب القديمة."]
    )
    question = np.array(EMBEDDINGS.embed_query("متى افتتح الجسر؟"))
    assert question @ bridge > question @ museum


def test_it_is_known_by_the_weights_of_its_model() -> None:
    assert EMBEDDINGS.name == "builtin"
    assert EMBEDDINGS.identity == f"builtin {MODEL.identity}"
