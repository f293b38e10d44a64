import pytest

from vectorstore.mentions import distinct, mentions
from vectorstore.wants import Want

TALK = "وقال المهندس سامي حداد مدير المشروع إن شركة الكهرباء بنت الجسر في البصرة عام 2019 بكلفة 3 ملايين دولار."


@pytest.mark.parametrize(
    ("want", "named"),
    [
        (Want.PEOPLE, "المهندس سامي حداد"),
        (Want.CHARACTER, "المهندس سامي حداد"),
        (Want.TIMES, "عام 2019"),
        (Want.MOMENT, "عام 2019"),
        (Want.PLACES, "البصرة"),
        (Want.SCENE, "البصرة"),
        (Want.ORGANISATIONS, "شركة الكهرباء"),
        (Want.FIGURES, "3 ملايين دولار"),
    ],
)
def test_a_text_mentions_what_is_wanted(want: Want, named: str) -> None:
    assert [TALK[mention.start : mention.end] for mention in mentions(want, TALK)] == [named]


@pytest.mark.parametrize("want", [Want.SUMMARY, Want.TITLE, Want.TOPIC, Want.PERSON, Want.THING])
def test_what_cannot_be_listed_is_not_mentioned(want: Want) -> None:
    assert mentions(want, TALK) == ()


def test_a_thing_is_listed_where_it_is_first_named_and_once() -> None:
    first, second = distinct(Want.PLACES, ["سافر من دمشق إلى بيروت", "وعاد إلى دمشق ثم القاهرة"])
    assert len(first) == 2
    assert [mention.key for mention in second] == [frozenset({"قاهر"})]


def test_a_thing_is_listed_without_a_preposition_written_onto_it_if_it_ever_stands_so() -> None:
    texts = ["عقد المؤتمر ببيروت أمس", "وعاد إلى بيروت", "ثم سافر بدمشق"]
    found = [
        [text[m.start : m.end] for m in own] for text, own in zip(texts, distinct(Want.PLACES, texts), strict=True)
    ]
    assert found == [[], ["بيروت"], ["بدمشق"]]


def test_a_short_name_gives_way_to_the_full_one() -> None:
    texts = ["وصل الدكتور سامي أمس", "وقال الدكتور سامي حداد إن الجسر آمن"]
    first, second = distinct(Want.PEOPLE, texts)
    assert first == []
    assert [texts[1][m.start : m.end] for m in second] == ["الدكتور سامي حداد"]


def test_no_texts_mention_nothing() -> None:
    assert distinct(Want.PEOPLE, []) == []
