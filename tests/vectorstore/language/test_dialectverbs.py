import pytest

from vectorstore.language.arabic import words
from vectorstore.language.dialects import bare_verb
from vectorstore.language.lexicon import standard


@pytest.mark.parametrize(
    ("word", "bare"),
    [
        ("هيزيد", "يزيد"),  # Egypt
        ("حيدفع", "يدفع"),
        ("هيبيعوا", "يبيعوا"),
        ("كيطلبو", "يطلبوا"),  # Morocco
        ("غيدير", "يدير"),
        ("يفتتحو", "يفتتحوا"),  # the Levant
        ("هالمصنع", "المصنع"),
        ("مادفعوش", "لم دفعوا"),
        ("مبيدفعش", "لم يدفع"),
    ],
)
def test_the_letters_of_a_dialect_are_taken_off(word: str, bare: str) -> None:
    assert " ".join(bare_verb(word)) == bare


@pytest.mark.parametrize(
    "word", ["هيئه", "بيت", "بنيامين", "حيث", "كنيست", "درويش", "كيبيرنيك", "زقطيطو", "جيش", "هتلر"]
)
def test_words_of_news_text_and_foreign_names_stay(word: str) -> None:
    assert bare_verb(word) == (word,)


def test_it_is_done_only_where_a_question_is_dialect() -> None:
    assert standard(words("مين حيدفع الفاتورة؟")) == ["من", "يدفع", "الفاتوره"]
    assert standard(words("من حيدفع الفاتورة؟")) == ["من", "حيدفع", "الفاتوره"]
