"""The lexicon: plain, reviewable lists of words, read from ``data/*.txt`` when first needed."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from vectorstore.language.arabic import fold_word, stem, words
from vectorstore.language.dialects import bare_verb
from vectorstore.language.idf import known

_DATA = Path(__file__).parents[1] / "data"
_LONGEST_PHRASE = 3  # words

_ASKING = frozenset("ماذا لماذا متي اين كيف كم من ما".split())

Stems = frozenset[str]


@cache
def synonyms() -> Mapping[str, Stems]:
    """For a stem, the stems of nearly the same meaning (not itself)."""
    return _sets("synonyms.ar.txt")


@cache
def spellings() -> Mapping[str, Stems]:
    """For the stem of a loan word or foreign name, the stems of its other spellings."""
    return _sets("loanwords.ar.txt")


@dataclass(frozen=True, slots=True)
class DialectEntry:
    """The standard words a dialect phrase stands for; ``ambiguous`` where the phrase is standard Arabic too."""

    standard: tuple[str, ...]
    ambiguous: bool


@cache
def dialects() -> Mapping[tuple[str, ...], DialectEntry]:
    """For a folded dialect word or phrase, what it stands for (the first reading given)."""
    entries = {}
    for line in lines("dialects.ar.txt"):
        entry, _, tags = line.partition("\t")
        head, _, standard = entry.partition(" = ")
        entries[tuple(words(head))] = DialectEntry(tuple(words(standard.split("،")[0])), "ambig" in tags)
    return entries


def standard(question: list[str]) -> list[str]:
    """Folded words with dialect words and phrases put into standard Arabic, the longest phrase first.

    A phrase that is standard Arabic too is put so only where another word shows the question to be dialect; only there,
    too, are letters taken off that dialects write onto verbs.
    """
    pieces = list(_pieces(question))
    spoken = any(entry is not None and not entry.ambiguous for _, entry in pieces)
    result: list[str] = []
    for phrase, entry in pieces:
        if entry is not None and (spoken or not entry.ambiguous):
            result += entry.standard
        else:
            result += (form for word in phrase for form in bare_verb(word)) if spoken else phrase
    return result


def _pieces(question: list[str]) -> Iterator[tuple[list[str], DialectEntry | None]]:
    table = dialects()
    place = 0
    while place < len(question):
        for length in range(min(_LONGEST_PHRASE, len(question) - place), 0, -1):
            phrase = question[place : place + length]
            entry = table.get(tuple(phrase)) or (_conjoined(phrase[0]) if length == 1 else None)
            if entry is not None or length == 1:
                yield phrase, entry
                place += length
                break


def _conjoined(word: str) -> DialectEntry | None:
    """The entry of a word that «و» is written onto; ambiguous where news text has a word with that letter («وفد»)."""
    entry = dialects().get((word[1:],)) if word.startswith("و") else None
    if entry is None:
        return None
    first, *others = entry.standard
    a_word = first not in _ASKING and stem(word).startswith("و") and known(word)
    return DialectEntry(("و" + first, *others), entry.ambiguous or a_word)


def _sets(name: str) -> Mapping[str, Stems]:
    related: dict[str, set[str]] = defaultdict(set)
    for line in lines(name):
        stems = {stem(fold_word(word)) for word in line.split("، ") if " " not in word.strip()}
        for one in stems:
            related[one] |= stems - {one}
    return {one: frozenset(others) for one, others in related.items()}


def lines(name: str) -> Iterator[str]:
    """The lines of a list but for its comments."""
    with (_DATA / name).open(encoding="utf-8") as file:
        yield from (line.strip() for line in file if line.strip() and not line.startswith("#"))
