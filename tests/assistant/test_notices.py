import re
from collections.abc import Callable
from typing import get_args

import pytest

from assistant.answer import Language
from assistant.errors import ReaderFailed
from assistant.notices import judged_otherwise, left_out, other_language, stepped_in
from vectorstore.language.arabic import is_arabic

LANGUAGES: tuple[Language, ...] = get_args(Language)
REASONS = re.findall(r'"(\w+)"', ReaderFailed.__doc__ or "")


def test_the_reasons_of_a_failed_reader_are_those_it_lists() -> None:
    assert sorted(REASONS) == ["connection", "cut", "language", "refused", "timeout", "unsupported", "unusable"]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reason", REASONS)
@pytest.mark.parametrize("answered", [True, False])
def test_every_reason_is_told_in_the_language_of_the_question(reason: str, language: Language, answered: bool) -> None:
    told = stepped_in(reason, language, answered=answered)
    assert is_arabic(told) == (language == "ar")
    assert told.endswith(".")
    assert "{" not in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_is_told_in_words_of_its_own(language: Language) -> None:
    assert len({stepped_in(reason, language) for reason in REASONS}) == len(REASONS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("notice", [left_out, other_language, judged_otherwise])
def test_what_was_left_out_and_who_judged_are_told_in_the_language_of_the_question(
    notice: Callable[[Language], str], language: Language
) -> None:
    assert is_arabic(notice(language)) == (language == "ar")
