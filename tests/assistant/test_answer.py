"""Answers and their JSON object."""

from dataclasses import replace

from assistant.answer import Answer, Citation

CITED = Citation(1, "افتتح الجسر يوم الثلاثاء", 100, 124, 2, None)
ANSWER = Answer("متى؟", True, "«يوم الثلاثاء» [1]", "ar", "extractive", (CITED,), highlight=(112, 124))


def test_the_short_answer_is_the_words_of_the_highlight() -> None:
    assert ANSWER.short == "يوم الثلاثاء"
    assert replace(ANSWER, highlight=None).short is None


def test_the_json_object_has_a_highlight_only_where_there_is_one() -> None:
    with_one, without = ANSWER.as_json("7"), replace(ANSWER, highlight=None).as_json("7")
    assert with_one.pop("highlight") == {"text": "يوم الثلاثاء", "start": 112, "end": 124}
    assert with_one == without
    assert list(without) == [
        "id",
        "question",
        "answered",
        "text",
        "language",
        "reader",
        "citations",
        "confidence",
        "seconds",
    ]
