"""What a question for a quantity counts or measures, and which figures of a text measure that.

«كم بلغت كلفة الجسر؟» is not answered by how long the bridge is: a figure answers only with a unit of what is asked, or,
where things are counted, beside the noun that names them. The units are those that news uses whatever it is about.
"""

import re
from enum import StrEnum
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from vectorstore.arabic import Word, iter_words, words

Vector = npt.NDArray[np.float64]


class Measure(StrEnum):
    """What is measured; COUNT is of things that the question names."""

    MONEY = "money"
    SHARE = "share"
    AGE = "age"
    DURATION = "duration"
    SIZE = "size"
    COUNT = "count"


_CURRENCIES = (
    "دولار|يورو|دينار|ريال|جنيه|درهم|دراهم|ليره|ليرات|روبيه|روبل|يوان|ين|فرنك|شيكل|شيقل|دوقيه|سنت|بيزو|"
    "dollar|euro|pound"
)
_PERIODS = (
    "يوم|ايام|يومين|اسبوع|اسابيع|اسبوعين|شهر|اشهر|شهور|شهرين|عام|اعوام|عامين|سنه|سنوات|سنين|سنتين|ساعه|ساعات|ساعتين|دقيقه|"
    "دقايق|دقيقتين|ثانيه|ثواني|ثوان|عقد|عقود|عقدين|قرن|قرون|قرنين|موسم|مواسم|موسمين|day|week|month|year|hour|minute"
)
_SIZES = (
    "متر|امتار|كيلومتر|كيلومترات|كلم|كم|سنتيمتر|سم|ميل|اميال|هكتار|فدان|دونم|طن|اطنان|كيلوغرام|كيلوجرام|كيلو|غرام|جرام|لتر|"
    "برميل|ميغاواط|جيغاواط|كيلوواط|واط|ميجاوات|درجه|درجات|عقده|غيغابايت|ميغابكسل|مربع|meter|metre|kilometer|km|ton|mile"
)
_PARTS = "بالمايه|بالميه|المايه|الميه|بالمييه|المييه|نصف|ثلث|ربع|ثلثي|ثلثا|percent"

# What the words of a question for a quantity ask for, the first that fits; «كم عدد …» counts whatever else is said.
_ASKED: tuple[tuple[Measure, str], ...] = (
    (Measure.COUNT, r"\bعدد|\bاعداد|\bnumber of\b"),
    (Measure.SHARE, r"\b(?:ال|ب|وال)?نسبه|\bنسبته|\bكم (?:ب|في )(?:ال)?م[ايه]+يه|\bpercent|\bshare of"),
    (Measure.AGE, r"\bعمره?ا?\b|\bسنه\b$|\bhow old\b|\bage\b"),
    (
        Measure.MONEY,
        r"\b(?:ال|و|ب|ل)?(?:كلفه|تكلفه|تكاليف|كلفت|تكلف|يكلف|سعر|سعره|سعرها|ثمن|ثمنه|راتب|راتبه|اجر|اجره|ميزانيه|"
        r"ميزانيته|ايراد|ايرادات|ارباح|ربح|خساير|غرامه|تمويل|قرض|رسوم|مبلغ|استثمارات|عوايد|فلوس|مصاري)\b|"
        rf"\b(?:و|ف)?بكم\b|\bس?[يتن]كلف|\bكم (?:ال)?(?:{_CURRENCIES})|"
        r"\bكم (?:دفع|انفق|صرف|ربح|خسر|يدفع|تدفع)|\b(?:cost|price|salary|budget|money|paid|revenue)",
    ),
    (
        Measure.DURATION,
        rf"\b(?:مده|مدته|مدتها)\b|\bكم (?:من )?(?:ال)?(?:وقت|زمن|{_PERIODS})|"
        r"\bكم (?:دام|استغرق|استمر|ستستمر|يستغرق|ستستغرق)|"
        r"\bhow long\b|\bhow many (?:days|weeks|months|years|hours|minutes)\b",
    ),
    (
        Measure.SIZE,
        r"\b(?:ال)?(?:مساحه|مساحته|مساحتها|طول|طوله|طولها|ارتفاع|ارتفاعه|ارتفاعها|عرض|وزن|وزنه|عمق|سرعه|قدره|مسافه|حراره)\b|"
        rf"\bكم (?:ال)?(?:{_SIZES})\b|\bhow (?:far|tall|big|deep|high)\b",
    ),
    (Measure.MONEY, r"\b(?:ال|و|ب)?(?:قيمه|قيمته|قيمتها)\b"),
    (Measure.COUNT, r"\bكم (?!بلغ|تبلغ|يبلغ|ستبلغ|سيبلغ|كان|وصل|مره)\w|\bhow many\b"),
)
_UNITS: dict[Measure, re.Pattern[str]] = {
    Measure.MONEY: re.compile(rf"(?:ال)?(?:{_CURRENCIES})(?:ا|ات|ين)?s?"),
    Measure.SHARE: re.compile(rf"(?:{_PARTS})"),
    Measure.AGE: re.compile(r"عام|عاما|سنه|اعوام|سنوات|ربيعا|العمر|عمره|عمرها|years?"),
    Measure.DURATION: re.compile(rf"(?:ال)?(?:{_PERIODS})(?:ا|s)?"),
    Measure.SIZE: re.compile(rf"(?:ال)?(?:{_SIZES})(?:ا|ات|ين|s)?"),
}
_NUMERALS = re.compile(
    r"(?:و|ب|ل|ف)?(?:واحد|واحده|اثنان|اثنين|اثنتين|اثنتي|اثني|احد|احدي|ثلاث|ثلاثه|اربع|اربعه|خمس|خمسه|ست|سته|سبع|سبعه|ثمان|"
    r"ثماني|ثمانيه|تسع|تسعه|عشر|عشره|عشرون|عشرين|ثلاثون|ثلاثين|اربعون|اربعين|خمسون|خمسين|ستون|ستين|سبعون|سبعين|ثمانون|"
    r"ثمانين|تسعون|تسعين|مايه|ميه|مييه|مايتين|مايتا|ميتين|الف|الفا|الاف|الفين|مليون|مليونا|مليوني|مليونين|ملايين|مليار|مليارا|ملياري|"
    r"مليارات|نصف|ثلث|ربع|عشرات|ميات|بضع|بضعه|one|two|three|four|five|six|seven|eight|nine|ten)"
)
_DUAL = re.compile(
    r"(?:و|ب|ل|ف)?\w{3,}(?:تين|تان)|(?:يومين|عامين|شهرين|اسبوعين|قرنين|عقدين|موسمين|هدفين|دولارين|مترين)"
)
_SCALES = frozenset(
    "الف الفا الاف مليون مليونا مليوني ملايين مليار مليارا ملياري مليارات مايه ميه نحو حوالي و في".split()
)
_REACH = 4  # words after a figure within which its unit stands
_NEAR = 3  # words from a figure within which the noun that it counts stands


