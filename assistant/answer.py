"""What the assistant gives back: an answer and the citations that ground it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from vectorstore.language.arabic import is_arabic
from vectorstore.passages import Passage
from vectorstore.retrieving.retriever import Hit

Language = Literal["ar", "en"]


def language_of(question: str) -> Language:
    """The language to answer in: English where the question is in Latin letters, else Arabic."""
    latin = not is_arabic(question) and any(c.isascii() and c.isalpha() for c in question)
    return "en" if latin else "ar"


@dataclass(frozen=True, slots=True)
class Citation:
    """What a mark ``[number]`` in an answer points at: a verbatim span of the article, ``article.text[start:end]``."""

    number: int
    text: str
    start: int  # offset in code points
    end: int  # exclusive
    paragraph: int
    heading: str | None

    @classmethod
    def of(cls, number: int, passage: Passage) -> "Citation":
        """The citation of a passage."""
        return cls(number, passage.text, passage.start, passage.end, passage.paragraph, passage.heading)


@dataclass(frozen=True, slots=True)
class Part:
    """One of several things that a question asks and what is said to it; its fields are as those of `Answer`."""

    question: str
    answered: bool
    text: str  # empty where the article does not say
    confidence: float
    highlight: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer whose every citation was checked against the article.

    ``answered`` is False where the article does not say; ``text`` then says so and offers the nearest passage.
    While an answer is streamed, ``complete`` is False and ``text`` grows. ``notice`` tells the reader, in ``language``,
    when another reader than the configured one answered. ``hits`` is what the answer was read from, best first.
    ``highlight`` is where the short answer stands in the article, start and exclusive end, within the first citation;
    None where there is none. ``unanswered`` are the parts of the question that the article does not answer where it
    answers others; the last line of ``text`` says so. ``parts`` are all that it asks, where that is several things, and
    what ``text`` says to each. ``courtesy`` is set where nothing was asked of the article.
    """

    question: str
    answered: bool
    text: str
    language: Language
    reader: str
    citations: tuple[Citation, ...] = ()
    confidence: float = 0.0  # 0..1: how likely the answer is right, as calibrated
    seconds: float = 0.0
    notice: str | None = None
    complete: bool = True
    hits: tuple[Hit, ...] = ()
    highlight: tuple[int, int] | None = None
    unanswered: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    courtesy: bool = False

    @property
    def claims(self) -> str:
        """The text without what says that the article does not answer; empty for an answer that says nothing else."""
        if not self.answered:
            return ""
        return self.text.rpartition("\n")[0].rstrip() if self.unanswered else self.text

    @property
    def short(self) -> str | None:
        """The words of the highlight."""
        if self.highlight is None:
            return None
        start, end = self.highlight
        first = self.citations[0]
        return first.text[start - first.start : end - first.start]

    def as_json(self, conversation_id: str | None = None) -> dict[str, Any]:
        """The JSON object of the command line's contract; its last three fields only where there is such a thing."""
        fields: dict[str, Any] = {
            "id": conversation_id,
            "question": self.question,
            "answered": self.answered,
            "text": self.text,
            "language": self.language,
            "reader": self.reader,
            "citations": list(_citation_fields(self.citations)),
            "confidence": round(self.confidence, 4),
            "seconds": round(self.seconds, 4),
        }
        if self.highlight:
            start, end = self.highlight
            fields["highlight"] = {"text": self.short, "start": start, "end": end}
        if self.unanswered:
            fields["unanswered"] = list(self.unanswered)
        return fields | ({"notice": self.notice} if self.notice else {})


def _citation_fields(citations: tuple[Citation, ...]) -> Iterator[dict[str, Any]]:
    for citation in citations:
        yield {name: getattr(citation, name) for name in Citation.__slots__}
