"""Organisations that a text names: a word such as «وزارة» or «شركة» with the words that say which."""

import re
from collections.abc import Iterator
from functools import cache

from vectorstore import wordkinds
from vectorstore.phrases import Phrase, Phrases, phrases
from vectorstore.places import is_place
from vectorstore.wordkinds import KINDS

_MOST_WORDS = 7  # of a name
_MOST_INDEFINITE = 2  # words in a row after the first: «شركة معاصر وادي الأرجوان»
_OPENERS, _CLOSERS = ("«", "“", '"'), ("»", "”", '"')
_HEADS = (
    "وزاره|جهاز|تنظيم|منظمه|لجنه|شركه|هييه|مجلس|حزب|جامعه|اتحاد|تحالف|بنك|مصرف|نادي|جمعيه|موسسه|حركه|حكومه|وكاله|"
    "صندوق|مركز|معهد|برلمان|محكمه|جيش|قوات|شرطه|كليه|مختبر|اداره|دايره|منتخب|فريق|مدرسه|مستشفي|بلديه|نقابه|رابطه|"
    "مجموعه|حلف|جبهه|مرصد|متحف|مكتبه|اكاديميه|سفاره|قناه|صحيفه|مجله|ديوان|تيار|كتله|بورصه|امانه|غرفه (?:التجاره|"
    "تجاره|الصناعه|صناعه)"
)
_DEFINITE_HEADS = (
    "الاتحاد|التحالف|الحكومه|البرلمان|المحكمه|الجيش|الدايره|المنتخب|الجبهه|البنك|المركز|الهييه|المنظمه|الجامعه|"
    "المجلس|اللجنه|الجمعيه|الموسسه|الوكاله|الشركه|المجموعه|المعهد|الحزب|الحركه|الديوان|المحميه|النقابه|القوات|الشرطه|"
    "المديريه"
)
_KNOWN = (
    r"(?:منظمه |هييه )?الامم المتحده|مجلس الامن(?: الدولي)?|حلف (?:شمال الاطلسي|الناتو)|الناتو|البنتاجون|البنتاغون|"
    r"البيت الابيض|الكرملين|الكونغرس|الكونجرس|الكنيست|الفيفا|اليونسكو|اليونيسف|يونيسف|الانتربول|الفاو|اوبك|(?:تنظيم "
    r")?داعش|حماس|حزب الله|الاتحاد الاوروبي|جامعه الدول العربيه|الجامعه العربيه|الهلال الاحمر(?: ال\w+)?|الصليب "
    r"الاحمر(?: الدولي)?|الاتحاد الافريقي|صندوق النقد(?: الدولي)?|البنك الدولي|البنك المركزي(?: ال\w+)?|مجلس "
    r"التعاون(?: الخليجي)?|طالبان|رويترز|ناسا|غوغل|جوجل|فيسبوك|مايكروسوفت|تويتر|بوكو حرام|الدفاع المدني"
)
_NO_NAME = frozenset(("مجلس الاداره", "اللجنه الفنيه", "فريق العمل", "فريق البحث"))
_END = frozenset(
    KINDS.index(kind)
    for kind in (
        "relative pronoun copula preposition particle reason purpose manner alias title month day time numeral unit "
        "speech year number verb"
    ).split()
)
_PLACE_OR_BODY = frozenset((KINDS.index("place"), KINDS.index("organisation")))
_DEFINITE = re.compile(r"(?:ال|لل)\w{2,}")
# A definite word that follows another describes the body («المصرية», «الدولي») or is another noun («المشروع»).
_ADJECTIVE = re.compile(
    r"ال\w+[يه]|ال(?:عليا|عام|اعلي|متحد|موحد|مشترك|حر|جديد|احمر|ابيض|مستقل|حاكم|امن|شعب|اسود|بحث|تعليم|وطن)"
)
# What the body is for: «الاتحاد الدولي لكرة القدم».
_OBJECT = re.compile(
    r"لل(?!مره|قيام|وقوف|نظر)\w{3,}|ل(?:كره|حقوق|شوون|مكافحه|علوم|حمايه|رعايه|تنميه|دراسات|ابحاث|بحوث|تطوير|صيد|صناعه|صناعات|تنظيم|اداره|"
    r"دعم|مراقبه|ترويج)"
)
_ORDINAL = re.compile("ال(?:اول|ثاني|ثالث|رابع|خامس|سادس|سابع|ثامن|تاسع|عاشر|اخير|سبع|ثمان)[يه]?")  # a rank, no name
_OF_STATE = ("وزار", "جهاز", "جيش", "قوات", "شرطه", "حكومه", "الحكومه", "مدرسه", "مستشفي")  # «وزارة … للقيام بـ»
_JOINED = re.compile(r"وال\w{3,}")
_MAY_JOIN = ("وزار", "هيي", "لجن", "كلي", "جمعي")


