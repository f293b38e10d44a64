"""What an article mentions of a kind, to be listed: people, times, places, organisations, figures and works."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from vectorstore.arabic import stem, words
from vectorstore.dates import dates
from vectorstore.figures import figures
from vectorstore.organisations import is_head, organisations
from vectorstore.people import people
from vectorstore.phrases import Phrase, phrases
from vectorstore.places import is_place, places
from vectorstore.wants import KINDS_OF, Want
from vectorstore.works import works


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of a text, ``text[start:end]``, that name something; ``key`` holds the stems that tell what.

    ``plain`` is False where a preposition is written onto them («ببيروت»).
    """

    start: int
    end: int
    key: frozenset[str]
    plain: bool = True


@lru_cache(maxsize=4_096)
def mentions(want: Want, text: str) -> tuple[Mention, ...]:
    """What a text mentions of the kind that is wanted, in order; nothing where a want has no such kind."""
    find = _FINDERS.get(KINDS_OF.get(want, want))
    return tuple(find(text)) if find else ()


def distinct(want: Want, texts: Sequence[str]) -> list[list[Mention]]:
    """For each text the mentions that are its own: each thing where it is first named, plainly if it ever is.

    A name whose words another one holds all («الراوي», «صفوان نايف الراوي») is the same thing, and gives way to it.
    """
    found = [(number, mention) for number, text in enumerate(texts) for mention in mentions(want, text)]
    keys = {mention.key for _, mention in found}
    first: dict[frozenset[str], tuple[int, Mention]] = {}
    for number, mention in sorted(found, key=lambda one: not one[1].plain):
        if not any(mention.key < key for key in keys):
            first.setdefault(mention.key, (number, mention))
    chosen = sorted(first.values(), key=lambda one: (one[0], one[1].start))
    return [[mention for number, mention in chosen if number == text] for text in range(len(texts))]


def _people(text: str) -> Iterator[Mention]:
    for person in people(text):
        yield Mention(person.phrase.start, person.phrase.end, frozenset(map(stem, person.name)))


def _works(text: str) -> Iterator[Mention]:
    for start, end in works(text):
        yield Mention(start, end, frozenset(map(stem, words(text[start:end]))))


def _by_words(find: Callable[[str], Iterator[Phrase]]) -> Callable[[str], Iterator[Mention]]:
    def found(text: str) -> Iterator[Mention]:
        row = phrases(text)
        for phrase in find(text):
            first, *others = row.folded[phrase.first : phrase.last]
            bare = first[phrase.bare :]
            plain = _without_preposition(bare, alone=not others)
            yield Mention(phrase.start, phrase.end, frozenset(map(stem, (plain, *others))), bare == plain)

    return found


def _without_preposition(word: str, *, alone: bool) -> str:
    """A folded word that names a place or what a body is, without «ب» or «ل» written onto it."""
    known = word[:1] in ("ب", "ل") and (is_head(word[1:]) or (alone and is_place(word[1:])))
    return word[1:] if known else word


_FINDERS: Final[Mapping[Want, Callable[[str], Iterator[Mention]]]] = MappingProxyType(
    {
        Want.PEOPLE: _people,
        Want.TIMES: _by_words(dates),
        Want.PLACES: _by_words(places),
        Want.ORGANISATIONS: _by_words(organisations),
        Want.FIGURES: _by_words(figures),
        Want.WORKS: _works,
    }
)
