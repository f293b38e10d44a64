"""Whether a text holds a gold text, for all that spelling may differ; pure."""

import re

from vectorstore.language.arabic import iter_words, words

Span = tuple[int, int]  # start and exclusive end, in code points

_DIGIT_OR_LATIN = re.compile(r"[0-9a-z]")
# A full stop after a single letter (د. أحمد, U.S.) ends nothing; one that nothing white follows (1.5) neither.
_SENTENCE_END = re.compile(r"(?<!\b[^\W\d_])[.!?؟…۔]+[\"'»”’)\]]*(?=\s|$)|\n")


def folded(text: str) -> str:
    """The folded words of a text with a space between: spelling variants, punctuation and diacritics are gone."""
    return " ".join(words(text))


def holds(text: str, gold: str) -> bool:
    """Whether the gold, which is not empty, stands in the text; both as given by `folded`.

    Arabic gold may start and end inside a word, since clitics are written onto it (وبالحكومة). Numbers and Latin words
    may not: 5 does not stand in 15, 1 not in 1.5, and AI not in said.
    """
    if gold not in text:
        return False
    pattern = re.escape(gold)
    if _DIGIT_OR_LATIN.match(gold[0]):
        pattern = r"(?<![0-9a-z])(?<!\d[.,٫٬])" + pattern
    if _DIGIT_OR_LATIN.match(gold[-1]):
        pattern += r"(?![0-9a-z])(?![.,٫٬]\d)"
    return re.search(pattern, text) is not None


def places(text: str, wanted: str) -> list[Span]:
    """Where the words of one text stand in another, as they are or, if nowhere, as folded whole words."""
    if not wanted.strip():
        return []
    exact = [match.span() for match in re.finditer(re.escape(wanted), text)]
    return exact or _folded_places(text, wanted)


def sentences(text: str, span: Span) -> Span:
    """The whole sentences that a span touches: it, and what is missing of the first and the last of them."""
    start = 0
    for end in (match.end() for match in _SENTENCE_END.finditer(text)):
        if end <= span[0]:
            start = end
        elif end >= span[1]:
            return start, end
    return start, len(text)


def _folded_places(text: str, wanted: str) -> list[Span]:
    sought = words(wanted)
    standing = list(iter_words(text))
    runs = (standing[first : first + len(sought)] for first in range(len(standing) - len(sought) + 1)) if sought else ()
    return [(run[0].start, run[-1].end) for run in runs if [word.folded for word in run] == sought]
