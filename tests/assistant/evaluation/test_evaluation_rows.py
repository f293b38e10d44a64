"""What a row says by itself, and that nothing of it is lost in JSON."""

import json
from typing import Any

import pytest
from evaluated import absent, row

from assistant.evaluation.rows import Cited, Row, row_from_json

FULL = row(
    2,
    cited=(Cited("أمس", 3, 6, 0, False), Cited("اليوم", 9, 14, 1, True)),
    relevant=(False, True),
    total=3,
    sentence=True,
    exact_match=0.0,
    token_f1=2 / 3,
    exact=True,
    citation_recall=1.0,
    citation_precision=0.5,
    faithful=0.25,
    notice="أجاب غيره",
)


def test_a_row_is_known_by_its_file_and_its_id() -> None:
    assert row(file="f", id="7").key == ("f", "7")


@pytest.mark.parametrize(
    ("given", "hit_rank", "right"),
    [
        (row(1), 1, True),
        (row(2), 2, False),
        (row(None), None, False),
        (row(1, answered=False), None, False),
        (absent(answered=False), None, True),
        (absent(answered=True), None, False),
    ],
)
def test_a_person_is_served_by_a_right_first_citation_or_a_right_refusal(
    given: Row, hit_rank: int | None, right: bool
) -> None:
    assert (given.hit_rank, given.right) == (hit_rank, right)


@pytest.mark.parametrize("given", [FULL, row(), absent(answered=False, refused="the question is too long")])
def test_json_gives_the_same_row_again(given: Row) -> None:
    assert row_from_json(json.loads(json.dumps(given.as_json(), allow_nan=False))) == given


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"colour": "green"}, TypeError),
        ({"cited": [{"text": "أمس"}]}, TypeError),
        ({"cited": None}, TypeError),
        ({"relevant": 1}, TypeError),
    ],
)
def test_something_else_is_no_row(change: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        row_from_json(FULL.as_json() | change)


@pytest.mark.parametrize(("missing", "error"), [("cited", KeyError), ("relevant", KeyError), ("words", TypeError)])
def test_a_row_with_something_missing_is_none(missing: str, error: type[Exception]) -> None:
    with pytest.raises(error, match=missing):
        row_from_json({name: value for name, value in FULL.as_json().items() if name != missing})
