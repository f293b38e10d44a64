import pytest

from vectorstore.evidence import count, strength
from vectorstore.questions import Want

WITHOUT_SIGNS = (Want.THING, Want.YES_NO, Want.SUMMARY, Want.TITLE)
WITH_SIGNS = (
    *(Want.TIME, Want.QUANTITY, Want.PLACE, Want.PERSON, Want.REASON),
    *(Want.PURPOSE, Want.MANNER, Want.ALIAS, Want.SPEECH),
    *(Want.PEOPLE, Want.TIMES, Want.PLACES, Want.ORGANISATIONS),
)


@pytest.mark.parametrize(
    ("want", "text"),
    [
        (Want.TIME, "افتتح الجسر في 3 مايو 2019"),
        (Want.TIME, "بدأ العمل في شهر مارس"),
        (Want.TIME, "وصل القطار يوم الأحد"),
        (Want.TIME, "تأسست الشركة سنة ١٩٨٥"),
        (Want.QUANTITY, "حضر 350 طالبا"),
        (Want.QUANTITY, "حضر ٣٥٠ طالبا"),
        (Want.QUANTITY, "بلغت الخسائر خمسة ملايين"),
        (Want.PLACE, "وقع الحريق شمال المدينة"),
        (Want.PERSON, "حضر الدكتور سامي الحفل"),
        (Want.PERSON, "سافر عبد الرحمن"),
        (Want.REASON, "أغلق المطعم بسبب الحريق"),
        (Want.REASON, "تأخر القطار لأن الطريق مغلق"),
        (Want.PURPOSE, "تهدف الحملة إلى زراعة الأشجار"),
        (Want.MANNER, "دخلوا عبر النافذة"),
        (Want.ALIAS, "اللاعب الملقب بالصقر"),
        (Want.ALIAS, "القائد المعروف بأبي زيد"),
        (Want.SPEECH, "وأكد المدرب أن الفريق جاهز"),
        (Want.ORGANISATIONS, "وقعت وزارة الصحة الاتفاق"),
    ],
)
def test_a_passage_has_a_sure_sign_of_what_it_gives(want: Want, text: str) -> None:
    assert strength(want, text) >= 0.7


@pytest.mark.parametrize("want", WITH_SIGNS)
@pytest.mark.parametrize("text", ["", "…؟!", "القط نام"])
def test_a_passage_without_what_is_wanted_has_no_sign_of_it(want: Want, text: str) -> None:
    assert strength(want, text) == 0.0
    assert count(want, text) == 0


@pytest.mark.parametrize("want", WITHOUT_SIGNS)
def test_some_wants_leave_no_sign(want: Want) -> None:
    assert strength(want, "قال الوزير في 3 مايو 2019 إن 20 شركة أغلقت") == 0.0


@pytest.mark.parametrize("text", ["افتتح الجسر في 3 مايو", "افتتح الجسر عام 2019"])
def test_a_date_is_no_quantity(text: str) -> None:
    assert strength(Want.QUANTITY, text) == 0.0


@pytest.mark.parametrize("text", ["يعود العمال في نيسان", "يعود العمال في جويلية", "يعود العمال في رمضان"])
def test_a_month_of_any_calendar_is_a_time(text: str) -> None:
    assert strength(Want.TIME, text) >= 0.7


def test_a_full_date_is_a_surer_time_than_a_month_and_that_than_a_hint() -> None:
    date, month, hint = "افتتح 3 مايو 2019", "افتتح في مايو", "افتتح قبل الحفل"
    assert strength(Want.TIME, date) > strength(Want.TIME, month) > strength(Want.TIME, hint) > 0


def test_count_says_how_many_different_sure_signs_there_are() -> None:
    assert count(Want.ORGANISATIONS, "وزارة الصحة وشركة الكهرباء") == 2
    assert count(Want.ORGANISATIONS, "وزارة الصحة وزارة المال") == 1
    assert count(Want.REASON, "بعد الحريق") == 0  # a hint, not a sure sign


def test_the_kinds_asked_of_the_whole_article_have_the_signs_of_one() -> None:
    text = "وصل الدكتور سامي إلى مدينة البصرة يوم الأحد"
    for one, all_of_them in ((Want.PERSON, Want.PEOPLE), (Want.TIME, Want.TIMES), (Want.PLACE, Want.PLACES)):
        assert strength(one, text) == strength(all_of_them, text) > 0
