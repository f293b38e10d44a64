"""How passages are stored in a Chroma collection, and read from it."""

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from vectorstore.embedding.choosing import PassageEmbeddings
from vectorstore.passages import Passage

_BATCH = 1_000  # well under Chroma's limit of 5,461 records in one call


def embedded(
    passages: Sequence[Passage], embeddings: PassageEmbeddings
) -> Iterator[tuple[Sequence[Passage], list[list[float]]]]:
    """Batches of passages with their vectors; the next batch is embedded while the caller stores this one."""
    batches = [passages[i : i + _BATCH] for i in range(0, len(passages), _BATCH)]
    with ThreadPoolExecutor(1) as pool:
        ahead = [pool.submit(embeddings.embed_documents, [p.text for p in batch]) for batch in batches[:1]]
        for number, batch in enumerate(batches):
            vectors = ahead.pop().result()
            if number + 1 < len(batches):
                ahead.append(pool.submit(embeddings.embed_documents, [p.text for p in batches[number + 1]]))
            yield batch, vectors


def metadata_of(passage: Passage) -> dict[str, Any]:
    """What is stored of a passage: its order to be asked for, the rest in one field, for each field costs a row.

    The text is there too and not Chroma's document: a full-text index of documents that nothing asks for would make
    building half as long again (530 to 770 passages a second in one run).
    """
    rest = [passage.text, passage.start, passage.end, passage.paragraph, passage.heading]
    return {"order": passage.order, "passage": json.dumps(rest, ensure_ascii=False)}


def read(passage_id: str, metadata: dict[str, Any]) -> Passage:
    """The passage that was stored so."""
    text, start, end, paragraph, heading = json.loads(metadata["passage"])
    return Passage(passage_id, text, start, end, metadata["order"], paragraph, heading)
