"""A text as the citation check compares it: its words, their clauses, numbers and negations, and where they stand."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import takewhile

from assistant.citations.polarity import Negation, is_particle, negations
from assistant.citations.quantities import Quantity, canonical, month, quantities
from assistant.citations.vocabulary import EXACT_WORDS, LOOSE_WORDS, NAMES, STOP_WORDS, SYNONYMS
from vectorstore.language.arabic import iter_words, skeleton, stem
from vectorstore.language.lexicon import spellings, synonyms
from vectorstore.remembering import remembered

_CLAUSE_END = re.compile(r"[،,؛;:.!?؟…۔。\n]")
_GLUED_NUMBER = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")  # «و27» is two words
_DATE = re.compile(r"(?<!\d)(\d{1,4})[-–](\d{1,2})[-–](\d{1,4})(?!\d)")
_PERCENT = re.compile("[%٪]")
_VERB = re.compile(r"^س?[يتنا]([^\W\d_]{3,})$")
_CONJUNCTION, _PREPOSITIONS = "وف", "بلكس"
_SHORTEST_KEY = 3  # letters; shorter remainders of a word say nothing about it


@dataclass(frozen=True, slots=True)
class Wording:
    """A text's words and what is known of them; the first six run in parallel."""

    words: tuple[str, ...]  # folded
    verbatim: tuple[str, ...]  # as quotations are compared: folded, digits in one spelling
    spans: tuple[tuple[int, int], ...]  # in the prepared text
    clauses: tuple[int, ...]
    content: tuple[bool, ...]  # neither stop word, number nor negation particle
    keys: tuple[frozenset[str], ...]  # words with a common key are forms of one word; numbers have their values
    numbers: tuple[Quantity, ...]
    negations: tuple[Negation, ...]
    all_keys: frozenset[str]
    values: frozenset[str]  # the numbers stated
    months: frozenset[str]  # the numbers of the months named

    def within(self, start: int, end: int) -> range:
        """The positions of the words that begin in a span of the prepared text."""
        return range(bisect_left(self.spans, (start, 0)), bisect_left(self.spans, (end, 0)))

    def content_positions(self) -> tuple[int, ...]:
        """The positions of the content words."""
        return tuple(i for i, content in enumerate(self.content) if content)

    def find(self, keys: frozenset[str]) -> Iterator[int]:
        """The positions of forms of a word, given by its keys."""
        return (i for i, own in enumerate(self.keys) if not keys.isdisjoint(own))

    def in_clause(self, position: int, step: int) -> Iterator[int]:
        """The positions after (step 1) or before (-1) one, nearest first, to the end of its clause."""
        ahead = range(position + step, len(self.words) if step > 0 else -1, step)
        return takewhile(lambda i: self.clauses[i] == self.clauses[position], ahead)

    def keys_beyond(self, position: int, reach: int) -> frozenset[str]:
        """The keys of the next words after a position, or before it if ``reach`` is negative."""
        start, end = sorted((position + (reach > 0), position + (reach > 0) + reach))
        return frozenset().union(*self.keys[max(0, start) : max(0, end)])


def prepare(text: str) -> str:
    """The text with numbers set apart, so that «و27», «50%» and «2024-09-27» read as they mean."""
    return _GLUED_NUMBER.sub(" ", _PERCENT.sub(" بالمئة ", _DATE.sub(r"\1/\2/\3", text)))


@remembered(512)
def read(prepared: str) -> Wording:
    """The wording of a prepared text."""
    found = list(iter_words(prepared))
    words = tuple(word.folded for word in found)
    spans = tuple((word.start, word.end) for word in found)
    clauses = tuple(_clauses(prepared, spans))
    numbers = tuple(quantities(words))
    stated = {index: number for number in numbers for index in range(number.first, number.last)}
    content = tuple(index not in stated and is_content(word) for index, word in enumerate(words))
    keys = tuple(_number_keys(stated[i], i) if i in stated else word_keys(word) for i, word in enumerate(words))
    return Wording(
        words=words,
        verbatim=tuple(canonical(word) if word[0].isdigit() else word for word in words),
        spans=spans,
        clauses=clauses,
        content=content,
        keys=keys,
        numbers=numbers,
        negations=tuple(negations(words, clauses, content)),
        all_keys=frozenset().union(*keys),
        values=frozenset(value for number in numbers for value in number.values),
        months=frozenset(filter(None, map(month, words))),
    )


