"""What the page does with a question, without the page: views to show, one after another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Protocol

from assistant.answer import Answer, Language
from assistant.errors import AssistantError, QuestionRefused
from assistant.page.texts import Texts
from assistant.readers.base import Turn
from assistant.render import answer_html, question_html
from vectorstore.article import Article
from vectorstore.errors import VectorStoreError
from vectorstore.passages import Passage

Turns = tuple[Turn, ...]


class Answering(Protocol):
    """What the page needs of an assistant; it is asked by several threads at once."""

    @property
    def article(self) -> Article: ...

    @property
    def passages(self) -> tuple[Passage, ...]: ...

    @property
    def reader_name(self) -> str: ...

    def stream(self, question: str, history: Sequence[Turn] = ()) -> Iterator[Answer]:
        """Growing answers, the last one complete, or an AssistantError or VectorStoreError."""
        ...


@dataclass(frozen=True, slots=True)
class View:
    """What the page shows: the turns so far, and around them what has changed.

    ``question`` is the new content of the question box, None to leave it; ``problem`` is HTML, empty without a problem.
    """

    turns: Turns
    question: str | None = None
    problem: str = ""


def respond(assistant: Answering, question: str, turns: Turns, language: Language, texts: Texts) -> Iterator[View]:
    """Views of a question being answered.

    Where the assistant refuses or fails, the last view has the turns as they were, the question back in the box and the
    problem in the page's language.
    """
    waiting = Answer(question, True, "", language, assistant.reader_name, complete=False)
    yield View((*turns, Turn(question, waiting)), question="")
    complete = tuple(turn for turn in turns if turn.answer.complete)
    try:
        for answer in assistant.stream(question, complete):
            yield View((*turns, Turn(question, answer)))
    except QuestionRefused as refusal:
        yield View(turns, question, _alert(refusal.messages[language]))
    except (AssistantError, VectorStoreError) as error:
        yield View(turns, question, _alert(texts.failed, detail=str(error)))


def stop(turns: Turns, texts: Texts) -> View:
    """The view after a stop: what came is kept and says so; a question nothing came for goes back to the box."""
    if not turns or turns[-1].answer.complete:
        return View(turns)
    *earlier, (last) = turns
    if not last.answer.text:
        return View(tuple(earlier), last.question)
    return View((*earlier, replace(last, answer=replace(last.answer, notice=texts.stopped))))


def fail(turns: Turns, texts: Texts) -> View:
    """The view after an error nobody foresaw: the question is back in the box."""
    if not turns or turns[-1].answer.complete:
        return View(turns, problem=_alert(texts.failed))
    return View(turns[:-1], turns[-1].question, _alert(texts.failed))


def messages(turns: Turns, passages: Sequence[Passage]) -> list[dict[str, str]]:
    """The turns as Gradio's chat shows them."""
    return [
        message
        for turn in turns
        for message in (
            {"role": "user", "content": question_html(turn.question)},
            {"role": "assistant", "content": answer_html(turn.answer, passages)},
        )
    ]


def _alert(message: str, *, detail: str = "") -> str:
    shown = f'<br><bdi class="detail">{escape(detail)}</bdi>' if detail else ""
    return f'<div role="alert">{escape(message)}{shown}</div>'
