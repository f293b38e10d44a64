"""From the reader's scores of a window's tokens to the spans that may answer, or that a list has. Pure."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from vectorstore.reader.model import Scores

_MOST_TOKENS = 60  # of an answer: a reason or a quotation may be a clause
_MOST_SPANS = 24  # of a window, best first
_MOST_ITEM_TOKENS = 40  # of one thing in a list
_MOST_ENDS = 24  # starts and ends that are looked at, best first


@dataclass(frozen=True, slots=True)
class Span:
    """Words that may answer, ``text[start:end]``; ``margin`` is by how much they outscore "not here" (log odds)."""

    start: int
    end: int
    margin: float


def spans(scores: Scores, offset: int = 0) -> list[Span]:
    """The best spans of a window whose text begins at ``offset``, best first."""
    starts = np.argsort(-scores.starts, kind="stable")[:_MOST_ENDS]
    ends = np.argsort(-scores.ends, kind="stable")[:_MOST_ENDS]
    found = [
        Span(
            offset + scores.places[first][0],
            offset + scores.places[last][1],
            float(scores.starts[first] + scores.ends[last]) - scores.none,
        )
        for first in starts
        for last in ends
        if 0 <= last - first < _MOST_TOKENS
    ]
    return sorted(found, key=lambda span: -span.margin)[:_MOST_SPANS]


def items(scores: Scores, offset: int = 0) -> list[Span]:
    """All that belongs to a list in a window whose text begins at ``offset``, in order.

    Wherever a token more likely begins something than "not here" does, something begins, and ends where that is
    likeliest before the next one: the reader is trained to give all that belongs to a list the same chance.
    """
    level = scores.none / 2
    begins = [place for place, score in enumerate(scores.starts) if score > level]
    found = []
    for first, beyond in pairwise([*begins, len(scores.places)]):
        last = first + int(np.argmax(scores.ends[first : min(beyond, first + _MOST_ITEM_TOKENS)]))
        margin = float(scores.starts[first] + scores.ends[last]) - scores.none
        if margin > 0:
            found.append(Span(offset + scores.places[first][0], offset + scores.places[last][1], margin))
    return found
