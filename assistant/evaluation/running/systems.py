"""What is evaluated: the assistant with some settings, or a baseline, under a name."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from functools import partial
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

from assistant.errors import SettingInvalid
from assistant.evaluation.reporting.report import settings_of
from assistant.evaluation.running.runner import AssistantLike, OpenAssistant
from assistant.settings import Settings
from vectorstore.article import Article

ReaderName = Literal["extractive", "generative"]

_NOT_ANSWERS = ("article", "data_dir", "chroma_url", "host", "port")  # settings that no answer depends on
_PACKAGES = Path(__file__).parents[3]


@dataclass(frozen=True, slots=True)
class System:
    """Something that answers questions about articles, and the settings that its answers depend on.

    ``prepare`` takes the settings to open it with, which say where indexes go, and gives what opens it for an article.
    """

    name: str
    settings: Settings
    prepare: Callable[[Settings], OpenAssistant]

    def described(self) -> dict[str, Any]:
        """The settings that its answers depend on, without secrets."""
        return settings_of({k: v for k, v in asdict(self.settings).items() if k not in _NOT_ANSWERS})


def assistants(
    settings: Settings,
    *,
    readers: Sequence[ReaderName] = (),
    embeddings: Sequence[str] = (),
    models: Sequence[str] = (),
) -> tuple[System, ...]:
    """The assistant with every combination of what is given; each is named after what tells it from the others.

    Raises:
        SettingInvalid: the generative reader is asked for, and no chat model is set.
    """
    wanted: Sequence[ReaderName | None] = readers or [None]
    choices = product(wanted, embeddings or [settings.embeddings], models or [settings.model])
    varied = [_read_by(replace(settings, embeddings=e, model=m), reader) for reader, e, m in choices]
    different = list(dict.fromkeys(varied))
    return tuple(System(_name(each, different), each, _prepare_assistant) for each in different)


def baseline(name: str, settings: Settings) -> System:
    """The baseline of that name, see `assistant.evaluation.baselines`."""
    from assistant.evaluation.baselines import open_baseline

    return System(name, settings, partial(open_baseline, name))


@contextmanager
def scratch_settings(settings: Settings) -> Iterator[Settings]:
    """The settings with a data folder of their own, embedded, that is gone afterwards.

    An evaluation that opens its assistants with these leaves the user's indexes, on disk or on a server, alone.
    """
    # On Windows a file that Chroma still holds open cannot be deleted; that must not end an evaluation.
    with TemporaryDirectory(prefix="article-assistant-", ignore_cleanup_errors=True) as folder:
        yield replace(settings, data_dir=Path(folder), chroma_url="")


def code_digest() -> str:
    """The SHA-256 of this program's files, code, data and prompts: rows made by another one are not its own."""
    digest = hashlib.sha256()
    for package in ("assistant", "prompts", "vectorstore"):
        for path in sorted((_PACKAGES / package).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(path.relative_to(_PACKAGES).as_posix().encode() + b"\n" + path.read_bytes())
    return digest.hexdigest()


def _prepare_assistant(settings: Settings) -> OpenAssistant:
    from assistant.assembly import open_assistant, open_reader

    open_reader(settings)  # a chat model that cannot be opened is told before anything is asked

    def about(article: Article) -> AssistantLike:
        return open_assistant(settings, article=article)

    return about


def _read_by(settings: Settings, reader: ReaderName | None) -> Settings:
    if reader == "extractive":
        return replace(settings, model="", model_url="")
    if reader == "generative" and not (settings.model or settings.model_url):
        raise SettingInvalid("the generative reader needs a chat model; give --model or --model-url")
    return settings


def _name(settings: Settings, all_settings: Sequence[Settings]) -> str:
    differing = {
        name: getattr(settings, name)
        for name in ("embeddings", "model", "model_url")
        if len({getattr(each, name) for each in all_settings}) > 1
    }
    return " ".join(f"{name}={value or 'none'}" for name, value in settings_of(differing).items()) or "assistant"
