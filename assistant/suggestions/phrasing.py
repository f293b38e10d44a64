"""Turn a sentence of an article into a question that it answers, by patterns of news writing. Pure.

Arabic asks by putting «متى» or «ماذا» before a clause as it stands, so patterns go far. What does not fit one exactly
makes no question: none is better than a clumsy one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from vectorstore.language.arabic import is_arabic

_MOST_WORDS: Final = 13  # of a question that is read at a glance
_FEWEST_WORDS: Final = 3
_WORD = r"[^\s،,؛;:.!?؟«»\"()]+"
_WORDS = rf"{_WORD}(?: {_WORD})"  # to be followed by how many more words than one
_SAID: Final = "أعلن|أكد|أكّد|أوضح|أضاف|ذكر|كشف|أفاد|صرح|صرّح|قال|بيّن|بين|توقع|توقّع|رأى|اعتبر|أبلغ|اقترح|قرر|طالب|دعا|وصف"
_POINTED: Final = {"أشار": "إلى ماذا", "لفت": "إلى ماذا", "نوه": "بماذا", "شدد": "على ماذا", "حذر": "ممَّ"}
_TAKES: Final = r"أن|أنه|أنها|إن|إنه|إنها|بأن|عن|إلى أن|على أن|من أن|من"
# The subject: up to six words, then perhaps a name set off by commas.
_SUBJECT = rf"(?P<subject>{_WORDS}{{0,5}}?)(?:، {_WORDS}{{0,3}}،)?"
_SPEECH = re.compile(rf"(?:^|[\s])و?(?P<verb>(?:{_SAID})ت?) {_SUBJECT} (?:{_TAKES}) ")
_POINTING = re.compile(rf"(?:^|[\s])و?(?P<verb>(?:{'|'.join(_POINTED)})ت?) {_SUBJECT} (?:{_TAKES}) ")
# A phrase that may have been cut short: «… في تنظيم» of «… في تنظيم الدولة».
_PREPOSITIONAL_END = re.compile(
    r" (?:في|من|على|إلى|عن|مع|أن|التي|الذي|بعد|قبل|خلال)(?: (?!(?:في|من|على|إلى|عن|مع) )\S+)*$"
)
# Words that mean something of the sentence before.
_POINTS_BACK = re.compile(r"\b(?:هذا|هذه|ذلك|تلك|هؤلاء)\b|(?:ها|هما|هم|إحداهن|أحدهن)\b")
# … at its end; other words that end so are no pronouns.
_OF_HIM = re.compile(
    r"\b(?!\w*(?:الله|وجه|مياه|شبه|تنبيه|تشابه|تجاه|اتجاه|توجيه|ترفيه|تشويه|فقه|نزيه|كره)\b)\w{3,}[^\Wىةا]ه[؟ ]"
)
_SENTENCE_END = re.compile(r"[.!?؟؛\n](?:\s|$)")
_NO_SUBJECT = re.compile(r"(?:أن|إن|بأن|عن|في|من|على|إلى|أنه|أنها|ذلك|هذا|هذه|خلال|بعد|قبل|كما|التزام\S*|أيضا|أيضًا)\b")
_MONTH = (
    "يناير|فبراير|مارس|أبريل|إبريل|مايو|يونيو|يوليو|أغسطس|سبتمبر|أكتوبر|نوفمبر|ديسمبر|كانون|شباط|آذار|نيسان|أيار|"
    "حزيران|تموز|آب|أيلول|تشرين"
)
_DAY = "السبت|الأحد|الاثنين|الإثنين|الثلاثاء|الأربعاء|الخميس|الجمعة"
_WHEN = rf"(?:و?(?:في|خلال|منذ|مساء|صباح|فجر|يوم) )+(?:\d|{_MONTH}|{_DAY}|يوم|عام|سنة|شهر)[^،,؛.]{{0,30}}"
_VERB = (
    rf"(?:{_SAID}|وقع|وقّع|شهد|بدأ|انطلق|توفي|قتل|قُتل|افتتح|وصل|غادر|فاز|خسر|سجل|سجّل|اندلع|ضرب|انهار|تراجع|ارتفع|انخفض|"
    "أطلق|عقد|زار|التقى|أصدر|أقر|أقرّ|وافق|استقال|انسحب|تأجل|تأخر|توقف|ألغى|أغلق|فشل|غاب|رفض|وصف|نفذ|نفّذ|اعتقل|أوقف)ت?"
)
_TIME_FIRST = re.compile(rf"(?:^|[،؛.] ?)و?{_WHEN}، (?P<clause>{_VERB}(?: {_WORD}){{2,11}})(?P<end>[،؛.]|$)?")
_ISSUED = re.compile(
    rf"(?P<noun>ال{_WORD}(?: ال{_WORD}){{0,2}}) (?P<verb>الصادر|الموقع|المبرم|المنعقد)ة? (?:في|يوم) \d"
)
_HAPPENED: Final = {"الصادر": "صدر", "الموقع": "وُقّع", "المبرم": "أُبرم", "المنعقد": "انعقد"}
_COUNT = re.compile(
    r"(?:^|\s)و?(?P<verb>بلغت?|وصلت?|تجاوزت?) "
    rf"(?P<noun>(?:عدد|نسبة|قيمة|حجم|سعر|مساحة|تكلفة|إجمالي|معدل|طول)(?: {_WORD}){{1,5}}?)"
    r" (?:نحو |حوالي |إلى |قرابة )*\d"
)
_BECAUSE = re.compile(
    rf"(?:^|[،؛.] ?)و?(?P<clause>(?!(?:{_SAID})ت? ){_VERB} (?:{_WORD} ){{2,9}}?)(?:بسبب|نتيجة|لأن\w*|جراء) "
)
_NO_NAME = (
    "في|من|على|إلى|عن|مع|عبر|منذ|خلال|قبل|بعد|عقب|أمام|حول|ضمن|أثناء|ردا|ردًا|رداً|تعليقا|تعليقًا|"
    "أمس|مساء|صباح|فجر|ظهر|عصر|يوم|عام|شهر|نهاية|مطلع|أن|إن|كما|أيضا|أيضًا|غير|قد|هذا|هذه|ذلك|تلك"
)
_TITLE = (
    "المتحدث|المتحدثة|الناطق|الناطقة|رئيس|رئيسة|وزير|وزيرة|مدير|مديرة|محافظ|سفير|سفيرة|أمين|أمينة|"
    "قائد|مدرب|مدربة|عميد|نائب"
)
_ENTITLED = re.compile(
    rf"(?<!\w)(?P<title>(?:{_TITLE})(?: {_WORD}){{1,4}})، (?P<name>(?!ال|و){_WORD} {_WORD})(?: {_WORD})?،"
)
# Two words after a title's last, which is definite, are a name if they tell no time or place. «ب», «ل» and «و» may be
# particles written onto such a word.
_NAMED = re.compile(
    rf"(?P<title>(?:{_TITLE}|محامي|محامية)(?: {_WORD}){{0,3}}? ال{_WORD}) "
    rf"(?P<name>(?!ال|[بلو]|(?:{_NO_NAME})\b){_WORD} {_WORD})"
)
_QUOTED_ALIAS = re.compile(rf"(?P<name>(?!ال){_WORD}(?: {_WORD}){{1,3}})، (?:المكنى|الملقب|المعروف باسم) (?:ب)?[\"«]")
_NOMINAL = re.compile(r"(?!هل|كيف|لماذا|متى|أين|من |ما |ماذا|كم )[^:؟?!.]+")
_ENGLISH_SAID: Final = {"said": "say", "announced": "announce", "stated": "state", "warned": "warn", "added": "add"}
_ENGLISH_SPEECH = re.compile(
    rf"(?:^|[.;] )(?P<subject>(?:[Tt]he |[A-Z])[\w' -]{{2,50}}?) (?P<verb>{'|'.join(_ENGLISH_SAID)}) "
)


@dataclass(frozen=True, slots=True)
class Phrased:
    """A question, and where in the text its answer stands: ``text[start:end]``, within one sentence."""

    question: str
    start: int
    end: int

    def within(self, text: str) -> "Phrased":
        """The same, of the text's sentence in which the answer begins."""
        return Phrased(self.question, self.start, min(self.end, sentence_around(text, self.start)[1]))


