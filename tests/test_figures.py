import pytest

from vectorstore.figures import figures


def found(text: str) -> list[str]:
    return [text[figure.start : figure.end] for figure in figures(text)]


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("بلغت الكلفة 1.4 مليار دولار في عامين", "1.4 مليار دولار"),
        ("تراجع الدخل 17 في المئة عن العام", "17 في المئة"),
        ("نقل 5200 شخص إلى الساحل", "5200 شخص"),
        ("وصل 612 ألف برميل إلى الميناء", "612 ألف برميل"),
    ],
)
def test_a_figure_is_a_number_with_what_it_counts(text: str, figure: str) -> None:
    assert found(text) == [figure]


@pytest.mark.parametrize("text", ["في 14 مارس بدأ العمل", "عام 2019 في المدينة", "الفقرة 3", ""])
def test_dates_and_bare_numbers_are_no_figures(text: str) -> None:
    assert found(text) == []
