"""A chat model as the judge of answers: the share of an answer's statements that the passages they cite support.

That is faithfulness as in RAGAS (Es et al. 2024, "RAGAS: Automated Evaluation of Retrieval Augmented Generation"), but
a statement is held against what it cites and not against all that was retrieved, as AIS asks (Rashkin et al. 2023,
"Measuring Attribution in Natural Language Generation Models"). Statements are not split any further by the model.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from assistant.answer import Answer, Citation
from assistant.citations.statements import Statement
from assistant.errors import ReaderFailed
from assistant.evaluation.running.scoring import statements_of
from assistant.models import open_model
from assistant.readers.judging import Item, Reply, verdicts
from assistant.readers.streaming import chunks

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

    from assistant.evaluation.running.runner import Judge


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
    items = [Item(each.text, tuple(_passages(each, citations))) for each in statements]
    return verdicts(answer.question, answer.language, items, reply)


def _passages(statement: Statement, citations: Mapping[int, Citation]) -> Iterator[tuple[str | None, str]]:
    for citation in (citations[mark] for mark in statement.marks if mark in citations):
        yield citation.heading, citation.text
