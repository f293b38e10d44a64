"""What may be wrong with a text that was read: letters lost, letters of another encoding, no words of any language."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from vectorstore.article import GARBLED, LOST, UNKNOWN, WARNINGS, Article
from vectorstore.language.arabic import iter_words

_WORDS = Path(__file__).parents[2] / "data" / "frequent.txt"
_SAMPLE = 40_000  # characters that are looked at
_FEWEST_WORDS = 30  # fewer say nothing of the language
_FEWEST_KNOWN = 0.04  # of the words of a text; running text of each of the languages has 0.2 and more
_MOST_MIXED = 0.08  # of the words
_OFTEN = 0.3  # of the letters that are not ASCII

_ARTICLES = ("ال", "وال", "بال", "لل")
_HIGH = "\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122"
_AS_WESTERN = re.compile(rf"(?:[\u00c2-\u00f4][{_HIGH}]+)+")  # UTF-8 read as Windows-1252
_AS_ARABIC = re.compile(r"(?:[\u0637\u0638\u062a\u06c1\u0629][^\s\x00-\x7f])+")  # UTF-8 read as Windows-1256
_LATIN_RUN = re.compile(r"[\u00c0-\u00ff]{2,}")


def repair(text: str) -> str:
    """The text with what was encoded twice put right, where that gives Arabic; else unchanged."""
    letters = sum(character > "\x7f" for character in text[:_SAMPLE])
    if not letters:
        return text
    for pattern, encoding in ((_AS_WESTERN, "cp1252"), (_AS_ARABIC, "cp1256")):
        found = sum(len(run) for run in pattern.findall(text[:_SAMPLE]))
        if found > _OFTEN * letters:
            mended = _mend(text, pattern, encoding)
            if _count_arabic(mended) > _count_arabic(text) or (encoding == "cp1256" and len(mended) < 0.8 * len(text)):
                return mended
    return _as_windows(text, letters)


def _mend(text: str, pattern: re.Pattern[str], encoding: str) -> str:
    return pattern.sub(lambda run: _again(run[0], encoding), text)


def _as_windows(text: str, letters: int) -> str:
    """Windows-1256 read as Windows-1252: «ÃÚáäÊ ÇáæÒÇÑÉ»."""
    if sum(map(len, _LATIN_RUN.findall(text[:_SAMPLE]))) < _OFTEN * letters or "Çá" not in text:
        return text
    mended = "".join(_again(letter, "cp1252", "cp1256") if letter > "\x7f" else letter for letter in text)
    return mended if share_known(mended) > share_known(text) else text


def _again(run: str, written: str, read: str = "utf-8") -> str:
    raw = bytearray()
    for letter in run:
        try:
            raw += letter.encode(written)
        except UnicodeEncodeError:
            if ord(letter) > 0xFF:
                return run
            raw.append(ord(letter))
    try:
        return raw.decode(read)
    except UnicodeDecodeError:
        return run


def _count_arabic(text: str) -> int:
    return sum("\u0621" <= character <= "\u064a" for character in text[:_SAMPLE])


def warnings_of(text: str) -> Iterator[str]:
    """Codes of what is wrong with a text."""
    if "\ufffd" in text:
        yield LOST
    words = [word.folded for word in iter_words(text[:_SAMPLE])]
    named = [word for word in words if not word.isdecimal()]
    if len(named) < _FEWEST_WORDS:
        return
    if sum(len(_scripts(word)) > 1 for word in set(named)) > _MOST_MIXED * len(set(named)):
        yield GARBLED
    if _share_known(named) < _FEWEST_KNOWN:
        yield UNKNOWN


def with_warnings(article: Article) -> Article:
    """The article with what is wrong with its text added to its warnings."""
    found = {*article.warnings, *warnings_of(article.text)}
    return replace(article, warnings=tuple(code for code in WARNINGS if code in found))


def _scripts(word: str) -> set[str]:
    """The scripts of a word's letters, after the first word of their names; a stretch may join two («لـCNN»)."""
    return {unicodedata.name(letter, "?").split()[0] for letter in word if letter.isalpha()}


def share_known(text: str) -> float:
    """The share of a text's words that are frequent in a language, or Arabic words with their article."""
    return _share_known([word.folded for word in iter_words(text[:_SAMPLE])])


def _share_known(words: list[str]) -> float:
    counts = Counter(words)
    known = sum(count for word, count in counts.items() if word in _frequent())
    articles = sum(
        count for word, count in counts.items() if len(word) > 4 and word.startswith(("ال", "وال", "بال", "لل"))
    )
    return (known + articles) / max(len(words), 1)


@cache
def _frequent() -> frozenset[str]:
    lines = (line.partition("#")[0] for line in _WORDS.read_text(encoding="utf-8").splitlines())
    return frozenset(word.folded for line in lines for word in iter_words(line))
