"""Turn an answer into plain text, for the command line and for what is kept of a conversation."""

from assistant.answer import Answer, Citation
from assistant.readers.quoting import without_dangling
from assistant.rendering.labels import LABELS, Labels
from assistant.rendering.printing import printable
from assistant.rendering.sections import Section, lines, sections


def answer_text(answer: Answer) -> str:
    """The answer for a terminal: text, citations each with its place (paragraphs count from 1), notice.

    A quotation that stands in the text is not said again with its place.
    """
    labels = LABELS[answer.language]
    text = "\n\n".join(_section(section, labels) for section in sections(answer))
    parts = [text]
    if answer.citations:
        parts.append("\n".join(_place(citation, labels, text) for citation in answer.citations))
    if answer.notice:
        parts.append(printable(answer.notice))
    return "\n\n".join(parts)


def _section(section: Section, labels: Labels) -> str:
    said = "\n".join(lines(section)).strip("\n")
    if section.question is None:
        return said
    return f"{printable(section.question)}\n{said or labels.absent}"


def _place(citation: Citation, labels: Labels, text: str) -> str:
    place = f"{labels.paragraph} {citation.paragraph + 1}"
    if citation.heading:
        place += f"{labels.comma} {printable(citation.heading)}"
    quotation = without_dangling(printable(citation.text))
    said = any(f"{first}{quotation}{last}" in text for first, last in ("«»", "“”"))
    return f"[{citation.number}] {place}" if said else f"[{citation.number}] {place}: «{quotation}»"
