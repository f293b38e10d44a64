"""What a question for a quantity measures, and the figures of a text that measure it."""

import numpy as np
import pytest

from vectorstore.arabic import iter_words
from vectorstore.measures import Measure, asked, counted, figures

TEXT = "بلغت قيمة الصفقة 11 مليون يورو، ووقعها المدير البالغ من العمر 34 عاما، بنسبة 40%، وطول الجسر 15 كيلومترا"


def _marked(measure: Measure, text: str = TEXT) -> list[str]:
    return [word.folded for word, mark in zip(iter_words(text), figures(text, measure), strict=True) if mark]


@pytest.mark.parametrize(
    ("question", "measure"),
    [
        ("كم ستبلغ كلفة محطة الطاقة؟", Measure.MONEY),
        ("بكم بيعت اللوحة؟", Measure.MONEY),
        ("كم عمر الرئيس؟", Measure.AGE),
        ("ما نسبة المشاركين؟", Measure.SHARE),
        ("كم يوما استغرقت الرحلة؟", Measure.DURATION),
        ("ما مساحة المدينة؟", Measure.SIZE),
        ("كم عدد الأطباء؟", Measure.COUNT),
        ("كم هدفا سجل اللاعب؟", Measure.COUNT),
        ("How old is the director?", Measure.AGE),
        ("كم بلغ الرقم القياسي؟", None),
        ("من المدير؟", None),
    ],
)
def test_what_a_question_measures(question: str, measure: Measure | None) -> None:
    assert asked(question) is measure


@pytest.mark.parametrize(
    ("measure", "words"),
    [
        (Measure.MONEY, ["11", "مليون", "يورو"]),
        (Measure.AGE, ["34", "عاما"]),
        (Measure.SHARE, ["40"]),
        (Measure.SIZE, ["15", "كيلومترا"]),
    ],
)
def test_a_figure_measures_what_its_unit_says(measure: Measure, words: list[str]) -> None:
    assert _marked(measure) == words


def test_a_figure_counts_the_noun_beside_it() -> None:
    text = "نقل خمسة جرحى إلى المستشفى بعد حادث وقع فجرا على الطريق"
    words = [word.folded for word in iter_words(text)]
    hurt = np.array([float(word == "جرحي") for word in words])
    road = np.array([float(word == "الطريق") for word in words])
    found = figures(text, Measure.COUNT)
    assert counted(found, hurt).max() == 1.0
    assert counted(found, road).max() == 0.0


@pytest.mark.parametrize("text", ["", "كلمة", "7"])
def test_short_texts_have_no_more_figures_than_words(text: str) -> None:
    found = figures(text, Measure.COUNT)
    assert len(found) == len(list(iter_words(text)))
    assert counted(found, np.ones(len(found))).shape == (len(found),)
