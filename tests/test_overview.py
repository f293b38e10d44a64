import pytest

from vectorstore.hit import Hit
from vectorstore.overview import overview
from vectorstore.passages import split
from vectorstore.reading import parse_markdown
from vectorstore.wants import WHOLE_ARTICLE, Want

LEAD = (
    "افتتحت بلدية المدينة يوم الأحد جسر النهر الجديد الذي يربط بين ضفتي البصرة القديمة "
    "بعد ثلاث سنوات من العمل المتواصل في البناء."
)
TALK = (
    "وقال المهندس سامي حداد مدير المشروع إن الجسر الجديد سيخفف الازدحام عن وسط المدينة "
    "ويختصر الطريق على السكان كل صباح."
)
ORGANISATIONS = (
    "وشاركت في البناء شركة الكهرباء وجامعة البصرة وبنك التنمية ووزارة النقل "
    "بعد اتفاق وقعته الأطراف في 3 مايو 2019 في دمشق بحضور الوزيرة ليلى الكندي."
)
LAST = "وعاد حداد إلى بيته مشيا على الجسر الذي رسمه حداد بيده قبل سنوات."
WITH_TITLE = parse_markdown(f"# جسر جديد فوق النهر\n\n{LEAD}\n\n{TALK}\n\n{ORGANISATIONS}\n\n{LAST}\n")
WITHOUT_TITLE = parse_markdown(f"{LEAD}\n\n{TALK}\n\n{ORGANISATIONS}\n\n{LAST}\n")


def told(want: Want) -> list[Hit]:
    return [hit for hit in overview(want, WITHOUT_TITLE, split(WITHOUT_TITLE)) if hit.confidence > 0.5]


def test_a_title_alone_answers_where_there_is_one() -> None:
    title, *beside = overview(Want.TITLE, WITH_TITLE, split(WITH_TITLE))
    assert title.passage.text == "جسر جديد فوق النهر"
    assert WITH_TITLE.text[title.passage.start : title.passage.end] == title.passage.text
    assert all(hit.confidence < title.confidence / 2 for hit in beside)


def test_the_title_is_the_highest_heading_wherever_it_stands() -> None:
    article = parse_markdown(f"## أخبار محلية\n\n{LEAD}\n\n# جسر جديد فوق النهر\n\n{TALK}\n")
    assert overview(Want.TITLE, article, split(article))[0].passage.text == "جسر جديد فوق النهر"


def test_an_article_without_title_gives_its_lead() -> None:
    assert [hit.passage.text for hit in told(Want.TITLE)] == [hit.passage.text for hit in told(Want.TOPIC)]
    assert LEAD.startswith(told(Want.TITLE)[0].passage.text)


def test_a_summary_is_quoted_and_the_other_passages_stand_beside_it() -> None:
    passages = split(WITHOUT_TITLE)
    hits = overview(Want.SUMMARY, WITHOUT_TITLE, passages)
    assert hits[0].passage.start == passages[0].start
    assert {p.id for p in passages} <= {hit.passage.id for hit in hits}
    assert [hit.confidence for hit in hits] == sorted((hit.confidence for hit in hits), reverse=True)


@pytest.mark.parametrize("want", sorted(WHOLE_ARTICLE))
def test_hits_are_verbatim(want: Want) -> None:
    for hit in overview(want, WITH_TITLE, split(WITH_TITLE)):
        assert WITH_TITLE.text[hit.passage.start : hit.passage.end] == hit.passage.text


def test_people_come_by_how_often_they_are_named() -> None:
    first, second = told(Want.PEOPLE)
    assert "سامي حداد" in first.passage.text
    assert "ليلى الكندي" in second.passage.text


def test_the_main_character_is_the_one_named_most() -> None:
    (only,) = told(Want.CHARACTER)
    assert "سامي حداد" in only.passage.text


def test_dates_with_numbers_come_before_days() -> None:
    assert "3 مايو 2019" in told(Want.TIMES)[0].passage.text


def test_events_happened_when_and_where_the_article_says_first() -> None:
    (when,), (where,) = told(Want.MOMENT), told(Want.SCENE)
    assert "يوم الأحد" in when.passage.text
    assert "البصرة" in where.passage.text


def test_a_list_cites_only_passages_with_something_new() -> None:
    assert [hit.passage.paragraph for hit in told(Want.ORGANISATIONS)] == [0, 2]


def test_a_part_of_a_passage_has_its_number() -> None:
    passages = split(WITHOUT_TITLE)
    for hit in overview(Want.SUMMARY, WITHOUT_TITLE, passages):
        whole = passages[hit.passage.order]
        assert whole.start <= hit.passage.start < whole.end


def test_where_nothing_is_recognised_signs_of_it_are_doubtful_hits() -> None:
    article = parse_markdown("تحدث المدير إلى الحضور ثم عاد.")
    (hit,) = overview(Want.PEOPLE, article, split(article))
    assert 0 < hit.confidence < 0.5


def test_an_article_without_mentions_has_no_confidence_in_any_passage() -> None:
    article = parse_markdown("نام القط طويلا ثم أكل سمكة.")
    assert [(hit.similarity, hit.confidence) for hit in overview(Want.TIMES, article, split(article))] == [(0.0, 0.0)]


@pytest.mark.parametrize("want", sorted(WHOLE_ARTICLE))
def test_no_passages_give_no_hits(want: Want) -> None:
    assert overview(want, WITHOUT_TITLE, []) == []
