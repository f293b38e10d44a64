"""Questions about the article as a whole, told from those about a part of it by their folded words."""

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from vectorstore.analysis.wants import Want
from vectorstore.language import lexicon
from vectorstore.language.arabic import fold_word, stem

# What belongs to a part of an article: a question with one of these is about that part, whatever else it says.
_PART: Final = re.compile(
    r"\b(?:[وبلف]|ال|وال|بال|لل)?(?:اسباب|سبب|نتايج|نتيجه|اهداف|هدف|شروط|بنود|بند|دور|موقف|مواقف|راي|ارا|مراحل|خطوات|"
    r"فوايد|مزايا|اضرار|مخاطر|تداعيات|اثار|عواقب|مطالب|توصيات|اجراات|تحديات|انجازات|انتقادات|ردود|اقوال|دوافع|عوامل|"
    r"اتهامات|عقوبات|حلول|خصايص|مكونات|الفرق|كم|لماذا|كيف|اتفاقيات|وثايق)\b|(?<!^)\bعدد\b|\b(?:reasons?|causes?|"
    r"results?|goals?|aims?|conditions|terms|role|position|opinion|effects?|impact|consequences|demands|"
    r"recommendations|measures|challenges|why|how)\b"
)
_ABOUT_PART: Final = re.compile(
    r"\b(?:عن|حول|بخصوص|بشان|عند|لدي) (?!ماذا|من يت|اي |ما |مضمون|موضوع|هذا |هذه |المقال|الخبر|النص|التقرير|القصه)\w|"
    r"\b(?:about|on|regarding|concerning) (?!what|this|the (?:article|story|text|news|report)|it\b|whom?\b)\w"
)
_NOUN: Final = r"(?:مقال|مقاله|خبر|نص|تقرير|قصه|ماده|موضوع|تحقيق|منشور|حكايه|سالفه|خبريه|كلام|فقرات)"
_ARTICLE: Final = (
    rf"(?:\b[وبلف]?(?:ال|لل|هال|هل|هذا ال|هذه ال){_NOUN}\b|\b(?:article|text|story|report|piece|news|passage)\b)"
)
_TELLS: Final = (
    "(?:يتحدث|يتكلم|يحكي|يدور|يقول|يتناول|يبحث|يناقش|يعالج|يخبر|يتمحور|تتحدث|تتكلم|تحكي|تدور|تقول|تتناول|تبحث|تناقش|"
    "تعالج|تتمحور|يركز|تركز|يروي|يغطي|يرصد|داير|تحدث|تكلم|يعرض|مكتوب|كتب|تناول)(?:ه|ها|هما|نا)?"
)
_WHAT: Final = (
    r"(?:عم|عما|عن ماذا|عن ما|علي ماذا|حول ماذا|في ماذا|بماذا|بم|فيم|عن اي \w+|حول اي \w+|في اي \w+|ماذا|اي \w+|ما "
    r"الذي)"
)
_MENTIONED: Final = (
    r"ذكر|ورد|وارد|جاء|جا\b|يشير|اشار|تحدث|نقل|اقتبس|ستشهد|ظهر|مذكور|وجود|احتو|يحتوي|تضمن|يتضمن|mention|name|quote|"
    r"cite|appear|list"
)


def _listing(nouns: str) -> str:
    return rf"\b(?:[وبلف]|ال|وال|بال|لل|ولل)?(?:{nouns})\b"


