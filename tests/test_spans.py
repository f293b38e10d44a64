"""Short answers within passages, for sentences of several kinds of text that no question file has."""

import time
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from vectorstore import spanfeatures
from vectorstore.questions import Want, analyse
from vectorstore.spanfeatures import MOST_CLAUSE_WORDS, candidates
from vectorstore.spans import SpanWeights, fits, short_answer
from vectorstore.wordkinds import KINDS, PROTOTYPES, kind_of, likeness, rarity

BRIDGE = (
    "افتتح وزير النقل خالد المنصوري يوم الثلاثاء 14 مايو 2019 جسر الوادي في مدينة الناصرية، بعد ثلاث سنوات من العمل "
    "وبكلفة بلغت 40 مليون دولار."
)
FLOOD = "وتأخر تسليم المشروع بسبب فيضان غمر الموقع في الشتاء، وأوقف العمال عن الحفر أسابيع طويلة."
CLUB = 'وسجل اللاعب كريم عزوز، الملقب "الصقر"، هدف الفوز في الدقيقة 88 على ملعب الشعب.'
STAR = "سيريوس نجم مزدوج يبعد عن الأرض 8.6 سنة ضوئية، واكتشف رفيقه الفلكي ألفان كلارك سنة 1862."


def short(question: str, passage: str, *, least: float = 0.0) -> str | None:
    answer = short_answer(analyse(question), passage, least=least)
    return passage[answer.start : answer.end] if answer else None


@pytest.mark.parametrize(
    ("question", "passage", "said"),
    [
        ("متى افتتح جسر الوادي؟", BRIDGE, "14 مايو 2019"),
        ("من وزير النقل؟", BRIDGE, "خالد المنصوري"),
        ("كم بلغت كلفة جسر الوادي؟", BRIDGE, "40 مليون دولار"),
        ("أين يقع جسر الوادي؟", BRIDGE, "الناصرية"),
        ("لماذا تأخر تسليم المشروع؟", FLOOD, "فيضان"),
        ("ما لقب اللاعب كريم عزوز؟", CLUB, "الصقر"),
        ("كم يبعد نجم سيريوس عن الأرض؟", STAR, "8.6 سنة"),
        ("متى اكتشف رفيق سيريوس؟", STAR, "1862"),
        ("When was the bridge opened?", BRIDGE, "2019"),
    ],
)
def test_the_short_answer_has_what_is_asked_for_and_not_all_of_the_passage(
    question: str, passage: str, said: str
) -> None:
    found = short(question, passage)
    assert found is not None
    assert said in found
    assert len(found.split()) < len(passage.split())


@pytest.mark.parametrize("question", ["هل افتتح الوزير الجسر؟", "لخص المقال", "ما عنوان المقال؟", "من؟"])
def test_some_questions_have_no_short_answer(question: str) -> None:
    assert short(question, BRIDGE) is None


@pytest.mark.parametrize("passage", ["", "؟!", "في", "…»"])
def test_a_passage_without_words_to_give_has_no_short_answer(passage: str) -> None:
    assert short("متى افتتح الجسر؟", passage) is None


def test_a_quantity_has_a_number_and_a_time_a_word_of_time() -> None:
    assert fits(Want.QUANTITY, "40 مليون")
    assert fits(Want.QUANTITY, "ثلاثة أشخاص")
    assert not fits(Want.QUANTITY, "في مدينة الناصرية")
    assert fits(Want.TIME, "يوم الثلاثاء")
    assert not fits(Want.TIME, "وزير النقل")
    assert fits(Want.PERSON, "وزير النقل")
    assert short("كم بلغ عدد العمال في المشروع؟", FLOOD) is None


def test_a_person_is_no_place_and_no_date_and_stands_in_one_clause() -> None:
    assert not fits(Want.PERSON, "مدينة الناصرية")
    assert not fits(Want.PERSON, "خالد المنصوري يوم")
    assert not fits(Want.PERSON, "القيادي في التنظيم، عمر بسام")
    assert fits(Want.REASON, "بسبب الفيضان، وتوقف العمال")


