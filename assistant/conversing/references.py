"""Whether a question has a pronoun that stands for something said before it. Pure."""

import re
from collections.abc import Sequence

from vectorstore.analysis.question import analyse
from vectorstore.language.arabic import is_arabic, iter_words

_ENGLISH = re.compile(
    r"\b(?:he|she|it|they|him|her|his|its|their|them|then)\b|\b(?:this|that)$|"
    r"(?<!\bare )(?<!\bis )(?<!\bwas )(?<!\bwere )\bthere\b"
)
_FREE = frozenset("هو هي هيا هم هما".split())
_ASKING = frozenset("ما من ماذا مين منو وش شو شنو ايش اش ايه".split())
_BY_ITSELF = frozenset("ذلك بذلك لذلك انذاك حينها وقتها بعدها قبلها هالشي هالامر".split())
_SAME = frozenset("نفسه نفسها".split())
_PREPOSITION = re.compile(r"(?:عن|من|في|ب|ل|علي|الي)(?:ه|ها)")
# A pronoun written onto a word, in the question's own spelling: final «ة» is none, and a word with «ال» takes none.
_ATTACHED = re.compile(r"(?![وفبك]?ال|لل)(?:\w{3,}(?:ها|هم|هما|هن)|\w{2,}[توا]ه)")
_RELATIVE = frozenset("الذي التي الذين اللي اللذي اللتي اللذان اللتان".split())
_THIS = re.compile(r"\b(?:هذا|هذه|هاي|هاد|تلك)(?: (?:الامر|الشي|القرار|الخطوه|الحدث))?$")
_DEFINITE = re.compile(r"[وفبك]?ال\w{2,}|لل\w{2,}")
_FEMININE = ("ة", "ات")
_OF_PEOPLE = ("ون", "ين", "اء")
_FEW = 4  # words before a demonstrative, with no more than which the noun before it is not told


def points_back(question: str) -> bool:
    """Whether a pronoun in a question stands for nothing that the question itself says.

    «متى تفتح المدارس أبوابها؟» says whose doors; «وما سبب إغلاقها؟» does not. What a pronoun may stand for in the same
    question is told by number and gender alone, as far as spelling shows them.
    """
    spoken = analyse(question).spoken
    if not is_arabic(question):
        return bool(_ENGLISH.search(spoken))
    found = list(iter_words(question))
    folded = [word.folded for word in found]
    written = [question[word.start : word.end] for word in found]
    if len(folded) <= _FEW and _THIS.search(spoken):
        return True
    return any(_points(folded, written, place) for place in range(len(found)))


def _points(folded: Sequence[str], written: Sequence[str], place: int) -> bool:
    word, last = folded[place], place == len(folded) - 1
    if word in _BY_ITSELF:
        return True
    if word in _SAME:
        return not (place and _DEFINITE.fullmatch(folded[place - 1]))
    if word == "هناك":  # else «there is»
        return last
    if word in _FREE:
        return last or not _leads(folded, place)
    if _PREPOSITION.fullmatch(word):
        return not _RELATIVE.intersection(folded[:place]) and not _told(written[:place], word)
    return bool(_ATTACHED.fullmatch(written[place])) and not _told(written[:place], word)


def _leads(folded: Sequence[str], place: int) -> bool:
    """Whether a free pronoun belongs to what follows it: «من هو الوزير», «هو في حد مات؟», «كان هو الأسوأ»."""
    return place == 0 or (place == 1 and folded[0] in _ASKING) or _DEFINITE.fullmatch(folded[place + 1]) is not None


def _told(before: Sequence[str], word: str) -> bool:
    """Whether one of the words before it, as they are written, may be what the pronoun in a word stands for."""
    if word.endswith(("هم", "هما", "هن")):
        return any(_DEFINITE.fullmatch(other) for other in before)
    if word.endswith("ها"):
        nouns = (other for other in before if _DEFINITE.fullmatch(other) or other.endswith(_FEMININE))
        return any(not noun.endswith(_OF_PEOPLE) for noun in nouns)
    return any(_DEFINITE.fullmatch(other) and not other.endswith((*_FEMININE, *_OF_PEOPLE)) for other in before)
