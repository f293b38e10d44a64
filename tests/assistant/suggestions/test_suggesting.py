"""Questions made of an article's sentences, and which of them are offered."""

from itertools import combinations
from pathlib import Path

import pytest

from assistant.answer import Answer, Language
from assistant.assembly import Assistant, open_assistant
from assistant.page import TEXTS
from assistant.readers.base import Turn
from assistant.settings import Settings
from assistant.suggestions.differing import alike, topic
from assistant.suggestions.phrasing import heading_questions, sentence_questions
from assistant.suggestions.suggesting import follow_ups, suggestions
from vectorstore.importing.loading import parse_text

GENERAL = ("ما موضوع المقال؟", "لخّص المقال", "من ذُكر في المقال؟")


def asked(text: str) -> list[str]:
    return [made.question for made in sentence_questions(text)]


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("وأوضحت الوزارة في بيان أن الحكومة ستواصل العمل.", "ماذا أوضحت الوزارة في بيان؟"),
        ("أشار المتحدث باسم الهيئة، سعد علي، إلى أن العمل مستمر.", "إلى ماذا أشار المتحدث باسم الهيئة؟"),
        ("قال المتحدث باسم الهيئة، سعد علي، إن العمل مستمر.", "من هو المتحدث باسم الهيئة؟"),
        ("وقالت رئيسة الجامعة، منى علي، إن العمل مستمر.", "من هي رئيسة الجامعة؟"),
        ("وفي مارس الماضي، افتتحت الوزارة مكتبة المدينة العامة.", "متى افتتحت الوزارة مكتبة المدينة العامة؟"),
        ("ينص عليه البيان المشترك الصادر في 3 مايو 2024.", "متى صدر البيان المشترك؟"),
        ("بلغت تكلفة المشروع 12 مليون ريال.", "كم بلغت تكلفة المشروع؟"),
        ("توقف العمل في المصنع الجديد بسبب العاصفة.", "لماذا توقف العمل في المصنع الجديد؟"),
        ("The minister said the road will open.", "What did The minister say?"),
    ],
)
def test_a_sentence_makes_a_question(text: str, question: str) -> None:
    assert question in asked(text)


@pytest.mark.parametrize(
    "text",
    [
        "وأكدت أن العمل مستمر.",  # nobody is named
        "وقال رئيسها إن العمل مستمر.",  # … of what is said elsewhere
        "وقال هذا المسؤول إن العمل مستمر.",
        "ومن يحصل على الدواء يتعافى بسبب العلاج.",  # no verb to ask with
        "",
    ],
)
def test_no_question_is_better_than_a_clumsy_one(text: str) -> None:
    assert asked(text) == []


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("وأوضح محامي المتهم الأول سامح البدري أن موكله بريء.", "من هو سامح البدري؟"),
        ("قال النائب الأول للمحافظ، كامل التميمي، إن العمل مستمر.", None),  # «نائب» is not a word of it
        ("توقف العمل في المشروع، وبلغت نسبة إنجازه 72 بالمئة.", None),  # … of what is said before
        ("وقال الأستاذ بجامعة محمد الخامس في بيان إن العمل مستمر.", None),  # a university
    ],
)
def test_people_are_asked_about_and_nothing_else_is_taken_for_one(text: str, question: str | None) -> None:
    about = [one for one in asked(text) if one.startswith(("من هو", "من هي", "كم"))]
    assert about == ([question] if question else [])


def test_an_answer_ends_with_its_sentence() -> None:
    text = "بلغت تكلفة المشروع 12 مليون ريال. وسيفتتح في الربيع المقبل بحضور الوزير."
    (made,) = sentence_questions(text)
    assert text[made.start : made.end].strip() == "12 مليون ريال."


def test_an_answer_is_known_by_its_place() -> None:
    text = "قال المتحدث باسم الهيئة، سعد علي، إن العمل مستمر."
    by_question = {made.question: text[made.start : made.end] for made in sentence_questions(text)}
    assert by_question["من هو المتحدث باسم الهيئة؟"] == "سعد علي"
    assert by_question["ماذا قال المتحدث باسم الهيئة؟"] == "العمل مستمر."


def test_a_heading_that_names_a_thing_makes_a_question() -> None:
    assert list(heading_questions("تصريحات المدربين")) == ["ماذا جاء في المقال عن تصريحات المدربين؟"]
    assert list(heading_questions("تفاصيل الانتقال")) == ["ما تفاصيل الانتقال؟"]
    assert list(heading_questions("هل يعود؟")) == []
    assert list(heading_questions("The new road")) == ["What does it say about The new road?"]


