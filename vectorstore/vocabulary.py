"""The different words of some passages, and how surely each of them says a term of a question."""

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt

from vectorstore.arabic import ngrams, skeleton, stem, words
from vectorstore.idf import IdfTable
from vectorstore.names import sounds
from vectorstore.questions import Term
from vectorstore.wordvectors import WordVectors

Matrix = npt.NDArray[np.float64]

_SURE = 0.9  # at which a word says a term for certain, and no likeness is looked for
_CLITICS = tuple("بلكف")  # prepositions and a conjunction written onto a word, which a light stem leaves on
_CLITIC = 0.9  # how surely stems mean the same that differ by one
_FEWEST_BARE_LETTERS = 3
_ROOT = 0.7  # how surely words with one consonant skeleton mean the same
_FEWEST_ROOT_LETTERS = 3
_LIKE_LEAST = 0.55  # least likeness of two spellings (Dice coefficient of their n-grams) that counts
_LIKE = 0.85  # how surely words of like spelling mean the same, at likeness 1
_NAME = 0.85  # how surely a Latin and an Arabic spelling with the same sounds are the same name
_MEANING_LEAST = 0.4  # cosine of word vectors under which words have nothing to do with each other
_MEANING = 0.9  # how surely words mean the same at cosine 1
_MOST_PLACES = 80  # words of a passage whose places count
_COMMON = 9.0  # the IDF from which on rarity adds nothing to the meaning of a passage


class Vocabulary:
    """The stems of passages as columns; the last column stands for no word, and says nothing."""

    def __init__(self, passages: Sequence[tuple[str, ...]]) -> None:
        """``passages`` are the folded words of each."""
        words_of = {stem(word): word for passage in passages for word in passage}
        self._columns = {one: column for column, one in enumerate(words_of)}
        self._width = len(words_of) + 1
        self._vectors = WordVectors.shipped().units(list(words_of))
        self._bare: dict[str, list[int]] = defaultdict(list)
        self._roots: dict[str, list[int]] = defaultdict(list)
        self._sounds: dict[str, list[int]] = defaultdict(list)
        for column, word in enumerate(words_of.values()):
            for form in _forms(stem(word)):
                self._bare[form].append(column)
            self._roots[skeleton(word)].append(column)
            self._sounds[sounds(stem(word))].append(column)
        self._grams = [_grams(word) for word in words_of.values()]
        self._gram_counts = np.array([len(grams) for grams in self._grams])
        present = [sorted({self._columns[stem(w)] for w in passage}) or [self._width - 1] for passage in passages]
        self._present = np.array([column for columns in present for column in columns], dtype=int)
        self._firsts = np.cumsum([0] + [len(columns) for columns in present[:-1]])
        self.places = self._places(passages)
        idf = IdfTable.shipped()
        self.rarity = np.array([idf("=" + one) for one in words_of] + [0.0])[self.places]

    def _places(self, passages: Sequence[tuple[str, ...]]) -> npt.NDArray[np.int_]:
        """The column of each passage's words in order, shape (passages, words), with the last column after its end."""
        longest = max((len(passage[:_MOST_PLACES]) for passage in passages), default=0)
        places = np.full((len(passages), longest), self._width - 1)
        for row, passage in zip(places, passages, strict=True):
            columns = [self._columns[stem(word)] for word in passage[:_MOST_PLACES]]
            row[: len(columns)] = columns
        return places

    def best(self, values: Matrix) -> Matrix:
        """The best value of each passage's words: from shape (terms, words) to (terms, passages)."""
        if not (len(values) and len(self._present)):
            return np.zeros((len(values), 0 if not len(self._present) else len(self._firsts)))
        return np.asarray(np.maximum.reduceat(values[:, self._present], self._firsts, axis=1))

    def said(self, terms: Sequence[Term]) -> Matrix:
        """How surely each word says each term by its form, 0..1, shape (terms, words)."""
        return np.array([self._said(term) for term in terms]).reshape(len(terms), self._width)

    def cosines(self, terms: Sequence[Term]) -> Matrix:
        """The cosine of each word's vector with each term's, or with its best translation's, shape (terms, words)."""
        rows = np.zeros((len(terms), self._width))
        for row, term in zip(rows, terms, strict=True):
            ways = [one for one, _ in term.stems] if term.word.isascii() else [term.stems[0][0]]
            row[:-1] = (WordVectors.shipped().units(ways) @ self._vectors.T).max(axis=0, initial=-1.0)
        return rows

    @cached_property
    def centroids(self) -> Matrix:
        """The unit centroid of the vectors of each passage's words, less the mean of all passages' centroids."""
        vectors = np.vstack([self._vectors, np.zeros((1, self._vectors.shape[1]))])
        centroids = np.einsum("pw,pwd->pd", np.minimum(self.rarity, _COMMON), vectors[self.places])
        centroids /= np.linalg.norm(centroids, axis=1, keepdims=True) + 1e-9
        return np.asarray(centroids - centroids.mean(axis=0))

    def _said(self, term: Term) -> Matrix:
        values = np.zeros(self._width)
        for one, sure in term.stems:
            if one in self._columns:
                values[self._columns[one]] = sure
        if term.word.isascii():
            if not values.any() and sounds(term.word):
                values[self._sounds.get(sounds(term.word), [])] = _NAME
            return values
        return np.where(values >= _SURE, values, np.maximum(values, self._alike(term.word)))

    def _alike(self, word: str) -> Matrix:
        """How surely each word means the same as this one by its bare stem, its root or its spelling."""
        values = np.zeros(self._width)
        one, root, grams = stem(word), skeleton(word), _grams(word)
        if len(root) >= _FEWEST_ROOT_LETTERS:
            values[self._roots.get(root, [])] = _ROOT
        for form in _forms(one):
            values[self._bare.get(form, [])] = _CLITIC
        common = np.array([len(grams & others) for others in self._grams])
        likeness = 2 * common / (len(grams) + self._gram_counts)
        values[:-1] = np.maximum(values[:-1], np.where(likeness >= _LIKE_LEAST, _LIKE * likeness, 0.0))
        return values


