import re

import pytest

from vectorstore.phrases import phrases


def found(pattern: str, text: str) -> list[str]:
    return [text[phrase.start : phrase.end] for phrase in phrases(text).find(re.compile(pattern))]


def test_a_pattern_finds_words_in_any_spelling() -> None:
    assert found(r"(مدينه \w+)", "في مَدينة   صور") == ["مَدينة   صور"]


def test_a_conjunction_before_the_group_is_left_off() -> None:
    assert found(r"(?<!\S)[وف]?(مدينه \w+)", "ومدينة صور") == ["مدينة صور"]


def test_no_phrase_reaches_across_a_mark() -> None:
    assert found(r"(مدينه \w+)", "في المدينة. مدينة، صور") == []


def test_a_slash_within_a_date_is_no_such_mark() -> None:
    assert found(r"(ابريل نيسان)", "في أبريل/نيسان") == ["أبريل/نيسان"]


@pytest.mark.parametrize("text", ["شركة «النور»", 'شركة "النور"', "شركة “النور”"])
def test_a_phrase_that_opens_a_quotation_ends_with_its_closing_mark(text: str) -> None:
    assert found(r"(شركه \w+)", f"أعلنت {text} أمس") == [text]


def test_no_words_have_no_phrases() -> None:
    assert found(r"(\w+)", "…") == []
