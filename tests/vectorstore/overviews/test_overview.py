import re

import pytest

from vectorstore.analysis.wants import WHOLE_ARTICLE, Want
from vectorstore.hit import Hit
from vectorstore.importing.loading import parse_markdown
from vectorstore.overviews.overview import overview
from vectorstore.passages import split
from vectorstore.reader.spans import Span

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


def items_of(*names: str) -> list[Span]:
    """Every place of these words, in order."""
    found = [place.span() for name in names for place in re.finditer(name, WITHOUT_TITLE.text)]
    return [Span(start, end, 1.0) for start, end in sorted(found)]


def listed(*names: str) -> list[Hit]:
    passages = split(WITHOUT_TITLE)
    return [hit for hit in overview(Want.LIST, WITHOUT_TITLE, passages, items_of(*names)) if hit.confidence > 0.5]


def test_a_list_cites_only_passages_with_something_new() -> None:
    hits = listed("شركة الكهرباء", "البصرة", "وزارة النقل", "دمشق")
    assert [hit.passage.paragraph for hit in hits] == [0, 2]
    assert [WITHOUT_TITLE.text[start:end] for hit in hits for start, end in hit.items] == [
        "البصرة",
        "شركة الكهرباء",
        "وزارة النقل",
        "دمشق",
    ]


def test_a_thing_is_listed_where_it_is_named_in_full() -> None:
    (hit,) = listed("حداد", "سامي حداد")
    assert [WITHOUT_TITLE.text[start:end] for start, end in hit.items] == ["سامي حداد"]


def test_items_stand_in_their_passage() -> None:
    for hit in listed("شركة الكهرباء", "جامعة البصرة", "سامي حداد"):
        assert all(hit.passage.start <= start < end <= hit.passage.end for start, end in hit.items)


def test_a_part_of_a_passage_has_its_number() -> None:
    passages = split(WITHOUT_TITLE)
    for hit in overview(Want.SUMMARY, WITHOUT_TITLE, passages):
        whole = passages[hit.passage.order]
        assert whole.start <= hit.passage.start < whole.end


@pytest.mark.parametrize("want", sorted(WHOLE_ARTICLE))
def test_no_passages_give_no_hits(want: Want) -> None:
    assert overview(want, WITHOUT_TITLE, []) == []
