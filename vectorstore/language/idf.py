"""How rare words and n-grams are in Arabic news: an inverse document frequency table that ships with the project.

``python -m vectorstore.language.idf CORPUS.jsonl.xz`` learns the table from a corpus: JSON lines with a ``text`` field.
The table that ships was learned from the ANT corpus v1.1 and v2.1 (Apache 2.0): Chouigui, Ben Khiroun and Elayeb, "ANT
Corpus" (AICCSA 2017) and "An Arabic Multi-source News Corpus" (AJSE 2021). It holds hashes and figures, no text.
"""

import argparse
import json
import lzma
import math
import sys
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from vectorstore.language.arabic import ngrams, stem, words

PATH = Path(__file__).parents[1] / "data" / "idf.npz"
WINDOW_WORDS = 30  # a "document" of the statistics is as long as a passage
_STEP = 0.06  # an IDF is kept in one byte, in steps of this size
_MOST_ENTRIES = 65_536
_FEWEST_WINDOWS = 5

Keys = npt.NDArray[np.uint32]


class IdfTable:
    """IDF by feature, ``ln((N + 1) / (n + 0.5))``; a feature that the corpus does not have gets the highest."""

    def __init__(self, keys: Keys, steps: npt.NDArray[np.uint8], highest: float) -> None:
        self._idf: dict[int, float] = dict(zip(keys.tolist(), (steps * _STEP).tolist(), strict=True))
        self.highest = highest
        self.identity = f"{zlib.crc32(steps.tobytes(), zlib.crc32(keys.tobytes())):08x}"  # equal tables, equal names

    @classmethod
    @cache
    def shipped(cls) -> "IdfTable":
        """The table that ships, read once."""
        with np.load(PATH) as arrays:
            return cls(arrays["keys"], arrays["steps"], float(arrays["highest"]))

    def __call__(self, feature: str) -> float:
        """IDF of a word's stem, or of an n-gram (those have boundary marks or come through `ngrams`)."""
        return self.of_key(key(feature))

    def of_key(self, hashed: int) -> float:
        """IDF of a feature whose `key` is known."""
        return self._idf.get(hashed, self.highest)


def known(word: str) -> bool:
    """Whether the shipped table has the stem of a folded word: whether news text uses it."""
    table = IdfTable.shipped()
    return table("=" + stem(word)) < table.highest


def key(feature: str) -> int:
    """A 32-bit hash of a feature, equal on every machine."""
    return zlib.crc32(feature.encode())


def features(word: str) -> Iterator[str]:
    """What is counted of a folded word: ``=stem`` and its n-grams."""
    yield "=" + stem(word)
    yield from ngrams(word)


def learn(texts: Iterable[str]) -> tuple[Keys, npt.NDArray[np.uint8], float]:
    """Keys, IDF steps and the highest IDF of a corpus, counted over windows of `WINDOW_WORDS` words."""
    counts: Counter[str] = Counter()
    known: dict[str, tuple[str, ...]] = {}
    windows = 0
    for text in texts:
        found = words(text)
        for first in range(0, len(found), WINDOW_WORDS):
            seen: set[str] = set()
            for word in found[first : first + WINDOW_WORDS]:
                if word not in known:
                    known[word] = tuple(features(word))
                seen.update(known[word])
            counts.update(seen)
            windows += 1
    common = ((key(f), n) for f, n in counts.most_common(_MOST_ENTRIES) if n >= _FEWEST_WINDOWS)
    entries = dict(sorted(common))
    idf = np.log((windows + 1) / (np.fromiter(entries.values(), float, len(entries)) + 0.5))
    highest = math.log((windows + 1) / (_FEWEST_WINDOWS + 0.5))
    return np.fromiter(entries, np.uint32, len(entries)), np.round(idf / _STEP).astype(np.uint8), highest


def read_corpus(path: Path) -> Iterator[str]:
    """The texts of a corpus file."""
    opener = lzma.open if path.suffix == ".xz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)["text"]


def main(arguments: list[str] | None = None) -> int:
    """Learn the table from a corpus and write it."""
    parser = argparse.ArgumentParser(
        prog="python -m vectorstore.language.idf", description="Learn the shipped IDF table."
    )
    parser.add_argument("corpus", type=Path, help="JSON lines with a text field, plain or .xz")
    parser.add_argument("--output", type=Path, default=PATH)
    options = parser.parse_args(arguments)
    keys, steps, highest = learn(read_corpus(options.corpus))
    np.savez_compressed(options.output, keys=keys, steps=steps, highest=highest)
    sys.stderr.write(f"{len(keys)} entries in {options.output}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
