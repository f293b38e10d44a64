"""The marks that point at passages, as models write them. Pure; every pattern is bounded, so that no text is slow.

Marks may be ``[1]``, ``[١]``, ``【1】``, ``［1］``, ``[^1]``, ``[1, 2]``, ``[1،2]``, ``[1][2]``, ``[1-3]``,
``[المقطع 1]``, ``[passage 1]``, ``【1†source】`` and, where no number of the text can be meant, ``(1)``.
"""

import re
from collections.abc import Sequence

from assistant.citations.quotations import Quoting

STOP = "[.!?؟…۔。]"
_NUMBER = r"\d{1,4}"
_LABELS = (
    "مقطع مقاطع مقطعان مقطعين المقطع المقاطع المقطعان المقطعين فقرة الفقرة فقرات الفقرات مصدر المصدر مصادر المصادر "
    "مرجع المرجع رقم passage passages paragraph paragraphs source sources reference references ref refs citation no"
).split()
_LABEL = rf"(?:(?i:{'|'.join(sorted(_LABELS, key=len, reverse=True))})\b\.?\s?|[#^№]\s?){{1,2}}"
_AND = r"\s?(?:[,،;؛–—-]|\bو\s?|\band\b|&)\s?"
_SOURCE = r"(?:(?::\d{1,3})?†[^\[\]【】［］\n]{0,40})?"  # what some models add: where in which file
_LIST = rf"(?:{_LABEL})?{_NUMBER}{_SOURCE}(?:{_AND}(?:{_LABEL})?{_NUMBER}{_SOURCE}){{0,20}}"
_MARK = rf"[\[【［]{{1,3}}\s?{_LIST}\s?[\]】］]{{1,3}}"
MARKS = re.compile(rf"{_MARK}(?:[\s,،]{{0,3}}{_MARK}){{0,20}}")
_FILE = re.compile(r"(?::\d{1,3})?†[^\[\]【】［］]*")
_RANGE = re.compile(rf"({_NUMBER})\s?[–—-]\s?({_NUMBER})|{_NUMBER}")
_WIDEST_RANGE = 20  # numbers that ``[1-20]`` may stand for
_CUT = re.compile(r"[\[【［]{1,3}([^\[\]【】［］\n]{0,60})$")
_TOKEN = re.compile(r"[^\W\d_]+|\d+|.")
_BETWEEN = frozenset(" ,،;؛–—-#^№&.:")
_JOINING = ("و", "and")

_FEW = r"\d{1,2}"  # «(2024)» is a year
_ROUND_LIST = rf"{_FEW}(?:{_AND}{_FEW}){{0,8}}"
_ROUND = re.compile(rf"\(\s?(?:(?P<label>{_LABEL}){_LIST}|{_ROUND_LIST})\s?\)")
_ITEM = re.compile(rf"\s{{0,20}}\(\s?{_FEW}\s?\)")  # an item's own number opens a line
_ROUND_NUMBERS = rf"\(\s?{_ROUND_LIST}\s?\)"
_ENDS = re.compile(
    rf"[ \t]{{0,3}}(?:{STOP}|\n|$|{_ROUND_NUMBERS}[ \t]{{0,3}}(?:{STOP}|\n|$)|"
    rf"[،,؛;][^.!?؟…۔。\n\[【［(]{{1,200}}{_ROUND_NUMBERS}[ \t]{{0,3}}(?:{STOP}|\n|$))"
)
_AFTER_STOP = re.compile(rf"{STOP}[»”\"’)*]{{0,3}}\s{{0,3}}$")
_AFTER_QUOTATION = re.compile(r"[»”\"]\s{0,3}$")
_LOOK_BACK = 12  # characters


def numbers(written: str) -> tuple[int, ...]:
    """The numbers of marks, in the order written."""
    return tuple(number for found in _RANGE.finditer(_FILE.sub("", written)) for number in _range(found))


def without_marks(text: str) -> str:
    """The text without its marks and the spaces before them."""
    return re.sub(rf"\s?{MARKS.pattern}", "", text).strip()


def without_cut_mark(text: str) -> str:
    """The beginning of a text that is still being written, up to a mark that is not whole yet."""
    cut = _CUT.search(text)
    return text[: cut.start()] if cut and _begins_mark(cut.group(1)) else text


def squared(text: str) -> str:
    """The text with its round marks in square brackets, and nothing else changed.

    A number in round brackets is a mark where a sentence or clause ends with it, or it follows a full stop or a
    quotation; within a quotation, and where it opens a line, it is none.
    """
    pieces, done, line_start, quoting = [], 0, 0, Quoting()
    for found in _ROUND.finditer(text):
        start, end = found.span()
        quoting.read(text[done:start])
        line_start = max(line_start, text.rfind("\n", done, start) + 1)
        pieces.append(text[done:start])
        is_mark = not quoting.open and _is_mark(text, found, line_start)
        pieces.append(f"[{text[start + 1 : end - 1]}]" if is_mark else text[start:end])
        done = end
    return "".join(pieces) + text[done:]


def _is_mark(text: str, found: re.Match[str], line_start: int) -> bool:
    start, end = found.span()
    if not text[line_start:start].strip():
        return False
    before = text[max(line_start, start - _LOOK_BACK) : start]
    if found["label"] or _ENDS.match(text, end) or _AFTER_QUOTATION.search(before):
        return True
    return bool(_AFTER_STOP.search(before)) and not _ITEM.match(text, line_start)


def _begins_mark(inside: str) -> bool:
    """Whether what follows an opening bracket, up to the end of the text, may become a mark."""
    tokens = _TOKEN.findall(inside.partition("†")[0])
    words = [token.lower() for token in tokens if token[0].isalpha()]
    if any(not token[0].isalnum() and token not in _BETWEEN for token in tokens):
        return False
    *whole, last = words or [""]
    known = (*_LABELS, *_JOINING)
    return all(word in known for word in whole) and any(word.startswith(last) for word in known)


def _range(found: re.Match[str]) -> Sequence[int]:
    if found[1] is None:
        return (int(found[0]),)
    first, last = int(found[1]), int(found[2])
    return range(first, last + 1) if first <= last < first + _WIDEST_RANGE else (first, last)
