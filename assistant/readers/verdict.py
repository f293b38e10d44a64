"""Whether a passage affirms what a yes-or-no question asks, beyond doubt. Pure.

A wrong «yes» is worse than none: what a passage says in other words, in part, of the future or as hearsay is left to
its reader.
"""

import re

from assistant.citations.support import Support
from vectorstore.language.arabic import is_arabic, stem, words
from vectorstore.passages import Passage

_ASKED = re.compile(r"^\s*[وف]?هل\s+|[؟?\s]+$")
_FEWEST_WORDS = 3
_CLAUSE_END = re.compile(r"[،,؛;:.!?؟…\n]+")
# Folded words of doubt, hearsay and condition: a clause with one of them affirms nothing.
_DOUBTFUL = frozenset(
    "قد ربما لعل يتوقع متوقع المتوقع يحتمل محتمل المحتمل يمكن يعتقد زعم زعمت مزاعم يزعم اتهم اتهمت اتهام نفي نفت ينفي "
    "لو اذا ان لولا كاد كادت تكاد يكاد ليت شايعات شايعه انباء يفترض مقترح اقترح اقترحت تقترح هدد هددت سوف لم لن لا ليس "
    "ليست ليسوا غير دون بدون عدم ما بلا سيما لكن الا باستثناء سوي فقط وحده وحدها".split()
)


def affirms(question: str, passage: Passage) -> bool:
    """Whether one clause of the passage says the very words of an Arabic question with «هل», one after another.

    No word may stand between them: it may be the one that matters («زار نائب الوزير القاهرة»). Numbers and negations
    are compared as the citation check does.
    """
    if not is_arabic(question) or not re.match(r"\s*[وف]?هل\s", question):
        return False
    statement = _ASKED.sub("", question)
    asked = words(statement)
    if len(asked) < _FEWEST_WORDS or _DOUBTFUL.intersection(asked) or not Support({1: passage}).of(statement, (1,)):
        return False
    return any(_says(clause, asked) for clause in map(words, _CLAUSE_END.split(passage.text)))


def _says(clause: list[str], asked: list[str]) -> bool:
    """Whether a clause has the stems of all the words in a row, and is not in doubt."""
    if _DOUBTFUL.intersection(clause):
        return False
    said, sought = [stem(word) for word in clause], [stem(word) for word in asked]
    return any(said[i : i + len(sought)] == sought for i in range(len(said) - len(sought) + 1))
