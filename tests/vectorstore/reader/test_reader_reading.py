"""Which windows are read for a question and what becomes of their spans; a script plays the model."""

import math
from collections.abc import Sequence

import pytest
from evaluated import article_of, passages_of
from marking import Marking, Scripted

from vectorstore.article import Article, Paragraph
from vectorstore.importing.loading import parse_markdown
from vectorstore.passages import Passage, split
from vectorstore.reader.article_reader import ArticleReader, Reading, agreement, fitted_to
from vectorstore.reader.spans import Span

NUMBERS = "صفر واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة".split()
ARTICLE = article_of(*(f"هنا الفقرة رقم {number} من المقال." for number in NUMBERS))
PASSAGES = passages_of(ARTICLE)


def reader_with(
    model: Scripted | Marking, text: str = ARTICLE.text, passages: Sequence[Passage] = PASSAGES
) -> ArticleReader:
    return ArticleReader(model, text, passages)  # type: ignore[arg-type]


def numbers_read(model: Scripted) -> list[list[str]]:
    """The numbers of the passages that were read, by what was read at once."""
    return [[n for text in texts for n in NUMBERS if f"رقم {n} " in text] for texts in model.read_at_once]


def said(reading: Reading, order: int) -> str:
    """The likeliest words of a passage."""
    span = reading.spans[order][0]
    return ARTICLE.text[span.start : span.end]


# Which windows are read


@pytest.mark.parametrize(("sure", "read"), [(0, [1]), (1, [1, 2]), (2, [1, 2]), (3, [1, 2, 3])])
def test_no_more_is_read_where_a_window_surely_answers(sure: int, read: list[int]) -> None:
    model = Scripted({f"رقم {NUMBERS[sure]}": 3.5})
    reading = reader_with(model).read("كم؟", range(10))
    assert [len(texts) for texts in model.read_at_once] == read
    assert reading.best is not None
    assert reading.best.margin == 3.5


@pytest.mark.parametrize("margin", [-5.0, 1.0, 3.0])
def test_two_and_three_more_are_read_where_none_surely_answers(margin: float) -> None:
    model = Scripted({"رقم صفر": margin})
    reader_with(model).read("كم؟", range(10))
    assert numbers_read(model) == [NUMBERS[:1], NUMBERS[1:3], NUMBERS[3:6]]


def test_what_is_sure_among_the_later_ones_is_the_best() -> None:
    reading = reader_with(Scripted({"رقم واحد": 1.0, "رقم خمسة": 9.0})).read("كم؟", range(10))
    assert reading.best == reading.spans[5][0]
    assert reading.best.margin == 9.0
    assert reading.spans[1][0].margin == 1.0


def test_windows_are_read_in_the_order_of_the_passages_given() -> None:
    model = Scripted()
    reader_with(model).read("كم؟", [7, 2, 9, 0])
    assert numbers_read(model) == [[NUMBERS[7]], [NUMBERS[2], NUMBERS[9]], [NUMBERS[0]]]


def test_a_passage_that_stands_in_a_window_has_none_of_its_own() -> None:
    model = Scripted(tokens=60)  # three passages fit
    reader_with(model).read("كم؟", [4, 3, 5, 8, 6])
    assert [len(texts) for texts in model.read_at_once] == [1, 2, 0]
    first, second, third = (text for texts in model.read_at_once for text in texts)
    assert first == ARTICLE.text[PASSAGES[3].start : PASSAGES[5].end]
    assert second == ARTICLE.text[PASSAGES[7].start : PASSAGES[9].end]
    assert third == ARTICLE.text[PASSAGES[5].start : PASSAGES[7].end]


def test_a_list_is_taken_from_all_of_the_article_window_by_window() -> None:
    model = Scripted({"رقم واحد": 3.0, "رقم ستة": 2.0}, tokens=60)  # three passages fit
    found = reader_with(model).items("اذكر الأرقام المذكورة")
    assert [ARTICLE.text[item.start : item.end] for item in found] == ["رقم واحد", "رقم ستة"]
    assert [item.margin for item in found] == [3.0, 2.0]
    (texts,) = model.read_at_once
    assert [sum(f"رقم {number} " in text for text in texts) for number in NUMBERS] == [1] * 10
    assert len(texts) == 4


def test_what_reaches_beyond_its_passage_is_not_listed() -> None:
    model = Scripted({"المقال.\n\nهنا": 3.0}, tokens=60)
    assert reader_with(model).items("اذكر الأرقام المذكورة") == ()


def test_without_passages_nothing_is_found() -> None:
    assert reader_with(Scripted()).read("كم؟", []) == Reading({})
    assert Reading({}).best is None


def test_a_question_is_read_behind_what_it_leans_on() -> None:
    model = Scripted({"واحد": 9.0})
    reader = reader_with(model)
    reader.read("ومتى؟", [1])
    reader.read("ومتى؟", [1], context="من وصل؟")
    assert model.asked == ["ومتى؟", "من وصل؟ | ومتى؟"]


def test_a_passage_is_measured_once() -> None:
    model = Scripted(tokens=60)
    reader = reader_with(model)
    reader.read("كم؟", [4, 5, 6])
    before = list(model.measured)
    assert set(before) == {passage.text for passage in PASSAGES[2:]}
    reader.read("متى؟", [6, 5, 4])
    assert model.measured == before


# Whose the spans are


def test_a_span_belongs_to_the_passage_that_it_stands_in() -> None:
    reading = reader_with(Scripted({"رقم أربعة": 2.0, "المقال": 1.0}, tokens=60)).read("كم؟", [4])
    assert said(reading, 4) == "رقم أربعة"
    for order, spans in reading.spans.items():
        assert all(PASSAGES[order].start <= span.start < PASSAGES[order].end for span in spans)


