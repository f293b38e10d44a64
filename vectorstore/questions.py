"""What a question asks: its language, what kind of thing it wants, and the terms to look for."""

import re
from dataclasses import dataclass, replace
from functools import cache

from vectorstore import lexicon
from vectorstore.arabic import is_arabic, stem, words
from vectorstore.idf import IdfTable
from vectorstore.wants import WHOLE_ARTICLE, Want
from vectorstore.wholearticle import asks_generally, wanted_of_article

__all__ = ["WHOLE_ARTICLE", "Question", "Term", "Want", "analyse", "english_terms"]


@dataclass(frozen=True, slots=True)
class Term:
    """Something a passage should say. ``stems`` are all ways to say it: stem -> how surely it means the same, 0..1."""

    word: str  # folded; for an English question the English word
    stems: tuple[tuple[str, float], ...]
    weight: float  # its rarity, times how much it matters


@dataclass(frozen=True, slots=True)
class Question:
    """An analysed question."""

    text: str
    want: Want
    terms: tuple[Term, ...]
    arabic: bool


_SYNONYM = 0.75  # how surely a synonym from the lexicon means the same
_SPELLING = 0.95
_LONGEST_HEAD = 5  # words of a phrase in the glossary
_CONTEXT = 0.5  # what a word of an earlier turn weighs

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


def analyse(text: str, *, context: str = "", idf: IdfTable | None = None) -> Question:
    """A question analysed; dialect words count as their standard ones, its context's words for less than its own."""
    table = idf or IdfTable.shipped()
    arabic = is_arabic(text)
    folded = words(text)
    spoken = lexicon.standard(folded) if arabic else folded
    terms = _arabic_terms(spoken, table) if arabic else english_terms(folded, table)
    if context:
        said = {s for term in terms for s, _ in term.stems}
        more = analyse(context, idf=table).terms
        terms += tuple(replace(t, weight=_CONTEXT * t.weight) for t in more if t.stems[0][0] not in said)
    return Question(text, _want(" ".join(spoken), terms), terms, arabic)


def _want(spoken: str, terms: tuple[Term, ...]) -> Want:
    """What is wanted of the whole article, or else what is asked for first."""
    whole = wanted_of_article(spoken, [term.word for term in terms])
    if whole is not None:
        return whole
    found = [(match.start(), want) for want, pattern in _patterns() if (match := pattern.search(spoken))]
    first = min(found, key=lambda place: place[0], default=(0, Want.THING))[1]
    if first in (Want.THING, Want.SPEECH, Want.MANNER) and asks_generally(spoken, [term.word for term in terms]):
        return Want.SUMMARY
    return first


def _arabic_terms(spoken: list[str], idf: IdfTable) -> tuple[Term, ...]:
    terms: dict[str, Term] = {}
    for word in spoken:
        bare = word[1:] if word.startswith(("و", "ف")) and word[1:] in _ASKING else word
        if bare in _ASKING:
            continue
        one = stem(word)
        stems = {one: 1.0}
        for other in lexicon.synonyms().get(one, ()):
            stems.setdefault(other, _SYNONYM)
        for other in lexicon.spellings().get(one, ()):
            stems[other] = _SPELLING
        terms.setdefault(one, Term(word, tuple(stems.items()), idf("=" + one)))
    return tuple(terms.values())


def english_terms(folded: list[str], idf: IdfTable) -> tuple[Term, ...]:
    """The terms of an English question, through the glossary; words it does not have may be names."""
    terms: list[Term] = []
    place = 0
    while place < len(folded):
        head, equivalents = _glossary_at(folded, place)
        if equivalents:
            terms.append(_translated(" ".join(head), equivalents, idf))
        elif head[0] not in _ASKING_ENGLISH:
            terms.append(Term(head[0], ((stem(head[0]), 1.0),), idf.highest))
        place += len(head)
    return tuple(terms)


def _glossary_at(folded: list[str], place: int) -> tuple[list[str], tuple[tuple[str, ...], ...]]:
    table = lexicon.glossary()
    for length in range(_LONGEST_HEAD, 0, -1):
        head = folded[place : place + length]
        if length == 1 and head[0] in _ASKING_ENGLISH:
            break
        found = table.get(tuple(stem(w) for w in head)) or table.get(tuple(head))
        if len(head) == length and found:
            return head, found
    return folded[place : place + 1], ()


def _translated(head: str, equivalents: tuple[tuple[str, ...], ...], idf: IdfTable) -> Term:
    stems = {one: 0.9 for equivalent in equivalents for one in equivalent if len(one) > 1}
    rarest = min(max(idf("=" + one) for one in equivalent) for equivalent in equivalents)
    return Term(head, tuple(stems.items()), rarest)