def is_content(word: str) -> bool:
    """Whether a folded word states something: no stop word, no particle of negation, more than a letter."""
    return len(word) > 1 and not is_particle(word) and STOP_WORDS.isdisjoint(_forms(word))


def is_loose(word: str) -> bool:
    """Whether a folded word is one that answers join facts with."""
    return not LOOSE_WORDS.isdisjoint(_forms(word))


@lru_cache(maxsize=65_536)
def word_keys(word: str) -> frozenset[str]:
    """What a folded word has in common with others that may stand for it: stems, roots, synonyms.

    The roots join verbs with their nouns (قلص, تقليص), but not a noun in «م» with a plain one («المحكمة», «الحكومة»).
    """
    forms = _forms(word)
    if exact := EXACT_WORDS.intersection(forms):
        return exact
    if names := NAMES.intersection(map(_without_article, (*forms, *map(stem, forms)))):
        return names
    stems = {stem(word), *(stem(stem(form)) for form in forms), *map(stem, forms)}
    stems |= {stem(verb[1]) for form in forms if (verb := _VERB.match(form))}
    stems |= {base[:-1] for base in stems if base[-1:] in ("ت", "ي")}
    kept = frozenset(base for base in stems if len(base) >= _SHORTEST_KEY) | {stem(word)}
    return kept.union(_synonyms(kept), *map(_roots, forms))


def same_month(word: str, number: Quantity) -> bool:
    """Whether a folded word names the month of a date in digits."""
    return len(number.values) > 1 and month(word) in number.values


def _roots(form: str) -> tuple[str, ...]:
    base, root = stem(form), skeleton(form)
    either = [skeleton(f"م{form[1:]}")] if form.startswith("الت") else []  # «التزام» has no article, as «ملتزم» shows
    if len(root) < _SHORTEST_KEY:
        return ()
    if base.startswith("م") and not root.startswith("م"):
        return (f"noun in م of {root}",)
    if base[0] == root[0]:
        return (f"plain {root}", *(f"noun in م of {r}" for r in either))
    return tuple(f"{kind} {r}" for r in (root, *either) for kind in ("noun in م of", "plain"))


@lru_cache(maxsize=65_536)
def _forms(word: str) -> tuple[str, ...]:
    """The word as it stands and without conjunctions and prepositions of one letter."""
    forms = [word]
    if word[0] in _CONJUNCTION and len(word) > _SHORTEST_KEY:
        forms.append(word[1:])
    forms += [form[1:] for form in forms if form[0] in _PREPOSITIONS and len(form) > _SHORTEST_KEY]
    return tuple(forms)


def _synonyms(stems: frozenset[str]) -> Iterator[str]:
    """A key for each pair of synonyms that a word is one of: they do not carry over from one pair to the next."""
    for base in stems:
        for other in (*synonyms().get(base, ()), *spellings().get(base, ()), *_own_synonyms().get(base, ())):
            yield " ".join(sorted((base, other)))


@cache
def _own_synonyms() -> Mapping[str, frozenset[str]]:
    groups = [frozenset(map(stem, group)) for group in SYNONYMS]
    return {base: group - {base} for group in groups for base in group}


def _without_article(word: str) -> str:
    return word.removeprefix("ال").removeprefix("لل")


def _number_keys(number: Quantity, index: int) -> frozenset[str]:
    return frozenset(f"number {value}" for value in number.values) if index == number.first else frozenset()


def _clauses(text: str, spans: tuple[tuple[int, int], ...]) -> Iterator[int]:
    clause, before = 0, 0
    for start, end in spans:
        clause += bool(_CLAUSE_END.search(text, before, start))
        before = end
        yield clause