@lru_cache(maxsize=1_024)
def asked(text: str) -> Measure | None:
    """What a question asks the measure of; None where that cannot be told."""
    folded = " ".join(words(text))
    return next((measure for measure, pattern in _ASKED if re.search(pattern, folded)), None)


@lru_cache(maxsize=16_384)
def figures(text: str, measure: Measure) -> tuple[float, ...]:
    """1 for each word of a text that is a figure of that measure, or belongs to one; for COUNT, any figure's."""
    found = tuple(iter_words(text))
    marked = [0.0] * len(found)
    for place, word in enumerate(found):
        end = _end(text, found, place, measure) if _is_figure(word.folded) else 0
        for inside in range(place, end):
            marked[inside] = 1.0
    return tuple(marked)


def counted(figures: npt.ArrayLike, noun: Vector) -> Vector:
    """How surely each figure counts a noun, shape (…, words); ``noun`` says how surely each word is that noun."""
    near = np.zeros_like(noun)
    for step in range(1, min(_NEAR, noun.shape[-1] - 1) + 1):
        near[..., :-step] = np.maximum(near[..., :-step], noun[..., step:])
        near[..., step:] = np.maximum(near[..., step:], noun[..., :-step])
    return np.asarray(figures) * near


def _is_figure(folded: str) -> bool:
    return folded.lstrip("وفبل")[:1].isdigit() or bool(_NUMERALS.fullmatch(folded) or _DUAL.fullmatch(folded))


def _end(text: str, found: tuple[Word, ...], place: int, measure: Measure) -> int:
    """The end of the figure at a place, with its unit; 0 where its unit is another."""
    if measure is Measure.COUNT:
        return place + 1
    word = found[place]
    if measure is Measure.SHARE and text[word.end : word.end + 2].strip()[:1] in ("%", "٪"):
        return place + 1
    pattern = _UNITS[measure]
    for after in range(place, min(place + _REACH, len(found))):
        if pattern.fullmatch(found[after].folded) or pattern.fullmatch(found[after].folded[1:]):
            return after + 1
        if after > place and not (_is_figure(found[after].folded) or found[after].folded in _SCALES):
            return 0
    return 0
