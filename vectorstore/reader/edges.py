"""Where an answer's words begin and end: at whole words, at phrases, with their brackets and quotation marks. Pure."""

import re

from vectorstore.reader.spans import Span

_WORD = re.compile(r"[^\s«»“”\"()\[\]،؛,;:!?؟…]")
_STRIPPED = " \n\t،؛,;:!?؟.…-–—"
_PAIRS = (("«", "»"), ("“", "”"), ("(", ")"), ("[", "]"))
_INSIDE = re.compile(r"(?<=\d)[.,٫٬/:](?=\d)")  # of a number: 1,204,300
# «و» that joins, not that of «والد», «والي», «والت».
_AND = re.compile(r"و(?!الد(?:ة|ه|ها|هم|ت\w*|ي|ين|ان)?\b|الي\b|الت\b|التر\b)(?=ال\w{2,}|في |من |على |إلى |عن |مع )")
# A word that needs the one after it, where an answer ends with it: a preposition, «أن», a number's unit.
_OPEN_END = re.compile(r"(?:^|\s)(?:في|من|على|إلى|الى|عن|مع|أن|إن|بن|ابن|أبو|آل|التي|الذي|كل|غير|بين|نحو|عبد)$")
_UNIT = re.compile(
    r"\s?(?:%|٪|في المئة|في المائة|بالمئة|بالمائة|مليون|مليار|ألف|آلاف|دولار\w*|جنيه\w*|ريال\w*|درهم\w*|دينار\w*|"
    r"ليرة|يورو)(?!\w)"
)
_NEAR = 60  # characters within which the other bracket is looked for
_FOLLOWING = re.compile(r"[ \u00a0]+(\S+)")
_NUMBER_END = re.compile(r"\d$")


def fitted(text: str, span: Span) -> Span:
    """The span at whole words and phrases: no word cut, no bracket open, no «و» that joins, no preposition last."""
    if span.start >= span.end:
        return span
    start, end = _whole_words(text, span.start, span.end)
    start, end = _trimmed(text, start, end)
    while (match := _OPEN_END.search(text[start:end])) and (more := _next_word(text, end)) is not None:
        end = more
        if match.start() == 0 and end - start > 80:
            break
    start, end = _closed(text, start, end)
    if _NUMBER_END.search(text[start:end]) and (unit := _UNIT.match(text, end)):
        end = unit.end()
    if joined := _AND.match(text, start, end):
        start = joined.end()
    return Span(start, end, span.margin) if start < end else span


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    while start > 0 and _joined(text, start):
        start -= 1
    while end < len(text) and _joined(text, end):
        end += 1
    return start, end


def _joined(text: str, place: int) -> bool:
    """Whether the characters before and at a place are of one word or number."""
    before, after = text[place - 1], text[place]
    if _WORD.match(before) and _WORD.match(after):
        return not (after == "." and not text[place + 1 : place + 2].strip())
    return bool(_INSIDE.match(text, place)) or bool(place > 1 and _INSIDE.match(text, place - 1))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _STRIPPED and not _sign(text, start):
        start += 1
    while end > start and text[end - 1] in _STRIPPED:
        end -= 1
    return start, end


def _sign(text: str, place: int) -> bool:
    """Whether it is the minus of a number."""
    return text[place] in "-–" and text[place + 1 : place + 2].isdigit()


def _closed(text: str, start: int, end: int) -> tuple[int, int]:
    """With the bracket or quotation mark that its words need, or without one that stands alone."""
    for opener, closer in _PAIRS:
        missing = text.count(opener, start, end) - text.count(closer, start, end)
        if missing == 1:
            start, end = _with_closer(text, start, end, opener, closer)
        elif missing == -1:
            start, end = _with_opener(text, start, end, opener, closer)
    return _with_quote(text, start, end) if text.count('"', start, end) == 1 else (start, end)


def _with_closer(text: str, start: int, end: int, opener: str, closer: str) -> tuple[int, int]:
    found = text.find(closer, end, end + _NEAR)
    if found >= 0 and "\n" not in text[end:found]:
        return start, found + 1
    return start + (text[start] == opener), end


def _with_opener(text: str, start: int, end: int, opener: str, closer: str) -> tuple[int, int]:
    found = text.rfind(opener, max(0, start - _NEAR), start)
    if found >= 0 and "\n" not in text[found:start]:
        return found, end
    return start, end - (text[end - 1] == closer)


def _with_quote(text: str, start: int, end: int) -> tuple[int, int]:
    """With the other straight quotation mark where it is near, or without the one that the words have."""
    at = text.index('"', start, end)
    if at == 0 or text[at - 1].isspace():  # it opens
        found = text.find('"', end, end + _NEAR)
        near = found >= 0 and "\n" not in text[end:found]
        return (start, found + 1) if near else (start + (at == start), end)
    found = text.rfind('"', max(0, start - _NEAR), start)
    near = found >= 0 and "\n" not in text[found:start]
    return (found, end) if near else (start, end - (at == end - 1))


def _next_word(text: str, end: int) -> int | None:
    """Where the word or number after a place ends, without the marks after it; None where none follows."""
    match = _FOLLOWING.match(text, end)
    if match is None:
        return None
    _, last = _trimmed(text, match.start(1), match.end(1))
    return last
