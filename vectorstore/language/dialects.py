"""Verbs with the letters that dialects write onto them, and that standard Arabic does not have."""

import re
from functools import lru_cache

from vectorstore.language.idf import known

# «بيدفع», «هيدفع», «حيدفع», «كيدفع», «غيدفع»: a present or a future.
_TENSE = re.compile(r"[بهحكغ](?=[يتنا]\w{2,})")
_NEGATED = re.compile(r"ما?(\w{3,})ش")
_PLURAL = re.compile(r"(?<=\w\w\w)و$")  # «يدفعو», without the alef of the plural
_THIS = re.compile(r"هال(?=\w{3,})")


@lru_cache(maxsize=16_384)
def bare_verb(word: str) -> tuple[str, ...]:
    """A folded word without such letters, after «لم» where they deny; as it is if news text has it so, or not without.

    «هيدفع» gives «يدفع», «مادفعوش» «لم دفعوا»; «هيئة» and a foreign name stay.
    """
    if known(word):
        return (word,)
    if denied := _NEGATED.fullmatch(word):
        bare = _without_tense(denied[1])
        return ("لم", bare) if known(bare) else (word,)
    return (_without_tense(word),)


def _without_tense(word: str) -> str:
    forms = (_PLURAL.sub("وا", word), _PLURAL.sub("وا", _TENSE.sub("", word, count=1)), _THIS.sub("ال", word))
    return next((form for form in forms if form != word and known(form)), word)
