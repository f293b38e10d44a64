"""What can go wrong in the assistant.

AssistantError
├── QuestionRefused      the question is empty, too long or has no words
├── SettingInvalid       a setting has a value that cannot be used
├── ModelUnavailable     the chat model is unknown, or its package or key is missing
├── ReaderFailed         the chat model failed while answering (the extractive reader then answers)
├── QuestionFileInvalid  a question file of the evaluation cannot be used
├── ReportInvalid        the report of an evaluation cannot be used or written
└── PageUnavailable      the page cannot be served (the port is busy)
"""


class AssistantError(Exception):
    """Base of this package's errors; the message is one line that says what is wrong and what to do."""


class QuestionRefused(AssistantError):
    """The question cannot be read. ``messages`` has the message in Arabic ("ar") and English ("en")."""

    def __init__(self, *, ar: str, en: str) -> None:
        super().__init__(en)
        self.messages = {"ar": ar, "en": en}


class SettingInvalid(AssistantError):
    """A setting has a value that cannot be used."""


class ModelUnavailable(AssistantError):
    """The chat model is unknown, or its package or key is missing."""


class ReaderFailed(AssistantError):
    """The chat model failed while answering; ``reason`` is "timeout", "connection", "cut", "refused" or "unusable".

    Of a reply that is whole, it is "language" or "unsupported": nothing of it is in the language of the question, or
    supported by the article.
    """

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(f"the chat model failed ({reason}): {detail}")
        self.reason = reason


class QuestionFileInvalid(AssistantError):
    """A question file of the evaluation cannot be used; the message names file, line and reason."""


class ReportInvalid(AssistantError):
    """The report of an evaluation cannot be used, or its folder cannot be written."""


class PageUnavailable(AssistantError):
    """The page cannot be served."""
