"""Let a chat model rewrite a follow-up so that it can be understood alone: one short call."""

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from assistant.answer import Language
from assistant.errors import ReaderFailed
from assistant.readers.base import Turn
from assistant.readers.messages import data, summary
from assistant.readers.streaming import chunks
from prompts import render
from vectorstore.language.arabic import has_words, is_arabic

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

Rewrite = Callable[[str, Sequence[Turn], Language], str | None]

_LONGEST_S = 8.0  # the question is not even looked for before it is rewritten
_MOST_CHARS = 400
_MOST_REPLY_CHARS = 4_000  # with what the model thinks aloud
_WRAPPING = " \t\"'«»“”`*"


class Rewriter:
    """A `Rewrite` by a chat model: the question in other words, or None where none came that could be one."""

    def __init__(
        self, model: "BaseChatModel", *, timeout_s: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """A rewriter that takes at most ``timeout_s``, and never more than some seconds, by the clock."""
        self._model = model
        self._timeout_s = min(timeout_s, _LONGEST_S)
        self._clock = clock

    def __call__(self, question: str, history: Sequence[Turn], language: Language) -> str | None:
        """The question as it can be understood without the turns before it."""
        from langchain_core.messages import HumanMessage, SystemMessage

        told = render(f"rewrite.user.{language}", turns=summary(history), question=data(question))
        asked = [SystemMessage(render(f"rewrite.system.{language}")), HumanMessage(told)]
        said = ""
        try:
            for chunk in chunks(self._model, asked, timeout_s=self._timeout_s, clock=self._clock):
                said += chunk.text
                if len(said) > _MOST_REPLY_CHARS:
                    return None
        except ReaderFailed:
            return None
        return _usable(said, language)


def _usable(said: str, language: Language) -> str | None:
    """A reply as a question: one line, short, in the language of the question, and no refusal or mark."""
    lines = [line.strip(_WRAPPING) for line in said.rpartition("</think>")[2].splitlines() if line.strip(_WRAPPING)]
    if len(lines) != 1 or not has_words(lines[0]) or len(lines[0]) > _MOST_CHARS or "[" in lines[0]:
        return None
    return lines[0] if is_arabic(lines[0]) == (language == "ar") else None
