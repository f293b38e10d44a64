from string import Template

import pytest

import prompts
from prompts import render

VALUES = {"passages": "[1] نص", "question": "ماذا؟"}


@pytest.mark.parametrize("name", prompts.names())
def test_every_prompt_is_there_in_both_languages(name: str) -> None:
    stem, _, language = name.rpartition(".")
    assert {f"{stem}.ar", f"{stem}.en"} <= set(prompts.names())
    assert language in ("ar", "en")


@pytest.mark.parametrize("language", ["ar", "en"])
def test_data_stands_in_its_fence_and_no_variable_is_left(language: str) -> None:
    text = render(f"answer.user.{language}", **VALUES)
    assert "<passages>\n[1] نص\n</passages>" in text
    assert "<question>\nماذا؟\n</question>" in text
    assert not Template(text).get_identifiers()


def test_dollars_and_braces_in_values_stay_as_they_are() -> None:
    assert "$question {0} ${x}" in render("answer.user.en", passages="$question {0} ${x}", question="?")


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({}, "needs passages, question"),
        ({"passages": ""}, "needs question"),
        (VALUES | {"mood": "", "aim": ""}, "does not use aim, mood"),
    ],
)
def test_missing_and_surplus_values_are_listed(values: dict[str, str], message: str) -> None:
    with pytest.raises(KeyError, match=message):
        render("answer.user.ar", **values)


@pytest.mark.parametrize("name", ["nothing", "../pyproject", "answer.user.ar.txt", ""])
def test_an_unknown_prompt_is_named(name: str) -> None:
    with pytest.raises(LookupError, match=r"there is no prompt .*; there are answer\.system\.ar, "):
        render(name)
