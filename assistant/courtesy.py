"""What is said to words that ask nothing of an article: greetings, thanks, «من أنت؟», and what has no meaning. Pure."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from assistant.answer import Language
from vectorstore.arabic import is_arabic, stem, words

_GREETING: Final = re.compile(
    r"(?:ال)?سلام(?: عليكم)?(?: ورحمه الله(?: وبركاته)?)?|و?عليكم السلام|(?:يا )?(?:مرحبا|اهلا|هلا|هلو|هاي|الو|هالو)"
    r"(?: (?:بك|بكم|فيك|والله|وسهلا))?|صباح (?:الخير|النور|الورد)|مسا الخير|مساء? الخير|كيف (?:حالك|الحال|الحالك|صحتك)|"
    r"(?:ازيك|شلونك|كيفك|لاباس)(?: عامل ايه)?|hi|hello|hey|good (?:morning|afternoon|evening)|how are you"
)
_THANKS: Final = re.compile(
    r"(?:الف )?شكرا?(?: (?:لك|لكم|جزيلا|كثيرا|جدا|ليك|الك))*|"
    r"(?:متشكر|مشكور|تسلم|يسلمو|يعطيك العافيه|بارك الله فيك)\w*(?: جدا)?|"
    r"thanks?(?: (?:you|a lot|so much|very much))*|مع السلامه|وداعا|باي|الي اللقا|(?:good ?)?bye"
)
_WHO: Final = re.compile(
    r"و?(?:من|مين|منو|شكون|ما|شو|ايش|وش) (?:انت|انتي|انتم|تكون|حضرتك|اسمك)|"
    r"(?:انت|انتي|حضرتك) (?:مين|من|منو|شنو|ايه|شو)|"
    r"(?:ماذا|ما الذي|شو|ايش|وش|ايه اللي) (?:تستطيع|يمكنك|تقدر|بتقدر|تعرف|بتعمل|تفعل)"
    r"(?: (?:ان )?(?:تفعل|تعمل|تسوي|تعمله|فعله))?|"
    r"(?:كيف|ازاي|شلون) (?:تعمل|بتشتغل|تشتغل|استخدمك|استعملك)|ساعدني|مساعده|help|"
    r"who are you|what are you|what(?: is|s) your name|what can you do|how do you work"
)
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
        "nonsense": {
            "ar": "لم أفهم السؤال. اكتب سؤالا عن المقال، مثل «من …؟» أو «متى …؟».",
            "en": "I did not understand. Type a question about the article, such as “Who …?” or “When …?”.",
        },
    }
)


def courtesy(question: str, language: Language, said: frozenset[str]) -> str | None:
    """What is said instead of looking; None for a question. ``said`` are the stems of the article's words.

    Without a meaning is what has no letters, and a single word of Latin letters that the article does not have.
    """
    folded = words(question)
    spoken = " ".join(folded)
    for kind, pattern in (("greeting", _GREETING), ("thanks", _THANKS), ("who", _WHO)):
        if pattern.fullmatch(spoken):
            return _LINES[kind][language]
    meaningless = not any(character.isalpha() for character in question) or (
        len(folded) == 1 and not is_arabic(question) and stem(folded[0]) not in said
    )
    if meaningless and not said.intersection(map(stem, folded)):
        return _LINES["nonsense"][language]
    return None
