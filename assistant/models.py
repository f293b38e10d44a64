"""Open the chat model that the settings name. LangChain and its integrations are imported only here, when asked for."""

import ssl
import sys
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from assistant.errors import ModelUnavailable

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_openai import ChatOpenAI

_EXTRAS = {"ollama": "ollama", "anthropic": "anthropic", "google_genai": "google", "mistralai": "mistral"}
_KEYS: dict[str, list[str]] = {
    "openai": ["OPENAI_API_KEY"],
    "anthropic": ["ANTHROPIC_API_KEY"],
    "google_genai": ["GOOGLE_API_KEY", "GEMINI_API_KEY"],
    "mistralai": ["MISTRAL_API_KEY"],
}
_LISTING_TIMEOUT_S = 5.0
_MOST_TOKENS = 8_192  # of a reply, thoughts included
# What the clients of model servers raise; each can raise its own only once it is imported.
_CLIENT_ERRORS = {
    "openai": "OpenAIError",
    "anthropic": "AnthropicError",
    "ollama": "ResponseError",
    "google.genai.errors": "APIError",
    "httpx": "HTTPError",
    "httpx2": "HTTPError",
}


def open_model(*, model: str, model_url: str, timeout_s: float) -> "BaseChatModel":
    """The chat model ``provider:name``, or ``name`` on the OpenAI-compatible server at a base URL.

    Nothing is asked of the model yet, and nothing is downloaded. Only where a URL comes without a name is the server
    asked which models it has, and the first is taken. ``timeout_s`` bounds the silence within a reply.

    Raises:
        ModelUnavailable: the model cannot be opened; the message says what to do.
    """
    if model_url:
        return _on_server(model.removeprefix("openai:"), model_url.rstrip("/"), timeout_s)
    provider, colon, name = model.partition(":")
    if not (provider and colon and name):
        raise ModelUnavailable(f"model {model!r} has no provider; write provider:name, such as ollama:qwen3")
    return _of_provider(provider.replace("-", "_").lower(), name, timeout_s)


def cites_documents(model: "BaseChatModel") -> bool:
    """Whether a model's provider cites the documents that it is sent, as Anthropic does."""
    return str(model._llm_type).startswith("anthropic")


def supports_schema(model: "BaseChatModel") -> bool:
    """Whether a model is known to keep to the schema of an object in its replies.

    A server at a URL may be any behind the name of a model, and some take a schema without keeping to it; that costs
    nothing, since a reply that is plain text is read as such.
    """
    return bool((model.profile or {}).get("structured_output"))


def model_errors() -> tuple[type[Exception], ...]:
    """What opening or asking a model may raise: the errors of model clients, and what they raise over rubbish."""
    from langchain_core.exceptions import LangChainException

    clients = (getattr(sys.modules[name], error) for name, error in _CLIENT_ERRORS.items() if name in sys.modules)
    return (LangChainException, OSError, ValueError, TypeError, AttributeError, LookupError, *clients)


def _of_provider(provider: str, name: str, timeout_s: float) -> "BaseChatModel":
    if provider == "huggingface":
        # It downloads the weights into this process, or offline waits 50 s for them (tried).
        raise ModelUnavailable(
            f"huggingface:{name} would be downloaded and run in this process; "
            "serve it with an OpenAI-compatible server (vLLM, llama.cpp, Ollama) and give --model-url"
        )
    from langchain.chat_models import init_chat_model

    try:
        opened: BaseChatModel = init_chat_model(name, model_provider=provider, **_options(provider, timeout_s))
    except ImportError as exc:
        raise ModelUnavailable(_missing_package(provider, name, exc)) from exc
    except model_errors() as exc:
        known = "" if provider in {*_KEYS, *_EXTRAS} else f" Try {', '.join(sorted({*_KEYS, *_EXTRAS}))}."
        raise ModelUnavailable(_missing_key(provider, name) or f"{provider}:{name}: {_first_line(exc)}{known}") from exc
    if message := _missing_key(provider, name):
        raise ModelUnavailable(message)
    return opened


def _options(provider: str, timeout_s: float) -> dict[str, Any]:
    """What each provider calls its limits; those of others are not known, and the reader's own end the wait."""
    if provider == "ollama":
        return {"client_kwargs": {"timeout": timeout_s}, "temperature": 0, "num_predict": _MOST_TOKENS}
    return {"timeout": timeout_s, "max_retries": 0, "max_tokens": _MOST_TOKENS} if provider in _KEYS else {}


def _missing_package(provider: str, name: str, error: ImportError) -> str:
    if extra := _EXTRAS.get(provider):
        return f"{provider}:{name} needs a package; pip install 'article-assistant[{extra}]'"
    return f"{provider}:{name}: {_first_line(error)}"


def _missing_key(provider: str, name: str) -> str:
    from langchain_core.utils import secret_from_env

    names = _KEYS.get(provider)
    if not names:
        return ""
    key = secret_from_env(names, default=None)()
    if key and key.get_secret_value():
        return ""
    return f"{provider}:{name} needs a key; set the environment variable {' or '.join(names)}"


def _on_server(name: str, url: str, timeout_s: float) -> "ChatOpenAI":
    from langchain_core.utils import secret_from_env
    from langchain_openai import ChatOpenAI

    host = urlsplit(url).hostname if url.startswith(("http://", "https://")) else None
    if not host:
        raise ModelUnavailable(f"model URL {url!r} is not one; give a base URL such as http://127.0.0.1:11434/v1")
    key = secret_from_env("OPENAI_API_KEY", default="none")()
    clients = _clients(url, timeout_s, direct=_is_loopback(host))
    return ChatOpenAI(
        model=name or _first_model(url, key.get_secret_value(), clients["http_client"]),
        base_url=url,
        api_key=key,
        timeout=timeout_s,
        max_retries=0,
        temperature=0,
        max_completion_tokens=_MOST_TOKENS,
        use_responses_api=False,  # else some model names switch to an API that only OpenAI has
        **clients,
    )


def _clients(url: str, timeout_s: float, *, direct: bool) -> dict[str, Any]:
    """HTTP clients that go where the URL says and nowhere else: questions and passages follow no redirect.

    ``direct`` ones take no proxy from the environment: one would not reach this machine's loopback.
    """
    from openai import DefaultAsyncHttpxClient, DefaultHttpxClient

    # To load the certificates takes 0.06 s a client. Without any, plain HTTP works and TLS trusts no one.
    tls = (
        ssl.create_default_context()
        if url.startswith("https:") or not direct
        else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    )
    options: dict[str, Any] = {
        "trust_env": not direct,
        "timeout": timeout_s,
        "verify": tls,
        "follow_redirects": False,
    }
    return {"http_client": DefaultHttpxClient(**options), "http_async_client": DefaultAsyncHttpxClient(**options)}


def _first_model(url: str, key: str, client: Any) -> str:
    """The first model that a server lists, embedding models aside."""
    import openai

    server = openai.OpenAI(base_url=url, api_key=key, http_client=client, max_retries=0, timeout=_LISTING_TIMEOUT_S)
    try:
        listed = [listed.id for listed in server.models.list().data]
    except model_errors() as exc:
        raise ModelUnavailable(
            f"the server at {url} does not list its models ({_first_line(exc)}); "
            "check that it runs and that the URL ends as its manual says (often /v1), or give --model"
        ) from exc
    names = [name for name in listed if "embed" not in name]
    if not names:
        raise ModelUnavailable(f"the server at {url} lists no chat model; give --model")
    return names[0]


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _first_line(error: BaseException) -> str:
    return next(iter(str(error).strip().splitlines()), type(error).__name__)
