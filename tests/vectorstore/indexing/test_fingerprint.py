from dataclasses import replace
from typing import Any

import pytest

from vectorstore.indexing.fingerprint import fingerprint
from vectorstore.passages import Passage

ONE = Passage("aaa", "النص", 0, 4, 0, 0, "عنوان")
TWO = Passage("bbb", "آخر", 5, 8, 1, 0, "عنوان")


def test_a_fingerprint_is_24_hexadecimal_digits_and_always_the_same() -> None:
    assert fingerprint([ONE, TWO], "e") == fingerprint([ONE, TWO], "e")
    assert len(fingerprint([], "e")) == 24
    assert set(fingerprint([ONE], "e")) <= set("0123456789abcdef")


@pytest.mark.parametrize("change", [{"id": "ccc"}, {"heading": None}, {"heading": "غيره"}, {"paragraph": 1}])
def test_a_fingerprint_changes_with_a_passage(change: dict[str, Any]) -> None:
    assert fingerprint([ONE, TWO], "e") != fingerprint([replace(ONE, **change), TWO], "e")


def test_a_fingerprint_changes_with_order_number_and_embedding() -> None:
    prints = [
        fingerprint([ONE, TWO], "e"),
        fingerprint([TWO, ONE], "e"),
        fingerprint([ONE], "e"),
        fingerprint([], "e"),
        fingerprint([ONE, TWO], "f"),
    ]
    assert len(set(prints)) == len(prints)
