"""What a person is told when another reader answered than the one they chose, or when a part was left out."""

from assistant.answer import Language

_REASONS: dict[str, dict[Language, str]] = {
    "timeout": {"ar": "لم يكمل نموذج المحادثة رده في الوقت المحدد", "en": "The chat model did not finish in time"},
    "connection": {"ar": "تعذّر الوصول إلى نموذج المحادثة", "en": "The chat model could not be reached"},
    "cut": {"ar": "انقطع رد نموذج المحادثة قبل اكتماله", "en": "The chat model's reply broke off"},
    "refused": {"ar": "رفض خادم نموذج المحادثة الطلب", "en": "The chat model's server refused the request"},
    "unusable": {"ar": "ردّ نموذج المحادثة غير صالح", "en": "The chat model's reply could not be used"},
    "unsupported": {
        "ar": "لم يثبت من المقال شيء مما كتبه نموذج المحادثة",
        "en": "Nothing the chat model wrote could be found in the article",
    },
}
_INSTEAD: dict[Language, str] = {
    "ar": "{}، فهذه الإجابة مقتبسة من المقال مباشرة.",
    "en": "{}, so this answer is quoted straight from the article.",
}
_KEPT: dict[Language, str] = {
    "ar": "{}، فبقي منه ما ثبت من المقال.",
    "en": "{}; what of it the article bears out is kept.",
}
_LEFT_OUT: dict[Language, str] = {
    "ar": "حُذف من رد نموذج المحادثة ما لا يثبت من المقال.",
    "en": "What the article does not bear out was left out of the chat model's reply.",
}


def stepped_in(reason: str, language: Language) -> str:
    """Why the extractive reader answered; ``reason`` is that of `assistant.errors.ReaderFailed`."""
    return _INSTEAD[language].format(_REASONS[reason][language])


def broken_off(reason: str, language: Language) -> str:
    """Why an answer ends early; ``reason`` is that of `assistant.errors.ReaderFailed`."""
    return _KEPT[language].format(_REASONS[reason][language])


def left_out(language: Language) -> str:
    """That statements without support were dropped."""
    return _LEFT_OUT[language]
