"""A reranker of the user's own: any cross-encoder of sentence-transformers, in the place of the embedding's ranking."""

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from vectorstore.embedding.choosing import find_model
from vectorstore.errors import EmbeddingUnavailable

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder


class Reranker(Protocol):
    """Says how well texts answer a question."""

    def scores(self, question: str, texts: list[str]) -> list[float]:
        """One number a text, higher is better."""
        ...


class CrossEncoderReranker:
    """A cross-encoder on this machine; it is loaded at the first question."""

    def __init__(self, name: str, folder: Path) -> None:
        """Use the model in ``folder``; ``name`` is what people call it."""
        self.name = name
        self._folder = folder
        self._model: CrossEncoder | None = None

    def scores(self, question: str, texts: list[str]) -> list[float]:
        """One number a text, higher is better; on which scale, depends on the model."""
        pairs = [(question, text) for text in texts]
        values: list[float] = self._load().predict(pairs, show_progress_bar=False).tolist()
        return values

    def _load(self) -> "CrossEncoder":
        if self._model is None:
            from sentence_transformers import CrossEncoder

            try:
                self._model = CrossEncoder(str(self._folder), local_files_only=True, device="cpu")
            except (OSError, ValueError, RuntimeError, KeyError, TypeError) as exc:
                reason = next(iter(str(exc).splitlines()), type(exc).__name__)
                raise EmbeddingUnavailable(f"reranker {self.name} cannot be loaded: {reason}") from exc
        return self._model


def open_reranker(name: str) -> CrossEncoderReranker | None:
    """The reranker of that name or in that folder; None for an empty name.

    Raises:
        EmbeddingUnavailable: it is not on this machine.
    """
    if not name:
        return None
    folder = find_model(name, "config.json")
    if folder is None:
        raise EmbeddingUnavailable(
            f"reranker {name} is not on this machine; give the folder of a sentence-transformers cross-encoder"
        )
    return CrossEncoderReranker(name, folder)
