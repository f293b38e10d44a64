"""The lexical embedding: Arabic words, stems and character n-grams hashed into a dense vector. Needs numpy only."""

from collections import Counter
from itertools import chain

import numpy as np
import numpy.typing as npt
from langchain_core.embeddings import Embeddings

from vectorstore.language.arabic import ngrams, stem, words
from vectorstore.language.idf import IdfTable, key

DIMENSIONS = 1024
VERSION = 1  # raise it when the vectors change: an index built from other vectors is stale

_SATURATION = 1.2  # BM25's k1: how fast a repeated word stops counting (Robertson and Zaragoza 2009)
_WORD_WEIGHT = 0.4  # the exact folded word, beside its stem at 1
_NGRAMS_WEIGHT = 0.7  # all n-grams of a word together, beside its stem at 1
_KNOWN_WORDS = 200_000  # words whose features are remembered; the memory is emptied when it is full

_MIX = np.uint32(2_654_435_761)  # Knuth's multiplicative hash spreads CRC-32's low bits

Sparse = tuple[npt.NDArray[np.intp], npt.NDArray[np.float64]]


class LexicalEmbeddings(Embeddings):
    """Unit vectors of `DIMENSIONS` numbers whose cosine is a lexical similarity; a text without words is all zeros.

    The hashing trick with signs is that of Weinberger et al., "Feature Hashing for Large Scale Multitask Learning"
    (2009); weights are BM25's term saturation and the shipped IDF.
    """

    name = "lexical"

    def __init__(self, idf: IdfTable | None = None) -> None:
        self._idf = idf or IdfTable.shipped()
        self._known: dict[str, Sparse] = {}

    @property
    def identity(self) -> str:
        """Name and version, of the IDF table too."""
        return f"lexical {VERSION} {DIMENSIONS} {self._idf.identity}"

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector a text."""
        return [vector.tolist() for vector in self.vectors(texts)]

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        vector: list[float] = self.vectors([text])[0].tolist()
        return vector

    def vectors(self, texts: list[str]) -> npt.NDArray[np.float32]:
        """The vectors as rows of an array of shape (texts, `DIMENSIONS`)."""
        rows = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            counts = Counter(words(text))
            if not counts:
                continue
            sparse = [self._sparse(word) for word in counts]
            tf = np.fromiter(counts.values(), float, len(counts))
            saturated = tf * (_SATURATION + 1) / (tf + _SATURATION)
            values = np.concatenate([s[1] * weight for s, weight in zip(sparse, saturated, strict=True)])
            row += np.bincount(np.concatenate([s[0] for s in sparse]), values, DIMENSIONS)
            row /= np.linalg.norm(row) or 1.0
        return rows

    def _sparse(self, word: str) -> Sparse:
        known = self._known.get(word)
        if known is None:
            if len(self._known) >= _KNOWN_WORDS:
                self._known.clear()
            known = self._known[word] = self._hash(word)
        return known

    def _hash(self, word: str) -> Sparse:
        """Buckets and signed weights of a word's features."""
        grams = ngrams(word)
        share = _NGRAMS_WEIGHT / len(grams) ** 0.5
        keys = [key(f) for f in chain(("=" + stem(word), "!" + word), grams)]
        idf = self._idf.of_key
        rarity = idf(keys[0])
        weights = [rarity, _WORD_WEIGHT * rarity, *(share * idf(gram) for gram in keys[2:])]
        hashes = np.array(keys, dtype=np.uint32) * _MIX
        buckets = (hashes >> np.uint32(8)) % DIMENSIONS
        signs = np.where(hashes >> np.uint32(31), 1.0, -1.0)
        return buckets.astype(np.intp), signs * np.array(weights)
