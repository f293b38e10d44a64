"""Headings, paragraphs and debris of plain text."""

import textwrap

from hypothesis import given, settings
from hypothesis import strategies as st

from vectorstore.article import Article
from vectorstore.importing.text.structure import structure
from vectorstore.language.arabic import has_words

LONG = [
    "افتتح متحف المدينة أبوابه أمس بعد ترميم استمر أربع سنوات، وحضر الحفل مئات الزوار الذين جاؤوا من القرى المجاورة.",
    "وقالت مديرة المتحف، ليلى حمدان، إن القاعات الجديدة تعرض 300 قطعة لم يرها الجمهور من قبل، بينها نقود من ذهب.",
    "وبلغت كلفة الترميم مليوني دينار، دفعت البلدية نصفها، فيما تبرعت أسر من المدينة بالنصف الآخر على مدى عامين.",
]


def paragraphs(article: Article) -> list[str]:
    return [article.text[p.start : p.end] for p in article.paragraphs]


def headings(article: Article) -> list[tuple[int, str]]:
    return [(h.level, article.text[h.start : h.end]) for h in article.headings]


def lines(*parts: str) -> Article:
    return structure("\n".join(parts))


def test_a_bare_first_line_is_the_title() -> None:
    article = lines("متحف المدينة يفتح أبوابه", *LONG)
    assert article.title == "متحف المدينة يفتح أبوابه"
    assert headings(article) == [(1, "متحف المدينة يفتح أبوابه")]
    assert paragraphs(article) == LONG


def test_a_title_may_ask_or_exclaim() -> None:
    assert lines("لماذا أغلق المتحف أربع سنوات؟", *LONG).title == "لماذا أغلق المتحف أربع سنوات؟"
    assert lines("نقود من ذهب.. هل تراها قريبا؟", *LONG).title == "نقود من ذهب.. هل تراها قريبا؟"
    assert lines("أخيرا يفتح المتحف أبوابه!", *LONG).title == "أخيرا يفتح المتحف أبوابه!"


def test_a_title_may_be_long_where_a_longer_paragraph_with_a_full_stop_follows() -> None:
    title = "نصف ساعة أقل من الشاشة.. وأربعون دقيقة أكثر من النوم: ماذا تقول دراسة جديدة عن أطفالنا؟"
    assert lines(title, *LONG).title == title
    assert lines(title, "قال الباحثون ذلك.", *LONG).title is None
    assert lines(title, *(text.rstrip(".") for text in LONG)).title is None  # here paragraphs have no full stops either


def test_the_title_may_stand_below_the_lead_paragraph() -> None:
    article = lines(LONG[0], "متحف المدينة يفتح أبوابه", LONG[1], "كلفة الترميم", LONG[2])
    assert article.title == "متحف المدينة يفتح أبوابه"
    assert headings(article) == [(1, "متحف المدينة يفتح أبوابه"), (2, "كلفة الترميم")]
    assert [p.heading for p in article.paragraphs] == [None, "متحف المدينة يفتح أبوابه", "كلفة الترميم"]


def test_a_first_heading_far_down_is_not_the_title() -> None:
    article = lines(*LONG, "ماذا بعد", LONG[0])
    assert article.title is None
    assert headings(article) == [(2, "ماذا بعد")]


def test_a_question_before_its_long_answer_is_a_heading() -> None:
    article = lines("حوار مع مديرة المتحف", "كيف بدأ الترميم؟", LONG[0], "ومن دفع كلفته؟", LONG[2])
    assert [h for _, h in headings(article)] == ["حوار مع مديرة المتحف", "كيف بدأ الترميم؟", "ومن دفع كلفته؟"]


def test_lines_of_a_dialogue_are_paragraphs() -> None:
    spoken = ["- كيف بدأت الكتابة؟", "- بدأت في سن العاشرة.", "- ومن شجعك؟", "- أمي."]
    assert paragraphs(lines("حوار مع الكاتب", *spoken)) == spoken


def test_items_of_a_list_are_paragraphs() -> None:
    bullets = ["• نقود من ذهب", "• سيوف من دمشق", "• خرائط بحرية"]
    assert paragraphs(lines("متحف المدينة يفتح أبوابه", LONG[0], *bullets, LONG[1])) == [LONG[0], *bullets, LONG[1]]