@lru_cache(maxsize=65_536)
def _forms(one: str) -> tuple[str, ...]:
    """A stem, and without the clitic that may be written onto it."""
    return (one, one[1:]) if one.startswith(_CLITICS) and len(one) > _FEWEST_BARE_LETTERS else (one,)


@lru_cache(maxsize=65_536)
def _grams(word: str) -> frozenset[str]:
    return frozenset(ngrams(word))


def centroid(terms: Sequence[Term]) -> Matrix:
    """The unit centroid of the vectors of a question's terms, by weight."""
    vectors = WordVectors.shipped().units([term.stems[0][0] for term in terms])
    total = np.array([term.weight for term in terms]) @ vectors
    return np.asarray(total / (np.linalg.norm(total) + 1e-9))


def meaning(cosines: Matrix) -> Matrix:
    """How surely words mean the same by the cosine of their vectors, 0..1."""
    return np.asarray(_MEANING * np.clip((cosines - _MEANING_LEAST) / (1 - _MEANING_LEAST), 0.0, 1.0))


@lru_cache(maxsize=32_768)
def folded_words(text: str) -> tuple[str, ...]:
    """The folded words of a text (remembered: the passages of an article come back with every question)."""
    return tuple(words(text))


@lru_cache(maxsize=32_768)
def stems(text: str) -> tuple[str, ...]:
    """The stems of a text's words, in order."""
    return tuple(stem(word) for word in folded_words(text))


@lru_cache(maxsize=16)
def vocabulary_of(texts: tuple[str, ...]) -> Vocabulary:
    """The vocabulary of passages (remembered: a short article's passages all come back with every question)."""
    return Vocabulary([folded_words(text) for text in texts])
