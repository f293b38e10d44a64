"""Signs in a passage that it gives what a question wants: a person, a time, a place, a number, a reason and so on.

Rules over folded words; each gives a strength from 0 (no sign) to 1 (a sure one).
"""

import re
from functools import cache, lru_cache

from vectorstore.questions import Want
from vectorstore.vocabulary import folded_words

_MONTHS = (
    "يناير|فبراير|مارس|ابريل|نيسان|مايو|ماي|يونيو|جوان|يوليو|جويليه|اغسطس|اوت|سبتمبر|اكتوبر|نوفمبر|ديسمبر|"
    "كانون|شباط|اذار|ايار|حزيران|تموز|ايلول|تشرين|افريل|فيفري|جانفي|رمضان|شعبان|محرم|شوال|رجب|"
    "january|february|march|april|june|july|august|september|october|november|december"
)
_DAYS = "الاثنين|الثلاثا|الاربعا|الخميس|الجمعه|السبت|الاحد|اثنين|ثلاثا|اربعا|monday|tuesday|wednesday|thursday|friday"
_NUMBER_WORDS = (
    "واحد|اثنان|اثنين|ثلاث|ثلاثه|اربع|اربعه|خمس|خمسه|ست|سته|سبع|سبعه|ثماني|ثمانيه|تسع|تسعه|عشر|عشره|عشرون|عشرين|ثلاثين|"
    "ثلاثون|اربعين|خمسين|ستين|سبعين|ثمانين|تسعين|مايه|مئه|ميه|مايتين|الف|الاف|الفين|مليون|ملايين|مليار|مليارات|نصف|ثلث|ربع|"
    "عشرات|ميات|مرتين|يومين|عامين|سنتين|شهرين|اسبوعين"
)
_PLACES = (
    "مدينه|منطقه|محافظه|ولايه|قريه|بلده|عاصمه|العاصمه|مطار|ملعب|ساحه|شارع|اراضي|الاراضي|داخل|شمال|جنوب|شرق|غرب|حدود"
)
_TITLES = (
    "المتحدث|الناطق|الرييس|رييس|الوزير|وزير|وزيره|المدير|مدير|مديره|الامين|امين|النايب|نايب|الدكتور|الدكتوره|دكتور|د|السيد|السيده|"
    "الشيخ|القايد|القيادي|قايد|المدرب|مدرب|اللاعب|لاعب|الباحث|الباحثه|البروفيسور|الملك|الامير|السفير|سفير|المستشار|الخبير|"
    "الخبيره|المهندس|الكاتب|العميد|اللوا|العقيد|الجنرال|الحكم|المحافظ|محافظ|الحارس|المهاجم|مسجل|mr|mrs|dr|prof"
)
_ORGANISATIONS = (
    "وزاره|جهاز|تنظيم|منظمه|لجنه|شركه|هييه|مجلس|حزب|جامعه|اتحاد|تحالف|التحالف|بنك|مصرف|نادي|جمعيه|موسسه|حركه|حكومه|الحكومه|وكاله|"
    "صندوق|مركز|معهد|برلمان|محكمه|جيش|قوات|شرطه|كليه|مختبر|اداره|دايره|منتخب|فريق"
)
_SPEECH = (
    "قال|قالت|اكد|اكدت|اوضح|اوضحت|اضاف|اضافت|اشار|اشارت|ذكر|ذكرت|افاد|افادت|صرح|صرحت|اعلن|اعلنت|كشف|كشفت|شدد|شددت|"
    "اعتبر|اعتبرت|راي|بيان|تصريح|بينت|نفي|نفت|حذر|وصف|جددت|جدد|said|announced|stated|told"
)

