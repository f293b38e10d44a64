"""What every reader takes and gives."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from assistant.answer import Answer, Language
from vectorstore.retrieving.retriever import Hit


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question of the conversation and what was answered."""

    question: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class Request:
    """A question to be read from hits, best first; ``context`` holds the words of earlier turns that it leans on.

    One that is a ``part`` of a question is answered briefly: the others have their answers beside it, and their words
    are its context.
    """

    question: str
    language: Language
    hits: tuple[Hit, ...]
    context: str = ""
    history: tuple[Turn, ...] = ()
    part: bool = False


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
    """Reads hits: at least one draft, the last one complete, or `assistant.errors.ReaderFailed`.

    One that reads ``by_parts`` is given the parts of a question one after the other, each with its own hits.
    """

    name: str
    by_parts: bool

    def read(self, request: Request) -> Iterator[Draft]:
        """Drafts of growing text."""
        ...
