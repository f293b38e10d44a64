"""A chat model as the judge of answers: the share of an answer's statements that the passages they cite support.

That is faithfulness as in RAGAS (Es et al. 2024, "RAGAS: Automated Evaluation of Retrieval Augmented Generation"), but
a statement is held against what it cites and not against all that was retrieved, as AIS asks (Rashkin et al. 2023,
"Measuring Attribution in Natural Language Generation Models"). Statements are not split any further by the model.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from assistant.answer import Answer, Citation
from assistant.citations.statements import Statement, plain
from assistant.errors import ReaderFailed
from assistant.evaluation.scoring import statements_of
from assistant.models import open_model
from assistant.readers.streaming import chunks
from prompts import render

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

    from assistant.evaluation.runner import Judge

    Reply = Callable[[Sequence[BaseMessage]], str]  # what the model says, or `ReaderFailed`

_THOUGHT = re.compile(r"<think(?:ing)?>.*?(?:</think(?:ing)?>|\Z)", re.DOTALL)  # it may try verdicts there
_VERDICTS = re.compile(r'"verdicts"\s*:\s*(\[[^\[\]{}]*\])')
_HARMLESS = str.maketrans("<>", "‹›")  # data must not look like the fence around it


def open_judge(*, model: str, model_url: str, timeout_s: float) -> "Judge":
    """A judge that asks the chat model ``provider:name``, or ``name`` on the OpenAI-compatible server at a base URL.

    It gives the share of an answer's statements that are judged supported, 0..1; one that cites nothing is not, without
    being asked about. None: nothing is stated, or the model gave no verdicts: it failed, took longer than ``timeout_s``
    over a reply, or twice replied something else. A model on a server, or of Ollama, is asked at temperature 0; of the
    others some refuse any temperature, and they have their own.

    Raises:
        ModelUnavailable: the model cannot be opened; the message says what to do.
    """
    opened = open_model(model=model, model_url=model_url, timeout_s=timeout_s)

    def reply(messages: Sequence["BaseMessage"]) -> str:
        return "".join(chunk.text for chunk in chunks(opened, messages, timeout_s=timeout_s))

    return lambda answer: _share(answer, reply)


def _share(answer: Answer, reply: "Reply") -> float | None:
    statements = statements_of(answer)
    if not statements:
        return None
    citations = {citation.number: citation for citation in answer.citations}
    cited = [each for each in statements if not citations.keys().isdisjoint(each.marks)]
    if not cited:
        return 0.0
    try:
        verdicts = _verdicts(answer, cited, citations, reply)
    except ReaderFailed:
        return None
    return None if verdicts is None else sum(verdicts) / len(statements)


def _verdicts(
    answer: Answer, statements: Sequence[Statement], citations: Mapping[int, Citation], reply: "Reply"
) -> list[bool] | None:
    count = len(statements)
    told = render(
        f"judge.user.{answer.language}",
        question=_data(answer.question),
        statements="\n\n".join(_item(number, each, citations) for number, each in enumerate(statements, start=1)),
        count=str(count),
    )
    # At temperature 0 the same request would have the same reply: the second one insists on the form.
    for request in (told, f"{told}\n\n{render(f'judge.again.{answer.language}', count=str(count))}"):
        verdicts = _read(reply(_messages(answer, request)))
        if verdicts is not None and len(verdicts) == count:
            return verdicts
    return None


def _messages(answer: Answer, request: str) -> list["BaseMessage"]:
    from langchain_core.messages import HumanMessage, SystemMessage

    return [SystemMessage(render(f"judge.system.{answer.language}")), HumanMessage(request)]


def _item(number: int, statement: Statement, citations: Mapping[int, Citation]) -> str:
    """A statement and what it cites, without marks: the verdicts go by the numbers of the items alone."""
    passages = "\n".join(_passages(statement, citations))
    return f'<item number="{number}">\n<statement>{_data(statement.text)}</statement>\n{passages}\n</item>'


def _passages(statement: Statement, citations: Mapping[int, Citation]) -> Iterator[str]:
    for citation in (citations[mark] for mark in statement.marks if mark in citations):
        heading = f"({_data(citation.heading)}) " if citation.heading else ""
        yield f"<passage>{heading}{_data(citation.text)}</passage>"


def _data(text: str) -> str:
    return " ".join(plain(text).translate(_HARMLESS).split())


def _read(said: str) -> list[bool] | None:
    """The last verdicts in a reply, whatever stands around them; None if there are none, or one is no boolean."""
    written = _VERDICTS.findall(_THOUGHT.sub("", said))
    try:
        verdicts: list[object] = json.loads(written[-1]) if written else []
    except ValueError:
        return None
    booleans = [verdict for verdict in verdicts if isinstance(verdict, bool)]
    return booleans if len(booleans) == len(verdicts) else None
