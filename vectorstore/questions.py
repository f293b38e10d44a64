"""What a question asks: its language, what kind of thing it wants, and the terms to look for."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from vectorstore import lexicon
from vectorstore.arabic import is_arabic, stem, words
from vectorstore.wants import WHOLE_ARTICLE, Want
from vectorstore.wholearticle import asks_generally, wanted_of_article

__all__ = ["WHOLE_ARTICLE", "Question", "Want", "analyse"]


@dataclass(frozen=True, slots=True)
class Question:
    """An analysed question."""

    text: str
    want: Want
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
_PATTERNS: tuple[tuple[Want, str], ...] = (
    (Want.ALIAS, r"\b(?:لقب|لقبه|يلقب|كنيه|كنيته|يكني|المكني|يعرف ب|الاسم الحركي|alias|nickname|known as)\b"),
    (
        Want.REASON,
        r"\b(?:[وف]?لماذا|سبب|اسباب|السبب|الاسباب|دفع|دافع|الدافع|دوافع|تسبب|يعزي)\b|\bعلي اي اساس|^لم\b|"
        r"\b(?:why|reasons?|caused?|causes)\b",
    ),
    (Want.PURPOSE, r"\b(?:هدف|اهداف|الهدف|الغرض|غرض|غايه|الغايه|يهدف|تهدف|aims?|goals?|purpose|objectives?)\b"),
    (
        Want.QUANTITY,
        r"^(?:و|ف)?(?:ب)?كم\b|\b(?:كم|عدد|نسبه|قيمه|حجم|مقدار|سعر|تكلفه)\b|"
        r"\b(?:how (?:many|much|long|old|far|often)|number of)\b",
    ),
    (
        Want.TIME,
        r"\b(?:متي|ومتي|تاريخ|موعد|توقيت|when|what (?:date|day|year|month|time)|which (?:date|day|year|month))\b|"
        r"\b(?:اي|باي) (?:عام|سنه|يوم|شهر|تاريخ|وقت|ساعه|فتره|قرن|مرحله|دقيقه)",
    ),
    (
        Want.PLACE,
        r"\b(?:اين|واين|مكان|موقع|where|which (?:city|country|place|town|region|state))\b|"
        r"\b(?:اي|باي) (?:مدينه|دوله|بلد|مكان|منطقه|قاره|ولايه|محافظه|ملعب|موقع|جهه)",
    ),
    (
        Want.SPEECH,
        r"\b(?:ماذا|بماذا|ما الذي) (?:قال|قالت|صرح|صرحت|اكد|اعلن|ذكر|اضاف|اوضح|علق)|"
        r"\bwhat did .* (?:say|state|announce)",
    ),
    (
        Want.PERSON,
        r"^(?:و|ف|طيب )?من (?!اين|متي|خلال|اجل)|\bمن (?:هو|هي|هم|الذي|قال|كان|يكون)\b|^(?:و)?(?:ل|ب)?من\b|\bما اسم\b|"
        r"\bاسمه\b|\bwho(?:m|se)?\b",
    ),
    (Want.MANNER, r"\b(?:كيف|وكيف|how)\b"),
    (Want.YES_NO, r"^(?:و|ف)?هل\b|^(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would)\b"),
)


@cache
def _patterns() -> tuple[tuple[Want, re.Pattern[str]], ...]:
    return tuple((want, re.compile(pattern)) for want, pattern in _PATTERNS)


def analyse(text: str) -> Question:
    """A question analysed; dialect words count as their standard ones."""
    folded = words(_COUNTING_OFF.sub("اذكر", text))
    if is_arabic(text):
        spoken = lexicon.standard(folded)
        terms = _distinct(word for word in spoken if _without_and(word) not in _ASKING)
    else:
        spoken = folded
        terms = _distinct(word for word in folded if word not in _ASKING_ENGLISH)
    return Question(text, _want(" ".join(spoken), terms), terms)


def _want(spoken: str, terms: tuple[str, ...]) -> Want:
    """What is wanted of the whole article, or else what is asked for first."""
    whole = wanted_of_article(spoken, list(terms))
    if whole is not None:
        return whole
    found = [(match.start(), want) for want, pattern in _patterns() if (match := pattern.search(spoken))]
    first = min(found, key=lambda place: place[0], default=(0, Want.THING))[1]
    if first in (Want.THING, Want.SPEECH, Want.MANNER) and asks_generally(spoken, list(terms)):
        return Want.SUMMARY
    return first


def _without_and(word: str) -> str:
    return word[1:] if word.startswith(("و", "ف")) and word[1:] in _ASKING else word


def _distinct(found: Iterable[str]) -> tuple[str, ...]:
    return tuple({stem(word): word for word in reversed(list(found))}.values())[::-1]
