"""Take out of a text what is not seen but would spoil offsets, searching and display."""

import re

# Next line, vertical tab, form feed and Unicode's separators end a line as \n does.
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Control characters, direction marks and embeddings, soft hyphen, zero width space, byte order mark. The joiners
# U+200C and U+200D stay: they shape letters.
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def clean(text: str) -> str:
    r"""The text with ``\n`` line ends and without invisible characters; a text that has none of these is unchanged."""
    return _INVISIBLE.sub("", _LINE_END.sub("\n", text))
