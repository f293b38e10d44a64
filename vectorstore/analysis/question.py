"""What a question asks: its language, what kind of thing it wants, and the terms to look for."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from vectorstore.analysis.wants import WHOLE_ARTICLE, Want
from vectorstore.analysis.wholearticle import wanted_of_article
from vectorstore.language import lexicon
from vectorstore.language.arabic import is_arabic, stem, words
from vectorstore.remembering import remembered

__all__ = ["WHOLE_ARTICLE", "Question", "Want", "analyse"]


@dataclass(frozen=True, slots=True)
class Question:
    """An analysed question."""

    text: str
    want: Want
    spoken: str  # its folded words, those of dialects as standard ones
    terms: tuple[str, ...]  # folded words that carry its topic, each stem once; of dialect ones, the standard words


# Words that ask or point and carry no topic (folded). Prepositions and the like are light through their IDF alone.
_ASKING = frozenset(
    "ما ماذا من متي اين كيف كم لماذا هل اي ايه ايا لم بم مم عم هو هي هم هذا هذه ذلك تلك الذي التي الذين ان انه انها "
    "كان كانت يكون تكون قد لقد ثم و او ام في علي الي عن مع ب ل يا اذا لو كل بعد قبل عند لدي منذ حتي بين حول ضد خلال "
    "المقال مقال الخبر خبر النص نص التقرير تقرير المقاله مقاله الموضوع موضوع حسب وفقا وفق تم يتم جري طيب اذن نعم لا "
    "ماهو ماهي ماهم ماذي مالذي ماالذي بماذا لمن بمن اللذي اللتي اللي "  # … and as they are misspelt
    "لي لنا اخبرني قل اذكر اشرح وضح حدد اعطني بالضبط فقط شيء شي احد يعني هناك هنا ليس عليه فيه منه به له بها "
    "لها".split()
)
_ASKING_ENGLISH = frozenset(
    "a an the of to in on at by for from with and or is are was were be been being do does did has have had what which "
    "who whom whose when where why how many much long old that this these those it its he she they his her their there "
    "any some about article text story news tell me please according can could will would should than then as not "
    "s into say said mention mentioned give name happen".split()
)

# «عدّد» asks for the things themselves, «عدد» for how many there are; without its shadda, what follows tells.
_COUNTING_OFF = re.compile(
    r"^\s*(?:عد[\u064b-\u0650]*\u0651[\u064b-\u0650]*د|"
    r"عدد(?= (?:لي|لنا|أسماء|اسماء|ال\w+ (?:الذين|التي|المذكور|الوارد))))"
)
_YES_NO = re.compile(r"^(?:و|ف)?هل\b|^(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would)\b")


@remembered(256)
def analyse(text: str) -> Question:
    """A question analysed, once on its way through the chain; dialect words count as their standard ones."""
    folded = words(_COUNTING_OFF.sub("اذكر", text))
    if is_arabic(text):
        spoken = lexicon.standard(folded)
        terms = _distinct(word for word in spoken if _without_and(word) not in _ASKING)
    else:
        spoken = folded
        terms = _distinct(word for word in folded if word not in _ASKING_ENGLISH)
    said = " ".join(spoken)
    return Question(text, _want(said, terms), said, terms)


def _want(spoken: str, terms: tuple[str, ...]) -> Want:
    whole = wanted_of_article(spoken, list(terms))
    if whole is not None:
        return whole
    return Want.YES_NO if _YES_NO.search(spoken) else Want.PART


def _without_and(word: str) -> str:
    return word[1:] if word.startswith(("و", "ف")) and word[1:] in _ASKING else word


def _distinct(found: Iterable[str]) -> tuple[str, ...]:
    return tuple({stem(word): word for word in reversed(list(found))}.values())[::-1]
