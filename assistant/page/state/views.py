"""What the page does with a question, without the page: views to show, one after another."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Protocol

from assistant.answer import Answer, Language
from assistant.errors import AssistantError, QuestionRefused
from assistant.page.texts import Texts
from assistant.readers.base import Turn
from vectorstore.article import Article
from vectorstore.errors import VectorStoreError
from vectorstore.passages import Passage

Turns = tuple[Turn, ...]


class Askable(Protocol):
    """What the page needs of an assistant; it is asked by several threads at once."""

    @property
    def article(self) -> Article: ...

    @property
    def passages(self) -> tuple[Passage, ...]: ...

    @property
    def reader_name(self) -> str: ...

    @property
    def embedding_name(self) -> str: ...

    def stream(self, question: str, history: Sequence[Turn] = ()) -> Iterator[Answer]:
        """Growing answers, the last one complete, or an AssistantError or VectorStoreError."""
        ...

    def quote(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """The answer in the article's own words, without a chat model."""
        ...

    def reading(self, article: Article, progress: Callable[[int, int], None] | None = None) -> "Askable":
        """The same assistant about another article; ``progress`` is told of passages done and passages in all."""
        ...

    @property
    def close(self) -> Callable[[], None]:
        """Frees what holds the article."""
        ...


@dataclass(frozen=True, slots=True)
class PendingQuestion:
    """A question on its way: after which turns it stands, and what is to be there again if no answer comes."""

    question: str
    after: Turns
    before: Turns  # the turns that are shown until the question is asked
    box: str = ""  # what the question box holds
    visit: str = ""  # the connection of the page that asks

    @property
    def typed(self) -> bool:
        """Whether it was typed in the box, not chosen or edited elsewhere on the page."""
        return self.box == self.question

    @property
    def left_over(self) -> str:
        """What the box holds when no answer comes: nothing that was typed is lost."""
        return self.question if self.typed or not self.box.strip() else self.box


@dataclass(frozen=True, slots=True)
class View:
    """What the page shows: the turns so far, and around them what has changed.

    ``question`` is the new content of the question box, None to leave it; ``problem`` is HTML, empty without a problem.
    """

    turns: Turns
    question: str | None = None
    problem: str = ""


def wait(assistant: Askable, asking: PendingQuestion, language: Language) -> View:
    """The view of a question that nothing was answered to yet."""
    waiting = Answer(asking.question, True, "", language, assistant.reader_name, complete=False)
    return View((*asking.after, Turn(asking.question, waiting)))


def respond(assistant: Askable, asking: PendingQuestion, language: Language, texts: Texts) -> Iterator[View]:
    """Views of a question being answered.

    Where the assistant refuses or fails, the last view has the turns as they were, the question back in the box and the
    problem in the page's language.
    """
    turns, question = asking.after, asking.question
    complete = tuple(turn for turn in turns if turn.answer.complete)
    try:
        for answer in assistant.stream(question, complete):
            yield View((*turns, Turn(question, answer)))
    except QuestionRefused as refusal:
        yield View(asking.before, asking.left_over, alert(refusal.messages[language]))
    except (AssistantError, VectorStoreError) as error:
        yield View(asking.before, asking.left_over, alert(texts.failed, detail=str(error)))


def stop(turns: Turns, asking: PendingQuestion | None, texts: Texts) -> View:
    """The view after a stop: what came is kept and says so; a question nothing came for goes back to the box."""
    if not turns or turns[-1].answer.complete:
        return View(turns)
    *earlier, (last) = turns
    if last.answer.text:
        return View((*earlier, replace(last, answer=replace(last.answer, notice=texts.stopped))))
    return View(asking.before, asking.left_over) if asking else View(tuple(earlier), last.question)


def fail(turns: Turns, asking: PendingQuestion | None, told: str) -> View:
    """The view after what kept a question from being answered, and was ``told``: the question is back in the box."""
    if asking is None:
        return View(turns, problem=alert(told))
    return View(asking.before, asking.left_over, alert(told))


def alert(message: str, *, detail: str = "") -> str:
    """The HTML of a problem, with what was said about it elsewhere."""
    shown = f'<br><bdi class="detail">{escape(detail)}</bdi>' if detail else ""
    return f'<div role="alert">{escape(message)}{shown}</div>'
