"""The folded words and stems of a text, remembered: the same passages come back with every question."""

from vectorstore.language.arabic import stem, words
from vectorstore.remembering import remembered


@remembered(32_768)
def folded_words(text: str) -> tuple[str, ...]:
    """The folded words of a text, in order."""
    return tuple(words(text))


@remembered(32_768)
def stems(text: str) -> tuple[str, ...]:
    """The stems of a text's words, in order."""
    return tuple(stem(word) for word in folded_words(text))
