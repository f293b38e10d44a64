"""Labelled statements: what an answer may say of an article's words, and whether they say it."""

import argparse
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from assistant.assembly import says
from assistant.citations import Entails, check, support_of
from assistant.evaluation.asked import records
from vectorstore.hit import Hit
from vectorstore.language.arabic import is_arabic
from vectorstore.passages import Passage, make_id
from vectorstore.reader.model import Model

_TEXTS = ("id", "kind", "statement", "quotation")


@dataclass(frozen=True, slots=True)
class LabelledStatement:
    """A statement, the words that it cites, and whether they say it; ``kind`` is how it was made, true or false."""

    id: str
    kind: str
    statement: str
    quotation: str
    supported: bool


def load(path: Path) -> tuple[LabelledStatement, ...]:
    """The statements of a JSON-lines file, in order.

    Raises:
        QuestionFileInvalid: the file cannot be used; the message names file, line and reason.
    """
    return tuple(_statements(path))


def _statements(path: Path) -> Iterator[LabelledStatement]:
    for _, place, record in records.lines(path):
        name, kind, statement, quotation = (records.take_text(record, field, place) for field in _TEXTS)
        yield LabelledStatement(name, kind, statement, quotation, records.take(record, "supported", bool, place))


@dataclass(frozen=True, slots=True)
class Errors:
    """Of so many ``statements`` of a kind, how many the check judges wrongly."""

    statements: int
    wrong: int


def errors(statements: Iterable[LabelledStatement], entails: Entails | None) -> dict[tuple[bool, str], Errors]:
    """What the check of citations makes of statements, by whether they are supported and by kind.

    A statement that is not supported is wrong where it is kept, one that is where it is dropped. The kind "all" has
    all of them, "ar" and "en" those in either language.
    """
    wrong: dict[tuple[bool, str], list[bool]] = {}
    for each in statements:
        mistaken = keeps(each, entails) != each.supported
        for kind in ("all", "ar" if is_arabic(each.statement) else "en", each.kind):
            wrong.setdefault((each.supported, kind), []).append(mistaken)
    return {group: Errors(len(found), sum(found)) for group, found in wrong.items()}


def keeps(each: LabelledStatement, entails: Entails | None) -> bool:
    """Whether the check keeps a statement that cites its quotation."""
    text = each.quotation
    passage = Passage(make_id(0, text), text, 0, len(text), order=0, paragraph=0, heading=None)
    hits = [Hit(passage, 1.0, 1.0)]
    return bool(check(f"{each.statement.rstrip('.')} [1].", hits, support=support_of(hits, entails)).citations)


def main(arguments: list[str] | None = None) -> int:
    """Print how often the check errs on the statements of files, by kind."""
    parser = argparse.ArgumentParser(prog="python -m assistant.evaluation.asked.statements", description=__doc__)
    parser.add_argument("statements", type=Path, nargs="+", help="files of labelled statements")
    parser.add_argument("--words", action="store_true", help="judge by words alone")
    options = parser.parse_args(arguments)
    entails = None if options.words else says(Model.shipped())
    found = errors((each for path in options.statements for each in load(path)), entails)
    for supported, name in ((False, "wrongly kept"), (True, "wrongly dropped")):
        sys.stdout.write(f"{name}\n")
        for (_, kind), each in sorted(pair for pair in found.items() if pair[0][0] == supported):
            sys.stdout.write(f"  {kind:12} {each.wrong:4} of {each.statements:4}  {each.wrong / each.statements:.0%}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
