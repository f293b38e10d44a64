"""What is said to words that ask nothing of an article: greetings, thanks, «من أنت؟», and what has no meaning. Pure."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from types import MappingProxyType
from typing import Final

from assistant.answer import Language
from vectorstore.language.arabic import is_arabic, stem, words
from vectorstore.language.idf import known

_HAIL: Final = (
    r"(?:(?:ال)?سلام(?: عليكم)?(?: ورحمه الله(?: وبركاته)?)?|و?عليكم السلام|(?:مرحبا|اهلا|هلا|هلو|هاي|الو|هالو)"
    r"(?: (?:بك|بكم|فيك|والله|وسهلا))?|صباح (?:الخير|النور|الورد)|مسا الخير|مساء? (?:الخير|النور)|"
    r"و?كيف (?:حالك|الحال|الحالك|صحتك)|و?(?:ازيك|شلونك|كيفك|لاباس)(?: عامل ايه)?|"
    r"hi|hello|hey|good (?:morning|afternoon|evening)|how are you)"
)
_TO_WHOM: Final = r"(?:يا \w+|صديقي|اخي|اليوم|جميعا|there|everyone|today)"
_GREETING: Final = re.compile(rf"(?:يا )?{_HAIL}(?: (?:{_HAIL}|{_TO_WHOM})){{0,6}}")
_THANKS: Final = re.compile(
    r"(?:(?:الف )?شكرا?(?: (?:لك|لكم|جزيلا|كثيرا|جدا|ليك|الك))*|"
    r"(?:متشكر|مشكور|تسلم|يسلمو|يعطيك العافيه|بارك الله فيك)\w*(?: جدا)?|"
    r"thanks?(?: (?:you|a lot|so much|very much))*|مع السلامه|وداعا|باي|الي اللقا|(?:good ?)?bye)"
    r"(?: (?:علي|for) (?:المساعده|مساعدتك|الاجابه|اجابتك|التوضيح|وقتك|(?:the|your) (?:help|answer))| يا \w+| صديقي)?"
)
_FINE: Final = re.compile(
    r"(?:نعم|لا|حسنا|طيب|تمام|اوكي|اوك|ماشي|جيد|ممتاز|رائع|فهمت|ok|okay|yes|no|fine|great)"
    r"(?: (?:جدا|شكرا|فهمت|thanks))?"
)
_WHO: Final = re.compile(
    r"و?(?:من|مين|منو|شكون|ما|شو|ايش|وش) (?:انت|انتي|انتم|تكون|حضرتك|(?:هو )?اسمك|(?:هي )?(?:وظيفتك|مهمتك))|"
    r"(?:انت|انتي|حضرتك) (?:مين|من|منو|شنو|ايه|شو)|"
    r"(?:هل )?(?:انت|انتي|حضرتك) (?:روبوت|انسان|بشر|حقيقي|برنامج|اله|ذكا اصطناعي|ذكاء اصطناعي|نموذج لغوي)|"
    r"(?:من|مين|منو) (?:الذي |اللي )?(?:صنعك|طورك|برمجك|انشاك|صممك)|"
    r"(?:ماذا|ما الذي|شو|ايش|وش|ايه اللي) (?:تستطيع|يمكنك|تقدر|بتقدر|تعرف|بتعمل|تفعل)"
    r"(?: (?:ان )?(?:تفعل|تعمل|تسوي|تعمله|فعله))?|"
    r"(?:كيف|ازاي|شلون) (?:تعمل|بتشتغل|تشتغل|استخدمك|استعملك)|"
    r"(?:كيف|هل|ازاي) (?:يمكنك|تستطيع|تقدر|ممكن) (?:ان )?(?:مساعدتي|تساعدني)|ساعدني|مساعده|"
    r"help(?: me)?|can you help me|"
    r"who are you|what are you|what(?: is|s) your name|what can you do|how do you work|what is this|"
    r"who (?:made|built) you|are you (?:an? )?(?:robot|bot|human|person|ai|real)"
)
# Letters that stand side by side on a keyboard.
_ROWS: Final = (
    *("qwertyuiop", "asdfghjkl", "zxcvbnm"),
    *("ضصثقفغعهخحجد", "شسيبلاتنمكط", "رلايهوزظ"),  # as folded
)
_NEIGHBOURS: Final = frozenset(
    pair for row in _ROWS for one, other in pairwise(row) for pair in (one + other, other + one)
)
_MASHED: Final = 0.8  # share of neighbours from which a word was typed with a hand on the keyboard and no thought
_SHORTEST_MASHED: Final = 4  # letters
_LINES: Final[Mapping[str, Mapping[Language, str]]] = MappingProxyType(
    {
        "greeting": {
            "ar": "أهلا بك. اسألني عن المقال أجبك بكلماته.",
            "en": "Hello. Ask me about the article, and I will answer in its own words.",
        },
        "thanks": {
            "ar": "على الرحب والسعة. اسأل عما تشاء من المقال.",
            "en": "You are welcome. Ask anything else about the article.",
        },
        "who": {
            "ar": "أنا مساعد المقال: أجيب عن الأسئلة بكلمات المقال نفسه وأدلك على موضعها، وأقول إن لم يكن الجواب فيه.",
            "en": "I am the article assistant: I answer in the article's own words and show where they stand, "
            "or say that it does not tell.",
        },
        "fine": {
            "ar": "حسنا. اسأل عما تشاء من المقال.",
            "en": "All right. Ask anything about the article.",
        },
        "nonsense": {
            "ar": "لم أفهم السؤال. اكتب سؤالا عن المقال، مثل «من …؟» أو «متى …؟».",
            "en": "I did not understand. Type a question about the article, such as “Who …?” or “When …?”.",
        },
    }
)


def courtesy(question: str, language: Language, said: frozenset[str]) -> str | None:
    """What is said instead of looking; None for a question. ``said`` are the stems of the article's words.

    Without a meaning are numbers, what has no letters, letters typed at random, and in Latin letters a single word that
    the article does not have.
    """
    folded = words(question)
    spoken = " ".join(folded)
    for kind, pattern in (("greeting", _GREETING), ("thanks", _THANKS), ("fine", _FINE), ("who", _WHO)):
        if pattern.fullmatch(spoken):
            return _LINES[kind][language]
    return _LINES["nonsense"][language] if _is_nonsense(question, folded, said) else None


def _is_nonsense(question: str, folded: Sequence[str], said: frozenset[str]) -> bool:
    if not any(character.isalpha() for character in question):
        return True
    if said.intersection(map(stem, folded)):
        return False
    once = set(folded)
    return (len(once) == 1 and not is_arabic(question)) or all(len(word) == 1 or _is_mashed(word) for word in once)


def _is_mashed(word: str) -> bool:
    if len(word) < _SHORTEST_MASHED or known(word):
        return False
    pairs = [one + other for one, other in pairwise(word)]
    return sum(pair in _NEIGHBOURS for pair in pairs) >= _MASHED * len(pairs)
