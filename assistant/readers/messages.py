"""What a chat model is told: the rules, what was said before, the passages and the question. All else is data."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from assistant.citations.marks import without_marks
from assistant.citations.statements import plain
from assistant.readers.base import Request, Turn
from prompts import render
from vectorstore.retrieving.retriever import Hit

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

# How a model is to cite: in lines of text, in the fields of an object, or as its provider does for documents.
Form = Literal["lines", "fields", "documents"]

MOST_TURNS = 3  # earlier turns that the model is shown
MOST_TURN_CHARS = 600  # of each earlier question or answer
# Data must not look like the fence around it, nor like a mark; the check compares words only, so this costs nothing.
_HARMLESS = str.maketrans("<>[]【】［］", "‹›()()()")
_NOT_ANSWERED = "–"


def messages(request: Request, form: Form) -> list["BaseMessage"]:
    """The messages that ask a model to answer from the hits of a request."""
    from langchain_core.messages import HumanMessage, SystemMessage

    language = request.language
    passages = "\n\n".join(_numbered(number, hit) for number, hit in enumerate(request.hits, start=1))
    told = render(f"answer.user.{language}", passages=passages, question=_question(request))
    if request.history:
        told = f"{render(f'earlier.{language}', turns=summary(request.history))}\n\n{told}"
    rules = f"{render(f'answer.system.{language}')}\n\n{render(f'form.{form}.{language}')}"
    documents = [_document(number, hit) for number, hit in enumerate(request.hits, start=1)]
    content: Any = [*documents, {"type": "text", "text": told}] if form == "documents" else told
    return [SystemMessage(rules), HumanMessage(content)]


def summary(history: Sequence[Turn]) -> str:
    """The last turns in a line or two each; their marks are left out, for they counted other passages."""
    return "\n".join(_turn(turn) for turn in history[-MOST_TURNS:])


def data(text: str) -> str:
    """A text in one line that looks neither like a fence nor like a mark."""
    return " ".join(text.translate(_HARMLESS).split())


def _turn(turn: Turn) -> str:
    said = data(without_marks(turn.answer.claims)[:MOST_TURN_CHARS]) or _NOT_ANSWERED
    return f"? {data(turn.question[:MOST_TURN_CHARS])}\n= {said}"


def _question(request: Request) -> str:
    question = data(request.question)
    return f"{question}\n({question} ({data(request.context)}))" if request.context else question


def _numbered(number: int, hit: Hit) -> str:
    heading = f"({data(hit.passage.heading)})\n" if hit.passage.heading else ""
    return f"[{number}] {heading}{data(plain(hit.passage.text))}"


def _document(number: int, hit: Hit) -> dict[str, Any]:
    """A passage as Anthropic's documents are sent, with citations of it asked for."""
    source = {"type": "text", "media_type": "text/plain", "data": data(plain(hit.passage.text))}
    return {"type": "document", "source": source, "title": f"[{number}]", "citations": {"enabled": True}}
