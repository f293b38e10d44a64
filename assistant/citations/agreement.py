"""Whether the words of a claim stand together as they do in the texts it cites: denied, exchanged or counted. Pure.

That each word of a claim stands somewhere in a text does not make it true: «في حلب» and «في دمشق» may both be there.
"""

from collections.abc import Iterator, Sequence
from itertools import takewhile

from assistant.citations.quantities import Quantity
from assistant.citations.wording import Wording, is_loose

_FRAME_WORDS = 3  # equal neighbours that make two words stand for one another
_FRAME_REACH = 8  # words; so far on, a word of the one text may stand in the other where some were left out
_NUMBER_REACH = 3  # words between a number and what it counts
_YEARS = frozenset(map(str, range(1900, 2101)))  # they count nothing


def same_polarity(claim: Wording, needed: Sequence[int], texts: Sequence[Wording]) -> bool:
    """Whether what the claim denies is denied in the texts, and what it affirms is not only denied there.

    In a clause with a negation only what it negates must be denied in the texts; its other words may be either.
    ``needed`` are the positions of the claim's words to be judged.
    """
    for negation in claim.negations:
        if not negation.lexical and not any(_stands(claim, i, texts, denied=True) for i in negation.heads):
            return False
    for lexical in (False, True):
        denying = {claim.clauses[n.index] for n in claim.negations if n.lexical is lexical}
        affirmed = (i for i in needed if claim.clauses[i] not in denying)
        if not all(_stands(claim, i, texts, denied=False, lexical=lexical) for i in affirmed):
            return False
    return True


def exchanges_words(claim: Wording, needed: Sequence[int], texts: Sequence[Wording]) -> bool:
    """Whether the claim has one word where a text has another between the same neighbours, and nowhere has it so."""
    for position in needed:
        frame = max((frame for text in texts for frame in _exchanged(claim, position, text)), default=0)
        if frame > _own_frame(claim, position, texts):
            return True
    return False


def miscounts(claim: Wording, texts: Sequence[Wording]) -> bool:
    """Whether a number of the claim counts something that it does not count in any text."""
    return any(
        number.last < len(claim.words)
        and claim.content[number.last]
        and claim.clauses[number.last] == claim.clauses[number.first]
        and not _is_year(number)
        and not any(_counts(text, number, claim.keys[number.last]) for text in texts)
        for number in claim.numbers
    )


def _stands(claim: Wording, position: int, texts: Sequence[Wording], *, denied: bool, lexical: bool = False) -> bool:
    """Whether a word stands in one of the texts, denied or not; an affirmed word that none has is not judged here."""
    seen = False
    for text in texts:
        reached = {i for n in text.negations if n.lexical is lexical for i in (n.heads if denied else n.reached)}
        for i in text.find(claim.keys[position]):
            seen = True
            if (i in reached) is denied:
                return True
    return not seen and not denied


def _exchanged(claim: Wording, position: int, text: Wording) -> Iterator[int]:
    """The frames, wide enough, in which the text has another content word where the claim has this one.

    With neighbours in common on one side only, a word that stands further on was not exchanged: others were left out.
    """
    keys = claim.keys[position]
    for i, other in enumerate(text.keys):
        if not text.content[i] or is_loose(text.words[i]) or other & keys:
            continue
        left, right = _shared(claim, position, text, i, -1), _shared(claim, position, text, i, 1)
        if left + right < _FRAME_WORDS or not _tells(claim, position, left, right):
            continue
        step = 0 if left and right else 1 if left else -1
        if keys.isdisjoint(text.keys_beyond(i, step * _FRAME_REACH)) and other.isdisjoint(
            claim.keys_beyond(position, step * _FRAME_REACH)
        ):
            yield left + right


def _own_frame(claim: Wording, position: int, texts: Sequence[Wording]) -> int:
    """The widest frame in which the texts do have the claim's word."""
    keys = claim.keys[position]
    return max((_frame(claim, position, text, i) for text in texts for i in text.find(keys)), default=0)


def _frame(claim: Wording, position: int, text: Wording, other: int) -> int:
    """How many neighbours two words share; 0 if none of them states anything."""
    left, right = _shared(claim, position, text, other, -1), _shared(claim, position, text, other, 1)
    return left + right if _tells(claim, position, left, right) else 0


def _tells(claim: Wording, position: int, left: int, right: int) -> bool:
    return any(claim.content[i] for i in range(position - left, position + right + 1) if i != position)


def _shared(claim: Wording, position: int, text: Wording, other: int, step: int) -> int:
    """How many words in a row are the same in both, to the left (step -1) or right (1) within the clause."""
    pairs = zip(claim.in_clause(position, step), text.in_clause(other, step), strict=False)
    return sum(1 for _ in takewhile(lambda pair: not claim.keys[pair[0]].isdisjoint(text.keys[pair[1]]), pairs))


def _counts(text: Wording, number: Quantity, counted: frozenset[str]) -> bool:
    return any(
        other.values == number.values
        and any(counted & keys for keys in text.keys[max(0, other.first - _NUMBER_REACH) : other.last + _NUMBER_REACH])
        for other in text.numbers
    )


def _is_year(number: Quantity) -> bool:
    return any(value in _YEARS for value in number.values)
