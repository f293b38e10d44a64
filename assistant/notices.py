"""What a person is told when another reader answered than the one they chose, or when a part was left out."""

from assistant.answer import Language

_REASONS: dict[str, dict[Language, str]] = {
    "timeout": {"ar": "لم يكمل نموذج المحادثة رده في الوقت المحدد", "en": "The chat model did not finish in time"},
    "connection": {"ar": "تعذّر الوصول إلى نموذج المحادثة", "en": "The chat model could not be reached"},
    "cut": {"ar": "انقطع رد نموذج المحادثة قبل اكتماله", "en": "The chat model's reply broke off"},
    "refused": {"ar": "رفض خادم نموذج المحادثة الطلب", "en": "The chat model's server refused the request"},
    "unusable": {"ar": "ردّ نموذج المحادثة غير صالح", "en": "The chat model's reply could not be used"},
    "language": {
        "ar": "لم يكتب نموذج المحادثة بلغة السؤال",
        "en": "The chat model did not write in the language of the question",
    },
    "unsupported": {
        "ar": "لم يثبت من المقال شيء مما كتبه نموذج المحادثة",
        "en": "Nothing the chat model wrote could be found in the article",
    },
}
_INSTEAD: dict[Language, str] = {
    "ar": "{}، فهذه الإجابة مقتبسة من المقال مباشرة.",
    "en": "{}, so this answer is quoted straight from the article.",
}
_NOT_THERE: dict[Language, str] = {
    "ar": "{}، ولم يُعثر على جواب في المقال من دونه أيضا.",
    "en": "{}, and without it no answer was found in the article either.",
}
_KEPT: dict[Language, str] = {
    "ar": "{}، فبقي منه ما ثبت من المقال.",
    "en": "{}; what of it the article bears out is kept.",
}
_FOREIGN: dict[Language, str] = {
    "ar": "حُذف من رد نموذج المحادثة ما لم يُكتب بلغة السؤال.",
    "en": "What was not in the language of the question was left out of the chat model's reply.",
}
_JUDGED: dict[Language, str] = {
    "ar": "تعذّر أن يراجع نموذج المحادثة الحَكَم هذه الإجابة، فراجعها النموذج المدمج.",
    "en": "The chat model that judges could not check this answer, so the built-in model did.",
}
_LEFT_OUT: dict[Language, str] = {
    "ar": "حُذف من رد نموذج المحادثة ما لا يثبت من المقال.",
    "en": "What the article does not bear out was left out of the chat model's reply.",
}


def stepped_in(reason: str, language: Language, *, answered: bool = True) -> str:
    """Why the extractive reader answered, or found no answer; ``reason`` is that of `assistant.errors.ReaderFailed`."""
    return (_INSTEAD if answered else _NOT_THERE)[language].format(_REASONS[reason][language])


def broken_off(reason: str, language: Language) -> str:
    """Why an answer ends early; ``reason`` is that of `assistant.errors.ReaderFailed`."""
    return _KEPT[language].format(_REASONS[reason][language])


def left_out(language: Language) -> str:
    """That statements without support were dropped."""
    return _LEFT_OUT[language]


def other_language(language: Language) -> str:
    """That statements in another language than the question's were left out."""
    return _FOREIGN[language]


def judged_otherwise(language: Language) -> str:
    """That the model that ships judged in the place of the chat model."""
    return _JUDGED[language]
