"""What a question wants."""

from enum import StrEnum


class Want(StrEnum):
    """What would answer a question: a part of the article, or something that is asked of it as a whole."""

    PART = "part"
    YES_NO = "yes or no"
    SUMMARY = "summary"
    TITLE = "title"
    TOPIC = "topic"
    LIST = "list"


WHOLE_ARTICLE = frozenset({Want.SUMMARY, Want.TITLE, Want.TOPIC, Want.LIST})
