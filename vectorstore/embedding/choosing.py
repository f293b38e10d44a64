"""Which embedding says what passages are about: the built-in one, or a sentence-transformers model in its place."""

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from langchain_core.embeddings import Embeddings

from vectorstore.embedding.encoder import BuiltinEmbeddings
from vectorstore.errors import EmbeddingUnavailable
from vectorstore.reader.model import Model

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer


class PassageEmbeddings(Protocol):
    """A LangChain embedding that can say which one it is; equal identities give equal vectors."""

    @property
    def name(self) -> str:
        """What people call it."""
        ...

    @property
    def identity(self) -> str:
        """Name and version."""
        ...

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector a text."""
        ...

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        ...


class SemanticEmbeddings(Embeddings):
    """Any sentence-transformers model on this machine, with its own query and document prompts.

    The model is loaded at the first text, not before: importing sentence-transformers alone takes seconds.
    """

    def __init__(self, name: str, folder: Path) -> None:
        """Use the model in ``folder``; ``name`` is what people call it."""
        self.name = name
        self._folder = folder
        self._model: SentenceTransformer | None = None

    @property
    def identity(self) -> str:
        """The name, and the sizes and times of the files it is loaded from."""
        weights = sorted(p for p in self._folder.rglob("*") if p.suffix in (".safetensors", ".bin", ".json"))
        return f"{self.name} " + " ".join(f"{p.stat().st_size}.{p.stat().st_mtime_ns}" for p in weights)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One unit vector a passage, with the model's document prompt if it has one."""
        vectors = self._load().encode_document(texts, normalize_embeddings=True, show_progress_bar=False)
        rows: list[list[float]] = vectors.tolist()
        return rows

    def embed_query(self, text: str) -> list[float]:
        """The unit vector of a question, with the model's query prompt if it has one."""
        vector = self._load().encode_query(text, normalize_embeddings=True, show_progress_bar=False)
        row: list[float] = vector.tolist()
        return row

    def _load(self) -> "SentenceTransformer":
        if self._model is None:
            from sentence_transformers import SentenceTransformer

            try:
                self._model = SentenceTransformer(str(self._folder), local_files_only=True, device="cpu")
            except Exception as exc:  # tokenizers raises nothing narrower for a broken file
                reason = str(exc).splitlines()[0] if str(exc) else type(exc).__name__
                raise EmbeddingUnavailable(f"embedding model {self.name} cannot be loaded: {reason}") from exc
        return self._model


def find_model(name: str, file: str = "modules.json") -> Path | None:
    """The folder of a sentence-transformers model: itself, or in the local cache; None where it is not complete.

    ``file`` is what its folder must have.

    Never asks the network, and imports neither torch nor sentence-transformers.
    """
    try:
        return _find(name, file)
    except (OSError, RuntimeError):  # what may not be read, or has no home, is as good as not there
        return None


def _find(name: str, file: str) -> Path | None:
    folder = Path(name).expanduser()
    if (folder / file).is_file():
        return folder
    from huggingface_hub import constants  # light, unlike the rest of the package: half a second

    if not (Path(constants.HF_HUB_CACHE) / f"models--{name.replace('/', '--')}").is_dir():
        return None
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    try:
        cached = Path(snapshot_download(name, local_files_only=True))
    except (LocalEntryNotFoundError, HFValidationError):
        return None
    complete = (cached / file).is_file() and any(cached.rglob("*.safetensors"))
    return cached if complete else None


def open_semantic(choice: str, default_model: str, model: Model) -> PassageEmbeddings:
    """The embedding for the setting ``embeddings``.

    ``auto`` takes ``default_model`` if it is already on this machine, else the built-in one, of the ``model`` that
    ships; ``builtin`` takes that one; anything else is a model's name or folder.

    Raises:
        EmbeddingUnavailable: a model was named that is not on this machine.
    """
    if choice == "builtin":
        return BuiltinEmbeddings(model)
    name = default_model if choice == "auto" else choice
    folder = find_model(name)
    if folder is not None:
        return SemanticEmbeddings(name, folder)
    if choice == "auto":
        return BuiltinEmbeddings(model)
    raise EmbeddingUnavailable(
        f"embedding model {name} is not on this machine; "
        f"give a model folder, or download it with 'article-assistant fetch-model {name}'"
    )
