"""The chain: question and history → standalone parts → hits → reader → checked answer, as LangChain runnables."""

import time
from collections.abc import Sequence
from dataclasses import replace
from typing import TypedDict

from langchain_core.runnables import Runnable, RunnableLambda

from assistant.answer import Answer, language_of
from assistant.answering import Answering, Asked, Clock
from assistant.citations import Entails
from assistant.conversation import in_parts
from assistant.courtesy import courtesy
from assistant.errors import QuestionRefused
from assistant.readers.base import Reader, Turn
from vectorstore.arabic import has_words
from vectorstore.cleaning import clean
from vectorstore.retrieval import Retriever


class ChainInput(TypedDict, total=False):
    """What the chain takes: a question and, for a follow-up, the turns before it."""

    question: str
    history: Sequence[Turn]


def build_chain(
    retriever: Retriever,
    *,
    reader: Reader,
    fallback: Reader,
    hits: int,
    max_question_chars: int,
    entails: Entails,
    clock: Clock = time.perf_counter,
) -> Runnable[str | ChainInput, Answer]:
    """A runnable from a question, or a `ChainInput`, to a checked `Answer`.

    ``invoke`` and ``batch`` give whole answers. ``stream`` gives the answer as it grows; each part replaces the one
    before, and the last is complete. The ``reader`` is given so many ``hits``; where it fails the ``fallback`` answers.
    Of what a chat model wrote ``entails`` says whether the passages say it.

    A question without words, or with more than ``max_question_chars`` characters, raises `QuestionRefused`.
    """
    answering = Answering(reader, fallback, clock, entails)

    def take_in(given: str | ChainInput) -> Asked:
        asked: ChainInput = {"question": given} if isinstance(given, str) else given
        question = _readable(asked["question"], max_question_chars)
        history = tuple(asked.get("history", ()))
        language = language_of(question)
        said = courtesy(question, language, retriever.said)
        return Asked(question, language, history, clock(), () if said else in_parts(question, history), courtesy=said)

    def search(asked: Asked) -> Asked:
        if asked.courtesy:
            return asked
        found = (retriever.search(part.question, context=part.context, focus=part.focus)[:hits] for part in asked.parts)
        return replace(asked, hits=tuple(found))

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
