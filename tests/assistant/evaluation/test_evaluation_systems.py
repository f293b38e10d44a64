"""What is evaluated, and under which name; what its answers depend on, and what they leave alone."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from chromadb.api.shared_system_client import SharedSystemClient
from evaluated import article_of
from stub_server import StubServer, says
from stub_server import stub as stub

from assistant.errors import ModelUnavailable, SettingInvalid
from assistant.evaluation.running.systems import System, assistants, baseline, code_digest, scratch_settings
from assistant.settings import Settings
from vectorstore.article import Article

SETTINGS = Settings(data_dir=Path("unused"), embeddings="builtin")
SERVED = replace(SETTINGS, model="stub", model_url="http://localhost:1/v1")
ARTICLE: Article = article_of("أعلنت الحكومة القرار يوم الأحد في دمشق بعد اجتماع طويل حضره الوزراء جميعا.")


def names(systems: Sequence[System]) -> list[str]:
    return [system.name for system in systems]


def test_one_assistant_is_called_so() -> None:
    (system,) = assistants(SETTINGS)
    assert (system.name, system.settings) == ("assistant", SETTINGS)


@pytest.mark.parametrize(
    "variants",
    [{"embeddings": ["builtin"]}, {"models": [""]}, {"readers": ["extractive"]}, {"embeddings": ["builtin"] * 2}],
)
def test_one_variant_is_the_assistant(variants: dict[str, Any]) -> None:
    assert assistants(SETTINGS, **variants) == assistants(SETTINGS)


def test_variants_are_called_after_what_tells_them_apart() -> None:
    systems = assistants(SETTINGS, embeddings=["builtin", "auto"])
    assert names(systems) == ["embeddings=builtin", "embeddings=auto"]
    assert [system.settings.embeddings for system in systems] == ["builtin", "auto"]
    models = assistants(SETTINGS, models=["ollama:a", "ollama:b"])
    assert names(models) == ["model=ollama:a", "model=ollama:b"]


def test_every_combination_is_a_variant() -> None:
    systems = assistants(SETTINGS, embeddings=["builtin", "auto"], models=["ollama:a", "ollama:b"])
    assert names(systems) == [
        "embeddings=builtin model=ollama:a",
        "embeddings=builtin model=ollama:b",
        "embeddings=auto model=ollama:a",
        "embeddings=auto model=ollama:b",
    ]


def test_the_readers_are_told_apart_by_the_model_that_one_has() -> None:
    quoting, writing = assistants(SERVED, readers=["extractive", "generative"])
    assert names([quoting, writing]) == ["model=none model_url=none", "model=stub model_url=http://localhost:1/v1"]
    assert (quoting.settings.model, quoting.settings.model_url) == ("", "")
    assert writing.settings == SERVED


def test_variants_that_come_to_the_same_are_one() -> None:
    systems = assistants(SETTINGS, readers=["extractive", "generative"], models=["ollama:a", "ollama:b"])
    assert names(systems) == ["model=none", "model=ollama:a", "model=ollama:b"]
    assert names(assistants(SERVED, readers=["generative", "generative"])) == ["assistant"]


def test_the_generative_reader_without_a_model_is_refused() -> None:
    with pytest.raises(SettingInvalid, match="the generative reader needs a chat model; give --model or --model-url"):
        assistants(SETTINGS, readers=["extractive", "generative"])


def test_a_model_on_a_server_needs_no_name() -> None:
    (system,) = assistants(replace(SERVED, model=""), readers=["generative"])
    assert system.settings.model_url == SERVED.model_url


def test_secrets_are_in_neither_name_nor_description() -> None:
    secret = replace(SERVED, model_url="http://me:secret@host/v1?key=secret")
    for system in assistants(secret, readers=["extractive", "generative"]):
        assert "secret" not in system.name + json.dumps(system.described())
    assert "model_url=http://host/v1" in names(assistants(secret, readers=["extractive", "generative"]))[1]


def test_the_description_has_the_settings_that_answers_depend_on() -> None:
    settings = replace(SETTINGS, data_dir=Path("/home/me"), chroma_url="http://localhost:8000", port=1, threshold=0.5)
    (system,) = assistants(settings)
    described = system.described()
    assert (described["threshold"], described["embeddings"], described["model"]) == (0.5, "builtin", "")
    assert {"data_dir", "chroma_url", "host", "port", "article"}.isdisjoint(described)
    assert described == assistants(replace(SETTINGS, threshold=0.5))[0].described()


# What opens them


def test_an_assistant_is_opened_about_an_article_with_the_settings_it_is_prepared_with(tmp_path: Path) -> None:
    (system,) = assistants(SETTINGS)
    assistant = system.prepare(replace(system.settings, data_dir=tmp_path))(ARTICLE)
    answer = assistant.ask("متى أعلنت الحكومة القرار؟")
    assert answer.citations[0].text in ARTICLE.text
    assert [passage.text for passage in assistant.passages] == [ARTICLE.text]
    assert list(tmp_path.iterdir()) != []
    SharedSystemClient.clear_system_cache()


def test_a_chat_model_is_asked_by_the_assistant_that_has_one(tmp_path: Path, stub: StubServer) -> None:
    stub.reply(says("أعلنت الحكومة القرار يوم الأحد [1]."))
    served = replace(SETTINGS, model="stub", model_url=stub.url, data_dir=tmp_path)
    readers = [
        system.prepare(system.settings)(ARTICLE).ask("متى أعلنت الحكومة القرار؟").reader
        for system in assistants(served, readers=["extractive", "generative"])
    ]
    assert readers[0] == "extractive"
    assert readers[1].startswith("generative")
    assert len(stub.requests) == 1
    SharedSystemClient.clear_system_cache()


def test_a_chat_model_that_cannot_be_opened_is_told_before_any_article_is() -> None:
    (system,) = assistants(SETTINGS, models=["gpt"])
    with pytest.raises(ModelUnavailable, match="has no provider"):
        system.prepare(system.settings)


def test_a_baseline_answers_under_its_name(tmp_path: Path) -> None:
    system = baseline("bm25", SETTINGS)
    answer = system.prepare(replace(SETTINGS, data_dir=tmp_path))(ARTICLE).ask("متى أعلنت الحكومة القرار؟")
    assert (system.name, answer.reader) == ("bm25", "bm25")
    assert system.described() == assistants(SETTINGS)[0].described()


def test_a_baseline_that_is_none_is_told_when_it_is_prepared() -> None:
    with pytest.raises(SettingInvalid, match="baseline is 'other'; give one of tutorial, tutorial-semantic, bm25"):
        baseline("other", SETTINGS).prepare(SETTINGS)


# What they leave alone


def test_scratch_settings_have_a_data_folder_of_their_own_that_goes_away(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, chroma_url="http://localhost:8000", threshold=0.5)
    with scratch_settings(settings) as scratch:
        assert scratch.data_dir.is_dir()
        assert scratch.data_dir != tmp_path
        assert scratch == replace(settings, data_dir=scratch.data_dir, chroma_url="")
        (scratch.data_dir / "index").write_bytes(b"")
    assert not scratch.data_dir.exists()
    assert list(tmp_path.iterdir()) == []
    assert (settings.data_dir, settings.chroma_url) == (tmp_path, "http://localhost:8000")


def test_the_data_folder_goes_away_when_something_goes_wrong(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), scratch_settings(SETTINGS) as scratch:
        raise ZeroDivisionError
    assert not scratch.data_dir.exists()


def test_the_digest_of_the_program_stays_as_long_as_the_program_does() -> None:
    assert len(bytes.fromhex(code_digest())) == 256 / 8
    assert code_digest() == code_digest()
