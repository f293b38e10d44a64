"""A passage that was found for a question, and the words in it that may answer."""

from dataclasses import dataclass

from vectorstore.passages import Passage


@dataclass(frozen=True, slots=True)
class ShortAnswer:
    """Words of the article, ``text[start:end]``; ``agreement``, 0..1, is their expected F1 with the right ones."""

    start: int
    end: int
    agreement: float


@dataclass(frozen=True, slots=True)
class Hit:
    """A ranked passage.

    ``similarity`` orders the hits of one question, higher is nearer; ``confidence`` is how likely the passage answers,
    0..1, as calibrated on questions that articles do and do not answer. ``answer`` are the words in it that may answer,
    where it was read; ``items`` the places in the article of what it names of a list that was asked for.
    """

    passage: Passage
    similarity: float
    confidence: float
    answer: ShortAnswer | None = None
    items: tuple[tuple[int, int], ...] = ()