_SIGNS: dict[Want, tuple[tuple[str, float], ...]] = {
    Want.TIME: (
        (rf"\d{{1,2}} (?:من )?(?:{_MONTHS})\b|\b(?:{_MONTHS})(?: \w+)? \d{{4}}|\b(?:1[5-9]|20)\d\d\b|\d+/\d+", 1.0),
        (rf"\b(?:و|ف|ب|ل)?(?:{_MONTHS})\b|\b(?:يوم|عام|سنه|مسا|صباح|فجر|ليله|الساعه|قرن) ", 0.8),
        (rf"\b(?:{_DAYS})\b", 0.8),
        (
            r"\b(?:الماضي|الماضيه|المقبل|المقبله|الجاري|الحالي|منذ|قبل|بعد|خلال|عندما|حين|امس|اليوم|غدا|حاليا|الدقيقه)\b",
            0.4,
        ),
    ),
    Want.QUANTITY: (
        (rf"(?<![\w/])(?!(?:1[5-9]|20)\d\d\b)\d[\d.,٫٬]*+(?!/\d| (?:من )?(?:{_MONTHS})\b)", 1.0),  # but no date
        (rf"\b(?:و|ب|ل|ال)?(?:{_NUMBER_WORDS})\b", 0.8),
        (r"\b(?:عدد|نسبه|جميع|معظم|اكثر|اقل|بالمايه|بالميه|عده)\b", 0.3),
    ),
    Want.PLACE: (
        (rf"\b(?:{_PLACES})\b", 0.8),
        (r"\b(?:في|الي|من) ال?\w{3,}", 0.3),
    ),
    Want.PERSON: (
        (rf"\b(?:و|ب|ل)?(?:{_TITLES}) ", 1.0),
        (r"\b(?:عبد|ابو|ابن|بن|ال) \w+|\b(?:بقياده|برياسه|علي يد|من قبل)\b", 0.7),
        (rf"\b(?:{_SPEECH})\b", 0.3),
    ),
    Want.REASON: (
        (
            r"\b(?:لان|لانه|لانها|لانهم|بسبب|نتيجه|نظرا|جرا|يعود|تعود|يرجع|ترجع|السبب|سبب|بفضل|يعزي|بعدما|because|due)\b",
            1.0,
        ),
        (r"\b(?:بعد|حيث|اذ|مما|لذلك|عقب|اثر|من اجل|بهدف|كون|لكي|حتي|ادي|ادت)\b", 0.5),
    ),
    Want.PURPOSE: (
        (
            r"\b(?:بهدف|يهدف|تهدف|لضمان|من اجل|بغرض|بغيه|سعيا|تسعي|يسعي|لكي|هدف|اهداف|غايه|الهدف|لتحقيق|الي دعم)\b|"
            r"\bin order\b",
            1.0,
        ),
        (r"\b(?:لت\w{3,}|حتي|كي)\b", 0.5),
    ),
    Want.MANNER: (
        (r"\b(?:عبر|بواسطه|عن طريق|من خلال|باستخدام|بشكل|بطريقه|بالتعاون|بالتنسيق|خلال|وفقا|by|through)\b", 0.8),
    ),
    Want.ALIAS: (
        (r"\b(?:المكني|الملقب|المعروف|لقب|يلقب|كنيه|يكني|يعرف|تعرف|باسم|اسمه|سمي|تسمي|يسمي|called|known)\b", 1.0),
    ),
    Want.SPEECH: ((rf"\b(?:و)?(?:{_SPEECH})\b|مشيرا|موكدا|موضحا|مضيفا|لافتا", 1.0),),
    Want.ORGANISATIONS: ((rf"\b(?:و|ب|ل|ال)?(?:{_ORGANISATIONS})\b", 1.0),),
}
_SIGNS[Want.PEOPLE] = _SIGNS[Want.PERSON]
_SIGNS[Want.TIMES] = _SIGNS[Want.TIME]
_SIGNS[Want.PLACES] = _SIGNS[Want.PLACE]


@cache
def _signs(want: Want) -> tuple[tuple[re.Pattern[str], float], ...]:
    return tuple((re.compile(pattern), strength) for pattern, strength in _SIGNS.get(want, ()))


@lru_cache(maxsize=16_384)
def strength(want: Want, text: str) -> float:
    """How sure a sign there is in a passage of what is wanted, 0..1; 0 for wants that have no sign of their own."""
    folded = _plain(text)
    return max((value for pattern, value in _signs(want) if pattern.search(folded)), default=0.0)


@lru_cache(maxsize=16_384)
def count(want: Want, text: str) -> int:
    """How many different sure signs of what is wanted a passage has."""
    folded = _plain(text)
    return len({found.group() for pattern, value in _signs(want) if value >= 0.7 for found in pattern.finditer(folded)})


@lru_cache(maxsize=4_096)
def _plain(text: str) -> str:
    return " ".join(folded_words(text))
