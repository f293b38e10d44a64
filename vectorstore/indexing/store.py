"""The index: an article's passages and their vectors in a Chroma collection of their own.

A collection is named after the fingerprint of what it was built from. It is built under another name and takes its own
when it is complete: a collection with the right name is always whole, and a killed build leaves nothing that answers.
"""

import time
import uuid
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from vectorstore.embedding.choosing import PassageEmbeddings
from vectorstore.errors import IndexDamaged, IndexMissing
from vectorstore.indexing import chroma
from vectorstore.indexing.fingerprint import fingerprint
from vectorstore.indexing.records import embedded, metadata_of, read
from vectorstore.passages import Passage

if TYPE_CHECKING:
    from chromadb.api import ClientAPI

Collection = Any  # Chroma's own; its types for vectors and filters are narrower than what it takes
Progress = Callable[[int, int], None]  # passages done, passages in all

_KEPT_PER_SOURCE = 2  # the current index of an article and the one before it, which a running page may still use
_DELETE_IT = "delete it to have it built again"
_ABANDONED_S = 86_400.0  # on a server, where no file lock tells, an unfinished build this old is nobody's


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that Chroma found; ``similarity`` is the cosine of its vector and the question's, 1 the same."""

    passage: Passage
    similarity: float


class Index:
    """A complete index, open for questions."""

    def __init__(self, collection: Collection, embeddings: PassageEmbeddings, where: str) -> None:
        self._collection = collection
        self._embeddings = embeddings
        self._where = where
        self.passages: int = int((collection.metadata or {}).get("passages", -1))  # how many there are
        stored = chroma.asked(where, collection.count)
        with chroma.translated(where):
            collection.get(limit=1, include=["embeddings"])  # fails where Chroma's vector files are lost
        if stored != self.passages:
            raise IndexDamaged(f"the index at {where} has {stored} passages, not {self.passages}")

    def nearest(self, question: str, limit: int) -> list[Candidate]:
        """The candidates nearest to a question, nearest first, at most ``limit``."""
        wanted = min(limit, self.passages)
        vector = self._embeddings.embed_query(question)
        found = chroma.asked(
            self._where,
            lambda: self._collection.query(
                query_embeddings=[vector], n_results=wanted, include=["metadatas", "distances"]
            ),
        )
        ids, stored, distances = (found[k][0] for k in ("ids", "metadatas", "distances"))
        if len(ids) < wanted:  # Chroma answers from what is left when its vector files are lost
            raise IndexDamaged(f"the index at {self._where} gave {len(ids)} passages, not {wanted}; {_DELETE_IT}")
        if None in stored:
            raise IndexDamaged(f"the index at {self._where} lost its passages; {_DELETE_IT}")
        rows = zip(ids, stored, distances, strict=True)
        return [Candidate(read(i, metadata), 1.0 - distance) for i, metadata, distance in rows]

    def at(self, orders: Sequence[int]) -> list[Passage]:
        """The passages at these places in the article, in no set order; places that do not exist are left out."""
        if not orders:
            return []
        found = chroma.asked(
            self._where,
            lambda: self._collection.get(where={"order": {"$in": list(orders)}}, include=["metadatas"]),
        )
        return [read(i, metadata) for i, metadata in zip(found["ids"], found["metadatas"], strict=True)]


