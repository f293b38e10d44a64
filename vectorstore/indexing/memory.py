"""An index that is kept in this process's memory alone: nothing of it is written to a disk, and closing it frees it."""

import uuid
from collections.abc import Sequence

from vectorstore.embedding.choosing import PassageEmbeddings
from vectorstore.errors import IndexMissing
from vectorstore.indexing import chroma
from vectorstore.indexing.records import embedded, metadata_of
from vectorstore.indexing.store import Collection, Index, Progress
from vectorstore.passages import Passage

_WHERE = "memory"


class MemoryIndex(Index):
    """An index of its own, even where another has the same passages."""

    @classmethod
    def build(
        cls, passages: Sequence[Passage], embeddings: PassageEmbeddings, *, progress: Progress | None = None
    ) -> "MemoryIndex":
        """The index of these passages; where building fails, or ``progress`` raises, nothing is left of it."""
        with chroma.translated(_WHERE):
            collection: Collection = chroma.connect_memory().create_collection(
                f"own-{uuid.uuid4().hex}",
                metadata={"passages": len(passages)},
                configuration={"hnsw": {"space": "cosine"}},
                embedding_function=None,
            )
            whole = False
            try:
                _fill(collection, passages, embeddings, progress)
                whole = True
            finally:
                if not whole:
                    chroma.connect_memory().delete_collection(collection.name)
        return cls(collection, embeddings, _WHERE)

    def close(self) -> None:
        """Free it; a question that is being asked of it fails. To close it again does nothing."""
        try:
            with chroma.translated(_WHERE):
                chroma.connect_memory().delete_collection(self._collection.name)
        except IndexMissing:
            return


def _fill(
    collection: Collection, passages: Sequence[Passage], embeddings: PassageEmbeddings, progress: Progress | None
) -> None:
    done = 0
    for batch, vectors in embedded(passages, embeddings):
        collection.add(ids=[p.id for p in batch], embeddings=vectors, metadatas=[metadata_of(p) for p in batch])
        done += len(batch)
        if progress:
            progress(done, len(passages))
