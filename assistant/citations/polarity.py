"""Negations in a text and the words they reach, in Arabic and English.

A negation reaches the content words that follow it in its clause, up to a number that its kind sets: «غير» negates one
word, «لم» the verb and what follows it. Rough on purpose: where the reach is too long, a true statement is dropped;
where it is too short, a false one is shown.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from vectorstore.language.arabic import fold

_COPULA_REACH, _LEXICAL_REACH = 4, 5  # content words

# How many content words each particle reaches. An apostrophe cuts «isn't» in two words.
_PARTICLES = {
    name: reach
    for reach, names in (
        (1, "غير"),
        (2, "دون بدون بلا without"),
        (3, "لم لن لا عدم not never no cannot isn aren wasn weren don doesn didn won hasn haven couldn wouldn shouldn"),
        (_COPULA_REACH, "ليس ليست ليسوا لسنا لست neither nor none"),
    )
    for name in fold(names).split()
}
_TO_BE = frozenset(fold("يكن تكن يكون تكون يكونوا be been").split())
# Verbs and their nouns that negate what follows; unlike particles they are content that the passages must have.
_LEXICAL = frozenset(
    fold(
        "نفى نفت نفوا ينفي تنفي نافيا نافية أنكر أنكرت ينكر تنكر إنكار رفض رفضت رفضوا يرفض ترفض يرفضون رافضا رافضة فشل "
        "فشلت فشلوا يفشل تفشل منع منعت منعوا يمنع تمنع حظر حظرت يحظر تحظر إلغاء ألغى ألغت يلغي تلغي استبعد استبعدت "
        "استبعاد يستبعد تستبعد امتنع امتنعت امتناع يمتنع تمتنع تعذر يتعذر استحالة يستحيل كذب كذبت "
        "deny denies denied refuse refuses refused refusal fail fails failed failure unable reject rejects rejected "
        "prevent prevents prevented lack lacks lacked"
    ).split()
)
_STILL = frozenset(fold("يزال تزال زال زالت زالوا يزالون سيما بد شك سوى إلا").split())  # «لا يزال», «لا بد» affirm
_ONLY = frozenset(fold("فقط فحسب وحسب وحده only").split())  # «ليس فقط» affirms what follows
_THAT = frozenset(fold("أن أنه أنها أنهم").split())  # «غير أن» means «however»; «أنه ما» opens a sentence
_WHICH_LED_TO = frozenset(fold("أدى أدت دفع أسفر جعل أثار سمح عزز زاد أسهم حدا بين بعد قبل").split())
_PERFECT_VERB = re.compile(r"^[^يتن\W\d_][^\W\d_]{2,}(?<!ه)(?<!ها)$")  # with an object («ما قاله») it is «what»
_WHAT_REACH = 3


@dataclass(frozen=True, slots=True)
class Negation:
    """A negation at word ``index`` and the content words it reaches, at least one.

    One of ``heads`` is what it negates: the first word reached, or any after a copula («ليست المستشفيات قادرة»).
    """

    index: int
    reached: tuple[int, ...]
    heads: tuple[int, ...]
    lexical: bool

    def reaches(self, start: int, end: int) -> bool:
        """Whether it negates a word from start to end (exclusive)."""
        return any(start <= index < end for index in self.reached)


def negations(words: Sequence[str], clauses: Sequence[int], content: Sequence[bool]) -> Iterator[Negation]:
    """The negations that reach at least one content word of their clause, in order."""
    for index, word in enumerate(words):
        lexical = _bare(word, _LEXICAL) in _LEXICAL
        reach = _LEXICAL_REACH if lexical else _reach(words, clauses, index)
        reached: list[int] = []
        for after in range(index + 1, len(words)):
            if len(reached) == reach or clauses[after] != clauses[index]:
                break
            if content[after]:
                reached.append(after)
        if reached:
            copula = reach == _COPULA_REACH or words[index + 1] in _TO_BE
            yield Negation(index, tuple(reached), tuple(reached if copula else reached[:1]), lexical)


def is_particle(word: str) -> bool:
    """Whether a folded word is a particle of negation."""
    return _bare(word, _PARTICLES) in _PARTICLES


def _reach(words: Sequence[str], clauses: Sequence[int], index: int) -> int:
    """How many content words the particle at index reaches; 0 where the word does not negate."""
    following = words[index + 1] if index + 1 < len(words) and clauses[index + 1] == clauses[index] else ""
    if words[index] in ("ما", "وما", "فما"):
        return _WHAT_REACH if _what_negates(words, clauses, index, following) else 0
    word = _bare(words[index], _PARTICLES)
    if word not in _PARTICLES or following in _STILL or _ONLY.intersection(words[index + 1 : index + 4]):
        return 0
    return 0 if word == "غير" and following in _THAT else _PARTICLES[word]


def _what_negates(words: Sequence[str], clauses: Sequence[int], index: int, following: str) -> bool:
    """Whether «ما» is «not» and not «what»: at the head of a sentence, before a verb of the perfect."""
    before = words[index - 1] if index else ""
    heads = not before or before in _THAT or (words[index] != "ما" and clauses[index - 1] != clauses[index])
    return heads and bool(_PERFECT_VERB.match(following)) and following not in _STILL | _WHICH_LED_TO


def _bare(word: str, known: frozenset[str] | dict[str, int]) -> str:
    """The word without a particle written onto it (ولم, بعدم, والرفض), where what is left is known."""
    if word not in known and len(word) > 2 and word[0] in "وفبل" and word[1:] in known:
        return word[1:]
    return word.removeprefix("و").removeprefix("ال") if word not in known and "ال" in word[:3] else word
