import pytest

from vectorstore.dates import dates


def found(text: str) -> list[str]:
    return [text[date.start : date.end] for date in dates(text)]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("افتتح يوم الأحد 3 مايو 2019 الجسر", "يوم الأحد 3 مايو 2019"),
        ("وفي 14 أغسطس/آب الماضي بدأ العمل", "14 أغسطس/آب الماضي"),
        ("وقع في 3/5/2019 الاتفاق", "3/5/2019"),
        ("بني عام 1975 على النهر", "عام 1975"),
        ("منذ 2015 لم يتغير شيء", "2015"),
        ("سيفتتح العام المقبل", "العام المقبل"),
        ("وقع الحادث فجر الثلاثاء قرب النهر", "فجر الثلاثاء"),
        ("انهار قبل عشر سنوات", "قبل عشر سنوات"),
        ("يعود إلى القرن السادس الميلادي", "القرن السادس الميلادي"),
        ("ينتهي العمل مطلع الشهر المقبل", "مطلع الشهر المقبل"),
        ("بدأت الساعة 8 مساء المباراة", "الساعة 8 مساء"),
        ("وسبتمبر الماضي شهد الحفل", "سبتمبر الماضي"),
    ],
)
def test_a_time_is_found_as_long_as_it_is_stated(text: str, date: str) -> None:
    assert found(text) == [date]


@pytest.mark.parametrize("text", ["بلغ الدخل 1900 دولار", "حضر 2000 شخص", "قال الوزير إن الجسر آمن", ""])
def test_a_number_is_no_year_because_it_could_be_one(text: str) -> None:
    assert found(text) == []


def test_times_come_in_order() -> None:
    assert found("من الأحد حتى الخميس المقبل") == ["الأحد", "الخميس المقبل"]
