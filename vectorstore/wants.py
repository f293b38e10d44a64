"""What a question wants."""

from enum import StrEnum
from types import MappingProxyType


class Want(StrEnum):
    """What would answer a question. Those from `SUMMARY` on are asked of the article as a whole."""

    PERSON = "person"
    TIME = "time"
    PLACE = "place"
    QUANTITY = "quantity"
    REASON = "reason"
    PURPOSE = "purpose"
    MANNER = "manner"
    ALIAS = "alias"
    SPEECH = "speech"
    YES_NO = "yes or no"
    THING = "thing"
    SUMMARY = "summary"
    TITLE = "title"
    PEOPLE = "people"
    TIMES = "times"
    PLACES = "places"
    ORGANISATIONS = "organisations"
    TOPIC = "topic"
    FIGURES = "figures"
    WORKS = "works"
    CHARACTER = "main character"
    MOMENT = "time of the events"
    SCENE = "place of the events"


# What is one of a kind that can be listed.
KINDS_OF = MappingProxyType({Want.CHARACTER: Want.PEOPLE, Want.MOMENT: Want.TIMES, Want.SCENE: Want.PLACES})
_FIRST_OF_WHOLE = list(Want).index(Want.SUMMARY)
OF_A_PART = tuple(Want)[:_FIRST_OF_WHOLE]
WHOLE_ARTICLE = frozenset(tuple(Want)[_FIRST_OF_WHOLE:])
