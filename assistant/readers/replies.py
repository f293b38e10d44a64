"""A chat model's reply as it grows, in one form: text with marks ``[n]`` that point at the hits.

Replies come as text with marks of the model's own, as an object of statements, or as text to which the provider adds
citations: of a block of text (Anthropic, and LangChain's own form), or of stretches of it at the end (Cohere). All are
checked in the same way: a citation that a provider gives is a mark, and no more.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from assistant.citations.marks import STOP
from vectorstore.language.arabic import words
from vectorstore.retrieving.retriever import Hit

if TYPE_CHECKING:
    from langchain_core.messages import AIMessageChunk

_THOUGHT = re.compile(r"<think(?:ing)?>"), re.compile(r"</think(?:ing)?>")  # some local models think aloud first
_OBJECT = re.compile(r"(?:```(?:json)?\s{0,9})?(?=\{)")
_MAY_BE_OBJECT = re.compile(r"`{1,3}(?:j(?:s(?:o(?:n\s{0,9})?)?)?)?")
_QUOTATION_MARKS = str.maketrans("", "", '«»“”"\n')
_SENTENCE_END = re.compile(
    rf"(?<=[\w»”\"')\]])\s?({STOP}{{1,9}}[»”\"')]{{0,2}})(?=\s|$)|(?<=[\w»”\"')\]])(?=\s*$)", re.MULTILINE
)
_DIGITS = re.compile(r"\d{1,4}")

SCHEMA: dict[str, Any] = {
    "title": "Answer",
    "description": "The statements that answer the question, each with the words of a passage that show it.",
    "type": "object",
    "properties": {
        "statements": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "quotation": {"type": "string", "description": "words of the passage, letter by letter"},
                    "passage": {"type": "integer", "description": "the number of the passage"},
                    "text": {"type": "string", "description": "the statement, one sentence"},
                },
                "required": ["quotation", "passage", "text"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["statements"],
    "additionalProperties": False,
}


@dataclass(slots=True)
class _Block:
    """A stretch of text that a provider cites hits for, by their numbers."""

    index: object
    text: str = ""
    numbers: list[int] = field(default_factory=list)


class Reply:
    """A reply that is taken in chunk by chunk."""

    def __init__(self, hits: Sequence[Hit]) -> None:
        self._hits = hits
        self._blocks: list[_Block] = []
        self._spans: list[tuple[int, list[int]]] = []
        self._arguments = ""  # of the function that a model calls to give an object

    def take(self, chunk: "AIMessageChunk") -> None:
        """Take in the next chunk."""
        for piece in [chunk.content] if isinstance(chunk.content, str) else chunk.content:
            self._take(piece if isinstance(piece, dict) else {"type": "text", "text": piece})
        self._arguments += "".join(call["args"] or "" for call in chunk.tool_call_chunks)
        for each in _dicts(chunk.additional_kwargs.get("citations")):
            if isinstance(each.get("end"), int):
                self._spans.append((each["end"], list(self._numbers(each))))

    @property
    def written(self) -> str:
        """All that came, thoughts included."""
        return "".join(block.text for block in self._blocks) + self._arguments

    def said(self, *, whole: bool) -> str:
        """The reply so far with its marks; a block that may yet be cited is held back until the reply is ``whole``."""
        text = _said(self._arguments or self._marked(whole=whole))
        begun = _OBJECT.match(text)
        if begun:
            return "\n".join(_lines(text[begun.end() :], whole=whole))
        return "" if not whole and _MAY_BE_OBJECT.fullmatch(text) else text

    def _take(self, piece: Mapping[str, Any]) -> None:
        if piece.get("type") not in ("text", "text-plain"):
            return
        index = piece.get("index")
        if not self._blocks or self._blocks[-1].index != index:
            self._blocks.append(_Block(index))
        self._blocks[-1].text += str(piece.get("text") or "")
        for each in (*_dicts(piece.get("citations")), *_dicts(piece.get("annotations"))):
            self._blocks[-1].numbers += self._numbers(each)

    def _marked(self, *, whole: bool) -> str:
        blocks = self._blocks
        cited = any(block.numbers for block in blocks)
        if not whole and cited and len(blocks) > 1:
            blocks = blocks[:-1]
        text = "".join(_with_marks(block.text, block.numbers) for block in blocks)
        if whole and not cited:
            for end, numbers in sorted(self._spans, reverse=True):
                text = f"{text[:end]} {_marks(numbers)}{text[end:]}" if numbers else text
        return text

    def _numbers(self, citation: Mapping[str, Any]) -> Iterator[int]:
        """The numbers of the hits that a provider's citation points at: by its place among them, or by its words."""
        given = citation.get("document_index", citation.get("search_result_index"))
        if isinstance(given, int) and not isinstance(given, bool):
            yield from [given + 1] if 0 <= given < len(self._hits) else []
            return
        for name in citation.get("document_ids") or ():
            yield from (int(found.group()) + 1 for found in [_DIGITS.search(str(name))] if found)
        quoted = words(str(citation.get("cited_text") or ""))
        for number, hit in enumerate(self._hits, start=1):
            if quoted and f" {' '.join(quoted)} " in f" {' '.join(words(hit.passage.text))} ":
                yield number
                return


def _said(text: str) -> str:
    """A reply so far, without what the model thinks aloud before it."""
    text = text.lstrip()
    opening, closing = _THOUGHT
    if opening.match(text):
        end = closing.search(text)
        return text[end.end() :].lstrip() if end else ""
    return "" if "<thinking>".startswith(text) else text


def _lines(written: str, *, whole: bool) -> Iterator[str]:
    """The statements of an object that may not be whole yet, each as a line of text; [0] where a whole one has none."""
    from langchain_core.utils.json import parse_partial_json

    try:
        parsed = parse_partial_json(written.rstrip("`\n "))
    except json.JSONDecodeError:
        return
    statements = list(_dicts(parsed.get("statements"))) if isinstance(parsed, dict) else []
    if not whole and not _closed(written):
        statements = statements[:-1]
    if whole and not statements and isinstance(parsed, dict) and parsed.get("statements") == []:
        yield "[0]"
    for each in statements:
        quotation = " ".join(str(each.get("quotation") or "").translate(_QUOTATION_MARKS).split())
        text, mark = " ".join(str(each.get("text") or "").split()), f"[{each.get('passage')}]"
        yield f"«{quotation}» {mark} → {text}\n" if quotation else f"{text.rstrip('.')} {mark}.\n"


def _closed(written: str) -> bool:
    """Whether the last statement of an object that is still being written is whole."""
    try:
        json.loads(written.rstrip().rstrip(",") + "]}")
    except json.JSONDecodeError:
        return False
    return True


def _with_marks(text: str, numbers: Sequence[int]) -> str:
    """A block of text with its marks at the end of each of its sentences."""
    marks = _marks(dict.fromkeys(numbers))
    return _SENTENCE_END.sub(lambda end: f" {marks}{end.group(1) or ''}", text) if numbers else text


def _marks(numbers: "Sequence[int] | Mapping[int, None]") -> str:
    return "".join(f"[{number}]" for number in numbers)


def _dicts(given: object) -> Iterator[Mapping[str, Any]]:
    return (each for each in given if isinstance(each, Mapping)) if isinstance(given, list) else iter(())
