"""What kind of word each word of a passage is, guessed by lists and form: for finding short answers, never for display.

The lists are of words that news and encyclopaedias use whatever they are about.
"""

import re
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from vectorstore.arabic import fold_word, stem
from vectorstore.idf import IdfTable
from vectorstore.wordvectors import WordVectors

Vector = npt.NDArray[np.float64]

_LISTS: Final[dict[str, str]] = {
    "relative": "الذي التي الذين اللذين اللذان اللتان اللتين اللواتي اللاتي who which that",
    "pronoun": "هو هي هم هما نحن ذلك هذا هذه تلك هولاء اوليك هذان it he she they this",
    "copula": "كان كانت كانوا يكون تكون اصبح اصبحت صار صارت ظل ظلت يعد تعد يعتبر تعتبر is was are were",
    "preposition": (
        "في من الي علي عن مع ب ل بين حتي منذ خلال عند لدي نحو ضد حول بعد قبل تحت فوق امام وراء ضمن دون داخل خارج قرب "
        "بجانب مثل لل of in on at by for from with to"
    ),
    "particle": (
        "و ف او ثم ان انه انها انهم بان بانه لكن لكنه بل حيث كما اذ اذا لو قد لقد سوف لا لم لن ما ليس ليست غير سوي الا "
        "اي ايضا بينما فيما مما كذلك اما فقد and or but the a an not"
    ),
    "reason": "لان لانه لانها لانهم بسبب نتيجه نظرا جراء بفضل اثر لكون بسببه سبب اسباب because due",
    "purpose": "بهدف لكي كي بغرض بغيه اجل هدف يهدف تهدف سعيا لضمان لتحقيق الهدف",
    "manner": "عبر بواسطه طريق باستخدام بشكل بطريقه وفقا طريقه",
    "alias": (
        "المكني الملقب الملقبه المعروف المعروفه لقب لقبه يلقب باسم يسمي تسمي اسم اسمه اسمها يعرف تعرف سمي سميت المدعو "
        "تدعي يدعي المسمي المسماه كنيته بلقب عرف عرفت عنوان بعنوان called named"
    ),
    "title": (
        "المتحدث الناطق الرييس رييس رييسه الوزير وزير وزيره المدير مدير مديره الامين امين النايب نايب الدكتور الدكتوره "
        "دكتور السيد السيده الشيخ القايد القيادي قايد المدرب مدرب اللاعب لاعب الباحث الباحثه البروفيسور الملك ملك "
        "الملكه الامير السفير سفير المستشار الخبير الخبيره المهندس الكاتب العميد اللواء العقيد الجنرال المحافظ محافظ "
        "الحارس المهاجم الامام الخليفه السلطان القديس الممثل الممثله المغني الفنان الفنانه العالم المخرج mr mrs dr"
    ),
    "person": "عبد ابو ابي ابا ابن بن بنت ام ال",
    "place": (
        "مدينه منطقه محافظه ولايه قريه بلده عاصمه العاصمه مطار ملعب ساحه شارع اقليم جزيره دوله مملكه جمهوريه شمال جنوب "
        "شرق غرب وسط حدود قاره نهر جبل بحر محيط مقاطعه"
    ),
    "organisation": (
        "وزاره جهاز تنظيم منظمه لجنه شركه هييه مجلس حزب جامعه اتحاد تحالف بنك مصرف نادي جمعيه موسسه حركه حكومه وكاله "
        "صندوق مركز معهد برلمان محكمه جيش قوات شرطه كليه مختبر اداره دايره منتخب فريق مدرسه مستشفي"
    ),
    "month": (
        "يناير فبراير مارس ابريل نيسان مايو ماي يونيو جوان يوليو جويليه اغسطس اوت اب سبتمبر اكتوبر نوفمبر ديسمبر كانون "
        "شباط اذار ايار حزيران تموز ايلول تشرين افريل فيفري جانفي رمضان شعبان محرم شوال رجب صفر january february march "
        "april may june july august september october november december"
    ),
    "day": "الاثنين الثلاثاء الاربعاء الخميس الجمعه السبت الاحد امس اليوم غدا monday tuesday wednesday thursday friday",
    "time": (
        "عام عاما سنه سنوات يوم ايام شهر اشهر قرن القرن ساعه ساعات الساعه اسبوع فتره موسم دقيقه دقايق العام السنه "
        "اعوام مساء صباح فجر ليله الماضي الماضيه المقبل المقبله الميلادي ميلاديه الهجري هجريه م ه عقد مطلع اواخر اوايل"
    ),
    "numeral": (
        "واحد واحده اثنان اثنين اثنتين ثلاث ثلاثه اربع اربعه خمس خمسه ست سته سبع سبعه ثماني ثمانيه تسع تسعه عشر عشره "
        "عشرون عشرين ثلاثين ثلاثون اربعين اربعون خمسين خمسون ستين ستون سبعين سبعون ثمانين ثمانون تسعين تسعون مايه ميه "
        "مييه مايتين ميتين الف الاف الفين مليون ملايين مليونا مليار مليارات نصف ثلث ربع عشرات ميات مرتين يومين عامين "
        "سنتين شهرين"
    ),
    "unit": (
        "دولار دولارا يورو جنيه ريال درهم دينار ليره كيلومتر كيلومترا كم متر مترا نسمه شخص شخصا طن طنا مربع بالمايه "
        "بالميه المايه الميه درجه كيلوغرام كغ غرام ميل عنصرا جندي قتيلا قتيل جريحا مره مرات"
    ),
    "speech": (
        "قال قالت اكد اكدت اوضح اوضحت اضاف اضافت اشار اشارت ذكر ذكرت افاد افادت صرح صرحت اعلن اعلنت كشف كشفت شدد شددت "
        "اعتبر اعتبرت بين بينت نفي نفت حذر وصف said announced stated told"
    ),
}
KINDS: Final = (*_LISTS, "year", "number", "latin", "verb", "definite", "name", "nisba", "other", "edge")
_BY_WORD: Final = {fold_word(word): kind for kind, listed in _LISTS.items() for word in listed.split()}
_CODES: Final = {kind: code for code, kind in enumerate(KINDS)}
_YEAR = re.compile(r"^(?:1\d\d\d|20\d\d)(?:[مه]|$)")
_DEFINITE = re.compile(r"^[وف]?(?:[بك]?ال|لل)\w{2,}")
_VERB = re.compile(r"^[وف]?س?[يتن]\w{3,}$")