@pytest.mark.parametrize("gap", ["\n", "\n\n", " "])
def test_words_that_begin_a_passage_are_its_own(gap: str) -> None:
    text = gap.join(("وصل قبل ذلك وفد آخر.", "سامي حداد هو المهندس.", "وبعد ذلك عاد."))
    starts = [text.index(first) for first in ("وصل", "سامي", "وبعد")]
    ends = [*(start - len(gap) for start in starts[1:]), len(text)]
    passages = passages_of(Article(text, None, (), tuple(map(Paragraph, starts, ends, [None] * 3))))
    reading = reader_with(Marking({"سامي حداد": 2.0}), text, passages).read("من؟", [1])
    assert reading.best is not None
    assert reading.best.margin == 2.0
    assert reading.best == reading.spans[1][0]
    fit = fitted_to(passages[1], reading.best)
    assert text[fit.start : fit.end] == "سامي حداد"


def test_words_of_a_heading_are_of_no_passage() -> None:
    article = parse_markdown("قال الوزير إن العمل مستمر.\n\n## عنوان في الوسط\n\nوقالت الوزيرة إن العمل انتهى.\n")
    passages = split(article)
    assert len(passages) == 2
    reading = reader_with(Scripted({"عنوان في الوسط": 2.0}, tokens=60), article.text, passages).read("كم؟", [0])
    for order, spans in reading.spans.items():
        for span in spans:
            fit = fitted_to(passages[order], span)
            assert passages[order].start <= fit.start < fit.end <= passages[order].end


def test_words_that_go_on_into_the_next_passage_belong_to_the_first() -> None:
    across = "المقال.\nهنا الفقرة"
    reading = reader_with(Scripted({across: 2.0}, tokens=60)).read("كم؟", [4])
    order, (best, *_) = next((order, spans) for order, spans in reading.spans.items() if spans[0].margin == 2.0)
    fit = fitted_to(PASSAGES[order], best)
    assert ARTICLE.text[fit.start : fit.end] == "المقال"


def test_what_two_windows_find_is_one_span() -> None:
    model = Scripted({"رقم خمسة": 2.0}, tokens=60)
    reading = reader_with(model).read("كم؟", [4, 6, 5])
    assert sum("رقم خمسة" in text for texts in model.read_at_once for text in texts) == 2
    places = [(span.start, span.end) for span in reading.spans[5]]
    assert len(places) == len(set(places))
    assert said(reading, 5) == "رقم خمسة"


def test_the_spans_of_a_passage_come_best_first() -> None:
    reading = reader_with(Scripted({"رقم خمسة": 2.0, "المقال": 1.0})).read("كم؟", [5])
    assert reading.spans[5][0].margin == 2.0
    margins = [span.margin for span in reading.spans[5]]
    assert margins == sorted(margins, reverse=True)


# The words that are shown


def test_words_are_shown_whole_and_at_their_place_in_the_article() -> None:
    passage = PASSAGES[3]
    start = passage.start + passage.text.index("فقرة")
    fit = fitted_to(passage, Span(start, start + 4, 2.0))
    assert ARTICLE.text[fit.start : fit.end] == "الفقرة"
    assert fit.margin == 2.0


def test_a_preposition_takes_nothing_from_the_next_passage() -> None:
    passages = passages_of(article := article_of("وصلوا في", "الصباح"))
    fit = fitted_to(passages[0], Span(0, 8, 2.0))
    assert article.text[fit.start : fit.end] == "وصلوا في"


# How much spans agree with the best


def agreed(best: Span, *others: Span) -> float:
    return agreement(best, Reading({0: (best,), 1: others} if others else {0: (best,)}))


def test_a_span_without_rivals_agrees_wholly() -> None:
    assert agreed(Span(0, 10, -3.0)) == 1.0


def test_a_rival_elsewhere_that_is_as_likely_halves_it() -> None:
    assert agreed(Span(0, 10, 1.0), Span(50, 60, 1.0)) == pytest.approx((1 + 0) / 2)


def test_a_rival_counts_by_the_words_it_shares() -> None:
    half = 2 * 5 / (10 + 10)
    assert agreed(Span(0, 10, 1.0), Span(5, 15, 1.0)) == pytest.approx((1 + half) / 2)
    within = 2 * 4 / (10 + 4)
    assert agreed(Span(0, 10, 1.0), Span(3, 7, 1.0)) == pytest.approx((1 + within) / 2)


def test_a_rival_counts_by_how_likely_it_is() -> None:
    third = Span(50, 60, 1.0 - math.log(3))
    assert agreed(Span(0, 10, 1.0), third) == pytest.approx((3 * 1 + 1 * 0) / (3 + 1))
    assert agreed(Span(0, 10, 1.0), third, third) == pytest.approx((3 * 1 + 1 * 0 + 1 * 0) / (3 + 1 + 1))


def test_a_span_that_is_not_the_likeliest_agrees_less() -> None:
    best = Span(0, 10, 1.0)
    better = Span(50, 60, 1.0 + math.log(3))
    assert agreed(best, better) == pytest.approx((1 * 1 + 3 * 0) / (1 + 3))


def test_margins_of_any_size_can_be_added_up() -> None:
    assert agreed(Span(0, 10, 2_000.0), Span(50, 60, -2_000.0)) == pytest.approx(1.0)
    assert agreed(Span(0, 10, -2_000.0), Span(50, 60, 2_000.0)) == pytest.approx(0.0)
