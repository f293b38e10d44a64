import pytest

from vectorstore.article import Article
from vectorstore.importing.loading import parse_markdown
from vectorstore.importing.text.structure import structure
from vectorstore.language.arabic import words
from vectorstore.overviews.summary import by_gist, clauses_of, summary, title_of, topic

TITLE = "جسر جديد فوق النهر يربط ضفتي المدينة"
LEAD = "افتتحت بلدية المدينة جسر النهر الجديد الذي يربط بين ضفتي المدينة القديمة بعد ثلاث سنوات من العمل."
SCENE = "وقف العجوز طويلا ينظر إلى الماء وفي يده خبز قديم لا يأكله أحد من المارة."
BODY = (
    "وبلغت كلفة الجسر ثلاثة ملايين دولار دفعت البلدية نصفها ودفعت الوزارة النصف الآخر منها.",
    "وسيخفف الجسر الازدحام عن وسط المدينة ويختصر الطريق على آلاف السكان كل صباح.",
    "ويخشى أصحاب القوارب أن يفقدوا رزقهم بعد افتتاح الجسر الجديد فوق النهر.",
    "وغنت فرقة مدرسية أمام الحضور أغنية قديمة عن البحر والسفر والليل الطويل.",
)


def article(*paragraphs: str, title: str = TITLE) -> Article:
    return parse_markdown("\n\n".join(([f"# {title}"] if title else []) + list(paragraphs)))


def test_the_title_is_cited_where_it_stands() -> None:
    about = article(LEAD)
    title = title_of(about)
    assert title is not None
    assert about.text[title.start : title.end] == title.text == TITLE


def test_an_article_without_a_title_has_none() -> None:
    assert title_of(article(LEAD, title="")) is None


def test_the_topic_is_the_title_and_the_lead() -> None:
    assert [p.text for p in topic(article(LEAD, *BODY))] == [TITLE, LEAD]


def test_without_a_title_the_topic_is_the_lead() -> None:
    assert [p.text for p in topic(article(LEAD, *BODY, title=""))] == [LEAD]


@pytest.mark.parametrize("title", ["هل يكفي جسر النهر الجديد المدينة؟", "حكاية لها بقية"])
def test_a_title_that_asks_or_only_makes_curious_is_left_out(title: str) -> None:
    assert [p.text for p in topic(article(LEAD, *BODY, title=title))] == [LEAD]


def test_the_lead_is_the_clause_that_says_what_the_title_says() -> None:
    assert [p.text for p in topic(article(SCENE, LEAD, *BODY))] == [TITLE, LEAD]


def test_a_heading_under_a_lead_paragraph_must_say_more_to_be_taken_for_its_title() -> None:
    other = structure(f"{LEAD}\n\nغضب أصحاب القوارب في الجسر\n\n{BODY[2]}\n")
    assert other.title == "غضب أصحاب القوارب في الجسر"
    assert [p.text for p in topic(other)] == [LEAD]


def test_a_summary_adds_the_points_that_say_most_in_the_articles_order() -> None:
    told = summary(article(LEAD, *BODY))
    assert [p.text for p in told[:2]] == [TITLE, LEAD]
    assert len(told) > 2
    assert [p.start for p in told[2:]] == sorted(p.start for p in told[2:])
    assert BODY[3] not in [p.text for p in told]


def test_a_summary_is_short_verbatim_and_takes_one_point_a_paragraph() -> None:
    about = article(LEAD, *BODY * 3)
    told = summary(about)
    assert sum(len(words(p.text)) for p in told) <= 60
    assert all(about.text[p.start : p.end] == p.text for p in told)
    assert len({p.paragraph for p in told[1:]}) == len(told) - 1


def test_a_clause_that_leans_on_the_one_before_is_no_point() -> None:
    leaning = "وهو ما يعني أن الجسر الجديد فوق النهر في المدينة القديمة يربط الضفتين"
    about = article(LEAD, f"قال الحارس كلاما طويلا لم يسمعه أحد من الحاضرين هناك يومها، {leaning}.", BODY[1])
    assert not any(p.text.startswith("وهو") for p in summary(about))


def test_only_the_beginning_of_a_very_long_article_is_summed_up() -> None:
    about = article(LEAD, *[f"{BODY[n % 4]} {n}" for n in range(2_000)])
    assert len(about.text) > 100_000
    assert clauses_of(about)[-1].end < 45_000
    assert all(p.end < 45_000 for p in summary(about))


def test_the_gist_starts_with_the_lead_and_has_every_passage_once() -> None:
    passages = clauses_of(article(LEAD, *BODY))
    ranked = by_gist(passages)
    assert ranked[0] is passages[0]
    assert sorted(p.order for p in ranked) == [p.order for p in passages]
    assert by_gist([]) == []
