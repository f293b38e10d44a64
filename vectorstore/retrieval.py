"""From a question to ranked hits."""

from dataclasses import dataclass

from vectorstore.passages import Passage


@dataclass(frozen=True, slots=True)
class Hit:
    """A retrieved passage; ``similarity`` orders the hits of one question, higher is nearer."""

    passage: Passage
    similarity: float