def test_what_is_offered_is_answered_from_where_it_was_made(real: Assistant) -> None:
    made = suggestions(real)
    assert len(made) >= 4
    for one in made:
        answer = real.ask(one.question)
        assert answer.answered
        sentence = real.article.text[one.start : one.end]
        assert "\n" not in sentence.strip()
        assert answer.citations[0].start < one.end
        assert one.start < answer.citations[0].end
        if answer.highlight:
            assert answer.highlight[0] < one.answer_end
            assert one.answer_start < answer.highlight[1]


def test_to_begin_with_one_general_question_comes_first(real: Assistant) -> None:
    offered = follow_ups(real, suggestions(real), (), "ar", GENERAL)
    assert offered[0] == GENERAL[0]
    assert len(offered) == len(set(offered)) == 3
    assert not set(offered[1:]) & set(GENERAL)


def test_what_was_asked_is_not_offered_again(real: Assistant) -> None:
    made, turns = suggestions(real), []
    for question in ["لخص المقال", *(one.question for one in made[:2])]:
        turns.append(Turn(question, real.ask(question, turns)))
    offered = follow_ups(real, made, turns, "ar", GENERAL)
    assert not {turn.question for turn in turns} & set(offered)
    assert "لخّص المقال" not in offered  # but for a vowel it was asked


def test_what_is_offered_differs_from_each_other_and_from_what_was_asked(real: Assistant) -> None:
    made, turns, offered = suggestions(real), [], ()
    for _ in range(3):
        offered = follow_ups(real, made, turns, "ar", GENERAL)
        topics = [topic(question) for question in (*offered, *(turn.question for turn in turns))]
        assert not any(alike(one, other) for one, other in combinations(topics[: len(offered)], 2))
        turns.append(Turn(offered[-1], real.ask(offered[-1], turns)))
    announced = [one for one in made if "جهاز مكافحة الإرهاب" in one.question]
    assert len(announced) == 2  # when, and what
    after = [Turn(announced[0].question, real.ask(announced[0].question))]
    assert announced[1].question not in follow_ups(real, made, after, "ar", GENERAL)


def test_what_is_near_the_last_answer_is_offered_first(real: Assistant) -> None:
    made = suggestions(real)
    question = "متى صدر البيان المشترك؟"
    last = real.ask(question)
    first, *_ = follow_ups(real, made, [Turn(question, last)], "ar", GENERAL)
    (chosen,) = (one for one in made if one.question == first)
    near = real.article.text[max(0, last.citations[0].start - 200) : last.citations[0].end + 200]
    assert topic(first) & topic(near)
    assert chosen.answer_end <= last.highlight[0] or last.highlight[1] <= chosen.answer_start


def test_what_was_answered_is_not_offered_however_it_was_asked(real: Assistant) -> None:
    made = suggestions(real)
    spokesman = "من هو المتحدث باسم البنتاجون؟"
    assert spokesman in [one.question for one in made]
    question = "مين اللي بيتكلم باسم البنتاجون؟"
    turns = [Turn(question, real.ask(question))]
    assert turns[0].answer.highlight
    assert spokesman not in follow_ups(real, made, turns, "ar", GENERAL)


def test_an_english_reader_is_offered_english_questions(real: Assistant) -> None:
    assert follow_ups(real, suggestions(real), (), "en", ("What is it about?",)) == ("What is it about?",)


def test_when_all_else_was_asked_lists_that_the_article_answers_are_offered(real: Assistant) -> None:
    places, organizations, dates, *_ = TEXTS["en"].lists
    turns = [Turn("What is it about?", real.ask("What is it about?"))]
    lists = (places, "من فاز بكأس العالم لكرة القدم؟", "What is it about?", organizations, dates)
    assert not real.quote(lists[1], turns).answered
    assert follow_ups(real, suggestions(real), turns, "en", lists[2:3], lists) == (places, organizations, dates)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_list_is_answered_of_the_shipped_article_or_not_offered(real: Assistant, language: Language) -> None:
    lists, turns = TEXTS[language].lists, []
    for _ in lists:
        for question in follow_ups(real, (), turns, language, (), lists)[:1]:
            turns.append(Turn(question, real.ask(question, turns)))
    assert len(turns) >= 4
    assert all(turn.answer.answered and turn.answer.citations for turn in turns)


def test_a_large_article_costs_little(tmp_path: Path) -> None:
    text = "\n\n".join(f"قال المدير رقم {n} إن المصنع أنتج {n} طنا من القمح في العام الماضي." for n in range(2_000))
    assistant = open_assistant(Settings(data_dir=tmp_path, embeddings="builtin"), article=parse_text(text))
    tried: list[str] = []

    class Counted:
        article, passages = assistant.article, assistant.passages

        def quote(self, question: str, history: object = ()) -> Answer:
            tried.append(question)
            return assistant.quote(question)

    suggestions(Counted())
    assert len(tried) <= 48
