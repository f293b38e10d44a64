"""People whom a text names, with the words that say who they are, by given names and by how names are built."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from vectorstore import lexicon, wordkinds
from vectorstore.arabic import fold_word, words
from vectorstore.phrases import Phrase, Phrases, phrases
from vectorstore.places import is_place
from vectorstore.wordkinds import KINDS, PROTOTYPES

_MOST_NAME_WORDS = 5
_MOST_TITLE_WORDS = 8  # from the word that says who someone is to the name
_SHORT = 3  # letters; names of no more are told from other words by their exact spelling («على» is not «علي»)
_RARE = 0.72  # share of the highest IDF from which a definite word may be a family name
_LIKE_A_PERSON = 0.45  # cosine with given names, where nothing else is nearer
_MARKS = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670]")
_DEFINITE = ("ال", "وال", "بال", "لل", "كال", "فال")
# Words within a name that need another after them.
_LINKS = frozenset("بن ابن بنت ال ابو ابي ام عبد دي دا دو فان فون ديل دل ايت ولد بو الحاج".split())
_COMPOUND = frozenset("عبد ابو ابي ام".split())  # … and that one may begin with
_AFTER_LINKS = frozenset("الدين الله الاسلام الرحمن".split())
_TITLE = KINDS.index("title")
_BEYOND_TITLES = frozenset(
    KINDS.index(kind) for kind in ("verb", "speech", "copula", "relative", "pronoun", "number", "year")
)
_BEYOND_TITLES_TOO = frozenset("الي من عن علي مع ان انه انها يدعي تدعي المدعو المدعوه".split())
_NO_NAME = frozenset(
    KINDS.index(kind)
    for kind in (
        "relative pronoun copula preposition particle reason purpose manner alias title place organisation month day "
        "time numeral unit speech year number"
    ).split()
)
_VERB, _PERSON = KINDS.index("verb"), PROTOTYPES.index("person")
_OF_NAMES = (_PERSON, PROTOTYPES.index("role"), PROTOTYPES.index("place"))


@dataclass(frozen=True, slots=True)
class Person:
    """Someone named: ``phrase`` with what is said of them before the name, ``name`` the folded words of the name."""

    phrase: Phrase
    name: tuple[str, ...]


def people(text: str) -> Iterator[Person]:
    """The people whom a text names, in order."""
    row = phrases(text)
    place = 0
    while place < len(row.folded):
        bare = _conjoined_name(row.written[place])
        last = _end_of_name(row, place, bare=bare)
        if not last:
            place += 1
            continue
        first = place if bare else _described_from(row, place)
        name = (row.folded[place][bare:], *row.folded[place + 1 : last])
        yield Person(row.phrase(first, last, bare=bare if first == place else _conjoined(row.folded[first])), name)
        place = last


def _end_of_name(row: Phrases, first: int, *, bare: bool) -> int:
    """The place after the name that begins at a place, 0 if none does; ``bare`` if «و» or «ف» is written onto it."""
    start = row.folded[first][bare:]
    titled = not bare and _described_from(row, first) < first
    compound = start in _COMPOUND and _follows(row, first + 1)
    listed = is_given(row.written[first][bare:])
    if not (listed or compound or (titled and _is_unknown(start))):
        return 0
    last = _extent(row, first + 1 + compound, titled=titled)
    alone = last == first + 1 + compound
    if is_place(" ".join((start, *row.folded[first + 1 : last]))) or (alone and not (titled and (listed or compound))):
        return 0
    return last


def _extent(row: Phrases, first: int, *, titled: bool) -> int:
    """The place after the last word of a name of which the words from ``first`` on may be more.

    A given name after a family name is the next person's: «التقت ماريا لوكيتش سامي حداد».
    """
    place, family = first, False
    while place < min(len(row.folded), first + _MOST_NAME_WORDS) and row.gaps[place] in ("", "-"):
        given = is_given(row.written[place])
        if row.folded[place] in _LINKS and _follows(row, place + 1):
            place += 2
        elif (given and not family) or (not given and _goes_on(row, place, surname=place == first, titled=titled)):
            place += 1
            family = family or not given
        else:
            break
    return place


def _goes_on(row: Phrases, place: int, *, surname: bool, titled: bool) -> bool:
    """Whether the word at a place belongs to the name before it; ``surname`` if that is one given name so far."""
    return _may_follow(row.written[place]) or (surname and _is_surname(row.folded[place], titled=titled))


def _follows(row: Phrases, place: int) -> bool:
    """Whether the word at a place can stand after «بن» or «عبد»."""
    if place >= len(row.folded) or row.gaps[place]:
        return False
    return _may_follow(row.written[place]) or row.folded[place] in _AFTER_LINKS or _is_definite_name(row.folded[place])


@lru_cache(maxsize=65_536)
def _may_follow(written: str) -> bool:
    """Whether a word can be the second of a name or a later one: a given name, a family name or an unknown word."""
    word, kind = fold_word(written), wordkinds.kind_of(written)
    if is_given(written):
        return True
    if _conjoined_name(written):
        return False
    if kind in _NO_NAME or kind == _VERB or word in _roles() or len(word) < _SHORT or is_place(word):
        return False
    if word.startswith(_DEFINITE):
        return word.startswith("ال") and _is_family_name(word)
    if not wordkinds.vector_of(word).any():
        return not _is_prefixed(word)
    return _likest_a_person(word)


def _is_prefixed(word: str) -> bool:
    """Whether a word is a title or a given name with a particle written onto it («بولي العهد»)."""
    return word[0] in "بلك" and (word[1:] in _roles() or word[1:] in _folded())


def _is_family_name(word: str) -> bool:
    """Whether a definite word is rather a family name than an adjective or a noun («الدولي», «الاجتماع»)."""
    return _likest_a_person(word) or not wordkinds.vector_of(word).any() or wordkinds.rarity(word) >= _RARE


def _is_surname(word: str, *, titled: bool) -> bool:
    """Whether a word may be a family name right after a given name: one in «ال…ي», with a title nearly any."""
    if word.startswith("ال"):
        return (titled or word.endswith("ي")) and _is_definite_name(word)
    if (
        wordkinds.kind_of(word) in _NO_NAME
        or word in _roles()
        or len(word) < _SHORT
        or _is_prefixed(word)
        or word.endswith("يه")
    ):
        return False
    likeness = wordkinds.likeness(word)
    return titled and bool(not likeness.any() or likeness.argmax() in _OF_NAMES)


def _is_definite_name(word: str) -> bool:
    """Whether a definite word may be a family name where a name is sure to stand."""
    return word.startswith("ال") and word not in _roles() and wordkinds.kind_of(word) not in _NO_NAME


def _likest_a_person(word: str) -> bool:
    likeness = wordkinds.likeness(word)
    return bool(likeness[_PERSON] >= _LIKE_A_PERSON and likeness.argmax() == _PERSON)


@lru_cache(maxsize=65_536)
def _is_unknown(word: str) -> bool:
    """Whether a word is none of the language's frequent ones, so that after a title it is a name."""
    if word.startswith(_DEFINITE) or word in _roles() or _conjoined(word) or wordkinds.kind_of(word) in _NO_NAME:
        return False
    return not wordkinds.vector_of(word).any()


