import socket
import subprocess
import sys
from typing import Any

import openai
import pytest
from stub_server import StubServer, redirects, rubbish, says, serving
from stub_server import stub as stub

from assistant.errors import ModelUnavailable
from assistant.models import open_model

KEYS = ("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "GOOGLE_API_KEY", "GEMINI_API_KEY", "MISTRAL_API_KEY")
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy", "NO_PROXY", "no_proxy")


@pytest.fixture(autouse=True)
def _no_keys_or_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*KEYS, *PROXIES):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def dead_url() -> str:
    """A base URL on a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}/v1"


@pytest.mark.parametrize(
    ("model", "message"),
    [
        ("", "has no provider; write provider:name, such as ollama:qwen3"),
        ("gpt-4o", "has no provider"),
        ("openai:", "has no provider"),
        ("nobody:model", "nobody:model: Unsupported provider.* Try anthropic, google_genai, mistralai, ollama, openai"),
        ("ollama:qwen3", r"ollama:qwen3 needs a package; pip install 'article-assistant\[ollama\]'"),
        ("google-genai:gemini", r"pip install 'article-assistant\[google\]'"),
        ("groq:llama", "pip install langchain-groq"),
        ("openai:gpt-4o", "openai:gpt-4o needs a key; set the environment variable OPENAI_API_KEY"),
        ("huggingface:org/model", "would be downloaded .* give --model-url"),
    ],
)
def test_a_model_that_cannot_be_opened_says_what_to_do(model: str, message: str) -> None:
    with pytest.raises(ModelUnavailable, match=message):
        open_model(model=model, model_url="", timeout_s=1)


def test_a_provider_with_its_key_is_opened_without_asking_it_anything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "secret")
    model: Any = open_model(model="openai:gpt-4o", model_url="", timeout_s=7)
    assert (model.model_name, model.request_timeout, model.max_retries) == ("gpt-4o", 7, 0)


@pytest.mark.parametrize(
    ("name", "sent"), [("local", "local"), ("openai:local", "local"), ("qwen3:4b", "qwen3:4b"), ("codex-5-pro",) * 2]
)
def test_a_server_is_asked_for_the_model_by_its_own_name(stub: StubServer, name: str, sent: str) -> None:
    stub.reply(says("نعم"))
    model = open_model(model=name, model_url=f"{stub.url}/", timeout_s=5)
    assert model.invoke("?").text == "نعم"
    [request] = stub.requests
    assert (request.path, request.body["model"]) == ("/v1/chat/completions", sent)
    assert request.headers["authorization"] == "Bearer none"


def test_the_key_of_the_environment_is_sent(stub: StubServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "secret")
    open_model(model="local", model_url=stub.url, timeout_s=5).invoke("?")
    assert stub.requests[0].headers["authorization"] == "Bearer secret"


def test_the_first_chat_model_is_taken_where_none_is_named(stub: StubServer) -> None:
    stub.models = ("text-embedding-small", "chat-a", "chat-b")
    model: Any = open_model(model="", model_url=stub.url, timeout_s=5)
    assert model.model_name == "chat-a"


def test_a_server_without_chat_models_needs_a_name(stub: StubServer) -> None:
    stub.models = ("text-embedding-small",)
    with pytest.raises(ModelUnavailable, match="lists no chat model; give --model"):
        open_model(model="", model_url=stub.url, timeout_s=5)


def test_a_server_that_lists_rubbish_needs_a_name(stub: StubServer) -> None:
    stub.listing = rubbish()
    with pytest.raises(ModelUnavailable, match=r"does not list its models .* or give --model"):
        open_model(model="", model_url=stub.url, timeout_s=5)


def test_a_server_that_is_not_there_says_so_only_when_asked_for_its_models(dead_url: str) -> None:
    with pytest.raises(ModelUnavailable, match=f"the server at {dead_url} does not list its models"):
        open_model(model="", model_url=dead_url, timeout_s=5)
    assert open_model(model="local", model_url=dead_url, timeout_s=5)


@pytest.mark.parametrize("url", ["localhost:11434", "ftp://host/v1", "http://", "/v1"])
def test_a_url_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(ModelUnavailable, match="is not one; give a base URL such as http"):
        open_model(model="local", model_url=url, timeout_s=5)


def test_loopback_is_reached_past_a_proxy(stub: StubServer, dead_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, dead_url)
    assert open_model(model="", model_url=stub.url, timeout_s=5).invoke("?").text == "[0]"


@pytest.mark.parametrize("name", ["local", ""])
def test_a_redirect_to_another_host_is_not_followed(stub: StubServer, name: str) -> None:
    with serving() as other:
        stub.reply(redirects(f"{other.url}/chat/completions"))
        stub.listing = redirects(f"{other.url}/models")
        with pytest.raises((ModelUnavailable, openai.APIStatusError), match=r"307|[Rr]edirect"):
            open_model(model=name, model_url=stub.url, timeout_s=5).invoke("secret")
        assert other.requests == []


def test_importing_the_readers_imports_no_model_library() -> None:
    code = (
        "import sys, assistant.models, assistant.readers.generative;"
        "sys.exit(any(m in sys.modules for m in ('langchain', 'langchain_openai', 'openai')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
