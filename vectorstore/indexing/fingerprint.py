"""What an index depends on, in one short name."""

import hashlib
from collections.abc import Sequence

from vectorstore.passages import Passage

INDEX_VERSION = 2  # raise it when what is stored with a passage changes


def fingerprint(passages: Sequence[Passage], embedding: str) -> str:
    """Twenty-four hexadecimal digits that change with any passage, place or heading, and the embedding."""
    digest = hashlib.sha256(f"{INDEX_VERSION}\n{embedding}".encode())
    for passage in passages:
        digest.update(f"\n{passage.id} {passage.paragraph} {passage.heading or ''}".encode())
    return digest.hexdigest()[:24]
