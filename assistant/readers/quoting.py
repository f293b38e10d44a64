"""Quotations with their marks, as the quoting reader writes them."""

from assistant.answer import Language
from vectorstore.passages import Passage

_DANGLING = "،,؛;: \n"
_QUOTED: dict[Language, str] = {"ar": "«{}» [{}]", "en": "“{}” [{}]"}


def quotation(words: str, number: int, language: Language) -> str:
    """Words of an article in quotation marks, with the mark of what they are quoted from."""
    return _QUOTED[language].format(words, number)


def quote(passage: Passage, number: int, language: Language) -> str:
    """A passage in quotation marks with its mark, without the comma it was cut at."""
    return quotation(without_dangling(passage.text), number, language)


def without_dangling(text: str) -> str:
    """The text without the comma it was cut at."""
    return text.rstrip(_DANGLING)
