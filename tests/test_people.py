import pytest

from vectorstore.people import is_given, people


def named(text: str) -> list[str]:
    return [text[person.phrase.start : person.phrase.end] for person in people(text)]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("افتتح سامي حداد الجسر.", "سامي حداد"),
        ("قال عبد الرحمن الكندي إن الجسر آمن.", "عبد الرحمن الكندي"),
        ("حضر خالد بن يوسف الرواحي الحفل.", "خالد بن يوسف الرواحي"),
        ("وأضافت ماريا لوكيتش أن العمل مستمر.", "ماريا لوكيتش"),
        ("وقال وزير النقل سامي حداد إن الجسر آمن.", "وزير النقل سامي حداد"),
        ("وأعلن نائب رئيس البلدية، المهندس سامي حداد، الخبر.", "نائب رئيس البلدية، المهندس سامي حداد"),
        ("ودعت الباحثة في جامعة صور الدكتورة زلفا غريبيل إلى التريث.", "الباحثة في جامعة صور الدكتورة زلفا غريبيل"),
    ],
)
def test_a_name_is_found_with_the_words_before_it_that_say_who(text: str, who: str) -> None:
    assert named(text) == [who]


def test_a_conjunction_is_no_part_of_a_name() -> None:
    assert named("التقى سامي حداد ومحمد الكندي.") == ["سامي حداد", "محمد الكندي"]
    assert named("وسامي حداد مدير المشروع.") == ["سامي حداد"]


@pytest.mark.parametrize(
    "text",
    [
        "وقع الرئيسان على أن يجتمعا.",  # «على» is not «علي»
        "قال الوزير إن العمل سينتهي هذا العام.",
        "ارتفع سعر النفط بعد اجتماع اللجنة.",
        "وصل المتحدث باسم الشركة أمس.",
        "تقع المدينة قرب أبو ظبي.",
        "أعلن سالم.",  # a given name alone may be a common word
        "",
    ],
)
def test_where_nobody_is_named_nobody_is_found(text: str) -> None:
    assert named(text) == []


def test_the_title_of_one_person_is_not_given_to_the_next() -> None:
    assert named("التقى الوزير سامي حداد أمس الشاب محمد الكندي.")[1].endswith("محمد الكندي")
    assert "سامي" not in named("التقى الوزير سامي حداد أمس الشاب محمد الكندي.")[1]


def test_short_given_names_count_only_as_they_are_spelled() -> None:
    assert is_given("علي")
    assert not is_given("على")
    assert is_given("احمد")
    assert is_given("أَحْمَد")
