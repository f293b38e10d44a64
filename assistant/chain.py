"""The chain: question and history → standalone parts → hits → reader → checked answer, as LangChain runnables."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypedDict

from langchain_core.runnables import Runnable, RunnableLambda

from assistant.answer import Answer, language_of
from assistant.answering import Answering, Asked
from assistant.conversing.conversation import in_parts, leans
from assistant.conversing.courtesy import courtesy
from assistant.errors import QuestionRefused
from assistant.readers.base import Turn
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
    answering: Answering,
    *,
    hits: int,
    max_question_chars: int,
    rewrite: Rewrite | None = None,
) -> Runnable[str | ChainInput, Answer]:
    """A runnable from a question, or a `ChainInput`, to a checked `Answer`.

    A question is taken in first: a follow-up that leans on the turns before it is put so that it stands alone by
    ``rewrite``, where that can; else it is read with those turns. Then the ``retriever`` looks for each of its parts,
    and the first ``hits`` of each are read, and what is read of them is checked, by ``answering``.

    ``invoke`` and ``batch`` give whole answers. ``stream`` gives the answer as it grows; each part replaces the one
    before, and the last is complete.

    A question without words, or with more than ``max_question_chars`` characters, raises `QuestionRefused`.
    """

    def take_in(given: str | ChainInput) -> Asked:
        asked: ChainInput = {"question": given} if isinstance(given, str) else given
        question = _readable(asked["question"], max_question_chars)
        history = tuple(asked.get("history", ()))
        language = language_of(question)
        taken = Asked(question, language, history, started=answering.clock(), parts=())
        said = courtesy(question, language, retriever.said)
        return replace(taken, courtesy=said) if said else _understood(taken, rewrite)

    def search(asked: Asked) -> Asked:
        if asked.courtesy:
            return asked
        found = (retriever.search(part.question, context=part.context, focus=part.focus)[:hits] for part in asked.parts)
        return replace(asked, hits=tuple(found))

    # Plain steps on one value: `RunnablePassthrough.assign` would start a thread for each, at milliseconds a question.
    return RunnableLambda(take_in) | RunnableLambda(search) | RunnableLambda(answering.answers)


def _understood(asked: Asked, rewrite: Rewrite | None) -> Asked:
    """The question in its parts; one that leans on earlier turns is rewritten, and looked for near what those cited."""
    parts = in_parts(asked.question, asked.history)
    if rewrite and leans(asked.question, asked.history):
        alone = rewrite(asked.question, asked.history, asked.language)
        if alone:
            focus = parts[0].focus
            parts = tuple(replace(part, focus=focus) for part in in_parts(alone, ()))
            return replace(asked, parts=parts, alone=alone)
    return replace(asked, parts=parts)


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
