"""Models that find what a script tells them to, for tests in which it must be known what the reader says."""

import re
from collections.abc import Mapping, Sequence

import numpy as np

from vectorstore.reader.model import Model, Scores

WHOLE = 200  # tokens of a passage that is a window of its own


class Scripted:
    """A model that finds the words of its script, as surely as it says, wherever a text has them; it keeps calls."""

    def __init__(self, margins: Mapping[str, float] | None = None, *, tokens: int = WHOLE) -> None:
        self.margins = margins or {}
        self.tokens = tokens
        self.asked: list[str] = []
        self.read_at_once: list[tuple[str, ...]] = []
        self.measured: list[str] = []

    def lengths(self, texts: Sequence[str]) -> list[int]:
        self.measured += texts
        return [self.tokens] * len(texts)

    def read(self, question: str, texts: Sequence[str]) -> list[Scores]:
        self.asked.append(question)
        self.read_at_once.append(tuple(texts))
        return [marked(text, [m.span() for m in re.finditer(r"\S+", text)], self.margins) for text in texts]


class Marking(Model):
    """The model that ships, of which only the tokens are taken; their scores are those of a script."""

    def __init__(self, margins: Mapping[str, float]) -> None:
        super().__init__()
        self.margins = margins

    def read(self, question: str, texts: Sequence[str]) -> list[Scores]:
        read = super().read(question, texts)
        return [marked(text, scores.places, self.margins) for text, scores in zip(texts, read, strict=True)]


def marked(text: str, places: Sequence[tuple[int, int]], margins: Mapping[str, float]) -> Scores:
    """Scores of tokens at these places: of the words of a script as it says, of all others lower by far."""
    starts, ends = np.full((2, len(places)), -50.0, dtype=np.float32)
    for words, margin in margins.items():
        place = text.find(words)
        if place >= 0:
            starts[next(i for i, (_, end) in enumerate(places) if place < end)] = margin / 2
            ends[next(i for i, (_, end) in enumerate(places) if place + len(words) <= end)] = margin / 2
    return Scores(tuple(places), starts, ends, 0.0)
