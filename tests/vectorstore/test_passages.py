from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.settings import SHIPPED_ARTICLE
from vectorstore.article import Article, Paragraph
from vectorstore.importing.loading import parse_text, read_article
from vectorstore.passages import Passage, make_id, split

SHIPPED = read_article(SHIPPED_ARTICLE, max_bytes=1_000_000)
APPOSITION = "أشار المتحدث باسم البنتاجون، شون بارنيل، إلى أن هذا الانتقال يتماشى مع توجيهات الرئيس"

WORDS = st.sampled_from(
    "قال الرئيس إن القوات، انسحبت من العراق؛ حيث وأكد «أن التعاون» مستمر. (بعد 3.5 سنوات) د. محمد الوزير، وذلك "
    'في "بغداد" U.S. and the coalition, which left. لماذا؟ – 1,200 ـ … ! » ('.split()
)
SENTENCE = st.lists(WORDS, min_size=0, max_size=120).map(" ".join)
ANY_LINE = st.text(alphabet=st.characters(exclude_characters="\n", exclude_categories=["Cs"]), max_size=80)


def one_paragraph(text: str) -> Article:
    return Article(text, None, (), (Paragraph(0, len(text), None),))


def of_lines(lines: list[str]) -> Article:
    """Every other line is a paragraph; the lines between are debris."""
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    spans = [Paragraph(start, start + len(line), None) for start, line in zip(starts, lines, strict=False)]
    return Article("\n".join(lines), None, (), tuple(spans[::2]))


def texts(text: str) -> list[str]:
    return [passage.text for passage in split(one_paragraph(text))]


def assert_sound(article: Article) -> None:
    passages = split(article)
    assert all(article.text[p.start : p.end] == p.text for p in passages)
    assert all(p.text == p.text.strip() and p.text for p in passages)
    assert all(one.end <= other.start for one, other in pairwise(passages))
    assert [p.order for p in passages] == list(range(len(passages)))
    assert len({p.id for p in passages}) == len(passages)
    covered = [i for p in passages for i in range(p.start, p.end) if not article.text[i].isspace()]
    wanted = [i for p in article.paragraphs for i in range(p.start, p.end) if not article.text[i].isspace()]
    assert covered == wanted
    for passage in passages:
        paragraph = article.paragraphs[passage.paragraph]
        assert paragraph.start <= passage.start < passage.end <= paragraph.end
        assert passage.heading == paragraph.heading


@given(st.lists(SENTENCE, min_size=1, max_size=5))
def test_passages_are_verbatim_in_order_and_miss_nothing_of_a_paragraph(lines: list[str]) -> None:
    assert_sound(of_lines(lines))


@given(st.lists(ANY_LINE, min_size=1, max_size=6))
def test_the_same_holds_for_any_characters(lines: list[str]) -> None:
    assert_sound(of_lines(lines))


@given(st.lists(SENTENCE, min_size=1, max_size=6))
def test_the_same_holds_for_articles_as_they_are_read(lines: list[str]) -> None:
    assert_sound(parse_text("\n".join(lines)))


@given(SENTENCE)
def test_splitting_twice_gives_the_same_passages(text: str) -> None:
    assert split(one_paragraph(text)) == split(one_paragraph(text))


@given(SENTENCE)
def test_what_follows_a_paragraph_changes_none_of_its_passages(text: str) -> None:
    longer = of_lines([text, "", "فقرة أخرى."])
    assert split(longer)[: len(texts(text))] == split(one_paragraph(text))


def test_the_shipped_article_is_cut_soundly() -> None:
    assert_sound(SHIPPED)


def test_the_passages_of_the_shipped_article_mostly_have_12_to_40_words() -> None:
    lengths = [len(p.text.split()) for p in split(SHIPPED)]
    assert sum(12 <= n <= 40 for n in lengths) >= 0.9 * len(lengths)
    assert max(lengths) <= 2 * 40


def test_no_heading_and_no_debris_of_the_shipped_article_is_in_a_passage() -> None:
    for passage in split(SHIPPED):
        assert "التعليقات" not in passage.text
        assert not any(h.start < passage.end and passage.start < h.end for h in SHIPPED.headings)


