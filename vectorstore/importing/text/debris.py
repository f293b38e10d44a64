"""Lines that sites put around an article: share buttons, comment counts, links to other articles."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path

from vectorstore.language.arabic import Word, iter_words

_ENTRIES = Path(__file__).parents[2] / "data" / "debris.txt"
_SECTIONS = _ENTRIES.with_name("sections.txt")
_ENTRY = re.compile(r"(?P<words>[^:…↓]+?)\s*(?P<colon>:?)\s*(?:…\s*(?P<most>\d+))?\s*(?P<last>↓?)")
_MOST_OF_ARTICLE = 0.6  # of all words: a count of comments may also stand above the article
_LONGEST_CHARS = 400  # a longer line is no furniture; looking at its words would only take time
_FEWEST_PARTS = 3
_MOST_PART_WORDS = 3
_BAR = re.compile(r"\s*[|›»•·]\s*|\s+/\s+")
_SEPARATOR = re.compile(r"\W*?[:|›»>\-–—]")


@dataclass(frozen=True, slots=True)
class _Entry:
    words: tuple[str, ...]
    needs_separator: bool  # the words must be followed by a colon, bar or dash, or by nothing
    most_more: int  # how many words may follow
    opens_comments: bool


def is_boilerplate(line: str) -> bool:
    """Whether the whole line is well-known site furniture, compared as folded words."""
    return bool(_entries(line))


def announces_links(line: str) -> bool:
    """Whether the line is furniture under which a list of links follows: «اقرأ أيضا:» with nothing after it."""
    length = sum(1 for _ in iter_words(line))
    return any(entry.needs_separator and len(entry.words) == length for entry in _entries(line))


def is_navigation(line: str) -> bool:
    """Whether the line leads elsewhere on a site: three short names between bars, or nothing but names of its parts."""
    if len(line) > _LONGEST_CHARS or any(character.isdecimal() for character in line):
        return False
    parts = [part for part in _BAR.split(line) if any(iter_words(part))]
    if len(parts) >= _FEWEST_PARTS:
        return all(sum(1 for _ in iter_words(part)) <= _MOST_PART_WORDS for part in parts)
    return _count_sections([word.folded for word in iter_words(line)]) >= _FEWEST_PARTS


def _count_sections(words: list[str]) -> int:
    """How many names of parts make up the words; 0 if they do not."""
    count = place = 0
    while place < len(words):
        length = next((n for n in (3, 2, 1) if tuple(words[place : place + n]) in _sections()), 0)
        if not length:
            return 0
        count, place = count + 1, place + length
    return count


def article_end(lines: Sequence[str]) -> int:
    """The number of lines before visitors' comments begin; all of them if none do, or none with most words above."""
    opening = [index for index, line in enumerate(lines) if any(entry.opens_comments for entry in _entries(line))]
    if opening:
        above = [0, *accumulate(len(line.split()) for line in lines)]
        opening = [index for index in opening if above[index] >= _MOST_OF_ARTICLE * above[-1]]
    return opening[0] if opening else len(lines)


def _entries(line: str) -> list[_Entry]:
    """The entries that the line matches; a count may come first («3 تعليقات»)."""
    if len(line) > _LONGEST_CHARS:
        return []
    first = next((word.folded for word in iter_words(line) if not _is_count(word)), "")
    entries = _load().get(first)
    if not entries:
        return []
    found = list(iter_words(line))
    return [entry for entry in entries if _matches(line, found, entry)]


def _matches(line: str, found: list[Word], entry: _Entry) -> bool:
    if not entry.most_more:
        return tuple(word.folded for word in found if not _is_count(word)) == entry.words
    length = len(entry.words)
    more = len(found) - length
    if more > entry.most_more or tuple(word.folded for word in found[:length]) != entry.words:
        return False
    return not (more and entry.needs_separator) or _SEPARATOR.match(line, found[length - 1].end) is not None


def _is_count(word: Word) -> bool:
    return word.folded.isdecimal() and len(word.folded) < 4


@cache
def _sections() -> frozenset[tuple[str, ...]]:
    lines = (line.partition("#")[0] for line in _SECTIONS.read_text(encoding="utf-8").splitlines())
    return frozenset(tuple(word.folded for word in iter_words(line)) for line in lines if line.strip())


@cache
def _load() -> dict[str, tuple[_Entry, ...]]:
    """The entries of the data file by their first word."""
    by_first: dict[str, tuple[_Entry, ...]] = {}
    for line in _ENTRIES.read_text(encoding="utf-8").splitlines():
        if entry := _parse(line):
            by_first[entry.words[0]] = (*by_first.get(entry.words[0], ()), entry)
    return by_first


def _parse(line: str) -> _Entry | None:
    match = _ENTRY.fullmatch(line.partition("#")[0].strip())
    if match is None:
        return None
    folded = tuple(word.folded for word in iter_words(match["words"]))
    return _Entry(folded, bool(match["colon"]), int(match["most"] or 0), bool(match["last"]))
