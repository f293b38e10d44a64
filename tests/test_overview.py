import pytest

from vectorstore.overview import overview
from vectorstore.passages import Passage, split
from vectorstore.questions import Want
from vectorstore.reading import parse_markdown

LEAD = (
    "افتتحت بلدية المدينة جسر النهر الجديد الذي يربط بين ضفتي المدينة القديمة "
    "بعد ثلاث سنوات من العمل المتواصل في البناء."
)
TALK = (
    "وقال المهندس سامي حداد مدير المشروع إن الجسر الجديد سيخفف الازدحام عن وسط المدينة "
    "ويختصر الطريق على السكان كل صباح."
)
ORGANISATIONS = (
    "وشاركت في البناء شركة الكهرباء وجامعة البصرة وبنك التنمية ووزارة النقل "
    "بعد اتفاق وقعته الأطراف يوم الأحد 3 مايو 2019 في المدينة."
)
WITH_TITLE = parse_markdown(f"# جسر جديد فوق النهر\n\n{LEAD}\n\n{TALK}\n\n{ORGANISATIONS}\n")
WITHOUT_TITLE = parse_markdown(f"{LEAD}\n\n{TALK}\n\n{ORGANISATIONS}\n")


def test_the_title_is_cited_first_where_it_stands() -> None:
    title, *rest = overview(Want.TITLE, WITH_TITLE, split(WITH_TITLE))
    assert title.passage.text == "جسر جديد فوق النهر"
    assert WITH_TITLE.text[title.passage.start : title.passage.end] == title.passage.text
    assert [hit.passage.id for hit in rest] == [
        hit.passage.id for hit in overview(Want.SUMMARY, WITH_TITLE, split(WITH_TITLE))
    ]


def test_the_title_is_the_highest_heading_wherever_it_stands() -> None:
    article = parse_markdown(f"## أخبار محلية\n\n{LEAD}\n\n# جسر جديد فوق النهر\n\n{TALK}\n")
    assert overview(Want.TITLE, article, split(article))[0].passage.text == "جسر جديد فوق النهر"


def test_an_article_without_title_gives_its_gist() -> None:
    passages = split(WITHOUT_TITLE)
    assert not WITHOUT_TITLE.headings
    assert overview(Want.TITLE, WITHOUT_TITLE, passages) == overview(Want.SUMMARY, WITHOUT_TITLE, passages)


def test_the_gist_starts_with_the_lead_and_has_every_passage_once() -> None:
    passages = split(WITHOUT_TITLE)
    gist = overview(Want.SUMMARY, WITHOUT_TITLE, passages)
    assert gist[0].passage.order == 0
    assert sorted(hit.passage.order for hit in gist) == [p.order for p in passages]


def test_the_gist_has_a_passage_of_every_paragraph_before_a_second_of_any() -> None:
    texts = ("الجسر الجديد فوق النهر", "الجسر الجديد في المدينة", "السوق القديم")
    paragraphs = (0, 0, 1)
    passages = [
        Passage(str(n), text, 30 * n, 30 * n + len(text), n, paragraph, None)
        for n, (text, paragraph) in enumerate(zip(texts, paragraphs, strict=True))
    ]
    assert [hit.passage.order for hit in overview(Want.SUMMARY, WITHOUT_TITLE, passages)] == [0, 2, 1]


def test_mentions_start_where_most_are_mentioned() -> None:
    hits = overview(Want.ORGANISATIONS, WITHOUT_TITLE, split(WITHOUT_TITLE))
    assert "شركة الكهرباء" in hits[0].passage.text
    assert [hit.similarity for hit in hits] == sorted((hit.similarity for hit in hits), reverse=True)
    assert all(hit.similarity > 0 for hit in hits)


def test_only_passages_with_a_mention_are_hits_for_the_people() -> None:
    hits = overview(Want.PEOPLE, WITHOUT_TITLE, split(WITHOUT_TITLE))
    assert [hit.passage.text for hit in hits] == [TALK]


def test_an_article_without_mentions_has_no_confidence_in_any_passage() -> None:
    article = parse_markdown("نام القط طويلا ثم أكل سمكة.")
    assert [(hit.similarity, hit.confidence) for hit in overview(Want.TIMES, article, split(article))] == [(0.0, 0.0)]


@pytest.mark.parametrize("want", [Want.SUMMARY, Want.TITLE, Want.PEOPLE, Want.TIMES, Want.PLACES, Want.ORGANISATIONS])
def test_an_article_of_one_passage_has_that_as_its_overview(want: Want) -> None:
    article = parse_markdown(LEAD)
    (passage,) = split(article)
    assert [hit.passage for hit in overview(want, article, [passage])] == [passage]


@pytest.mark.parametrize("want", [Want.SUMMARY, Want.TITLE, Want.PEOPLE])
def test_no_passages_give_no_hits(want: Want) -> None:
    assert overview(want, WITHOUT_TITLE, []) == []
