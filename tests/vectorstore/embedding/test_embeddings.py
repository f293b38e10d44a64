import json
import shutil
import time
import warnings
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from chromadb.api.shared_system_client import SharedSystemClient

from assistant.assembly import open_assistant
from assistant.settings import SHIPPED_ARTICLE, Settings
from vectorstore.embedding.choosing import SemanticEmbeddings, find_model, open_semantic
from vectorstore.embedding.encoder import BuiltinEmbeddings
from vectorstore.errors import EmbeddingUnavailable
from vectorstore.reader.model import Model

MISSING = "nobody/no-such-model"
SHIPPED = Model()
TEXTS = ["انسحبت القوات من العراق", "المتحدث باسم البنتاجون"]
PROMPTS = {"query": "سؤال ", "document": "فقرة "}


@pytest.fixture(autouse=True)
def _fresh_clients() -> Iterator[None]:
    yield
    SharedSystemClient.clear_system_cache()


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny sentence-transformers model with prompts, its vectors random but always the same."""
    folder = tmp_path_factory.mktemp("model") / "tiny"
    with warnings.catch_warnings():  # what libraries say of themselves when they are imported is not ours
        warnings.simplefilter("ignore")
        import torch
        from sentence_transformers import SentenceTransformer
        from sentence_transformers.sentence_transformer.modules import StaticEmbedding
        from tokenizers import Tokenizer
        from tokenizers.models import WordLevel
        from tokenizers.pre_tokenizers import Whitespace

        words = " ".join([*TEXTS, *PROMPTS.values(), SHIPPED_ARTICLE.read_text(encoding="utf-8")]).split()
        vocabulary = {"[UNK]": 0} | {word: i for i, word in enumerate(dict.fromkeys(words), 1)}
        tokenizer = Tokenizer(WordLevel(vocabulary, unk_token="[UNK]"))
        tokenizer.pre_tokenizer = Whitespace()
        torch.manual_seed(0)
        static = StaticEmbedding(tokenizer, embedding_dim=16)
        SentenceTransformer(modules=[static], prompts=PROMPTS).save(str(folder))
    return folder


def plain_vectors(folder: Path, texts: list[str]) -> np.ndarray:
    """What the model gives without any prompt of ours, at length 1."""
    from sentence_transformers import SentenceTransformer

    vectors = SentenceTransformer(str(folder), prompts={"query": "", "document": ""}).encode(texts, prompt="")
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_the_builtin_choice_takes_the_model_that_ships() -> None:
    found = open_semantic("builtin", MISSING, SHIPPED)
    assert isinstance(found, BuiltinEmbeddings)
    assert (found.name, found.identity) == ("builtin", f"builtin {SHIPPED.identity}")


def test_the_builtin_choice_does_not_look_for_another(model: Path) -> None:
    assert isinstance(open_semantic("builtin", str(model), SHIPPED), BuiltinEmbeddings)


def test_auto_with_nothing_cached_takes_the_builtin_one_and_is_quick() -> None:
    open_semantic("auto", MISSING, SHIPPED)  # imports the hub's client
    started = time.perf_counter()
    assert isinstance(open_semantic("auto", MISSING, SHIPPED), BuiltinEmbeddings)
    assert time.perf_counter() - started < 1


def test_a_named_model_that_is_missing_is_told_quickly_with_what_to_do() -> None:
    started = time.perf_counter()
    with pytest.raises(EmbeddingUnavailable, match=f"fetch-model {MISSING}") as caught:
        open_semantic(MISSING, MISSING, SHIPPED)
    assert time.perf_counter() - started < 3
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["no such name!", "a/b/c", "/no/such/folder", "..", "ا/ب"])
def test_a_name_that_can_be_no_model_is_missing_too(name: str) -> None:
    with pytest.raises(EmbeddingUnavailable):
        open_semantic(name, MISSING, SHIPPED)


def test_a_folder_without_a_model_is_not_one(tmp_path: Path) -> None:
    assert find_model(str(tmp_path)) is None


def test_auto_takes_the_default_model_where_it_is_on_this_machine(model: Path) -> None:
    found = open_semantic("auto", str(model), SHIPPED)
    assert isinstance(found, SemanticEmbeddings)
    assert found.name == str(model)


def test_prompts_of_the_model_are_applied_to_questions_and_passages(model: Path) -> None:
    embeddings = SemanticEmbeddings("tiny", model)
    for prompt, given in (
        (PROMPTS["query"], [embeddings.embed_query(text) for text in TEXTS]),
        (PROMPTS["document"], embeddings.embed_documents(TEXTS)),
    ):
        expected = plain_vectors(model, [prompt + text for text in TEXTS])
        assert np.array(given) == pytest.approx(expected, abs=1e-5)
    assert embeddings.embed_query(TEXTS[0]) != pytest.approx(embeddings.embed_documents(TEXTS)[0])


def test_vectors_have_length_one(model: Path) -> None:
    vectors = np.array(SemanticEmbeddings("tiny", model).embed_documents(TEXTS))
    assert vectors.shape == (2, 16)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(2), abs=1e-5)


def test_the_identity_changes_with_name_and_files(model: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(model, tmp_path / "copy"))
    before = SemanticEmbeddings("tiny", copy).identity
    assert before == SemanticEmbeddings("tiny", copy).identity != SemanticEmbeddings("other", copy).identity
    config = copy / "config_sentence_transformers.json"
    settings = json.loads(config.read_text(encoding="utf-8"))
    settings["prompts"]["query"] = "سؤال آخر "
    config.write_text(json.dumps(settings), encoding="utf-8")
    assert SemanticEmbeddings("tiny", copy).identity != before


@pytest.mark.parametrize("broken", ["modules.json", "model.safetensors", "tokenizer.json"])
@pytest.mark.parametrize("content", [b"", b"{broken", b'{"a": 1}'])
def test_a_broken_model_folder_is_told_in_one_line(model: Path, tmp_path: Path, broken: str, content: bytes) -> None:
    copy = Path(shutil.copytree(model, tmp_path / "copy"))
    path = next(copy.rglob(broken))
    path.write_bytes(content)
    with pytest.raises(EmbeddingUnavailable, match="tiny") as caught:
        SemanticEmbeddings("tiny", copy).embed_query("سؤال")
    assert "\n" not in str(caught.value)


def test_a_model_folder_takes_the_place_of_the_builtin_one_from_settings_to_answer(model: Path, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, embeddings=str(model))
    assistant = open_assistant(settings)
    assert assistant.embedding_name == str(model)
    answer = assistant.ask("من هو المتحدث باسم البنتاجون؟")
    assert answer.answered
    assert any("شون بارنيل" in citation.text for citation in answer.citations)
    assert all(assistant.article.text[c.start : c.end] == c.text for c in answer.citations)
    again = open_assistant(settings).ask("من هو المتحدث باسم البنتاجون؟")
    assert again.citations == answer.citations