# Words of one kind of thing each; a word is of the kind that its vector is near to.
_EXAMPLES: Final[dict[str, str]] = {
    "place": "مصر سوريا العراق لندن باريس القاهره دمشق بغداد فرنسا المانيا الصين تركيا الاردن المغرب تونس الرياض لبنان",
    "person": "محمد احمد علي حسن جون مايكل خالد يوسف ابراهيم جورج محمود سعيد ديفيد كريم",
    "organisation": "وزاره شركه منظمه جامعه حزب بنك اتحاد هييه مجلس موسسه",
    "time": "يناير مارس يوليو سبتمبر الاربعاء الخميس امس عام شهر اسبوع",
    "role": "رييس وزير مدير مدرب كاتب ممثل لاعب مغني استاذ زعيم",
    "measure": "مليون دولار متر كيلومتر نسمه طن مليار ساعه كيلوغرام",
}
PROTOTYPES: Final = tuple(_EXAMPLES)


@lru_cache(maxsize=65_536)
def kind_of(word: str) -> int:
    """The place in `KINDS` of a word as it is written."""
    folded = fold_word(word)
    listed = _BY_WORD.get(folded) or (_BY_WORD.get(folded[1:]) if folded[:1] in ("و", "ف", "ب", "ل") else None)
    return _CODES[listed or _by_form(word, folded)]


def _by_form(word: str, folded: str) -> str:
    if folded[:1].isdigit():
        return "year" if _YEAR.match(folded) else "number"
    if folded.isascii():
        return "latin"
    if _DEFINITE.match(folded):
        return "definite"
    if _VERB.match(folded) and not word.endswith("ة"):
        return "verb"
    if not vector_of(folded).any():
        return "name"
    return "nisba" if word.endswith(("ي", "ية", "يا", "يًا")) else "other"


@lru_cache(maxsize=65_536)
def vector_of(folded: str) -> Vector:
    """The vector of a folded word's stem; all zeros where it has none."""
    vector: Vector = WordVectors.shipped().units([stem(folded)])[0]
    return vector


@lru_cache(maxsize=65_536)
def likeness(folded: str) -> Vector:
    """How near a folded word is to each of `PROTOTYPES`, as cosines."""
    return np.asarray(_prototypes() @ vector_of(folded))


@lru_cache(maxsize=65_536)
def rarity(folded: str) -> float:
    """The IDF of a folded word's stem against the highest, 0..1."""
    table = IdfTable.shipped()
    return table("=" + stem(folded)) / table.highest


@lru_cache(maxsize=1)
def _prototypes() -> Vector:
    means = [np.mean([vector_of(fold_word(word)) for word in listed.split()], axis=0) for listed in _EXAMPLES.values()]
    return np.array([mean / (np.linalg.norm(mean) or 1.0) for mean in means])
