"""Questions that the article answers: made from its own sentences, kept only if the assistant answers them from there.

No model is asked, whichever reader is set: what is quoted first for a question tells whether the article answers it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest
from typing import Final, Protocol

from assistant.answer import Answer, Language, language_of
from assistant.readers.base import Turn
from assistant.rendering.labels import MEDIUM_FROM
from assistant.suggestions.differing import alike, nearness, rarities, topic
from assistant.suggestions.phrasing import Phrased, heading_questions, sentence_around, sentence_questions
from vectorstore.article import Article
from vectorstore.language.arabic import words
from vectorstore.passages import Passage

_MOST_KEPT: Final = 10
_MOST_TRIED: Final = 24  # questions asked to find those, at a tenth of a second each
_MOST_PASSAGES: Final = 150  # looked at, spread over the article
_OFFERED: Final = 3
_SHORT: Final = 6  # words about which an answer is, that may be another question's whole topic


class Quoter(Protocol):
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
    """A question, the sentence of the article that it was made from, and the span within it that answers."""

    question: str
    start: int
    end: int
    answer_start: int
    answer_end: int

    @classmethod
    def of(cls, asked: Phrased, passage: Passage) -> "Suggestion":
        """A question that was made from a passage."""
        start, (first, last) = passage.start, sentence_around(passage.text, asked.start)
        return cls(asked.question, start + first, start + last, start + asked.start, start + asked.end)


def suggestions(assistant: Quoter) -> tuple[Suggestion, ...]:
    """Questions that are answered with what they were made from, those of different kinds in turns."""
    tried = islice(_candidates(assistant.article, assistant.passages), _MOST_TRIED)
    return tuple(islice((made for made in tried if _holds(assistant, made, ())), _MOST_KEPT))


def follow_ups(
    assistant: Quoter,
    made: Sequence[Suggestion],
    turns: Sequence[Turn],
    language: Language,
    general: Sequence[str],
    whole: Sequence[str] = (),
) -> tuple[str, ...]:
    """Up to three questions to ask after these turns, each answered as they stand; those near the last answer first.

    They differ from each other and from what was asked, and none asks for what was answered already. To begin with,
    one of the ``general`` questions, which any article answers, comes first. They also stand in where the article's
    own run out or are in another language than ``language``, and after them those of ``whole`` that this article
    answers.
    """
    history = tuple(turn for turn in turns if turn.answer.complete)
    asked = {_key(turn.question) for turn in turns}
    new = [one for one in made if language_of(one.question) == language and not _answered(one, history)]
    fitting = _differing(
        assistant.article.text, _nearest_first(assistant, new, history), [turn.question for turn in turns]
    )
    held = (one.question for one in fitting if _holds(assistant, one, history))
    others = [question for question in general if _key(question) not in asked]
    lead = others[:1] if not history else []
    chosen = list(dict.fromkeys([*lead, *islice(held, _OFFERED - len(lead)), *others]))
    lists = (one for one in whole if _key(one) not in asked and _sure(assistant.quote(one, history)))
    return tuple([*chosen, *islice(lists, max(0, _OFFERED - len(chosen)))][:_OFFERED])


def _key(question: str) -> str:
    return " ".join(words(question))


def _answered(one: Suggestion, history: Sequence[Turn]) -> bool:
    """Whether its answer was given already: lit as a short answer, or quoted first in place of one."""
    given = (
        turn.answer.highlight or (turn.answer.citations[0].start, turn.answer.citations[0].end)
        for turn in history
        if turn.answer.answered and turn.answer.citations
    )
    return any(start < one.answer_end and one.answer_start < end for start, end in given)


def _nearest_first(assistant: Quoter, made: Sequence[Suggestion], history: Sequence[Turn]) -> list[Suggestion]:
    """Those that speak of what the last answer speaks of, then those near it in the article."""
    if not history or not history[-1].answer.citations:
        return list(made)
    last = history[-1]
    cited = last.answer.citations[0]
    rarity = rarities(passage.text for passage in assistant.passages)
    spoken = f"{last.question} {cited.text}"
    return sorted(made, key=lambda one: (-nearness(topic(one.question), spoken, rarity), abs(one.start - cited.start)))


def _differing(article: str, made: Sequence[Suggestion], asked: Sequence[str]) -> Iterator[Suggestion]:
    """Those that differ from what was asked and from the ones before them, in order; a sentence's second comes later.

    «من هو سعد علي؟» asks for what «من هو المدير؟» tells: neither stands beside the other.
    """
    topics = [topic(question) for question in asked]
    sentences: set[int] = set()
    for second in (False, True):
        for one in made:
            about = topic(one.question)
            told = topic(article[one.answer_start : one.answer_end])
            if (one.start in sentences) is not second or any(
                alike(about, other) or (other and other <= told and len(told) <= _SHORT) for other in topics
            ):
                continue
            topics.append(about)
            sentences.add(one.start)
            yield one


def _holds(assistant: Quoter, made: Suggestion, history: Sequence[Turn]) -> bool:
    """Whether the question is answered, not in doubt, from its sentence; a short answer must be its right words."""
    answer = assistant.quote(made.question, history)
    if not _sure(answer):
        return False
    if answer.highlight:
        return answer.highlight[0] < made.answer_end and made.answer_start < answer.highlight[1]
    first = answer.citations[0]
    return first.start < made.end and made.start < first.end and first.start <= made.answer_start < first.end


def _sure(answer: Answer) -> bool:
    return answer.answered and answer.confidence >= MEDIUM_FROM and bool(answer.citations)


def _candidates(article: Article, passages: Sequence[Passage]) -> Iterator[Suggestion]:
    """Questions about sentences and headings in turns, each once."""
    step = max(1, len(passages) // _MOST_PASSAGES)
    made = [[Suggestion.of(asked, p) for asked in sentence_questions(p.text)] for p in passages[::step]]
    sentences = (one for row in zip_longest(*made) for one in row if one)
    headings = _about_headings(article, passages)
    seen: set[str] = set()
    for one in (one for pair in zip_longest(sentences, headings) for one in pair if one):
        if _key(one.question) not in seen:
            seen.add(_key(one.question))
            yield one


def _about_headings(article: Article, passages: Sequence[Passage]) -> Iterator[Suggestion]:
    """What is said under a heading: its sentence is the one there that takes the heading's words up."""
    for heading in article.headings:
        text = article.text[heading.start : heading.end]
        under = [p for p in article.paragraphs if p.heading == text and p.start > heading.start]
        about = topic(text)
        taken_up = [p for p in passages if any(u.start <= p.start < u.end for u in under) and about & topic(p.text)]
        if taken_up and heading.level > 1:
            best = max(taken_up, key=lambda passage: len(about & topic(passage.text)))
            for question in heading_questions(text):
                yield Suggestion(question, best.start, best.end, best.start, best.end)