_LISTED: Final = (
    _listing(
        r"شخصيات|اشخاص|ناس|متحدثون|متحدثين|مسوولون|مسوولين|وزرا|نواب|لاعبون|لاعبين|مدربون|مدربين|خبرا|باحثون|باحثين|علما|"
        r"روسا|قاده|مرشحون|مرشحين|محللون|محللين|فنانون|فنانين|كتاب|شهود|سياسيون|سياسيين|people|persons|names|individuals|"
        r"speakers|ministers|players|experts|researchers|scientists|leaders|candidates"
    ),
    r"\b(?:من|منهم|من هم) (?:الذي |الذين )?(?:ان?ذكر|ذكر|ذكروا|ورد|(?:ال)?مذكور\w*|تحدث|تكلم|نقل)|\bwho (?:is|"
    r"are|was|were|s|else)(?! (?:the main|this article|the article|the protagonist|this story|the story))\b",
    _listing("تواريخ|مواعيد|ازمنه|مدد|اوقات|سنوات|اعوام|dates|times|years"),
    _listing("دول|بلدان|بلاد|اماكن|مدن|مناطق|مواقع|قري|محافظات|ولايات|countries|places|cities|locations"),
    _listing(
        r"جهات|منظمات|موسسات|هييات|اطراف|شركات|وزارات|انديه|فرق|منتخبات|احزاب|بنوك|جامعات|مصارف|organi[sz]ations|"
        r"institutions|bodies|companies|agencies|parties|clubs|teams"
    ),
    r"\b(?:(?:ال|وال|بال)(?:افلام|كتب|روايات|اغاني|مسلسلات|مولفات|قصايد|دواوين|البومات)|(?:كتب|افلام|روايات|"
    r"اغاني|مولفات|دواوين|اعمال)(?:ه|ها|هم)|films|movies|books|novels|songs)\b",
    _listing(r"ارقام|احصاات|احصاييات|نسب|مبالغ|numbers|statistics|figures|sums"),
    _listing(r"اسما|names"),
)
_SHORT: Final = (
    r"\b(?:لخص\w*|تلخيص\w*|ملخص\w*|الملخص|خلاصه|خلاصته|الخلاصه|اختصر\w*|اوجز\w*|زبده|الزبده|زبدته|لب|summar\w+|sum "
    r"up|tl ?dr|recap|باختصار|بايجاز|in brief|briefly)\b"
)
# «ما أبرز ما توصل إليه المحققون؟»: what came of that which the article is about.
_OUTCOME: Final = (
    r"\b(?:اهم|ابرز) ما (?:خرج|توصل|انتهي|انتهت|اسفر|تمخض|افضي|افضت|كشف|حدث|حصل|جري|دار)\w*\b|\b(?:اهم|ابرز) "
    r"(?:تفاصيل|احداث|وقايع|مجريات)\b"
)
_ONE_SENTENCE: Final = (
    r"\b(?:في|ب) ?(?:جمله|جملتين|سطر|سطرين|كلمه|كلمتين)\b|\b(?:one|a single|single) (?:sentence|line)\b|\bشو القصه\b"
)
_POINTS_BACK: Final = re.compile(
    r"\b(?:ذلك|بعدها|قبلها|حينها|له|لها|لهم|معه|معها|معهم|his|her|their|its|he|she|they|him|them|that|then)\b"
)
_ANYTHING: Final = (
    r"\b(?:القصه|هالقصه)\b|\b(?:ال|هال)?(?:حدث|حصل|صار|جري|حدثان|احداث|سالفه|حكايه|خبر|اخبار|جديد|موضوع|تفاصيل|"
    r"معلومات|كلام|رييسي\w*|اساسيه?)\b|\b(?:happened|happens|news|story|new|overall)\b"
)
# What asks for one thing of what happened, and not for what happened.
_SPECIFIC: Final = re.compile(
    r"^(?:و|ف)?(?:هل|متي|اين|من|كم|لمن|ممن)\b|\b(?:باي|اي) (?:عام|سنه|يوم|شهر|تاريخ|وقت|ساعه|مدينه|دوله|بلد|مكان|"
    r"منطقه)\b|\b(?:when|where|who(?:m|se)?|how (?:many|much|long|old|far|often))\b|"
    r"^(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would)\b"
)
_SHORTEST_WITH_PREPOSITION: Final = 4  # letters
# What is asked of the whole article wherever the question names it, or has no word of its own.
_PATTERNS: Final = (
    (
        Want.TITLE,
        r"\b(?:عنوان|عنوانا|العنوان|عناوين|العناوين|titles?|headlines?)\b",
    ),
    (
        Want.TOPIC,
        r"\b(?:الشخصيه|شخصيه) (?:ال)?(?:رييسيه|محوريه|اساسيه|ابرز|اهم)|\b(?:اهم|ابرز) (?:شخصيه|شخص)\b|"
        rf"\b(?:عمن|عن من|علي من|حول من|(?:عن|حول) اي (?:شخص|شخصيه)) (?:{_TELLS}|كتبت)\b|\b(?:من|الشخص|الشخصيه) "
        rf"(?:الذي|التي) {_TELLS} (?:عنه|عنها|حوله|حولها)\b|\bمن (?:هو |هي )?(?:بطل|بطله|محور|صاحب|صاحبه) (?:هذا |"
        rf"هذه )?(?:ال|هال){_NOUN}\b|"
        r"\bwho (?:is|s) (?:this|the|it).* about\b|\bmain (?:character|person|figure)|\bprotagonist",
    ),
    (
        Want.TOPIC,
        rf"\b{_WHAT} (?:{_TELLS}|يتعلق|تتعلق)\b|(?:{_NOUN}(?: هذا| هذه)?|{_TELLS}) (?:عن|علي|حول) (?:ماذا|ما)\b|"
        rf"\b(?:ال)?(?:موضوع|مضمون|محتوي|فحوي|قصه|فكره|مغزي|مفاد|جوهر|رساله|قضيه|محور|حدث)(?: ال(?:رييسي|رييس|اساسي|"
        rf"عام|مركزي|محوري)ه?)?(?: (?:في |من |عن |ل)?(?:هذا |هذه )?(?:ال|هال|لل)?{_NOUN}\b|(?<!حدث)$| (?:الذي|التي) "
        rf"(?:{_TELLS}|يريد))|"
        r"\bwhat (?:is|s|was|does).*\b(?:about|discuss|cover|say|tell|event)\b|\b(?:topic|subject|main idea|theme|"
        r"central idea|gist)\b",
    ),
    (
        Want.SUMMARY,
        r"\b(?:باختصار|بايجاز|ايجازا|مختصر|موجز|نبذه|عرض|اهم|ابرز)\b|\b(?:main|key) (?:points?|ideas?|facts?|"
        r"takeaways?)\b|\boverview\b|\bbriefly\b",
    ),
)