class IndexStore:
    """Where indexes are kept: a data folder, or a Chroma server (``url``) for more than one process or machine."""

    def __init__(self, data_dir: Path, *, url: str = "") -> None:
        self._data_dir = data_dir
        self._url = url
        self._where = url or str(chroma.folder(data_dir))

    def open(self, passages: Sequence[Passage], embeddings: PassageEmbeddings) -> Index:
        """The index of these passages.

        Raises:
            IndexMissing: it was not built, or not finished.
            IndexUnusable: the folder or server cannot be used, or is damaged.
        """
        client = chroma.connect(self._data_dir, self._url)
        name = _name(passages, embeddings)
        with chroma.translated(self._where):
            collection: Collection = client.get_collection(name, embedding_function=None)
        return Index(collection, embeddings, self._where)

    def ensure(
        self,
        passages: Sequence[Passage],
        embeddings: PassageEmbeddings,
        *,
        source: str,
        progress: Progress | None = None,
    ) -> Index:
        """The index of these passages, built where it is missing, stale or damaged.

        ``source`` says which article it is (its path): older indexes of the same source are removed, but for the last.
        """
        try:
            return self.open(passages, embeddings)
        except (IndexMissing, IndexDamaged):
            return self.rebuild(passages, embeddings, source=source, progress=progress)

    def rebuild(
        self,
        passages: Sequence[Passage],
        embeddings: PassageEmbeddings,
        *,
        source: str,
        progress: Progress | None = None,
    ) -> Index:
        """The index of these passages, built now unless another process has just done so."""
        with self._writer():
            try:
                return self.open(passages, embeddings)
            except IndexMissing:
                pass
            except IndexDamaged:
                self._discard(_name(passages, embeddings))
            try:
                return self._built(passages, embeddings, source, progress or _silent)
            except IndexDamaged:  # rows that other rows lean on are gone: only an empty folder can be built in
                if self._url:
                    raise
                chroma.set_aside(self._data_dir)
                return self._built(passages, embeddings, source, progress or _silent)

    def _built(
        self, passages: Sequence[Passage], embeddings: PassageEmbeddings, source: str, progress: Progress
    ) -> Index:
        client = chroma.connect(self._data_dir, self._url)
        with chroma.translated(self._where):
            self._build(client, passages, embeddings, source, progress)
            self._prune(client, source, embeddings.identity, _name(passages, embeddings))
        if not self._url:
            chroma.sweep(self._data_dir)
        return self.open(passages, embeddings)

    def _discard(self, name: str) -> None:
        """Remove a damaged index; where the store itself cannot be read, the whole folder goes aside."""
        try:
            with chroma.translated(self._where):
                chroma.connect(self._data_dir, self._url).delete_collection(name)
        except IndexMissing:
            return
        except IndexDamaged:
            if self._url:
                raise
            chroma.set_aside(self._data_dir)

    def _build(
        self,
        client: "ClientAPI",
        passages: Sequence[Passage],
        embeddings: PassageEmbeddings,
        source: str,
        progress: Progress,
    ) -> None:
        about = {
            "passages": len(passages),
            "source": source,
            "embedding": embeddings.identity,
            "started": time.time(),
        }
        building: Collection = client.create_collection(
            f"building-{uuid.uuid4().hex}",
            metadata=about,
            configuration={"hnsw": {"space": "cosine"}},
            embedding_function=None,
        )
        done = 0
        for batch, vectors in embedded(passages, embeddings):
            building.add(
                ids=[p.id for p in batch],
                embeddings=vectors,
                metadatas=[metadata_of(p) for p in batch],
            )
            done += len(batch)
            progress(done, len(passages))
        self._rename(client, building, _name(passages, embeddings))

    def _rename(self, client: "ClientAPI", building: Collection, name: str) -> None:
        """Give a complete index its name, unless another assistant has built the same on the server meanwhile."""
        from chromadb.errors import ChromaError

        try:
            building.modify(name=name)
        except ChromaError:
            if not self._url or name not in {collection.name for collection in client.list_collections()}:
                raise
            client.delete_collection(building.name)

    def _prune(self, client: "ClientAPI", source: str, embedding: str, current: str) -> None:
        """Remove what is left of killed builds, and this source's older indexes but for the last.

        The ``current`` one stays, though a clock that was set back says that it is older.
        """
        ours: list[tuple[float, str]] = []
        for collection in client.list_collections():
            about = collection.metadata or {}
            started = float(about.get("started", 0.0))
            if collection.name.startswith("building-"):
                if not self._url or time.time() - started > _ABANDONED_S:
                    client.delete_collection(collection.name)
            elif collection.name != current and (about.get("source"), about.get("embedding")) == (source, embedding):
                ours.append((started, collection.name))
        for _, name in sorted(ours)[: 1 - _KEPT_PER_SOURCE]:
            client.delete_collection(name)

    def _writer(self) -> AbstractContextManager[Any]:
        """One writer at a time: Chroma loses records when several processes write to one folder."""
        return nullcontext() if self._url else chroma.locked(self._data_dir)


def _name(passages: Sequence[Passage], embeddings: PassageEmbeddings) -> str:
    return f"index-{fingerprint(passages, embeddings.identity)}"


def _silent(done: int, total: int) -> None:
    """Report nothing."""
