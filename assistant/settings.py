"""The one Settings object: defaults, units and where a value may come from."""

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from assistant.errors import SettingInvalid

PREFIX = "ASSISTANT_"
_YES, _NO = ("1", "true", "yes", "on"), ("0", "false", "no", "off")
_LONGEST_S = 86_400  # sockets and locks take no infinite timeout
SHIPPED_ARTICLE = Path(__file__).parent / "data" / "article.ar.txt"
SHIPPED_QUESTIONS = SHIPPED_ARTICLE.with_name("article.questions.jsonl")


def default_data_dir(environ: Mapping[str, str]) -> Path:
    """Where indexes are kept: the platform's folder for data that can be made again."""
    if sys.platform == "win32":
        base = Path(environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path(environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "article-assistant"


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything that can be set. Each field is also the environment variable ``ASSISTANT_<FIELD>``."""

    article: Path = SHIPPED_ARTICLE
    data_dir: Path
    chroma_url: str = ""  # empty: Chroma is embedded in this process, in data_dir
    embeddings: str = "auto"  # auto | builtin | a sentence-transformers model's name or folder
    embedding_model: str = "intfloat/multilingual-e5-small"  # what auto looks for in the local cache
    reranker: str = ""  # a cross-encoder's name or folder; empty: the embedding's ranking stands
    reader_model: str = ""  # folder of another reader, as assistant.training writes it; empty: the one that ships
    model: str = ""  # chat model as provider:name; empty: the extractive reader
    model_url: str = ""  # base URL of an OpenAI-compatible server
    judge: str = ""  # chat model as provider:name that checks what one wrote; empty: the model that ships
    judge_url: str = ""  # base URL of an OpenAI-compatible server for it
    model_timeout_s: float = 60.0  # for the whole reply, and the longest silence within it
    threshold: float = 0.2  # least confidence, 0..1, at which the article is said to answer
    hits: int = 8  # passages a reader is given
    candidates: int = 50  # passages Chroma is asked for, before ranking
    fewest_words: int = 12  # a passage's length aims, in words
    most_words: int = 40
    max_article_bytes: int = 16 * 1024 * 1024
    max_own_bytes: int = 4 * 1024 * 1024  # of an article that a reader brings to the page
    max_own_articles: int = 20  # of all readers together, at the same time
    fetch_urls: bool = False  # whether the page fetches what is at addresses that its readers give
    max_question_chars: int = 2_000
    host: str = "127.0.0.1"
    served_as: str = ""  # names, a comma between, under which a proxy or a network gives the page
    port: int = 7860

    @classmethod
    def from_env(cls, environ: Mapping[str, str] = os.environ, **overrides: Any) -> "Settings":
        """Settings from ``ASSISTANT_*`` variables; overrides (command-line flags) that are not None win.

        Raises:
            SettingInvalid: a variable or override has a value that cannot be used.
        """
        values: dict[str, Any] = {}
        for field in fields(cls):
            raw = overrides.get(field.name)
            if raw is None:
                raw = environ.get(PREFIX + field.name.upper())
            if raw is not None and raw != "":
                values[field.name] = _convert(field.name, field.type, raw)
        if "data_dir" not in values:
            values["data_dir"] = _home_known(lambda: default_data_dir(environ), "data_dir")
        return cls(**values)

    @property
    def names(self) -> tuple[str, ...]:
        """The names in ``served_as``."""
        return tuple(name.strip().lower() for name in self.served_as.split(",") if name.strip())

    def __post_init__(self) -> None:
        _require(0 <= self.threshold <= 1, "threshold", self.threshold, "from 0 to 1")
        _require(1 <= self.hits <= self.candidates, "hits", self.hits, "from 1 to the number of candidates")
        _require(1 <= self.fewest_words <= self.most_words, "fewest_words", self.fewest_words, "from 1 to most_words")
        _require(0 <= self.port <= 65_535, "port", self.port, "from 0 to 65535")
        for name in ("max_article_bytes", "max_own_bytes", "max_own_articles", "max_question_chars"):
            _require(getattr(self, name) > 0, name, getattr(self, name), "above 0")
        seconds = self.model_timeout_s
        _require(0 < seconds <= _LONGEST_S, "model_timeout_s", seconds, f"above 0, up to {_LONGEST_S}")


def _convert(name: str, kind: Any, raw: Any) -> Any:
    if kind is Path:
        return _home_known(lambda: Path(raw).expanduser(), name)
    if kind is bool:
        return _yes_or_no(name, raw)
    try:
        return kind(raw)
    except ValueError as exc:
        raise SettingInvalid(f"setting {name} is {raw!r}; give a number") from exc


def _yes_or_no(name: str, raw: bool | str) -> bool:
    said = str(raw).strip().lower()
    if said in _YES or said in _NO:
        return said in _YES
    raise SettingInvalid(f"setting {name} is {raw!r}; give 1 for yes or 0 for no")


def _home_known(path: Callable[[], Path], name: str) -> Path:
    try:
        return path()
    except RuntimeError as exc:
        raise SettingInvalid(f"setting {name} needs a home folder that is not known; give an absolute path") from exc


def _require(holds: bool, name: str, value: object, expected: str) -> None:
    if not holds:
        raise SettingInvalid(f"setting {name} is {value}; give a value {expected}")
