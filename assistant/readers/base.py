"""What every reader takes and gives."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from assistant.answer import Answer, Language
from vectorstore.retrieval import Hit


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question of the conversation and what was answered."""

    question: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class Request:
    """A question to be read from hits, best first; ``standalone`` is how it reads without the ``history``."""

    question: str
    standalone: str
    language: Language
    hits: tuple[Hit, ...]
    history: tuple[Turn, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """What a reader says so far, not yet checked.

    ``text`` carries marks ``[n]`` that point at ``request.hits[n - 1]``; each draft of a stream holds all of the text
    so far, and the last one has ``complete`` set. ``answered`` False says that the hits do not answer. ``highlight`` is
    where a short answer stands in the article, within the passage that is cited first.
    """

    text: str
    answered: bool
    confidence: float
    complete: bool
    highlight: tuple[int, int] | None = None


class Reader(Protocol):
    """Reads hits: at least one draft, the last one complete, or `assistant.errors.ReaderFailed`."""

    name: str

    def read(self, request: Request) -> Iterator[Draft]:
        """Drafts of growing text."""
        ...