def test_passages_stand_under_the_heading_of_their_paragraph() -> None:
    headings = [p.heading for p in split(SHIPPED)]
    assert headings[0] is None
    assert "تفاصيل الانتقال السياسي والعسكري" in headings


@pytest.mark.parametrize(
    "together",
    [
        "المتحدث باسم البنتاجون، شون بارنيل، إلى أن",
        "القيادي البارز في تنظيم داعش، عمر عبد القادر بسام، المكنى",
        'المكنى "عبد الرحمن الحلبي"',
        "وفي سبتمبر الماضي، أعلن جهاز مكافحة الإرهاب",
    ],
)
def test_an_apposition_stays_with_its_noun(together: str) -> None:
    assert any(together in p.text for p in split(SHIPPED))


def test_an_apposition_stays_with_its_noun_in_a_sentence_that_has_to_be_cut() -> None:
    text = f"{APPOSITION} {'الذي طال انتظاره ' * 8}، حيث ستقوم الدول بتقليص مهمتها {'في أنحاء البلاد ' * 8}."
    pieces = texts(text)
    assert len(pieces) > 1
    assert any("البنتاجون، شون بارنيل، إلى أن" in piece for piece in pieces)


@pytest.mark.parametrize(("opening", "closing"), [("«", "»"), ("(", ")"), ("“", "”"), ('"', '"')])
def test_a_quotation_is_not_broken_at_a_comma_in_it(opening: str, closing: str) -> None:
    before = "قال الوزير للصحفيين في ختام الاجتماع الذي عقد صباح اليوم في العاصمة بغداد"
    quotation = f"{opening}ستنسحب القوات الأجنبية من البلاد، كما سيستمر التعاون بين البلدين{closing}"
    after = "، وأضاف أن العمل جار على وضع جدول زمني للانسحاب بالتنسيق مع الحكومة والبرلمان والشركاء في التحالف."
    assert any(quotation in piece for piece in texts(f"{before} {quotation}{after}"))


FILLER = "وصلت البعثة إلى المدينة بعد رحلة طويلة عبر الصحراء الكبرى مع فريق من الخبراء"


@pytest.mark.parametrize(
    "inner", ["بلغت 3.5 ملايين", "زارت د. محمد الوزير", "كتبت م. سلمى", "أكد Dr. Smith ذلك", "قال J. Smith"]
)
def test_decimals_and_abbreviations_end_no_sentence(inner: str) -> None:
    text = f"{FILLER} وقد {inner} {FILLER}."
    assert any(inner in piece for piece in texts(text))


def test_a_passage_ends_where_a_sentence_ends() -> None:
    first = f"{FILLER} الأول."
    assert texts(f"{first} {FILLER} الثاني.") == [first, f"{FILLER} الثاني."]


def test_a_short_paragraph_is_one_passage() -> None:
    assert texts("انسحبت القوات اليوم.") == ["انسحبت القوات اليوم."]


def test_a_paragraph_without_words_is_no_passage() -> None:
    assert texts("  ") == []


def test_a_sentence_without_any_clause_is_cut_all_the_same() -> None:
    assert max(len(piece.split()) for piece in texts("كلمة " * 500)) <= 3 * 40


def test_lengths_follow_what_is_asked_for() -> None:
    short = split(SHIPPED, fewest_words=5, most_words=15)
    assert len(short) > len(split(SHIPPED))


def test_a_repeated_paragraph_has_an_id_of_its_own() -> None:
    one, two = split(of_lines(["خبر واحد.", "", "خبر واحد."]))
    assert one.text == two.text
    assert one.id != two.id


def test_an_id_depends_on_start_and_text_alone() -> None:
    assert make_id(3, "نص") == make_id(3, "نص") != make_id(4, "نص")
    assert make_id(3, "نص") != make_id(3, "نصا")
    assert len(make_id(0, "")) == 12


def test_a_passage_is_a_value() -> None:
    passage = Passage("a", "t", 0, 1, 0, 0, None)
    assert passage == Passage("a", "t", 0, 1, 0, 0, None)
    assert hash(passage)
