"""Take typed fields out of the JSON of a question file, or say what is wrong with it and where."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

from assistant.errors import QuestionFileInvalid

T = TypeVar("T")
_NAMES = {str: "text", bool: "true or false", list: "a list", dict: "an object", int: "a whole number"}


def read(path: Path) -> bytes:
    """The bytes of a question file.

    Raises:
        QuestionFileInvalid: there is no such file, or it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as exc:
        raise QuestionFileInvalid(f"{path}: cannot be read ({exc.strerror}); check the path") from exc


def decode(content: bytes, place: object) -> str:
    """UTF-8 text, without a byte order mark.

    Raises:
        QuestionFileInvalid: it is not UTF-8.
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        line = content.count(b"\n", 0, exc.start) + 1
        raise QuestionFileInvalid(f"{place}, line {line}: not UTF-8 text; save the file as UTF-8") from exc


def parse(content: str, place: object) -> dict[str, Any]:
    """The JSON object that a text is.

    Raises:
        QuestionFileInvalid: it is not JSON, or not an object.
    """
    try:
        value = json.loads(content)
    except ValueError as exc:  # bad JSON, or a number of thousands of digits
        raise QuestionFileInvalid(f"{place}: not JSON ({exc})") from exc
    except RecursionError as exc:
        raise QuestionFileInvalid(f"{place}: JSON that is nested too deeply") from exc
    return of_type(value, dict, place)


def lines(path: Path) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """The JSON objects of a file that has one a line, each with its line's number and its place; blank lines have none.

    Raises:
        QuestionFileInvalid: the file cannot be read, or a line is no JSON object.
    """
    # Not splitlines: a JSON string may hold a line separator such as U+2028 as it is.
    for number, line in enumerate(decode(read(path), path).split("\n"), start=1):
        if line.strip():
            place = f"{path}, line {number}"
            yield number, place, parse(line, place)


def take(record: dict[str, Any], name: str, kind: type[T], place: object) -> T:
    """The field ``name``, which must be there and of that type.

    Raises:
        QuestionFileInvalid: it is missing or of another type.
    """
    if name not in record:
        raise QuestionFileInvalid(f'{place}: the field "{name}" is missing')
    return of_type(record[name], kind, f'{place}: the field "{name}"')


def take_text(record: dict[str, Any], name: str, place: object) -> str:
    """The field ``name``, which must be there and be text as `text` demands.

    Raises:
        QuestionFileInvalid: it is not.
    """
    return text(take(record, name, str, place), f'{place}: the field "{name}"')


def of_type(value: Any, kind: type[T], place: object) -> T:
    """The value, which must be of that type; true and false are not numbers.

    Raises:
        QuestionFileInvalid: it is of another type.
    """
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise QuestionFileInvalid(f"{place}: {json.dumps(value, ensure_ascii=False)[:40]} is not {_NAMES[kind]}")
    return value


def text(value: Any, place: object) -> str:
    """The value, which must be text that is not blank and can be written out.

    Raises:
        QuestionFileInvalid: it is something else.
    """
    checked = of_type(value, str, place)
    if not checked.strip():
        raise QuestionFileInvalid(f"{place} is empty")
    try:
        checked.encode()
    except UnicodeEncodeError as exc:  # JSON can name half of a surrogate pair
        raise QuestionFileInvalid(f"{place} is not valid Unicode: {ascii(checked)[:40]}") from exc
    return checked
