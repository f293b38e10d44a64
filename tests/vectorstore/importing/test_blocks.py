"""Blocks become an article with the right title, levels and offsets."""

from vectorstore.article import Article
from vectorstore.importing.blocks import Block, join


def levels(article: Article) -> list[tuple[int, str]]:
    return [(h.level, article.text[h.start : h.end]) for h in article.headings]


def test_each_block_is_on_its_own_line_and_offsets_point_at_it() -> None:
    article = join([Block("عنوان", 1), Block("نص أول"), Block("قسم", 2), Block("نص\nثان")])
    assert article.text == "عنوان\nنص أول\nقسم\nنص\nثان"
    assert [(article.text[p.start : p.end], p.heading) for p in article.paragraphs] == [
        ("نص أول", "عنوان"),
        ("نص\nثان", "قسم"),
    ]


def test_no_blocks_give_an_empty_article() -> None:
    assert join([], title="عنوان") == Article("", None, (), ())


def test_blocks_without_words_are_left_out() -> None:
    assert join([Block("نص"), Block("---"), Block("")]).text == "نص"


def test_a_heading_of_level_one_goes_before_a_given_title() -> None:
    assert join([Block("نص"), Block("عنوان", 1)], title="عنوان آخر").title == "عنوان"


def test_a_given_title_becomes_the_first_line() -> None:
    article = join([Block("قسم", 2), Block("نص")], title="عنوان")
    assert levels(article) == [(1, "عنوان"), (2, "قسم")]


def test_a_given_title_that_opens_the_article_is_not_repeated() -> None:
    article = join([Block("إعلان القمة", 3), Block("نص")], title="اعلان القمة")
    assert article.text == "إعلان القمة\nنص"
    assert levels(article) == [(1, "إعلان القمة")]


def test_a_further_heading_of_level_one_is_lowered() -> None:
    assert levels(join([Block("أول", 1), Block("نص"), Block("ثان", 1)])) == [(1, "أول"), (2, "ثان")]


def test_links_announced_by_a_heading_are_left_out() -> None:
    blocks = [Block("نص المقال هنا."), Block("اقرأ أيضا", 3), Block("خبر آخر عن المدينة"), Block("بقية المقال هنا.")]
    assert join(blocks).text == "نص المقال هنا.\nبقية المقال هنا."


def test_furniture_stays_if_there_is_nothing_else() -> None:
    assert join([Block("التعليقات")]).text == "التعليقات"
