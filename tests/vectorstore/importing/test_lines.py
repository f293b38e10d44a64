"""Lines, and the lines of hard-wrapped paragraphs put together."""

import textwrap

import pytest

from vectorstore.importing.text.lines import read_lines

FIRST = (
    "أطلقت جامعة الساحل مشروعا لرقمنة مخطوطات تعود إلى القرن السادس عشر، كانت محفوظة في صناديق خشبية داخل قبو "
    "المكتبة القديمة منذ ستين عاما، وذلك بمساعدة عشرين طالبا من قسم التاريخ."
)
SECOND = (
    "وقال المشرف على المشروع إن العمل يحتاج إلى ثلاث سنوات، لأن كل صفحة تصور مرتين بضوءين مختلفين ثم تراجع كلمة كلمة "
    "قبل أن تنشر على موقع الجامعة."
)


def texts(text: str) -> list[str]:
    return [text[line.start : line.end] for line in read_lines(text)]


def test_lines_come_without_the_white_space_around_them() -> None:
    assert texts("  أول \n\n\t\n\u00a0ثان\u00a0\n") == ["أول", "ثان"]


def test_a_text_without_lines_has_none() -> None:
    assert read_lines("") == read_lines(" \n\t\n") == []


def test_long_lines_stay_apart() -> None:
    assert texts(f"{FIRST}\n{SECOND}") == [FIRST, SECOND]


@pytest.mark.parametrize("width", [50, 72, 100])
def test_a_hard_wrapped_block_is_one_line(width: int) -> None:
    blocks = [textwrap.fill(FIRST, width), textwrap.fill(SECOND, width)]
    assert texts("\n\n".join(blocks)) == blocks


def test_a_single_wrapped_block_is_one_line_if_every_line_is_full() -> None:
    block = textwrap.fill(f"{FIRST} {SECOND}", 70)
    assert texts(block) == [block]
    assert len(texts(block.replace("\n", " أيضا وأيضا\n", 1))) > 1


def test_a_short_line_above_a_wrapped_block_stays_apart() -> None:
    first, second = textwrap.fill(FIRST, 72), textwrap.fill(SECOND, 72)
    assert texts(f"مخطوطات على الشاشة\n{first}\n\n{second}") == ["مخطوطات على الشاشة", first, second]


def test_items_of_a_list_in_a_wrapped_text_stay_apart() -> None:
    items = [textwrap.fill(f"- {FIRST}", 72), textwrap.fill(f"- {SECOND}", 72)]
    assert texts("\n".join([textwrap.fill(SECOND, 72), "", *items])) == [textwrap.fill(SECOND, 72), *items]


def test_sentences_of_similar_length_on_lines_of_their_own_are_not_joined() -> None:
    lines = [
        "افتتحت المدرسة الجديدة أبوابها صباح اليوم أمام التلاميذ.",
        "وحضر الحفل أولياء الأمور وممثلون عن وزارة التربية هنا.",
    ]
    assert texts("\n".join(lines * 3)) == lines * 3


def test_words_are_counted_over_all_joined_lines() -> None:
    line = read_lines("\n\n".join(textwrap.fill(part, 60) for part in (FIRST, SECOND)))[0]
    assert line.words == len(FIRST.split())
