import pytest

from vectorstore.evidence import count, has_signs, strength, strengths
from vectorstore.questions import Want


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


@pytest.mark.parametrize("want", [w for w in Want if has_signs(w)])
@pytest.mark.parametrize("text", ["", "…؟!", "القط نام"])
def test_a_passage_without_what_is_wanted_has_no_sign_of_it(want: Want, text: str) -> None:
    assert strength(want, text) == 0.0
    assert count(want, text) == 0


@pytest.mark.parametrize("want", [Want.THING, Want.YES_NO, Want.SUMMARY, Want.TITLE])
def test_some_wants_leave_no_sign(want: Want) -> None:
    assert not has_signs(want)
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


def test_each_word_of_a_sign_is_as_sure_as_the_sign() -> None:
    assert strengths(Want.TIME, "افتتح في 3 مايو 2019 رسميا") == (0, 0, 1, 1, 1, 0)
    assert strengths(Want.QUANTITY, "حضر ٣٥٠ طالبا") == (0, 1, 0)
    assert strengths(Want.THING, "حضر ٣٥٠ طالبا") == (0, 0, 0)
    assert strengths(Want.TIME, "") == ()


@pytest.mark.parametrize("want", [w for w in Want if has_signs(w)])
def test_the_surest_word_is_as_sure_as_the_passage(want: Want) -> None:
    text = "وأكد الدكتور سامي، الملقب بالصقر، أن وزارة الصحة أغلقت 20 عيادة شمال المدينة يوم الأحد بسبب الحريق عبر بيان"
    assert max(strengths(want, text)) == strength(want, text)
