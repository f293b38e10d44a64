"""What holds for every test: no settings, keys or proxies from outside, and no network."""

import os

os.environ["HF_HUB_OFFLINE"] = "1"  # read when huggingface_hub is imported
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

from typing import TYPE_CHECKING

import pytest

from assistant.settings import PREFIX, Settings

if TYPE_CHECKING:
    from assistant.assembly import Assistant

_TRACING = ("LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING", "LANGCHAIN_TRACING_V2")


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [*_TRACING, *(name for name in os.environ if name.startswith(PREFIX))]:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> "Assistant":
    """The assistant about the article that ships, with the built-in embedding and the extractive reader."""
    from assistant.assembly import open_assistant  # here, so that other tests start sooner

    return open_assistant(Settings(data_dir=tmp_path_factory.mktemp("data"), embeddings="builtin"))
