"""Questions that the article answers: made from its own sentences, kept only if the assistant answers them from there.

No model is asked, whichever reader is set: what is quoted first for a question tells whether the article answers it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest
from typing import Final, Protocol

from assistant.answer import Answer, Language, language_of
from assistant.asking import Asked, heading_questions, sentence_questions
from assistant.labels import MEDIUM_FROM
from assistant.readers.base import Turn
from vectorstore.arabic import words
from vectorstore.article import Article
from vectorstore.passages import Passage

_MOST_KEPT: Final = 8
_MOST_TRIED: Final = 24  # questions asked to find those, at a tenth of a second each
_MOST_PASSAGES: Final = 150  # looked at, spread over the article
_OFFERED: Final = 3


class Quoting(Protocol):
    """What is needed of an assistant."""

    @property
    def article(self) -> Article: ...

    @property
    def passages(self) -> tuple[Passage, ...]: ...

    def quote(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """The answer in the article's own words, without a chat model."""
        ...


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A question, the span of the article that it was made from, and the span within it that answers."""

    question: str
    start: int
    end: int
    answer_start: int
    answer_end: int

    @classmethod
    def of(cls, asked: Asked, passage: Passage) -> "Suggestion":
        """A question that was made from a passage."""
        start = passage.start
        return cls(asked.question, start, passage.end, start + asked.start, start + asked.end)


def suggestions(assistant: Quoting) -> tuple[Suggestion, ...]:
    """Questions that are answered with what they were made from, those of different kinds in turns."""
    tried = islice(_candidates(assistant.article, assistant.passages), _MOST_TRIED)
    return tuple(islice((made for made in tried if _holds(assistant, made, ())), _MOST_KEPT))


def follow_ups(
    assistant: Quoting,
    made: Sequence[Suggestion],
    turns: Sequence[Turn],
    language: Language,
    general: Sequence[str],
    whole: Sequence[str] = (),
) -> tuple[str, ...]:
    """Up to three questions to ask after these turns, each answered as they stand; those near the last citation first.

    To begin with, one of the ``general`` questions, which any article answers, comes first. They also stand in where
    the article's own run out or are in another language than ``language``, and after them those of ``whole`` that this
    article answers.
    """
    history = tuple(turn for turn in turns if turn.answer.complete)
    asked = {_key(turn.question) for turn in turns}
    cited = {citation.start for turn in history if turn.answer.answered for citation in turn.answer.citations[:1]}
    place = history[-1].answer.citations[0].start if history and history[-1].answer.citations else 0
    own = sorted(
        (one for one in made if language_of(one.question) == language and one.start not in cited),
        key=lambda one: abs(one.start - place) if history else 0,
    )
    fitting = (one.question for one in own if _key(one.question) not in asked and _holds(assistant, one, history))
    others = [question for question in general if _key(question) not in asked]
    lead = others[:1] if not history else []
    chosen = list(dict.fromkeys([*lead, *islice(fitting, _OFFERED - len(lead)), *others]))
    lists = (one for one in whole if _key(one) not in asked and _sure(assistant.quote(one, history)))
    return tuple([*chosen, *islice(lists, max(0, _OFFERED - len(chosen)))][:_OFFERED])


def _key(question: str) -> str:
    return " ".join(words(question))


def _holds(assistant: Quoting, made: Suggestion, history: Sequence[Turn]) -> bool:
    """Whether the question is answered, not in doubt, from where it was made; a short answer must be right too."""
    answer = assistant.quote(made.question, history)
    if not _sure(answer):
        return False
    if answer.highlight and not (answer.highlight[0] < made.answer_end and made.answer_start < answer.highlight[1]):
        return False
    return made.start <= answer.citations[0].start < made.end


def _sure(answer: Answer) -> bool:
    return answer.answered and answer.confidence >= MEDIUM_FROM and bool(answer.citations)


def _candidates(article: Article, passages: Sequence[Passage]) -> Iterator[Suggestion]:
    """Questions about sentences and headings in turns, each once."""
    step = max(1, len(passages) // _MOST_PASSAGES)
    made = [[Suggestion.of(asked, p) for asked in sentence_questions(p.text)] for p in passages[::step]]
    sentences = (one for row in zip_longest(*made) for one in row if one)
    headings = _about_headings(article)
    seen: set[str] = set()
    for one in (one for pair in zip_longest(sentences, headings) for one in pair if one):
        if _key(one.question) not in seen:
            seen.add(_key(one.question))
            yield one


def _about_headings(article: Article) -> Iterator[Suggestion]:
    for heading in article.headings:
        text = article.text[heading.start : heading.end]
        under = [p for p in article.paragraphs if p.heading == text and p.start > heading.start]
        if under and heading.level > 1:
            for question in heading_questions(text):
                start, end = under[0].start, under[-1].end
                yield Suggestion(question, start, end, start, end)
