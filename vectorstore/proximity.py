"""Where in a passage the terms of a question are said: near one another, near what is wanted, early or throughout.

A passage is a row of a grid of words; ``matches`` of shape (terms, passages, words) say how surely each word says each
term. A term is felt around the word that says it, and less the farther away, as in the positional language model of Lv
and Zhai (SIGIR 2009); of several words that say it the one felt most counts.
"""

import numpy as np

from vectorstore.vocabulary import Matrix

_DECAY = 0.85  # how much of a term is still felt one word farther on
_REACHES = (1, 2, 4, 8)  # doubling steps: after them a term is felt 15 words away
_OPENING_WORDS = 5
_REPEATS = 1.2  # a word that says a term this much under surely counts as repeating the question


def felt(matches: Matrix) -> Matrix:
    """How much of each term is felt at each word: ``max over words v of match(v) * decay ** distance``."""
    reached = matches
    for step in _REACHES:
        if step >= matches.shape[-1]:
            break
        farther = reached.copy()
        faded = _DECAY**step * reached
        np.maximum(farther[..., step:], faded[..., :-step], out=farther[..., step:])
        np.maximum(farther[..., :-step], faded[..., step:], out=farther[..., :-step])
        reached = farther
    return reached


def together(weights: Matrix, matches: Matrix) -> Matrix:
    """The share of the terms' weight that is felt at each word, shape (passages, words)."""
    total = weights.sum()
    return np.tensordot(weights / total, felt(matches), 1) if total else np.zeros(matches.shape[1:])


def new_words(matches: Matrix) -> Matrix:
    """How surely each word is not one of the question's, 0..1, shape (passages, words)."""
    return np.asarray(1 - np.minimum(1.0, _REPEATS * matches.max(axis=0, initial=0.0)))


def early(matches: Matrix) -> Matrix:
    """How near the beginning of each passage each term is said, shape (terms, passages): 1 is by its first word."""
    return np.asarray((matches * _DECAY ** np.arange(matches.shape[-1])).max(axis=2, initial=0.0))


def opening(matches: Matrix) -> Matrix:
    """How surely the first words of each passage say each term, shape (terms, passages)."""
    return np.asarray(matches[:, :, :_OPENING_WORDS].max(axis=2, initial=0.0))


def density(weights: Matrix, matches: Matrix, rarity: Matrix) -> Matrix:
    """The share of each passage's own weight that is the question's; ``rarity`` is the IDF of each word."""
    asked = (matches * weights[:, None, None]).max(axis=0, initial=0.0).sum(axis=1)
    return np.asarray(asked / (rarity.sum(axis=1) + 1e-9))
