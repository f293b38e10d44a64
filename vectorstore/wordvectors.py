"""Word vectors learned from Arabic news: which words stand in the same places, and so are close in meaning.

``python -m vectorstore.wordvectors CORPUS.jsonl.xz`` learns them (it needs the ``train`` extra): skip-gram with
negative sampling (Mikolov et al., "Distributed Representations of Words and Phrases", 2013) over light stems. What
ships was learned from the ANT corpus v1.1 and v2.1 (Apache 2.0; `vectorstore.idf` cites it), in one byte a number.
"""

import argparse
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from vectorstore.arabic import stem, words
from vectorstore.idf import read_corpus

PATH = Path(__file__).parent / "data" / "vectors.npz"
DIMENSIONS = 64
_FEWEST_OCCURRENCES = 20
_MOST_WORDS = 24_000
_EPOCHS = 6


class WordVectors:
    """Unit vectors of stems; stems that were too rare in the corpus have none."""

    def __init__(self, stems: list[str], bytes_: npt.NDArray[np.int8]) -> None:
        self._rows = {s: i for i, s in enumerate(stems)}
        self._bytes = bytes_

    @classmethod
    @cache
    def shipped(cls) -> "WordVectors":
        """The vectors that ship, read once."""
        with np.load(PATH) as arrays:
            return cls(bytes(arrays["stems"]).decode().split("\n"), arrays["vectors"])

    def units(self, stems: list[str]) -> npt.NDArray[np.float64]:
        """The vectors of some stems, shape (stems, `DIMENSIONS`); all zeros for a stem that has none."""
        rows = np.array([self._rows.get(s, -1) for s in stems], dtype=int)
        vectors = self._bytes[rows].astype(float) * (rows >= 0)[:, None]
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(np.divide(vectors, norms, out=np.zeros_like(vectors), where=norms > 0))


class _Sentences:
    """The corpus as lists of stems, read again for each epoch."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __iter__(self) -> Iterator[list[str]]:
        for text in read_corpus(self._path):
            for line in text.splitlines():
                yield [stem(word) for word in words(line)]


def learn(corpus: Path) -> tuple[list[str], npt.NDArray[np.int8]]:
    """Stems, commonest first, and their unit vectors in one byte a number, shape (stems, `DIMENSIONS`)."""
    from gensim.models import Word2Vec

    model = Word2Vec(
        sentences=list(_Sentences(corpus)),
        vector_size=DIMENSIONS,
        sg=1,
        window=5,
        negative=10,
        min_count=_FEWEST_OCCURRENCES,
        max_final_vocab=_MOST_WORDS,
        sample=1e-4,
        epochs=_EPOCHS,
        workers=2,
        seed=1,
    )
    vectors = model.wv.get_normed_vectors()
    return list(model.wv.index_to_key), np.round(vectors / np.abs(vectors).max() * 127).astype(np.int8)


def main(arguments: list[str] | None = None) -> int:
    """Learn the vectors from a corpus and write them."""
    parser = argparse.ArgumentParser(prog="python -m vectorstore.wordvectors", description="Learn the word vectors.")
    parser.add_argument("corpus", type=Path, help="JSON lines with a text field, plain or .xz")
    parser.add_argument("--output", type=Path, default=PATH)
    options = parser.parse_args(arguments)
    stems, vectors = learn(options.corpus)
    np.savez_compressed(options.output, stems=np.frombuffer("\n".join(stems).encode(), np.uint8), vectors=vectors)
    sys.stderr.write(f"{len(stems)} vectors in {options.output}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