def test_numbered_items_at_the_end_are_paragraphs() -> None:
    items = ["1- نقود", "2- سيوف", "3- خرائط"]
    assert paragraphs(lines(*LONG, *items)) == [*LONG, *items]


def test_a_numbered_line_before_its_own_paragraph_is_a_heading() -> None:
    article = lines("أجمل ثلاث قطع في المتحف", LONG[0], "1- نقود الذهب", LONG[1], "2- سيوف دمشق", LONG[2])
    assert [h for _, h in headings(article)][1:] == ["1- نقود الذهب", "2- سيوف دمشق"]


def test_bare_lines_after_a_colon_are_a_list_and_not_debris() -> None:
    games = ["الترجي - النجم", "الإفريقي - الصفاقسي"]
    assert paragraphs(lines(LONG[0], "وفي ما يلي المباريات:", *games)) == [LONG[0], "وفي ما يلي المباريات:", *games]


def test_many_bare_lines_at_the_end_are_a_list_and_not_debris() -> None:
    names = ["تونس", "مصر", "المغرب", "الجزائر"]
    assert paragraphs(lines(*LONG, *names)) == [*LONG, *names]


def test_lines_with_figures_at_the_end_are_not_debris() -> None:
    assert paragraphs(lines(*LONG, "الكلفة: مليونا دينار عام 2023"))[-1] == "الكلفة: مليونا دينار عام 2023"


def test_a_sentence_without_full_stop_at_the_end_is_not_debris() -> None:
    assert paragraphs(lines(*LONG, "وحضر الحفل وزير الثقافة"))[-1] != "وحضر"
    assert paragraphs(lines(*LONG, "وأكدت المديرة أن الدخول مجاني"))[-1] == "وأكدت المديرة أن الدخول مجاني"


def test_a_few_bare_lines_at_the_end_are_debris() -> None:
    article = lines(*LONG, "متحف آخر يغلق أبوابه للترميم", "أبو سامر")
    assert paragraphs(article) == LONG
    assert article.headings == ()


def test_a_byline_stays_a_paragraph() -> None:
    article = lines("متحف المدينة يفتح أبوابه", "تونس - وات", *LONG)
    assert paragraphs(article) == ["تونس - وات", *LONG]
    assert article.paragraphs[1].heading == "متحف المدينة يفتح أبوابه"


def test_a_subtitle_is_a_second_heading() -> None:
    article = lines("متحف المدينة يفتح أبوابه", "ثلاثمئة قطعة تعرض أمام الجمهور للمرة الأولى", *LONG)
    assert headings(article)[1] == (2, "ثلاثمئة قطعة تعرض أمام الجمهور للمرة الأولى")


def test_furniture_is_debris_wherever_it_stands() -> None:
    article = lines("متحف المدينة يفتح أبوابه", "شارك الخبر", LONG[0], "اقرأ أيضا: متحف آخر يغلق", LONG[1], "التعليقات")
    assert paragraphs(article) == LONG[:2]
    assert headings(article) == [(1, "متحف المدينة يفتح أبوابه")]


def test_titles_of_other_articles_are_debris_and_the_heading_after_them_is_not() -> None:
    article = lines(LONG[0], LONG[1], "اقرأ أيضا:", "متحف آخر يغلق أبوابه للترميم", "كلفة الترميم", LONG[2])
    assert paragraphs(article) == LONG
    assert headings(article) == [(2, "كلفة الترميم")]


def test_comments_of_visitors_are_debris() -> None:
    article = lines(
        "متحف المدينة", *LONG, "التعليقات (1)", "أبو سامر", "خبر ممتاز وننتظر المزيد منه في المستقبل القريب."
    )
    assert paragraphs(article) == LONG


def test_rules_and_stray_punctuation_are_debris() -> None:
    assert paragraphs(lines(LONG[0], "------", LONG[1], "***", ".")) == LONG[:2]


def test_where_no_paragraph_has_a_full_stop_short_lines_are_paragraphs_too() -> None:
    bare = [line.rstrip(".") for line in LONG]
    short = "أغلقت الشرطة الشارع المؤدي إلى المتحف خلال الحفل الرسمي"
    assert paragraphs(lines(bare[0], bare[1], short, bare[2])) == [bare[0], bare[1], short, bare[2]]


