"""How near questions stand to one another and to what was answered, by the topical words that they share. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from vectorstore.analysis.question import analyse
from vectorstore.language.arabic import stem, words

_ALIKE: Final = 0.6  # share of the words of the shorter question from which on two ask much the same

Stems = frozenset[str]


def topic(question: str) -> Stems:
    """The stems of what a question is about; of one about the whole article all its words."""
    terms = analyse(question).terms or tuple(words(question))
    return frozenset(stem(term) for term in terms)


def alike(one: Stems, other: Stems) -> bool:
    """Whether two questions ask much the same."""
    return len(one & other) >= _ALIKE * max(1, min(len(one), len(other)))


def rarities(texts: Iterable[str]) -> Mapping[str, float]:
    """How telling each stem is among these texts: 1 / the number of them it stands in."""
    counted = Counter(found for text in texts for found in {stem(word) for word in words(text)})
    return {found: 1 / count for found, count in counted.items()}


def nearness(question: Stems, text: str, rarity: Mapping[str, float]) -> float:
    """How much of a question's topic a text speaks of, rare words before common ones; 0 if of nothing."""
    spoken = {stem(word) for word in words(text)}
    return sum(rarity.get(found, 0.0) for found in question & spoken)
