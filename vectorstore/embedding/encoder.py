"""The built-in embedding: vectors of the model that ships, by what a text says."""

from langchain_core.embeddings import Embeddings

from vectorstore.reader.model import Model

_QUERY, _PASSAGE = "query: ", "passage: "  # as the model was trained


class BuiltinEmbeddings(Embeddings):
    """Unit vectors whose cosine says how much of a question a passage answers, in Arabic and English."""

    name = "builtin"

    def __init__(self, model: Model) -> None:
        self._model = model

    @property
    def identity(self) -> str:
        """A hash of the model's weights."""
        return f"builtin {self._model.identity}"

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector a passage."""
        rows: list[list[float]] = self._model.vectors([_PASSAGE + text for text in texts]).tolist()
        return rows

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        vector: list[float] = self._model.vectors([_QUERY + text])[0].tolist()
        return vector
