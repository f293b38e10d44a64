"""The numbers a text states, in one spelling: digits of any script, dates, number words, and thousands or millions.

``٢٬٥٠٠``, ``2,500``, ``2.5 ألف`` and ``ألفين وخمسمئة`` all read 2500; ``27/9/2024`` reads 27, 9 and 2024.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from assistant.citations.vocabulary import MONTHS
from vectorstore.language.arabic import fold

_UNITS = {
    name: value
    for value, names in enumerate(
        fold(
            "واحد واحدة,اثنان اثنين اثنتان اثنتين,ثلاث ثلاثة,أربع أربعة,خمس خمسة,ست ستة,"
            "سبع سبعة,ثمان ثماني ثمانية,تسع تسعة,عشر عشرة"
        ).split(","),
        start=1,
    )
    for name in names.split()
}
_TEEN = frozenset(fold("عشر عشرة").split())
_TEEN_UNITS = _UNITS | dict.fromkeys(fold("أحد إحدى").split(), 1) | dict.fromkeys("اثنا اثني اثنتا اثنتي".split(), 2)
_TENS = {
    stem + ending: 10 * value
    for value, stem in enumerate(fold("عشر ثلاث أربع خمس ست سبع ثمان تسع").split(), start=2)
    for ending in ("ون", "ين")
}
_HUNDRED = fold("مئة مائة").split()
_HUNDREDS = (
    dict.fromkeys(_HUNDRED, 100)
    | dict.fromkeys(fold("مئتان مئتين مائتان مائتين").split(), 200)
    | {
        stem + hundred: 100 * value
        for value, stem in enumerate(fold("ثلاث أربع خمس ست سبع ثمان تسع").split(), start=3)
        for hundred in _HUNDRED
    }
)
_SCALES = {
    name: 1_000**power
    for power, names in enumerate(
        ("ألف ألفا آلاف thousand", "مليون مليونا ملايين million", "مليار مليارا مليارات بليون billion"), start=1
    )
    for name in fold(names).split()
}
_PLURAL_SCALES = frozenset(fold("آلاف ملايين مليارات").split())  # «آلاف الجنود» states no number
_TWO_SCALES = dict.fromkeys(fold("ألفان ألفين").split(), 1_000) | dict.fromkeys("مليونان مليونين".split(), 10**6)
# With the article these are Monday, Sunday and «per cent».
_OTHERWISE = frozenset(fold("الاثنين الأحد المئة المائة بالمئة بالمائة").split())
_ENGLISH = {
    word: value
    for value, word in enumerate(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen nineteen".split(),
        start=1,
    )
} | {
    word: 10 * value
    for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}
_ENGLISH_SCALES = {"thousand": 1_000, "million": 10**6, "billion": 10**9}
_LEAST_ENGLISH = 3  # «one» and «two» alone state no number: Arabic says them by endings («الجانبين»)
_KNOWN = frozenset().union(_TEEN_UNITS, _TENS, _HUNDREDS, _SCALES, _TWO_SCALES, _OTHERWISE, MONTHS)
_PROCLITIC = re.compile(r"^[وف]?(?:ال|لل|بال|كال|[بلك])?")
_THOUSANDS = re.compile(r"^\d{1,3}(?:[,٬.]\d{3}){2,}$|^\d{1,3}[,٬]\d{3}$")
_PLAIN = re.compile(r"^[0-9.]{1,18}$")  # what is longer, or «½», is compared as it stands, never multiplied


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as stated by ``words[first:last]``; a date in digits has several values."""

    first: int
    last: int  # exclusive
    values: tuple[str, ...]


def quantities(words: Sequence[str]) -> Iterator[Quantity]:
    """The numbers that a text's folded words state, in order."""
    index = 0
    while index < len(words):
        quantity = _in_digits(words, index) or _in_words(words, index) or _in_english(words, index)
        if quantity:
            yield quantity
        index = quantity.last if quantity else index + 1


def month(word: str) -> str | None:
    """The number of the month that a folded word names."""
    number = MONTHS.get(_bare(word))
    return None if number is None else str(number)


def _in_digits(words: Sequence[str], index: int) -> Quantity | None:
    if not words[index][0].isdigit():
        return None
    parts = [part for part in re.split("[/:]", words[index]) if part]
    if len(parts) > 1:
        return Quantity(index, index + 1, tuple(canonical(part) for part in parts))
    scale = _SCALES.get(_at(words, index + 1), 1)
    value = canonical(parts[0])
    if scale == 1 or not _PLAIN.match(value):
        return Quantity(index, index + 1, (value,))
    return Quantity(index, index + 2, (canonical(format(Decimal(value) * scale, "f")),))


