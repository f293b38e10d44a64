"""Folding, words, light stems and character n-grams, for matching only and never for display.

Folding joins the spellings that Arabic readers treat as one word: hamza and alef forms, final ya and alef maqsura,
ta marbuta and ha, diacritics, elongation, presentation forms, and the three families of digits.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

# Letters that are written for one another in practice, and letters of Persian and Kurdish keyboards.
_LETTERS = str.maketrans("آأإٱىئؤةیکگچپڤۀەھہ", "ااااييوهيككجبفهههه", "ء")
_WORD = re.compile(r"\d+(?:[.,٫٬/:]\d+)*|(?:[^\W_]|[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200c])+")
_REPEATED = re.compile(r"([^\W\d_])\1{2,}")
_ARABIC = re.compile(r"[\u0620-\u064a\u0671-\u06d3\ufb50-\ufdff\ufe70-\ufefc]")
_LATIN = re.compile(r"[A-Za-z]")

# After Larkey, Ballesteros and Connell, "Light Stemming for Arabic Information Retrieval" (2007), light10, plus the
# future prefix and object pronouns, which questions and news text attach freely.
_PREFIXES = ("وبال", "وكال", "وال", "فال", "بال", "كال", "ولل", "فلل", "لل", "ال")
_SUFFIXES = ("هما", "تها", "ها", "ان", "ات", "ون", "ين", "يه", "هم", "هن", "كم", "نا", "وا", "ته", "تي", "ه", "ي", "ا")
_LONG_VOWELS = str.maketrans("", "", "اوي")


class _FoldTable(dict[int, str]):
    """A `str.translate` table that works out each character once."""

    def __missing__(self, code: int) -> str:
        decomposed = unicodedata.normalize("NFKD", chr(code).translate(_LETTERS))
        kept = (c for c in decomposed if unicodedata.category(c) not in ("Mn", "Cf", "Cc") and c != "\u0640")
        folded = "".join(str(unicodedata.digit(c, c)) for c in kept).translate(_LETTERS).lower()
        self[code] = folded
        return folded


_FOLDS = _FoldTable()
_FOLDS.update({ord(c): c for c in "\n\t "})


@dataclass(frozen=True, slots=True)
class Word:
    """A folded word and where it stands: ``text[start:end]`` is its original spelling."""

    folded: str
    start: int
    end: int


def fold(text: str) -> str:
    """The text in folded spelling; it may be shorter or longer than the original."""
    return text.translate(_FOLDS)


def fold_word(word: str) -> str:
    """A single word folded, with letters that are repeated for emphasis (three times or more) written once."""
    return _REPEATED.sub(r"\1", fold(word))


def iter_words(text: str) -> Iterator[Word]:
    """The words and numbers of a text, in order; a number keeps its separators (``3,5`` is one word)."""
    for match in _WORD.finditer(text):
        folded = fold_word(match.group())
        if folded:
            yield Word(folded, match.start(), match.end())


def words(text: str) -> list[str]:
    """The folded words of a text, in order."""
    return [word.folded for word in iter_words(text)]


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The light stem of a folded word: article, conjunctions and common endings removed; at least two letters stay."""
    if not _ARABIC.match(word):
        return _english_stem(word)
    stripped = _strip_prefix(word)
    for suffix in _SUFFIXES:
        if stripped.endswith(suffix) and len(stripped) - len(suffix) >= 3:
            return stripped[: -len(suffix)]
    return stripped


@lru_cache(maxsize=65_536)
def skeleton(word: str) -> str:
    """The consonants of a folded word without verb prefixes, a rough stand-in for its root (تقليص, قلص and يقلص agree).

    Words whose skeleton would have fewer than three consonants keep their light stem.
    """
    base = stem(word)
    if not _ARABIC.match(base):
        return base
    if base.endswith("ت") and len(base) >= 4:
        base = base[:-1]  # كلفت: the ending of a verb
    for prefix in ("است", "مست", "يست", "تست", "انت", "ا", "م", "ت", "ي", "ن"):
        if base.startswith(prefix):
            bare = base[len(prefix) :].translate(_LONG_VOWELS)
            if len(bare) >= 3:
                return bare
    bare = base.translate(_LONG_VOWELS)
    return bare if len(bare) >= 3 else base


@lru_cache(maxsize=65_536)
def ngrams(word: str) -> tuple[str, ...]:
    """Character n-grams (3 to 5) of a folded word between boundary marks; shorter words give the marked word."""
    marked = f"<{stem(word)}>"
    if len(marked) <= 3:
        return (marked,)
    return tuple(marked[i : i + n] for n in (3, 4, 5) for i in range(len(marked) - n + 1))


def is_arabic(text: str) -> bool:
    """Whether the text has more Arabic than Latin letters; False where it has neither."""
    return len(_ARABIC.findall(text)) > len(_LATIN.findall(text))


def has_words(text: str) -> bool:
    """Whether there is a letter or digit in the text at all."""
    return next(iter_words(text), None) is not None


def bigrams(items: list[str]) -> set[tuple[str, str]]:
    """The pairs of neighbouring items."""
    return set(pairwise(items))


def _strip_prefix(word: str) -> str:
    for prefix in _PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= 2:
            return word[len(prefix) :]
    if word.startswith("و") and len(word) > 4:
        return _strip_verb(word[1:])
    return _strip_verb(word)


def _strip_verb(word: str) -> str:
    for prefix in ("سي", "ست", "سن"):
        if word.startswith(prefix) and len(word) >= 6:
            return word[2:]
    return word


def _english_stem(word: str) -> str:
    for suffix, least in (("'s", 2), ("ing", 4), ("ies", 3), ("ed", 4), ("es", 4), ("s", 3)):
        if word.endswith(suffix) and len(word) - len(suffix) >= least:
            return word[: -len(suffix)] + ("y" if suffix == "ies" else "")
    return word
