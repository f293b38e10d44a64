"""From the hits of a question to its checked answer; where it asks several things, part by part."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, zip_longest

from assistant.answer import Answer, Citation, Language, Part
from assistant.citations import Checked, Support, check, finished, support_of
from assistant.conversing.conversation import Standalone
from assistant.errors import ReaderFailed
from assistant.notices import broken_off, judged_otherwise, left_out, other_language, stepped_in
from assistant.readers.base import Draft, Reader, Request, Turn
from assistant.readers.extractive import not_in_article, parts_not_in_article
from assistant.readers.judging import Judge, Judging
from vectorstore.retrieving.retriever import Hit

Clock = Callable[[], float]  # seconds


@dataclass(frozen=True, slots=True)
class Asked:
    """A question on its way through the chain: its parts, one where it asks a single thing, and the hits of each.

    ``alone`` is a follow-up as it was rewritten to be understood alone; the parts are then those of it.
    """

    question: str
    language: Language
    history: tuple[Turn, ...]
    started: float  # by the clock
    parts: tuple[Standalone, ...]
    hits: tuple[tuple[Hit, ...], ...] = ()
    courtesy: str | None = None  # what is said where it asks nothing of the article
    alone: str = ""


@dataclass(frozen=True, slots=True)
class _Checked:
    """A draft after the check: what is left of it, and what is to be told of that."""

    text: str
    answered: bool
    confidence: float
    complete: bool
    citations: tuple[Citation, ...]
    notices: tuple[str, ...] = ()
    highlight: tuple[int, int] | None = None
    unanswered: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()


class Answering:
    """Reads hits and checks what was read; where the ``reader`` fails, the ``fallback`` answers.

    The ``judge`` is asked whether hits say what was written of them. Seconds are those of the ``clock``.
    """

    def __init__(self, reader: Reader, fallback: Reader, judge: Judge, clock: Clock = time.perf_counter) -> None:
        self.clock = clock
        self._reader = reader
        self._fallback = fallback
        self._judge = judge

    def answers(self, asked: Asked) -> Iterator[Answer]:
        """The answer as it grows; the last one is complete."""
        if asked.courtesy:
            yield self._courteous(asked, asked.courtesy)
            return
        kept: Answer | None = None
        try:
            for answer in self._read(self._reader, asked):
                kept = answer if answer.citations else None
                yield answer
        except ReaderFailed as exc:
            if kept and exc.reason != "unsupported":
                told = filter(None, (broken_off(exc.reason, asked.language), kept.notice))
                yield replace(kept, complete=True, notice=" ".join(told))
            else:
                yield from self._read(self._fallback, asked, exc.reason)

    def _courteous(self, asked: Asked, line: str) -> Answer:
        seconds = self.clock() - asked.started
        return Answer(asked.question, False, line, asked.language, self._fallback.name, seconds=seconds, courtesy=True)

    def _read(self, reader: Reader, asked: Asked, failure: str | None = None) -> Iterator[Answer]:
        hits = _united(asked.hits)
        for checked in _read_parts(reader, asked) if reader.by_parts else self._read_whole(reader, asked, hits):
            notices = checked.notices
            if failure:
                notices = (stepped_in(failure, asked.language, answered=checked.answered),)
            yield Answer(
                question=asked.question,
                answered=checked.answered,
                text=checked.text,
                language=asked.language,
                reader=reader.name,
                citations=checked.citations,
                confidence=checked.confidence,
                seconds=self.clock() - asked.started,
                notice=" ".join(notices) or None,
                complete=checked.complete,
                hits=hits,
                highlight=checked.highlight,
                unanswered=checked.unanswered,
                parts=checked.parts,
            )

    def _read_whole(self, reader: Reader, asked: Asked, hits: tuple[Hit, ...]) -> Iterator[_Checked]:
        context = asked.alone or (asked.parts[0].context if len(asked.parts) == 1 else "")
        request = Request(asked.question, asked.language, hits, context, asked.history)
        judging = self._judge.about(asked.alone or asked.question, asked.language)
        support = support_of(hits, judging)
        for draft in reader.read(request):
            yield _written(draft, request, support, judging)


def _united(found: Sequence[Sequence[Hit]]) -> tuple[Hit, ...]:
    """The hits of all parts, each passage once: the best of every part, then the second of every part."""
    in_turn = filter(None, chain.from_iterable(zip_longest(*found)))
    once: dict[tuple[int, int], Hit] = {}
    for hit in in_turn:
        once.setdefault((hit.passage.start, hit.passage.end), hit)
    return tuple(once.values())


def _read_parts(reader: Reader, asked: Asked) -> Iterator[_Checked]:
    several = len(asked.parts) > 1
    requests = [
        Request(part.question, asked.language, hits, part.context, asked.history, part=several)
        for part, hits in zip(asked.parts, asked.hits, strict=True)
    ]
    if several:
        yield _joined(reader, requests)
    else:
        yield from (_checked(draft, requests[0]) for draft in reader.read(requests[0]))


def _joined(reader: Reader, requests: Sequence[Request]) -> _Checked:
    """The answers of the parts one after the other, then a line for those that the article does not answer."""
    parts: list[_Checked] = []
    made: list[Citation] = []
    for request in requests:
        *_, draft = reader.read(request)
        parts.append(_checked(draft, request, after=made))
        if parts[-1].answered:
            made += [citation for citation in parts[-1].citations if citation.number > len(made)]
    answers = [part for part in parts if part.answered]
    if not answers:
        return replace(parts[0], confidence=max(part.confidence for part in parts))
    lines = [line for part in answers for line in part.text.splitlines()]
    unanswered = tuple(request.question for request, part in zip(requests, parts, strict=True) if not part.answered)
    if unanswered:
        lines.append(parts_not_in_article(unanswered, requests[0].language))
    return replace(
        answers[0],
        text="\n\n".join(dict.fromkeys(filter(None, lines))),
        confidence=min(part.confidence for part in answers),
        citations=tuple(made),
        notices=tuple(dict.fromkeys(notice for part in answers for notice in part.notices)),
        unanswered=unanswered,
        parts=tuple(_part(request.question, part) for request, part in zip(requests, parts, strict=True)),
    )


def _part(question: str, checked: _Checked) -> Part:
    said = checked.text if checked.answered else ""
    return Part(question, checked.answered, said, checked.confidence, checked.highlight)


def _checked(
    draft: Draft, request: Request, *, after: Sequence[Citation] = (), support: Support | None = None
) -> _Checked:
    """A draft after the check; one that does not answer offers the hit that comes nearest.

    Raises:
        ReaderFailed: it is complete, and none of its statements is supported.
    """
    if not draft.answered:
        return _declined(draft, request)
    whole = draft.text if draft.complete else finished(draft.text)
    checked = check(whole, request.hits, after=after, support=support)
    if draft.complete and not checked.citations:
        raise ReaderFailed("unsupported", f"no statement of {len(checked.dropped)} is supported by the article")
    return _kept(draft, checked, (left_out(request.language),) if draft.complete and checked.dropped else ())


def _written(draft: Draft, request: Request, support: Support, judging: Judging) -> _Checked:
    """The same of what a chat model wrote, which is to be in the language of the question.

    Raises:
        ReaderFailed: it is complete, and none of its statements is supported and in that language.
    """
    if not draft.answered:
        return _declined(draft, request)
    whole, language = draft.text if draft.complete else finished(draft.text), request.language
    checked = check(whole, request.hits, support=support, language=language)
    if draft.complete and not checked.citations:
        lost = f"of {len(checked.dropped) + len(checked.foreign)} statements none is left after the check"
        raise ReaderFailed("language" if checked.foreign and not checked.dropped else "unsupported", lost)
    told = (
        (draft.complete and checked.dropped, left_out(language)),
        (draft.complete and checked.foreign, other_language(language)),
        (judging.failed, judged_otherwise(language)),
    )
    return _kept(draft, checked, tuple(notice for holds, notice in told if holds))


def _declined(draft: Draft, request: Request) -> _Checked:
    shown = draft if draft.text else not_in_article(request.hits, request.language, draft.confidence)
    nearest = tuple(Citation.of(1, hit.passage) for hit in request.hits[:1])
    return _Checked(shown.text, False, shown.confidence, draft.complete, nearest)


def _kept(draft: Draft, checked: Checked, notices: tuple[str, ...]) -> _Checked:
    lost = len(checked.dropped) + len(checked.foreign)
    kept = len(checked.citations) / (len(checked.citations) + lost) if checked.citations else 0.0
    highlight = _within(draft.highlight, checked.citations)
    return _Checked(checked.text, True, draft.confidence * kept, draft.complete, checked.citations, notices, highlight)


def _within(highlight: tuple[int, int] | None, citations: Sequence[Citation]) -> tuple[int, int] | None:
    """The highlight, if the first citation holds it still after the check."""
    if highlight is None or not citations:
        return None
    return highlight if citations[0].start <= highlight[0] and highlight[1] <= citations[0].end else None
