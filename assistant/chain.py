"""The chain: question and history → standalone parts → hits → reader → checked answer, as LangChain runnables."""

import time
from collections.abc import Sequence
from dataclasses import replace
from typing import TypedDict

from langchain_core.runnables import Runnable, RunnableLambda

from assistant.answer import Answer, Language, language_of
from assistant.answering import Answering, Asked, Clock
from assistant.citations import Entails
from assistant.conversing.conversation import Standalone, in_parts, leans
from assistant.conversing.courtesy import courtesy
from assistant.errors import QuestionRefused
from assistant.readers.base import Reader, Turn
from assistant.readers.judging import ModelJudge
from assistant.readers.rewriting import Rewrite
from vectorstore.language.arabic import has_words
from vectorstore.language.cleaning import clean
from vectorstore.retrieving.retriever import Retriever


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
    judge: ModelJudge | None = None,
    rewrite: Rewrite | None = None,
    clock: Clock = time.perf_counter,
) -> Runnable[str | ChainInput, Answer]:
    """A runnable from a question, or a `ChainInput`, to a checked `Answer`.

    ``invoke`` and ``batch`` give whole answers. ``stream`` gives the answer as it grows; each part replaces the one
    before, and the last is complete. The ``reader`` is given so many ``hits``; where it fails the ``fallback`` answers.
    Of what a chat model wrote ``entails`` says whether the passages say it, or a ``judge``. A follow-up that does not
    stand alone is put so that it does by ``rewrite``, where that can; else it is read with the turns before it.

    A question without words, or with more than ``max_question_chars`` characters, raises `QuestionRefused`.
    """
    answering = Answering(reader, fallback, clock, entails, judge)

    def take_in(given: str | ChainInput) -> Asked:
        asked: ChainInput = {"question": given} if isinstance(given, str) else given
        question = _readable(asked["question"], max_question_chars)
        history = tuple(asked.get("history", ()))
        language = language_of(question)
        said = courtesy(question, language, retriever.said)
        began = clock()
        parts = () if said else _parts(question, history, language, rewrite)
        return Asked(question, language, history, began, parts, courtesy=said)

    def search(asked: Asked) -> Asked:
        if asked.courtesy:
            return asked
        found = (retriever.search(part.question, context=part.context, focus=part.focus)[:hits] for part in asked.parts)
        return replace(asked, hits=tuple(found))

    # Plain steps on one value: `RunnablePassthrough.assign` would start a thread for each, at milliseconds a question.
    return RunnableLambda(take_in) | RunnableLambda(search) | RunnableLambda(answering.answers)


def _parts(
    question: str, history: tuple[Turn, ...], language: Language, rewrite: Rewrite | None
) -> tuple[Standalone, ...]:
    """The parts of a question; one that leans on earlier turns is rewritten first, and then looked for by itself."""
    if rewrite and leans(question, history):
        alone = rewrite(question, history, language)
        if alone:
            return tuple(replace(part, context=f"{part.context} {question}".lstrip()) for part in in_parts(alone, ()))
    return in_parts(question, history)


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