def wanted_of_article(spoken: str, terms: Sequence[str]) -> Want | None:
    """What a question wants of the whole article; None where it is about a part.

    ``spoken`` are its folded words, dialect words as standard ones, ``terms`` those of them that carry a topic.
    """
    own = [term for term in terms if not _is_general(term)]
    named = bool(_compiled(_ARTICLE).search(spoken))
    title = _compiled(_PATTERNS[0][1]).search(spoken)
    if title and (not own or _suggests_title(spoken)):
        return Want.TITLE
    if _PART.search(spoken) or (own and _ABOUT_PART.search(spoken)):
        return None
    if len(own) <= 1 and _compiled(_SHORT).search(spoken):
        return Want.TOPIC if _compiled(_ONE_SENTENCE).search(spoken) else Want.SUMMARY
    if len(own) <= 2 and _compiled(_OUTCOME).search(spoken):
        return Want.SUMMARY
    if _wants_list(spoken, own, named=named):
        return Want.LIST
    if own and not (named and len(own) <= 2):
        return None
    found = next((want for want, pattern in _PATTERNS[1:] if _compiled(pattern).search(spoken)), None)
    general = not _SPECIFIC.search(spoken) and _asks_generally(spoken, terms)
    return found or (Want.SUMMARY if general else None)


def _asks_generally(spoken: str, terms: Sequence[str]) -> bool:
    """Whether a question has no word of its own, but some that ask for anything the article says («ماذا حدث؟»)."""
    general = all(map(_is_general, terms)) and not _PART.search(spoken) and not _POINTS_BACK.search(spoken)
    return general and bool(_compiled(_ANYTHING).search(spoken) or _compiled(_ARTICLE).search(spoken))


def _wants_list(spoken: str, own: Sequence[str], *, named: bool) -> bool:
    """Whether all that the article mentions of a kind is to be listed, and not those that did something in it."""
    mentioned = bool(_compiled(_MENTIONED).search(spoken))
    for pattern in _LISTED:
        if _compiled(pattern).search(spoken):
            others = [term for term in own if not _compiled(pattern).search(term)]
            return (mentioned and len(others) <= 1) or (named and not others)
    return False


def _suggests_title(spoken: str) -> bool:
    return bool(
        _compiled(
            rf"\b(?:عنوان|عنوانا|العنوان)\b(?: \w+){{0,2}} ل?(?:هذا |هذه |هال|ال|لل|ل)?(?:ال)?{_NOUN}\b|"
            r"\b(?:اقترح|ضع|اختر|اكتب|هات|اعط\w*|عط\w*|صغ|حط|suggest|write|propose|give)\b.*\b(?:عنوان\w*|title|"
            r"headline)"
        ).search(spoken)
    )


def _is_general(term: str) -> bool:
    """Whether a word, or a phrase, says nothing of any one article."""
    return all(_forms(word) & _general() for word in term.split())


def _forms(word: str) -> set[str]:
    """A word as it stands, and its stems with and without a preposition written onto it."""
    bare = [word, *([word[1:]] if word.startswith(("ب", "ل")) and len(word) > _SHORTEST_WITH_PREPOSITION else [])]
    return {f"={word}", *map(stem, bare), *(stem(stem(each)) for each in bare)}


@cache
def _general() -> frozenset[str]:
    """Stems of the words that say nothing of any one article, and those after «=» as they stand there."""
    listed = [word for line in lexicon.lines("general.txt") for word in line.split()]
    inflected = (fold_word(word) for word in listed if not word.startswith("="))
    stems = {form for word in inflected for form in (stem(word), stem(stem(word)))}
    return frozenset(stems.union(word for word in listed if word.startswith("=")))


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