def canonical(digits: str) -> str:
    """One spelling of a number in digits: no thousands separators, a point, no zeros that say nothing.

    A comma before three digits parts thousands, a point before three digits parts decimals.
    """
    if _THOUSANDS.match(digits):
        digits = re.sub("[,٬.]", "", digits)
    whole, _, fraction = re.sub("[٫,٬]", ".", digits).partition(".")
    fraction = fraction.rstrip("0")
    return (whole.lstrip("0") or "0") + (f".{fraction}" if fraction else "")


def _in_words(words: Sequence[str], index: int) -> Quantity | None:
    """A number in words: terms of falling scale, joined by «و» («ألفين وخمسمئة»)."""
    total, below, last = 0, 10**10, index
    while last == index or _at(words, last).startswith("و"):
        count, scale, end = _term(words, last)
        if not count or scale >= below:
            break
        total, below, last = total + count * scale, scale, end
    return Quantity(index, last, (str(total),)) if total else None


def _in_english(words: Sequence[str], index: int) -> Quantity | None:
    """A number in English words («two hundred and fifty thousand»)."""
    total, last = 0, index
    while True:
        part, end = _english_below_thousand(words, last)
        scale = _ENGLISH_SCALES.get(_at(words, end), 1) if part else 0
        if not scale or (total and total % (scale * 1_000)):  # «three thousand five» goes on, «five six» does not
            break
        total, last = total + part * scale, end + (scale > 1)
        if scale == 1:
            break
    alone = last == index + 1
    return Quantity(index, last, (str(total),)) if total and not (alone and total < _LEAST_ENGLISH) else None


def _english_below_thousand(words: Sequence[str], index: int) -> tuple[int, int]:
    """The count that starts at index, 0 if none does, and where its words end."""
    count, last = _english_below_hundred(words, index)
    if not count or _at(words, last) != "hundred":
        return count, last
    more, end = _english_below_hundred(words, last + 1 + (_at(words, last + 1) == "and"))
    return count * 100 + more, end if more else last + 1


def _english_below_hundred(words: Sequence[str], index: int) -> tuple[int, int]:
    count = _ENGLISH.get(_at(words, index), 0)
    unit = _ENGLISH.get(_at(words, index + 1), 0) if count >= 20 else 0
    return (count + unit, index + 2) if 0 < unit < 10 else (count, index + bool(count))


def _term(words: Sequence[str], index: int) -> tuple[int, int, int]:
    """The term that starts at index: its count (0 if there is none), its scale, and where its words end."""
    bare = _bare(_at(words, index))
    if bare in _TWO_SCALES:
        return 2, _TWO_SCALES[bare], index + 1
    if bare in _SCALES:
        return int(bare not in _PLURAL_SCALES), _SCALES[bare], index + 1
    count, last = _below_thousand(words, index, bare)
    scale = _SCALES.get(_at(words, last), 1) if count else 1
    return count, scale, last + (scale > 1)


def _below_thousand(words: Sequence[str], index: int, first: str) -> tuple[int, int]:
    """The count that starts at index, 0 if none does, and where its words end."""
    if _at(words, index + 1) in _TEEN and first in _TEEN_UNITS:
        return 10 + _TEEN_UNITS[first], index + 2
    count = _UNITS.get(first) or _TENS.get(first) or _HUNDREDS.get(first) or 0
    last = index + 1
    while count and (more := _joined(_at(words, last), count)):
        count, last = count + more, last + 1
    return count, last


def _joined(word: str, count: int) -> int:
    """What «و» and a number word add to a count: tens and units to hundreds, tens to a unit; else 0."""
    if not word.startswith("و") or word in _UNITS:
        return 0
    tens, unit = _TENS.get(word[1:], 0), _UNITS.get(word[1:], 0)
    if count % 100 == 0:
        return tens or unit
    return tens if count < 10 or 0 < count % 100 < 10 else 0


@lru_cache(maxsize=4_096)
def _bare(word: str) -> str:
    """The word without the particles written onto it, where what is left is a number or a month."""
    candidates = (word, word[1:] if word[:1] in ("و", "ف") else word, _PROCLITIC.sub("", word, count=1))
    return next((candidate for candidate in candidates if candidate in _KNOWN), word)


def _at(words: Sequence[str], index: int) -> str:
    return words[index] if index < len(words) else ""
