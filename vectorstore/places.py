"""Places that a text names: well-known ones from a list, others by the word that says what they are."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from vectorstore import lexicon, wordkinds
from vectorstore.arabic import words
from vectorstore.phrases import Phrase, phrases

_PLACE = wordkinds.PROTOTYPES.index("place")
_CUE_AND_NAME = 2  # words
_CUES = (
    "مدينه|محافظه|ولايه|قريه|بلده|منطقه|حي|شارع|مطار|مينا|جبل|نهر|بحر|بحيره|خليج|مضيق|جزيره|جزر|صحرا|وادي|واحه|اقليم|"
    "مقاطعه|قضا|ناحيه|مخيم|معبر|ساحه|ميدان|ملعب|استاد|ستاد|قاعده|حقل|بركان|ضاحيه|جبال|سهل|معتمديه|مديريه"
)
# After a word that says what a place is, its name follows at once; these go on with the sentence instead.
_NO_NAME = (
    "في|من|الي|علي|عن|مع|التي|الذي|حيث|و|او|ان|كان|كانت|هو|هي|هذه|هذا|تلك|ذلك|بعد|قبل|منذ|خلال|عند|عبر|يوم|كل|اي|لا|"
    "ما|لم|قد|غير|بين|نحو|حول|ثم|بها|فيها|منها|به|فيه|جديده|جديد|كبيره|كبير|صغيره|صغير|واحده|واحد|اخري|اخر|عده|"
    "مختلفه|نفسها|خاصه|عامه|كامله|الجزا|سكنيه|صناعيه|تجاريه|حره|امنه|عازله|نفوذ|دوليه|محليه|ساحليه|تاريخيه|اثريه|"
    "سياحيه|بعيده|قريبه|سياسيه|اقتصاديه|شركه|مجلس"
)


def places(text: str) -> Iterator[Phrase]:
    """The places that a text names, in order."""
    row = phrases(text)
    return (phrase for phrase in row.find(_pattern()) if _names(row.folded[phrase.first : phrase.last]))


def _names(found: Sequence[str]) -> bool:
    """Whether words name a place: «ميناء معمل» does not, whose second word is an ordinary one."""
    last = found[-1]
    if len(found) != _CUE_AND_NAME or last.startswith("ال") or not wordkinds.vector_of(last).any():
        return True
    known = any(is_place(" ".join(found[i:])) for i in range(len(found)))
    return known or wordkinds.likeness(last).argmax() == _PLACE


def is_place(folded: str) -> bool:
    """Whether a folded word or phrase is a well-known place."""
    return folded in _known()


@cache
def _pattern() -> re.Pattern[str]:
    known = "|".join(sorted(_known(), key=len, reverse=True))
    name = (
        rf"(?:{known}|(?!(?:{_NO_NAME})(?!\S))(?![وبلك]ال|لل|\d)(?:(?:سان|سانتا|كفر|بني|تل|عين|راس|ام|ابو|باب|بيت|"
        rf"دير|سيدي|مولاي|ال) )?\w{{2,}})"
    )
    cued = rf"(?:{_CUES}) (?:{name})(?: (?:{known}))?"
    return re.compile(rf"(?<!\S)[وف]?((?:{cued})|[بل]?(?:{known}))(?!\S)")


@cache
def _known() -> frozenset[str]:
    return frozenset(" ".join(words(name)) for line in lexicon.lines("places.ar.txt") for name in line.split("،"))