def test_an_article_of_one_bare_line_is_a_paragraph() -> None:
    article = lines("قتل 17 شخصا في فيضانات")
    assert paragraphs(article) == ["قتل 17 شخصا في فيضانات"]
    assert article.title is None


def test_if_nothing_is_a_paragraph_every_line_but_furniture_is() -> None:
    assert paragraphs(lines("عنوان قصير", "سطر آخر قصير", "التعليقات")) == ["عنوان قصير", "سطر آخر قصير"]


def test_a_text_of_furniture_only_still_has_paragraphs() -> None:
    assert paragraphs(lines("التعليقات", "شارك")) == ["التعليقات", "شارك"]


def test_a_text_without_words_has_no_paragraphs() -> None:
    assert lines("", "---", "…").paragraphs == ()


def test_a_hard_wrapped_article_gives_one_paragraph_a_block() -> None:
    blocks = [textwrap.fill(line, 60) for line in LONG]
    article = structure("\n\n".join(["متحف المدينة يفتح أبوابه", *blocks]))
    assert paragraphs(article) == blocks
    assert article.title == "متحف المدينة يفتح أبوابه"


def test_the_heading_of_a_paragraph_is_on_one_line() -> None:
    title = "متحف المدينة يفتح أبوابه بعد ترميم استمر أربع سنوات كاملة وتأخر عاما"
    article = structure("\n\n".join(textwrap.fill(part, 42) for part in (title, *LONG)))
    assert article.title == article.paragraphs[0].heading == title


WORDS = st.sampled_from(
    "متحف المدينة وقال إن كلفة القطع 300 التعليقات شارك اقرأ أيضا: لماذا؟ تم. نعم! — • 1- المصدر:".split()
)
TEXTS = st.lists(st.lists(WORDS, max_size=20).map(" ".join), max_size=12).map("\n".join)


@settings(deadline=None)  # a busy machine is no failure
@given(TEXTS | st.text())
def test_spans_are_within_the_text_in_order_disjoint_and_have_words(text: str) -> None:
    article = structure(text)
    spans = sorted((s.start, s.end) for s in (*article.headings, *article.paragraphs))
    ends = [0, *(end for _, end in spans)]
    assert all(before <= start < end <= len(text) for before, (start, end) in zip(ends, spans, strict=False))
    assert [p.start for p in article.paragraphs] == sorted(p.start for p in article.paragraphs)
    assert all(has_words(text[start:end]) and text[start:end].strip() == text[start:end] for start, end in spans)
    assert bool(article.paragraphs) == has_words(text)


@settings(deadline=None)  # a busy machine is no failure
@given(TEXTS)
def test_only_the_title_has_level_one(text: str) -> None:
    article = structure(text)
    firsts = [" ".join(text[h.start : h.end].split()) for h in article.headings if h.level == 1]
    assert firsts == ([] if article.title is None else [article.title])


def test_the_tags_of_a_corpus_are_left_out() -> None:
    source = ["<DOC>", "<DOCNO> A-17 </DOCNO>", "<URL>http://example.org/a</URL>", "<HEADLINE>متحف المدينة</HEADLINE>"]
    article = lines(*source, "<TEXT>", f"<P>{LONG[0]}</P>", f"<p>{LONG[1]}", "</TEXT>", "</DOC>")
    assert paragraphs(article) == LONG[:2]
    assert headings(article) == [(1, "متحف المدينة")]
    assert article.text.startswith("<DOC>")


def test_signs_that_are_no_tags_stay() -> None:
    assert paragraphs(lines("إذا كان س < 3 أو ص > 5 فالحل موجود.", LONG[0]))[0].startswith("إذا كان س < 3")


def test_a_colon_before_a_line_is_no_part_of_it() -> None:
    assert paragraphs(lines("متحف المدينة", f": {LONG[0]}", f": {LONG[1]}")) == LONG[:2]


def test_a_byline_is_no_heading() -> None:
    article = lines("متحف المدينة يفتح أبوابه", "بقلم: الأستاذة الدكتورة سلمى بنت أحمد العوضي", *LONG)
    assert headings(article) == [(1, "متحف المدينة يفتح أبوابه")]


def test_navigation_is_not_the_title() -> None:
    assert (
        lines("الرئيسية | أخبار | اقتصاد | رياضة", "متحف المدينة يفتح أبوابه", *LONG).title
        == "متحف المدينة يفتح أبوابه"
    )
