"""Whether a text is an HTML page."""

import re

_PAGE_START = re.compile(r"\s*(?:<(?:\?xml[^>]*|!--.*?--)>\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S)
_START_CHARS = 2_000


def looks_like_page(text: str) -> bool:
    """Whether a text starts as an HTML page does."""
    return _PAGE_START.match(text[:_START_CHARS]) is not None
