"""Words around the article, in both languages at once: the page shows those of its own language.

So a switch of the language changes nothing of what stands there.
"""

from collections.abc import Mapping
from html import escape
from typing import Final

from assistant.answer import Language

WORDS: Final[Mapping[Language, Mapping[str, str]]] = {
    "ar": {
        "add": "أضف مقالك",
        "author": "الكاتب",
        "date": "التاريخ",
        "source": "المصدر",
        "shelf": "مقالات هذه الجلسة",
        "close": "أغلق",
        "sure": "يُغلق المقال، وتُمحى محادثته معه.",
        "keep": "أبقِه",
        "find": "ابحث في المقال",
        "previous": "السابق",
        "next": "التالي",
        "found": "{now} من {all}",
        "nothing": "لا يوجد",
        "own": "مقالك",
        "paste": "الصق نص المقال هنا",
        "paste_address": "الصق نص المقال أو عنوان صفحته هنا",
        "by_hand": "لا يفتح هذا المساعد عناوين المواقع. افتح الصفحة في متصفحك وانسخ نصها والصقه هنا، "
        "أو احفظها (Ctrl+S) واختر ملفها.",
        "address": "لا يُفتح هذا العنوان. أعطِ عنوان صفحة عامة يبدأ بـ https://، أو الصق نص المقال.",
        "unreachable": "تعذّر الوصول إلى هذه الصفحة. تأكد من العنوان، أو افتحها في متصفحك والصق نصها.",
        "long": "المقال أطول من الحد، وهو نحو خمسين ألف كلمة. الصق الجزء الذي تسأل عنه وحده.",
        "late": "لم تصل هذه الصفحة في الوقت المسموح. افتحها في متصفحك والصق نصها.",
        "full": "لديك {most} مقالات مفتوحة، وهو الحد. أغلق واحدا منها لتفتح غيره.",
    },
    "en": {
        "add": "Add your article",
        "author": "Author",
        "date": "Date",
        "source": "Source",
        "shelf": "Articles of this session",
        "close": "Close",
        "sure": "The article is closed, and its conversation is deleted with it.",
        "keep": "Keep it",
        "find": "Find in the article",
        "previous": "Previous",
        "next": "Next",
        "found": "{now} of {all}",
        "nothing": "None",
        "own": "Your article",
        "paste": "Paste the article's text here",
        "paste_address": "Paste the article's text or its page's address here",
        "by_hand": "This assistant does not open addresses. Open the page in your browser, copy its text and paste it "
        "here, or save it (Ctrl+S) and choose the file.",
        "address": "This address is not opened. Give a public page's, with https://, or paste the article's text.",
        "unreachable": "This page cannot be reached. Check its address, or open it in your browser and paste the text.",
        "long": "The article is longer than the limit of some fifty thousand words. Paste only the part you ask about.",
        "late": "This page did not come in time. Open it in your browser and paste its text.",
        "full": "You have {most} articles open, which is the limit. Close one of them to open another.",
    },
}


def both(word: str) -> str:
    """A word as HTML in both languages, of which the page shows one."""
    return "".join(
        f'<span class="word" lang="{language}">{escape(words[word])}</span>' for language, words in WORDS.items()
    )
