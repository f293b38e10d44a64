from dataclasses import replace
from itertools import pairwise

import pytest
from hits import hits_of

from assistant.answer import Language
from assistant.readers.base import Draft, Request
from assistant.readers.extractive import ExtractiveReader, not_in_article, quote
from vectorstore.retrieval import Hit

HITS = hits_of("انسحبت القوات اليوم،", "قال الوزير ذلك.", "وأضاف غيره؛", "لا صلة له.")


def confident(*confidences: float) -> tuple[Hit, ...]:
    return tuple(replace(hit, confidence=value) for hit, value in zip(HITS, confidences, strict=False))


def read(hits: tuple[Hit, ...], *, threshold: float = 0.5, language: Language = "ar") -> list[Draft]:
    return list(ExtractiveReader(threshold=threshold).read(Request("متى؟", "متى؟", language, hits)))


def test_the_best_hit_is_quoted_with_its_mark_and_without_a_dangling_comma() -> None:
    draft = read(confident(0.9, 0.0))[-1]
    assert draft.text == "«انسحبت القوات اليوم» [1]"
    assert draft.answered
    assert draft.confidence == 0.9


def test_an_english_question_gets_english_quotation_marks() -> None:
    assert read(confident(0.9, 0.0), language="en")[-1].text == "“انسحبت القوات اليوم” [1]"


def test_drafts_grow_and_only_the_last_is_complete() -> None:
    drafts = read(confident(0.9, 0.9, 0.9))
    assert [d.complete for d in drafts] == [False] * (len(drafts) - 1) + [True]
    assert all(later.text.startswith(earlier.text) for earlier, later in pairwise(drafts))


def test_unlikely_hits_are_not_quoted_beside_a_likely_one() -> None:
    text = read(confident(0.9, 0.01, 0.01, 0.9))[-1].text
    assert "[2]" not in text
    assert "[3]" not in text


def test_quotations_are_few() -> None:
    many = hits_of(*(f"جملة رقم {n}." for n in range(10)))
    assert read(many)[-1].text.count("«") <= 3


@pytest.mark.parametrize("hits", [confident(0.1, 0.1), confident(0.0)])
def test_below_the_threshold_the_article_does_not_say_and_the_nearest_is_offered(hits: tuple[Hit, ...]) -> None:
    (draft,) = read(hits)
    assert not draft.answered
    assert draft.complete
    assert "لا يذكر المقال" in draft.text
    assert quote(hits[0].passage, 1, "ar") in draft.text


def test_the_threshold_itself_is_enough() -> None:
    assert read(confident(0.5))[-1].answered


def test_without_hits_the_article_does_not_say() -> None:
    (draft,) = read(())
    assert draft == Draft("لا يذكر المقال إجابة عن هذا السؤال.", answered=False, confidence=0.0, complete=True)


def test_that_the_article_does_not_say_is_said_in_english_too() -> None:
    draft = not_in_article(HITS, "en", 0.2)
    assert draft.text.startswith("The article does not say.")
    assert "[1]" in draft.text
    assert draft.confidence == 0.2
