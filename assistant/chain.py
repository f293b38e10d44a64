"""The chain: question and history → standalone question → hits → reader → checked answer, as LangChain runnables."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypedDict

from langchain_core.runnables import Runnable, RunnableLambda

from assistant.answer import Answer, Citation, Language, language_of
from assistant.citations import check, finished
from assistant.conversation import Standalone, standalone
from assistant.errors import QuestionRefused, ReaderFailed
from assistant.notices import left_out, stepped_in
from assistant.readers.base import Draft, Reader, Request, Turn
from assistant.readers.extractive import not_in_article
from vectorstore.arabic import has_words
from vectorstore.cleaning import clean
from vectorstore.retrieval import Hit, Retriever

Clock = Callable[[], float]  # seconds


class ChainInput(TypedDict, total=False):
    """What the chain takes: a question and, for a follow-up, the turns before it."""

    question: str
    history: Sequence[Turn]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question on its way through the chain: each step adds what it found."""

    question: str
    language: Language
    history: tuple[Turn, ...]
    started: float  # by the clock
    standalone: Standalone
    hits: tuple[Hit, ...] = ()


def build_chain(
    retriever: Retriever,
    *,
    reader: Reader,
    fallback: Reader,
    hits: int,
    max_question_chars: int,
    clock: Clock = time.perf_counter,
) -> Runnable[str | ChainInput, Answer]:
    """A runnable from a question, or a `ChainInput`, to a checked `Answer`.

    ``invoke`` and ``batch`` give whole answers. ``stream`` gives the answer as it grows; each part replaces the one
    before, and the last is complete. The ``reader`` is given so many ``hits``; where it fails the ``fallback`` answers.

    A question without words, or with more than ``max_question_chars`` characters, raises `QuestionRefused`.
    """
    answering = _Answering(reader, fallback, clock)

    def take_in(given: str | ChainInput) -> _Asked:
        asked: ChainInput = {"question": given} if isinstance(given, str) else given
        question = _readable(asked["question"], max_question_chars)
        history = tuple(asked.get("history", ()))
        return _Asked(question, language_of(question), history, clock(), standalone(question, history))

    def search(asked: _Asked) -> _Asked:
        alone = asked.standalone
        return replace(asked, hits=retriever.search(alone.question, context=alone.context, focus=alone.focus)[:hits])

    # Plain steps on one value: `RunnablePassthrough.assign` would start a thread for each, at milliseconds a question.
    return RunnableLambda(take_in) | RunnableLambda(search) | RunnableLambda(answering.answers)


def _readable(question: str, most_chars: int) -> str:
    cleaned = clean(question).strip()
    if len(cleaned) > most_chars:
        raise QuestionRefused(
            ar=f"السؤال طويل: {len(cleaned)} حرفا، والحد {most_chars}. اختصره ثم أعد إرساله.",
            en=f"the question has {len(cleaned)} characters, the limit is {most_chars}; shorten it and ask again",
        )
    if not has_words(cleaned):
        raise QuestionRefused(
            ar="لا كلمات في السؤال. اكتب سؤالا عن المقال.",
            en="the question has no words; type a question about the article",
        )
    return cleaned


class _Answering:
    """Reads hits and checks what was read."""

    def __init__(self, reader: Reader, fallback: Reader, clock: Clock) -> None:
        self._reader = reader
        self._fallback = fallback
        self._clock = clock

    def answers(self, asked: _Asked) -> Iterator[Answer]:
        """The answer as it grows."""
        request = Request(asked.question, asked.standalone.text, asked.language, asked.hits, asked.history)
        try:
            yield from self._read(self._reader, request, asked.started)
        except ReaderFailed as exc:
            notice = stepped_in(exc.reason, asked.language)
            yield from self._read(self._fallback, request, asked.started, notice)

    def _read(self, reader: Reader, request: Request, started: float, notice: str | None = None) -> Iterator[Answer]:
        for draft in reader.read(request):
            text, citations, confidence, dropped = _checked(draft, request)
            yield Answer(
                question=request.question,
                answered=draft.answered,
                text=text,
                language=request.language,
                reader=reader.name,
                citations=citations,
                confidence=confidence,
                seconds=self._clock() - started,
                notice=notice or (left_out(request.language) if draft.complete and dropped else None),
                complete=draft.complete,
                hits=request.hits,
                highlight=_within(draft.highlight, citations),
            )


def _within(highlight: tuple[int, int] | None, citations: tuple[Citation, ...]) -> tuple[int, int] | None:
    """The highlight, if the first citation holds it still after the check."""
    if highlight is None or not citations:
        return None
    return highlight if citations[0].start <= highlight[0] and highlight[1] <= citations[0].end else None


def _checked(draft: Draft, request: Request) -> tuple[str, tuple[Citation, ...], float, int]:
    """Text, citations and confidence of a draft after the check, and how many statements it cost."""
    if not draft.answered:
        shown = draft if draft.text else not_in_article(request.hits, request.language, draft.confidence)
        nearest = tuple(Citation.of(1, hit.passage) for hit in request.hits[:1])
        return shown.text, nearest, shown.confidence, 0
    checked = check(draft.text if draft.complete else finished(draft.text), request.hits)
    if draft.complete and not checked.citations:
        raise ReaderFailed("unsupported", f"no statement of {len(checked.dropped)} is supported by the article")
    kept = len(checked.citations) / (len(checked.citations) + len(checked.dropped)) if checked.citations else 0.0
    return checked.text, checked.citations, draft.confidence * kept, len(checked.dropped)
