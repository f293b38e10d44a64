import pytest

from vectorstore.definitions import asks_definition, defines
from vectorstore.questions import analyse


@pytest.mark.parametrize(
    "question",
    ["ما هو الجسر؟", "من هي سلمى حداد؟", "ما معنى الجسر؟", "ما المقصود بالجسر؟", "ما الجسر؟", "who is Salma Haddad?"],
)
def test_a_question_for_what_or_who_something_is_asks_for_a_definition(question: str) -> None:
    assert asks_definition(analyse(question))


@pytest.mark.parametrize(
    "question",
    ["أين الجسر؟", "متى افتتح الجسر؟", "ما هو طول الجسر الذي افتتحته البلدية في المدينة؟", "why?", "؟", "ما هو؟"],
)
def test_other_questions_do_not(question: str) -> None:
    assert not asks_definition(analyse(question))


@pytest.mark.parametrize(
    "text", ["الجسر هو بناء", "الجسر (بالإنجليزية: bridge) بناء", "تعرف البلدة بزيتها", "the bridge is a building"]
)
def test_a_copula_a_bracket_or_a_word_of_naming_near_the_beginning_defines(text: str) -> None:
    assert defines(text)


@pytest.mark.parametrize("text", ["", "افتتح الجسر يوم الأحد", "زار الناس " * 20 + "هو (3)"])
def test_a_passage_without_one_does_not(text: str) -> None:
    assert not defines(text)