def sentence_around(text: str, place: int) -> tuple[int, int]:
    """From where to where the sentence goes that a place of a text is in."""
    ends = [found.end() for found in _SENTENCE_END.finditer(text)]
    return max((end for end in ends if end <= place), default=0), min(
        (end for end in ends if end > place), default=len(text)
    )


def sentence_questions(text: str) -> Iterator[Phrased]:
    """Questions that a passage answers, in its language."""
    for asked in _arabic(text) if is_arabic(text) else _english(text):
        words = asked.question.split()
        if _FEWEST_WORDS <= len(words) <= _MOST_WORDS and not _points_back(asked.question):
            yield asked.within(text)


def _points_back(question: str) -> bool:
    return bool(_POINTS_BACK.search(question) or _OF_HIM.search(question))


def heading_questions(heading: str) -> Iterator[str]:
    """What the article says under a heading that names a thing."""
    named = heading.strip(" .:،")
    if len(named.split()) > _MOST_WORDS - 4 or not _NOMINAL.fullmatch(named):
        return
    if is_arabic(named):
        yield f"ما {named}؟" if named.startswith("تفاصيل ") else f"ماذا جاء في المقال عن {named}؟"
    else:
        yield f"What does it say about {named}?"


def _arabic(text: str) -> Iterator[Phrased]:
    for found in _TIME_FIRST.finditer(text):
        clause = found["clause"] if found["end"] else _PREPOSITIONAL_END.sub("", found["clause"])
        yield Phrased(f"متى {clause}؟", found.start(), found.start("clause"))
    for found in _ENTITLED.finditer(text):
        pronoun = "هي" if _feminine(found["title"]) else "هو"
        yield Phrased(f"من {pronoun} {found['title']}؟", *found.span("name"))
    yield from _named(text)
    for found in _COUNT.finditer(text):
        yield Phrased(f"كم {found['verb']} {found['noun']}؟", found.end("noun"), len(text))
    for found in _ISSUED.finditer(text):
        verb = _HAPPENED[found["verb"]] + ("ت" if _feminine(found["noun"]) else "")
        yield Phrased(f"متى {verb} {found['noun']}؟", found.end("verb"), len(text))
    for found in _QUOTED_ALIAS.finditer(text):
        yield Phrased(f"ما كنية {found['name']}؟", found.end("name"), len(text))
    for found in _BECAUSE.finditer(text):
        yield Phrased(f"لماذا {found['clause'].strip()}؟", found.end("clause"), len(text))
    yield from _spoken(text)


