"""A chat model as the judge of whether passages say statements."""

import json
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.answer import Language
from assistant.citations import Entails
from assistant.citations.statements import plain
from assistant.errors import ReaderFailed
from assistant.readers.streaming import chunks
from prompts import render

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

Reply = Callable[[Sequence["BaseMessage"]], str]  # what the model says, or `ReaderFailed`

_SURE = 4.0  # log odds of a verdict: far from every threshold of the check
_MOST_REPLY_CHARS = 80_000  # with what the model thinks aloud
_THOUGHT = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.DOTALL)  # it may try verdicts there
_VERDICTS = re.compile(r'"verdicts"\s*:\s*(\[[^\[\]{}]*\])')
_HARMLESS = str.maketrans("<>", "‹›")  # data must not look like the fence around it


@dataclass(frozen=True, slots=True)
class Item:
    """A statement and the passages that are to say it, each with its heading."""

    statement: str
    passages: tuple[tuple[str | None, str], ...]


class Judge:
    """Whether passages say statements: by the model that ships, or by a chat model in its place.

    Where the chat model fails, the one that ships judges.
    """

    def __init__(
        self,
        shipped: Entails,
        model: "BaseChatModel | None" = None,
        *,
        timeout_s: float = 60.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """A judge whose chat ``model`` takes at most ``timeout_s`` for all statements of an answer, by the clock."""
        self._shipped = shipped
        self._model = model
        self._timeout_s = timeout_s
        self._clock = clock

    def about(self, question: str, language: Language) -> "Judging":
        """The judge of one answer to a question."""
        ask = _Asking(self._model, question, language, self._timeout_s, self._clock) if self._model else None
        return Judging(self._shipped, ask)


class Judging:
    """An `Entails` for one answer: the chat model's verdicts, and from its first failure on those of the other.

    ``failed`` tells whether there is a chat model and it failed.
    """

    def __init__(self, shipped: Entails, ask: "_Asking | None") -> None:
        self.failed = False
        self._shipped = shipped
        self._ask = ask

    def __call__(self, pairs: Sequence[tuple[str, str]]) -> Sequence[float]:
        """The log odds that texts say statements; by the chat model's verdict, 4 or -4."""
        told = self._ask(pairs) if self._ask else None
        if told is not None:
            return [_SURE if verdict else -_SURE for verdict in told]
        self.failed, self._ask = self.failed or self._ask is not None, None
        return self._shipped(pairs)


class _Asking:
    """Asks a chat model about the statements of one answer, until its time is over."""

    def __init__(
        self,
        model: "BaseChatModel",
        question: str,
        language: Language,
        left_s: float,
        clock: Callable[[], float],
    ) -> None:
        self._model = model
        self._question = question
        self._language = language
        self._left_s = left_s
        self._clock = clock

    def __call__(self, pairs: Sequence[tuple[str, str]]) -> list[bool] | None:
        """Its verdicts; None where it gives none."""
        items = [Item(statement, ((None, text),)) for statement, text in pairs]
        try:
            return verdicts(self._question, self._language, items, self._reply)
        except ReaderFailed:
            return None

    def _reply(self, messages: Sequence["BaseMessage"]) -> str:
        began = self._clock()
        said = ""
        try:
            for chunk in chunks(self._model, messages, timeout_s=self._left_s, clock=self._clock):
                said += chunk.text
                if len(said) > _MOST_REPLY_CHARS:
                    raise ReaderFailed("unusable", f"the verdicts have more than {_MOST_REPLY_CHARS} characters")
        finally:
            self._left_s -= self._clock() - began
        return said


def verdicts(question: str, language: Language, items: Sequence[Item], reply: Reply) -> list[bool] | None:
    """Whether the passages of each item say its statement; None where a model twice replies something else.

    Raises:
        ReaderFailed: the model failed.
    """
    from langchain_core.messages import HumanMessage, SystemMessage

    count = str(len(items))
    shown = "\n\n".join(_shown(number, item) for number, item in enumerate(items, start=1))
    told = render(f"judge.user.{language}", question=_data(question), statements=shown, count=count)
    # At temperature 0 the same request would have the same reply: the second one insists on the form.
    for request in (told, f"{told}\n\n{render(f'judge.again.{language}', count=count)}"):
        said = _read(reply([SystemMessage(render(f"judge.system.{language}")), HumanMessage(request)]))
        if said is not None and len(said) == len(items):
            return said
    return None


def _shown(number: int, item: Item) -> str:
    """A statement and what it cites, without marks: the verdicts go by the numbers of the items alone."""
    passages = "\n".join(
        f"<passage>{f'({_data(heading)}) ' if heading else ''}{_data(text)}</passage>"
        for heading, text in item.passages
    )
    return f'<item number="{number}">\n<statement>{_data(item.statement)}</statement>\n{passages}\n</item>'


def _data(text: str) -> str:
    return " ".join(plain(text).translate(_HARMLESS).split())


def _read(said: str) -> list[bool] | None:
    """The last verdicts in a reply, whatever stands around them; None if there are none, or one is no boolean."""
    written = _VERDICTS.findall(_THOUGHT.sub("", said))
    try:
        found: list[object] = json.loads(written[-1]) if written else []
    except ValueError:
        return None
    booleans = [verdict for verdict in found if isinstance(verdict, bool)]
    return booleans if len(booleans) == len(found) else None
