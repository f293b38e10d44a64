"""The tags and marks that corpora put around the lines of their texts: «<DOC>», «<URL>…</URL>», «: »."""

import re
from dataclasses import replace

from vectorstore.importing.text.lines import Line

_TAG = r"</?[A-Za-z][\w:.-]{0,30}(?:\s[^<>\n]{0,300})?/?>"
_LEADING = re.compile(rf"(?:\s*{_TAG})+\s*|:\s+")
_TRAILING = re.compile(rf"\s*(?:{_TAG}\s*)+$")
_LONGEST_TAIL = 1_000  # characters in which tags at the end of a line are looked for
# What stands in these says where a text is kept and is none of it.
_RECORD = re.compile(
    r"<(url|link|uri|doc_?id|doc_?no|doc_?number|id|file|file_?name|path|encoding|language|lang|src|size|index|number)\b"
    r"[^<>]*>[^<>]*(?:</\1>)?\s*$",
    re.I,
)


def without_marks(text: str, line: Line) -> Line:
    """The line without the tags around it and the colon before it; an empty line if there is nothing else."""
    start, end = line.start, line.end
    if _RECORD.match(text[start : min(end, start + _LONGEST_TAIL)]):
        return line
    if leading := _LEADING.match(text, start, end):
        start = leading.end()
    if text[end - 1 : end] == ">":
        tail = max(start, end - _LONGEST_TAIL)
        if trailing := _TRAILING.search(text[tail:end]):
            end = tail + trailing.start()
    if (start, end) == (line.start, line.end):
        return line
    return replace(line, start=start, end=max(start, end), words=len(text[start:end].split()))


def is_record(line: str) -> bool:
    """Whether a line is a tag that says where the text is kept, with what it says."""
    return len(line) <= _LONGEST_TAIL and _RECORD.match(line) is not None