def _named(text: str) -> Iterator[Phrased]:
    """Who the speakers are of whom a title before their names says it."""
    for spoken in _SPEECH.finditer(text):
        found = _NAMED.fullmatch(spoken["subject"])
        if found:
            pronoun, start = "هي" if _feminine(found["title"]) else "هو", spoken.start("subject")
            yield Phrased(f"من {pronoun} {found['name']}؟", start, start + found.end("title"))


def _spoken(text: str) -> Iterator[Phrased]:
    for found in _SPEECH.finditer(text):
        if not _NO_SUBJECT.match(found["subject"]):
            yield Phrased(f"ماذا {found['verb']} {found['subject']}؟", found.end(), len(text))
    for found in _POINTING.finditer(text):
        if not _NO_SUBJECT.match(found["subject"]):
            asking = _POINTED.get(found["verb"]) or _POINTED[found["verb"].removesuffix("ت")]
            yield Phrased(f"{asking} {found['verb']} {found['subject']}؟", found.end(), len(text))


def _english(text: str) -> Iterator[Phrased]:
    for found in _ENGLISH_SPEECH.finditer(text):
        question = f"What did {found['subject']} {_ENGLISH_SAID[found['verb']]}?"
        yield Phrased(question, found.end(), len(text))


def _feminine(phrase: str) -> bool:
    return phrase.split()[0].endswith("ة")
