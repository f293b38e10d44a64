"""Films, books and the like that a text names, as news writes them: in quotation marks after what they are."""

import re
from collections.abc import Iterator

from vectorstore.arabic import fold

_MOST_WORDS = 6
_QUOTED = re.compile(r"[«“\"]([^«»“”\"\n]+)[»”\"]")
_CUE = re.compile(
    r"(?:فيلم|افلام|رواي|كتاب|كتب|ديوان|دواوين|قصيد|قصايد|مجموع|اغني|اغان|مسلسل|مسرحي|لوح|البوم|عنوان|مذكرات|سلسل|"
    r"وثايقي|قصص)\w*(?: \w+){0,3}[:\s]*[وبـ]*$"
)
_GOES_ON = re.compile(r"[\s،,]*(?:و|ثم|او)?[\s]*")


def works(text: str) -> Iterator[tuple[int, int]]:
    """Where the titles stand in a text, in order, without their quotation marks; those in a row share one cue."""
    after = None
    for found in _QUOTED.finditer(text):
        before = text[: found.start()]
        cued = _CUE.search(fold(before[-60:])) or (after is not None and _GOES_ON.fullmatch(text, after, found.start()))
        after = found.end() if cued and len(found[1].split()) <= _MOST_WORDS else None
        if after is not None:
            yield found.span(1)