def organisations(text: str) -> Iterator[Phrase]:
    """The organisations that a text names, in order; a head alone («الشركة») names none."""
    row = phrases(text)
    reached = 0
    for head in row.find(_pattern()):
        if head.first < reached:
            continue
        last = max(head.last, _end(row, head.first))
        name = " ".join(row.folded[head.first : last])[head.bare :]
        if _known().fullmatch(name) or (name not in _NO_NAME and _says_which(row, head.first, last)):
            reached = last
            yield row.phrase(head.first, last, bare=head.bare)


def _says_which(row: Phrases, first: int, last: int) -> bool:
    """Whether the words after a head say which: one is definite, quoted, a place or unknown to the word vectors."""
    return any(
        row.gaps[place] in _OPENERS
        or _DEFINITE.fullmatch(row.folded[place])
        or is_place(row.folded[place])
        or not wordkinds.vector_of(row.folded[place]).any()
        for place in range(first + 1, last)
    )


def _end(row: Phrases, first: int) -> int:
    """Where the name ends whose head is at ``first``."""
    place = first + 1
    most = min(first + _MOST_WORDS, len(row.folded))
    if place < most and row.gaps[place] in _OPENERS:
        return _end_of_quotation(row, first, most)
    while place < most and not row.gaps[place] and _goes_on(row, first, place):
        place += 1
    return place


def _end_of_quotation(row: Phrases, first: int, most: int) -> int:
    """«شركة «معاصر وادي الأرجوان»»: after a definite head a quotation is what it says, and none of its name."""
    if row.folded[first].startswith(("ال", "وال")):
        return first + 1
    closing = (
        place for place in range(first + 2, most + 1) if place < len(row.gaps) and row.gaps[place][:1] in _CLOSERS
    )
    return next(closing, first + 1)


def _goes_on(row: Phrases, first: int, place: int) -> bool:
    """Whether the word at a place still belongs to the name: a noun of a chain, an adjective, what it is for."""
    word, before = row.folded[place], row.folded[place - 1]
    kind = wordkinds.kind_of(word)
    if _ORDINAL.fullmatch(word):
        return False
    if _JOINED.fullmatch(word):
        return place == first + 2 and row.folded[first].startswith(_MAY_JOIN)
    if _OBJECT.fullmatch(word):
        return place > first + 1 and not (word.startswith("لل") and row.folded[first].startswith(_OF_STATE))
    if kind in _END or (word.startswith(("ب", "و", "ل")) and kind in _PLACE_OR_BODY):
        return False
    if not _DEFINITE.fullmatch(word):
        return not _DEFINITE.match(before) and place <= first + _MOST_INDEFINITE and not is_place(before)
    after_complement = _DEFINITE.match(before) or is_place(before)
    return not after_complement or _ADJECTIVE.fullmatch(word) is not None


def is_head(folded: str) -> bool:
    """Whether a folded word says that an organisation is named, without «ال»."""
    return _heads().fullmatch(folded) is not None


@cache
def _heads() -> re.Pattern[str]:
    return re.compile(_HEADS)


@cache
def _known() -> re.Pattern[str]:
    return re.compile(_KNOWN)


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(rf"(?<!\S)[وف]?((?!لاداره)[بل]?(?:{_KNOWN}|{_HEADS})|{_DEFINITE_HEADS})(?!\S)")
