import pytest

from vectorstore.places import is_place, places


def found(text: str) -> list[str]:
    return [text[place.start : place.end] for place in places(text)]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("عقد المؤتمر في القاهرة أمس", "القاهرة"),
        ("سافر إلى الولايات المتحدة أمس", "الولايات المتحدة"),
        ("وصل إلى بلدة زغرتين قرب النهر", "بلدة زغرتين"),
        ("في حي الزهور وسط العاصمة", "حي الزهور"),
        ("قرب بلدة كفر رمان شمالي البلاد", "بلدة كفر رمان"),
        ("ودمشق وجهته التالية", "دمشق"),
        ("عقد ببيروت أمس", "ببيروت"),
    ],
)
def test_a_place_is_found_by_its_name_or_by_what_it_is_called(text: str, place: str) -> None:
    assert found(text) == [place]


@pytest.mark.parametrize("text", ["عاد إلى مدينة كبيرة", "دخل منطقة الجزاء", "عاش في قرية من القرى", "ميناء معمل", ""])
def test_a_word_for_a_place_without_a_name_is_none(text: str) -> None:
    assert found(text) == []


def test_a_place_is_known_by_its_folded_name() -> None:
    assert is_place("القاهره")
    assert is_place("الولايات المتحده")
    assert not is_place("الجسر")
