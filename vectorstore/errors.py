"""What can go wrong below the assistant.

VectorStoreError
├── ArticleUnreadable   the article file cannot be used
├── IndexMissing        there is no index for this article and embedding
├── IndexUnusable       the data folder or the Chroma server cannot be used
│   ├── IndexDamaged    what is stored there cannot be read
│   └── ServerSilent    the Chroma server is not there, or broke off
└── EmbeddingUnavailable  the embedding model cannot be loaded
"""

from typing import Literal


class VectorStoreError(Exception):
    """Base of this package's errors; the message is one line that says what is wrong and what to do."""


class ArticleUnreadable(VectorStoreError):
    """The article is missing, empty, too large, long or slow, or not text; ``reason`` says which, for a translation."""

    def __init__(
        self, message: str, *, reason: Literal["empty", "large", "long", "format", "slow", "other"] = "other"
    ) -> None:
        super().__init__(message)
        self.reason = reason


class IndexMissing(VectorStoreError):
    """No complete index was built for this article with this embedding."""


class IndexUnusable(VectorStoreError):
    """The data folder cannot be written, or the Chroma server does not answer."""


class IndexDamaged(IndexUnusable):
    """What is stored cannot be read, or is less than what was stored; it has to be built again."""


class ServerSilent(IndexUnusable):
    """The Chroma server does not answer, or broke off while it did."""


class EmbeddingUnavailable(VectorStoreError):
    """The embedding model is not on this machine or cannot be loaded."""
