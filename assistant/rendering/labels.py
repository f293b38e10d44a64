"""The words that stand around an answer, and a confidence in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from assistant.answer import Language

# Edges of the confidence in words; an answer below the first is worth checking against the article.
MEDIUM_FROM: Final = 0.5
HIGH_FROM: Final = 0.88  # from here on 96 % are right, on the articles to calibrate on


@dataclass(frozen=True, slots=True)
class Labels:
    """The words that stand around an answer, in the answer's language."""

    direction: str
    absent: str
    waiting: str
    citation: str
    paragraph: str
    comma: str
    confidence: str
    low: str
    medium: str
    high: str
    foreign: str

    def level(self, confidence: float) -> str:
        """A confidence, 0..1, in words."""
        if confidence < MEDIUM_FROM:
            return self.low
        return self.medium if confidence < HIGH_FROM else self.high


LABELS: Final[Mapping[Language, Labels]] = {
    "ar": Labels(
        direction="rtl",
        absent="ليس في المقال",
        waiting="يبحث في المقال…",
        citation="اقتباس",
        paragraph="الفقرة",
        comma="،",
        confidence="الثقة في الإجابة:",
        low="منخفضة، راجِع المقال",
        medium="متوسطة",
        high="عالية",
        foreign="الاقتباس بلغة المقال، وليست العربية.",
    ),
    "en": Labels(
        direction="ltr",
        absent="Not in the article",
        waiting="Searching the article…",
        citation="citation",
        paragraph="paragraph",
        comma=",",
        confidence="Confidence:",
        low="low, check the article",
        medium="medium",
        high="high",
        foreign="The quotation is in Arabic, the article's language.",
    ),
}
