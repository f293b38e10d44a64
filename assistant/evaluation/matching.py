"""Whether a text holds a gold text, for all that spelling may differ; pure."""

import re

from vectorstore.arabic import words

_DIGIT_OR_LATIN = re.compile(r"[0-9a-z]")


def folded(text: str) -> str:
    """The folded words of a text with a space between: spelling variants, punctuation and diacritics are gone."""
    return " ".join(words(text))


def holds(text: str, gold: str) -> bool:
    """Whether the gold, which is not empty, stands in the text; both as given by `folded`.

    Arabic gold may start and end inside a word, since clitics are written onto it (وبالحكومة). Numbers and Latin words
    may not: 5 does not stand in 15, 1 not in 1.5, and AI not in said.
    """
    pattern = re.escape(gold)
    if _DIGIT_OR_LATIN.match(gold[0]):
        pattern = r"(?<![0-9a-z])(?<!\d[.,٫٬])" + pattern
    if _DIGIT_OR_LATIN.match(gold[-1]):
        pattern += r"(?![0-9a-z])(?![.,٫٬]\d)"
    return re.search(pattern, text) is not None
