"""Whether the names in an English statement stand in Arabic texts: by their consonants, or by a list. Pure.

The consonants of a name are told apart only as far as spellings keep them apart: «الشاذلي» is Shazly and Shadhili.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from assistant.citations.vocabulary import EXONYMS, NO_NAMES, OPENING_WORDS
from vectorstore.language.arabic import fold_word, is_arabic
from vectorstore.remembering import remembered

_WORD = re.compile(r"[A-Za-zÀ-ɏ]+")
_SENTENCE_BEFORE = re.compile(r"(?:^|[.!?:;…]|[-•*])[\s\"“«('‘]*$")
_BE = re.compile(r"\s+(?:is|was|has|had|says|said)\b|['’]s\b")
_NOUN = re.compile(r"(?:[tsx]ion|ment|ing|ity|ness|ance|ence|ship|ism|er|or|[^i]s)$")
_OPENS = 40  # characters looked back at
_DIGRAPHS = {"tch": "K", "sch": "S", "dj": "K", "ck": "K"} | dict.fromkeys(("kh", "gh", "ch"), "K")
_DIGRAPHS |= dict.fromkeys(("sh", "zh"), "S") | dict.fromkeys(("th", "dh"), "T") | {"ph": "F"}
_SAME = ("bp|بپ|B", "td|تطدضثذظ|T", "kqgcj|كقغخجگ|K", "sxz|سصشز|S", "fv|فڤ|F", "l|ل|L", "r|ر|R", "m|م|M", "n|ن|N")
_CLASSES = {letter: group[-1] for group in _SAME for letter in group[:-2]}
_SOFT_C = re.compile(r"c(?=[eiy])")
_TWICE = re.compile(r"(.)\1+")
_DESCENT = re.compile(r"(?:ian|ean|an|ish|ese|i)s?$")  # of nationalities
_ALIKE = 3  # consonants of which a name may have one more at its end; with more of them, one may differ anywhere
_PREFIXES = ("", "و", "ف", "ب", "ل", "ك")


def names(text: str) -> Iterator[str]:
    """The words of a text that are written as names, such as are common nouns in titles aside.

    A word that opens a sentence is one where a verb follows that takes no plural, and its ending is that of no noun.
    """
    for found in _WORD.finditer(text):
        word = found.group()
        if not word[0].isupper() or word[1:2].isupper() or len(word) == 1 or word.lower() in NO_NAMES:
            continue
        if not _opens(text, found.start()) or _is_named(text, found):
            yield word


def stand_in(text: str, passages: Sequence[str]) -> bool:
    """Whether each name of a text has a counterpart in one of the passages."""
    return all(any(_has(passage, name) for passage in passages) for name in names(text))


def _opens(text: str, place: int) -> bool:
    return _SENTENCE_BEFORE.search(text[max(0, place - _OPENS) : place]) is not None


def _is_named(text: str, found: re.Match[str]) -> bool:
    word = found.group().lower()
    return word not in OPENING_WORDS and not _NOUN.search(word) and _BE.match(text, found.end()) is not None


def _has(passage: str, name: str) -> bool:
    latin = {word.lower() for word in _WORD.findall(passage)}
    lower = name.lower()
    if lower in latin:
        return True
    (spelt, joined), said = _spelt(passage), _forms_of(passage)
    for root in (lower, _DESCENT.sub("", lower)):
        if any(form.startswith(arabic) for arabic in EXONYMS.get(root, ()) for form in said):
            return True
        owns = {_consonants(root), _consonants(root.replace("ch", "sh"))} - {""}  # «ch» is «ش» where French is written
        if any(own in joined or any(_alike(own, other) for other in spelt) for own in owns):
            return True
    return not _consonants(lower)


def _alike(name: str, other: str) -> bool:
    """Whether consonants are the same but for one, where there are enough, or for an ending."""
    short, long = sorted((name, other), key=len)
    if len(short) < _ALIKE or len(long) > len(short) + 1:
        return name == other
    if len(short) == _ALIKE:
        return long.startswith(short)
    same = len(short) == len(long)
    return any(short[:i] + short[i + same :] == long[:i] + long[i + 1 :] for i in range(len(long)))


@lru_cache(maxsize=4_096)
def _consonants(word: str) -> str:
    """The consonants of a name as classes; «w», «y», «h» and their like come and go with spellings."""
    word = _SOFT_C.sub("s", word)
    for written, read in _DIGRAPHS.items():
        word = word.replace(written, read)
    return _TWICE.sub(r"\1", "".join(c if c.isupper() else _CLASSES.get(c, "") for c in word))


@remembered(256)
def _spelt(passage: str) -> tuple[frozenset[str], frozenset[str]]:
    """The consonants of a passage's words, and of each with the next: «عبد القادر» is one name, too."""
    words = _arabic_words(passage)
    pairs = (a + b for one, two in pairwise(words) for a in _forms(one) for b in _forms(two))
    alone, joined = (frozenset(filter(None, map(_consonants, each))) for each in (_forms_of(passage), pairs))
    return alone, joined


@remembered(256)
def _forms_of(passage: str) -> frozenset[str]:
    return frozenset(form for word in _arabic_words(passage) for form in _forms(word))


@remembered(256)
def _arabic_words(passage: str) -> tuple[str, ...]:
    return tuple(fold_word(word) for word in re.findall(r"[^\W\d_]+", passage) if is_arabic(word))


@lru_cache(maxsize=65_536)
def _forms(word: str) -> tuple[str, ...]:
    """The word as it stands and without what is written onto it."""
    bare = [word[len(prefix) :] for prefix in _PREFIXES if word.startswith(prefix) and len(word) - len(prefix) > 1]
    bare += [form[2:] for form in bare if form.startswith(("ال", "لل")) and len(form) > 3]
    return tuple(dict.fromkeys(bare))
