"""What people are told of an article's text that may be wrong; the codes are those of `Article.warnings`."""

from assistant.answer import Language
from vectorstore.article import Article

_DOUBTS: dict[str, dict[Language, str]] = {
    "repaired": {
        "ar": "كانت حروف هذا الملف مكتوبة بترميز خاطئ فأصلحناها؛ قارن ما يُقتبس بالأصل.",
        "en": "This file was in a wrong encoding and was put right; compare quotations with the original.",
    },
    "lost-letters": {
        "ar": "في هذا المقال حروف لم تُقرأ، وتظهر بالعلامة «\ufffd».",
        "en": "Some letters of this article could not be read and are shown as “\ufffd”.",
    },
    "garbled": {
        "ar": "تختلط في كلمات هذا المقال حروف لغات مختلفة؛ لعل الملف تالف أو ترميزه خاطئ.",
        "en": "Words of this article mix letters of several scripts; the file may be damaged or in a wrong encoding.",
    },
    "unknown-words": {
        "ar": "لا تكاد تُعرف في هذا المقال كلمة؛ لعل الملف تالف أو أن لغته غير معروفة.",
        "en": "Hardly a word of this article is known; the file may be damaged or its language unknown.",
    },
    "pictures": {
        "ar": "بعض صفحات هذا الملف صور لا نص فيها، فلم تُقرأ.",
        "en": "Some pages of this file are pictures without text and were not read.",
    },
}


def doubt(code: str, language: Language) -> str:
    """What a code of `Article.warnings` says."""
    return _DOUBTS[code][language]


def warnings_of(article: Article) -> dict[str, list[str]]:
    """The field of an answer's JSON object that holds the codes; nothing where there are none."""
    return {"warnings": list(article.warnings)} if article.warnings else {}
