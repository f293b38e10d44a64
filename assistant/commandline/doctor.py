"""Say what is installed, configured, cached and reachable. Asks no server but those that the settings name."""

import os
import platform
import shutil
import socket
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib import metadata, util
from pathlib import Path
from typing import Literal

from assistant.commandline.reachable import trouble_at, without_secrets
from assistant.errors import AssistantError
from assistant.settings import Settings
from vectorstore.embedding.choosing import find_model
from vectorstore.errors import IndexDamaged, VectorStoreError
from vectorstore.importing.loading import read_article
from vectorstore.indexing import chroma
from vectorstore.passages import split

State = Literal["ok", "warning", "problem"]  # a problem stops ``ask``, a warning something else

_NEEDED = ("chromadb", "langchain-core", "numpy")
_FOR = {"gradio": "the chat page", "sentence-transformers": "an embedding model", "torch": "an embedding model"}
_ROOM_BYTES = 200 * 1024 * 1024
_OLLAMA = "http://127.0.0.1:11434"
_INTEGRATIONS = {
    "openai": "langchain_openai",
    "ollama": "langchain_ollama",
    "anthropic": "langchain_anthropic",
    "google_genai": "langchain_google_genai",
    "mistralai": "langchain_mistralai",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found about one thing, with what to do unless it is ok."""

    state: State
    about: str
    text: str

    def as_line(self) -> str:
        """One line, aligned with the others."""
        return f"{self.state:<8} {self.about:<21} {' '.join(self.text.split())}"


def findings(settings: Settings) -> Iterator[Finding]:
    """Everything worth knowing, each as soon as it is known."""
    yield Finding("ok", "python", platform.python_version())
    yield from _packages()
    yield from _article(settings)
    yield from _store(settings)
    yield _embeddings(settings)
    yield _model(settings)
    if settings.judge or settings.judge_url:
        yield _model(replace(settings, model=settings.judge, model_url=settings.judge_url), _JUDGING)
    yield _port(settings)
    yield from _tracing()


def _packages() -> Iterator[Finding]:
    for name in (*_NEEDED, *_FOR):
        try:
            yield Finding("ok", name, metadata.version(name))
        except metadata.PackageNotFoundError:
            state: State = "problem" if name in _NEEDED else "warning"
            use = f" for {_FOR[name]}" if name in _FOR else ""
            yield Finding(state, name, f"not installed; pip install {name}{use}")


def _article(settings: Settings) -> Iterator[Finding]:
    try:
        article = read_article(settings.article, max_bytes=settings.max_article_bytes)
    except VectorStoreError as exc:
        yield Finding("problem", "article", str(exc))
        return
    passages = split(article, fewest_words=settings.fewest_words, most_words=settings.most_words)
    yield Finding("ok", "article", f"{settings.article}, {len(passages)} passages")


def _store(settings: Settings) -> Iterator[Finding]:
    if not settings.chroma_url:
        yield _room(settings.data_dir)
        yield _indexes(settings.data_dir)
        return
    shown = without_secrets(settings.chroma_url)
    trouble = trouble_at(f"{settings.chroma_url.rstrip('/')}/api/v2/heartbeat")
    if trouble:
        advice = "start it with 'chroma run', correct --chroma-url, or leave it out"
        yield Finding("problem", "chroma server", f"{shown} does not answer ({trouble}); {advice}")
    else:
        yield Finding("ok", "chroma server", f"{shown} answers")


def _room(data_dir: Path) -> Finding:
    """Whether the data folder, or where it is yet to be made, takes a file; nothing is left there."""
    try:
        standing = next(each for each in (data_dir, *data_dir.absolute().parents) if each.exists())
        with tempfile.TemporaryFile(dir=standing):
            free = shutil.disk_usage(standing).free
    except OSError as exc:
        return Finding(
            "problem", "data folder", f"{data_dir} cannot be written ({exc.strerror}); choose another with --data-dir"
        )
    yet = "" if standing == data_dir else ", to be made"
    text = f"{data_dir}{yet}, {free / 1e9:.1f} GB free"
    return (
        Finding("ok", "data folder", text)
        if free >= _ROOM_BYTES
        else Finding("warning", "data folder", f"{text}; free some space")
    )


def _indexes(data_dir: Path) -> Finding:
    try:
        if not (chroma.folder(data_dir) / "chroma.sqlite3").exists():
            return Finding("ok", "indexes", "none yet; the first question builds one")
        with chroma.translated(str(data_dir)):
            names = [each.name for each in chroma.connect(data_dir, "").list_collections()]
    except IndexDamaged as exc:
        return Finding("warning", "indexes", f"{exc}; the next question builds them again")
    except (OSError, VectorStoreError) as exc:
        return Finding("problem", "indexes", str(exc))
    return Finding("ok", "indexes", f"{sum(name.startswith('index-') for name in names)} complete")


def _embeddings(settings: Settings) -> Finding:
    if settings.embeddings == "builtin":
        return Finding("ok", "embeddings", "built-in, as set")
    name = settings.embedding_model if settings.embeddings == "auto" else settings.embeddings
    folder = find_model(name)
    fetch = f"'article-assistant fetch-model {name}'"
    if folder is not None:
        return Finding("ok", "embeddings", f"{name}, from {folder}")
    if settings.embeddings == "auto":
        return Finding("ok", "embeddings", f"built-in ({name} is not on this machine; {fetch} downloads it)")
    return Finding("problem", "embeddings", f"{name} is not on this machine; {fetch} downloads it")


_CHAT, _JUDGING = "chat model", "judging model"
_UNTIL_THEN = {_CHAT: "answers are quoted", _JUDGING: "the built-in model judges"}
_FLAG = {_CHAT: "--model", _JUDGING: "--judge"}


def _model(settings: Settings, about: str = _CHAT) -> Finding:
    if settings.model_url:
        return _model_server(settings, about)
    if not settings.model:
        return Finding("ok", about, "none set; answers are quoted from the article")
    provider, _, name = settings.model.partition(":")
    package = _INTEGRATIONS.get(provider.replace("-", "_").lower())
    if package and not util.find_spec(package):
        extra = f"pip install 'article-assistant[{package.split('_')[1]}]'"
        return Finding("problem", about, f"{settings.model} needs a package; {extra}")
    unknown = Finding("ok", about, f"{settings.model}, key not tried")
    return _opened(settings, about) or _ollama(provider, name, about) or unknown


def _opened(settings: Settings, about: str) -> Finding | None:
    """What stands in the way of opening the model, which asks nothing of any server."""
    from assistant.models import open_model

    try:
        open_model(model=settings.model, model_url="", timeout_s=settings.model_timeout_s)
    except AssistantError as exc:
        return Finding("problem", about, str(exc))
    return None


def _ollama(provider: str, name: str, about: str) -> Finding | None:
    if provider.lower() != "ollama":
        return None
    host = os.environ.get("OLLAMA_HOST") or _OLLAMA
    url = host if "://" in host else f"http://{host}"
    if trouble := trouble_at(f"{url.rstrip('/')}/api/tags"):
        start = f"start it with 'ollama serve'; until then {_UNTIL_THEN[about]}"
        return Finding("warning", about, f"Ollama at {without_secrets(url)} does not answer ({trouble}); {start}")
    return Finding("ok", about, f"ollama:{name}, its server answers")


def _model_server(settings: Settings, about: str) -> Finding:
    shown, flag = without_secrets(settings.model_url), _FLAG[about]
    trouble = trouble_at(f"{settings.model_url.rstrip('/')}/models")
    if trouble == "HTTP 401":
        trouble = None if settings.model else f"it wants a key; set OPENAI_API_KEY, and give {flag}"
    if not trouble:
        return Finding("ok", about, f"{settings.model or 'the first one listed'} at {shown}, which answers")
    # With a model's name the server is asked only at the first question, and what is built in can step in.
    state: State = "warning" if settings.model else "problem"
    return Finding(state, about, f"{shown} does not list its models ({trouble}); start it or correct {flag}-url")


def _port(settings: Settings) -> Finding:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        socket.create_server((settings.host, settings.port), family=family).close()
    except OSError as exc:
        advice = "choose another with --port or --host"
        return Finding("warning", "port", f"{settings.port} at {settings.host}: {exc.strerror}; {advice}")
    return Finding("ok", "port", f"{settings.port} at {settings.host} is free")


def _tracing() -> Iterator[Finding]:
    """LangChain sends what it runs to LangSmith where these variables ask for it; nothing does so by itself."""
    names = ("LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING", "LANGCHAIN_TRACING_V2")
    if on := [name for name in names if os.environ.get(name, "").lower() == "true"]:
        yield Finding("warning", "tracing", f"{on[0]} sends questions and answers to LangSmith; unset it to keep them")