@pytest.mark.parametrize(
    ("passage", "alias"),
    [
        (CLUB, "الصقر"),
        ("وألقي القبض على سمير حمد المكنى بـ «أبي ليلى» في البلدة.", "أبي ليلى"),
        ("وتعرف المدينة باسم “عروس النهر” منذ القدم.", "عروس النهر"),
    ],
)
def test_an_alias_is_what_is_quoted_after_a_word_for_it(passage: str, alias: str) -> None:
    assert short("ما لقبه؟ وبماذا يعرف؟ ما لقب المدينة؟", passage) == alias


def test_no_answer_is_given_that_is_less_sure_than_asked_for() -> None:
    answer = short_answer(analyse("متى افتتح جسر الوادي؟"), BRIDGE)
    assert answer is not None
    assert 0 < answer.agreement <= 1
    assert short("متى افتتح جسر الوادي؟", BRIDGE, least=answer.agreement + 0.01) is None


@pytest.mark.parametrize("passage", [BRIDGE, FLOOD, CLUB, STAR, 'قال: «إن "س (ب» ج] د، هـ.'])
@pytest.mark.parametrize("question", ["ماذا حدث في المشروع؟", "من اللاعب؟", "ما اسم الجسر؟"])
def test_brackets_and_quotation_marks_stay_together(question: str, passage: str) -> None:
    found = short(question, passage) or ""
    assert found.count("(") == found.count(")")
    assert found.count("«") == found.count("»")
    assert found.count('"') % 2 == 0


def test_spans_neither_cross_sentences_nor_end_with_half_a_phrase() -> None:
    text = "وصل الوفد إلى بغداد. وغادر المدينة، وكان في استقباله الوزير الذي رحب به."
    spans = candidates(analyse("من استقبل الوفد؟"), text)
    found = [text[spans.words[a].start : spans.words[b - 1].end] for a, b in zip(spans.first, spans.last, strict=True)]
    assert "بغداد" in found
    assert not [each for each in found if "." in each or each.endswith(("إلى", "في", "الذي", "وكان"))]
    assert "وغادر المدينة، وكان في استقباله" not in found
    assert max(spans.last - spans.first) <= MOST_CLAUSE_WORDS


def test_every_question_has_the_same_features_in_the_same_number() -> None:
    widths = {candidates(analyse(q), BRIDGE).table.shape[1] for q in ("متى افتتح الجسر؟", "من؟", "Who came?", "كم")}
    assert widths == {len(SpanWeights.shipped().mean)}
    assert np.isfinite(candidates(analyse("متى افتتح الجسر؟"), BRIDGE).table).all()


def test_weights_are_written_and_read_back(tmp_path: Path) -> None:
    shipped = SpanWeights.shipped()
    table = candidates(analyse("متى افتتح الجسر؟"), BRIDGE).table
    shipped.save(tmp_path / "spans.npz")
    with np.load(tmp_path / "spans.npz") as arrays:
        again = SpanWeights(*(arrays[field.name].astype(np.float32) for field in fields(SpanWeights)))
    assert np.array_equal(shipped.scores(table), again.scores(table))


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("2019", "year"),
        ("88", "number"),
        ("مايو", "month"),
        ("والثلاثاء", "day"),
        ("الثلاثاء", "day"),
        ("مليون", "numeral"),
        ("وزير", "title"),
        ("بسبب", "reason"),
        ("الملقب", "alias"),
        ("BBC", "latin"),
        ("سيغادرون", "verb"),
        ("في", "preposition"),
        ("المدينة", "definite"),
    ],
)
def test_kinds_of_words(word: str, kind: str) -> None:
    assert KINDS[kind_of(word)] == kind


def test_words_are_near_to_what_they_are_like() -> None:
    assert PROTOTYPES[int(np.argmax(likeness("بيروت")))] == "place"
    assert PROTOTYPES[int(np.argmax(likeness("مصطفي")))] == "person"
    assert not likeness("zzzz").any()
    assert 0 <= rarity("في") < rarity("الناصريه") <= 1


def test_finding_a_short_answer_takes_no_time() -> None:
    asked = [analyse("متى افتتح جسر الوادي؟"), analyse("ما لقب اللاعب؟")]
    for question in asked:
        short_answer(question, BRIDGE)
    spanfeatures._read.cache_clear()
    began = time.perf_counter()
    for _ in range(10):
        for question in asked:
            short_answer(question, BRIDGE)
    assert (time.perf_counter() - began) / 20 < 0.02  # 1 to 2 ms each on a laptop