def _described_from(row: Phrases, first: int) -> int:
    """The first of the words before a name that say who someone is; the name's own place where there are none."""
    begin = place = first
    while place > max(0, first - _MOST_TITLE_WORDS):
        if row.gaps[place] and not (row.gaps[place] == "،" and place == begin):
            break
        place -= 1
        word = row.folded[place]
        if _is_title(word):
            honorific = place == first - 1 and word.startswith("ال")
            begin = place
            if not honorific:
                return _first_of_titles(row, begin)
        elif _parts_from_title(row, place):
            break
    return begin


def _parts_from_title(row: Phrases, place: int) -> bool:
    """Whether a word cannot stand between a title and a name."""
    word = row.folded[place]
    return wordkinds.kind_of(word) in _BEYOND_TITLES or word in _BEYOND_TITLES_TOO or is_given(row.written[place])


def _first_of_titles(row: Phrases, begin: int) -> int:
    """«نائب رئيس …»: the first of titles that follow one another."""
    while begin and not row.gaps[begin] and _is_title(row.folded[begin - 1]) and row.folded[begin - 1][:2] != "ال":
        begin -= 1
    return begin


@lru_cache(maxsize=65_536)
def _is_title(word: str) -> bool:
    bare = word[1:] if _conjoined(word) else word
    return bare in _roles() or wordkinds.kind_of(bare) == _TITLE


@lru_cache(maxsize=65_536)
def _conjoined(word: str) -> bool:
    """Whether the «و» or «ف» that a folded word begins with is no letter of it but written onto a title."""
    return word[:1] in ("و", "ف") and word not in _roles() and (word[1:] in _roles() or word[1:3] == "ال")


@lru_cache(maxsize=65_536)
def _conjoined_name(written: str) -> bool:
    """Whether a word is a given name, or the beginning of one, with «و» or «ف» written onto it."""
    rest = written[1:]
    return written[:1] in ("و", "ف") and not is_given(written) and (is_given(rest) or fold_word(rest) in _COMPOUND)


@lru_cache(maxsize=65_536)
def is_given(written: str) -> bool:
    """Whether a word as it is written is a given name: a short or common one only in its exact spelling."""
    plain = _MARKS.sub("", written)
    if plain in _given():
        return True
    folded = fold_word(written)
    return len(folded) > _SHORT and folded in _folded() and wordkinds.kind_of(written) not in _NO_NAME


@cache
def _given() -> frozenset[str]:
    return _listed("given-names.ar.txt")


@cache
def _folded() -> frozenset[str]:
    return frozenset(word for name in _given() for word in words(name))


@cache
def _roles() -> frozenset[str]:
    """Words that say who someone is, beside the titles of `wordkinds`."""
    return frozenset(map(fold_word, _listed("roles.ar.txt")))


def _listed(name: str) -> frozenset[str]:
    return frozenset(word for line in lexicon.lines(name) for word in line.split())
