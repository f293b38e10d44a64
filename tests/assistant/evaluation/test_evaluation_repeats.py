"""An answer that stands in two versions of a paragraph is right in both; the same words elsewhere are not."""

import json
from pathlib import Path

import pytest

from assistant.evaluation.asked.repeats import SURROUNDING, Repeats
from assistant.evaluation.asked.squad import load

OLD = "سوريا دولة عربية تعد جمهورية مركزية مؤلفة من 14 محافظة عاصمتها مدينة دمشق تقع في غرب آسيا، ومناخها متوسطي."
NEW = "سُورِيَة، رسميا الجمهورية السورية، جمهورية مركزية، مؤلفة من 14 محافظة، عاصمتها مدينة دمشق تقع في غرب آسيا."
OTHER = "وزار الوفد في الربيع الماضي قرى نائية تتبع من حيث الإدارة 14 محافظة جبلية قليلة السكان لم يصلها طريق معبد."


def at(text: str, part: str, start: int = 0) -> tuple[int, int]:
    place = text.index(part, start)
    return place, place + len(part)


def test_another_version_of_the_paragraph_says_the_same() -> None:
    text = f"{OLD}\n{NEW}"
    gold = at(text, "14 محافظة")
    assert list(Repeats(text).of([gold])) == [at(text, "14 محافظة", len(OLD))]


def test_the_same_words_among_others_say_something_else() -> None:
    text = f"{OLD}\n{OTHER}"
    assert list(Repeats(text).of([at(text, "14 محافظة")])) == []


def test_the_same_words_nearby_are_no_version_of_their_own() -> None:
    words = [f"كلمة{number}" for number in range(2 * SURROUNDING)]
    text = " ".join(["قبل", *words[:5], "دمشق", *words[5:10], "دمشق", *words[10:]])
    assert list(Repeats(text).of([at(text, "دمشق")])) == []


@pytest.mark.parametrize("text", ["دمشق", "دمشق دمشق", "عاصمتها دمشق. عاصمتها دمشق.", "دمشق ، ؛ ."])
def test_an_answer_with_nothing_around_it_is_not_compared(text: str) -> None:
    assert list(Repeats(text).of([at(text, "دمشق")])) == []


def test_a_span_without_words_has_no_repeats() -> None:
    assert list(Repeats(f"{OLD} ، {OLD}").of([at(f"{OLD} ، {OLD}", "،")])) == []


def test_a_set_gives_the_other_version_as_gold_too(tmp_path: Path) -> None:
    answer = {"text": "14 محافظة", "answer_start": OLD.index("14")}
    asked = {"id": "1", "question": "كم محافظة في سوريا؟", "answers": [answer]}
    paragraphs = [{"context": OLD, "qas": [asked]}, {"context": NEW, "qas": []}]
    path = tmp_path / "set.json"
    path.write_text(json.dumps({"data": [{"title": "سوريا", "paragraphs": paragraphs}]}), encoding="utf-8")
    (loaded,) = load(path).sets
    (question,) = loaded.questions
    text = loaded.article.text
    assert question.gold_spans == (at(text, "14 محافظة"), at(text, "14 محافظة", len(OLD)))
