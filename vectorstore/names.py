"""Names across scripts: the consonants that a Latin and an Arabic spelling of one name share."""

import re
from functools import lru_cache

# Letters that are written for one another when a name crosses scripts share a class; vowels and weak letters fall away.
_DIGRAPHS = (("sh", "S"), ("kh", "X"), ("gh", "G"), ("th", "T"), ("dh", "D"), ("ch", "S"), ("ph", "F"), ("ck", "G"))
_LATIN = str.maketrans("bptdsczkqgjfvrlmnhx", "BBTDSSSGGGGFFRLMNHX", "aeiouwy'-")
_ARABIC = str.maketrans(
    "بتثدذسصشزظطضكقجغخفرلمنحه",
    "BTTDDSSSSDTDGGGGXFRLMNHH",
    "اويءعةى",
)
_DOUBLED = re.compile(r"(.)\1")
_FEWEST = 2  # consonants; fewer would make half the words of a text a name


@lru_cache(maxsize=65_536)
def sounds(word: str) -> str:
    """The consonant classes of a folded word in either script, or "" where there are too few to tell a name.

    >>> sounds("barnell") == sounds("بارنيل")
    True
    """
    latin = word.isascii()
    if latin:
        for digraph, sound in _DIGRAPHS:
            word = word.replace(digraph, sound)
    classes = _DOUBLED.sub(r"\1", word.translate(_LATIN if latin else _ARABIC))
    return classes if len(classes) >= _FEWEST and classes.isalpha() else ""
