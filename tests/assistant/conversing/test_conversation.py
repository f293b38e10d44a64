import pytest

from assistant.answer import Answer, Citation
from assistant.conversing.conversation import Standalone, in_parts, standalone
from assistant.readers.base import Turn

CITED = Citation(1, "أشار المتحدث باسم البنتاجون، شون بارنيل", 1035, 1074, 2, None)


def turn(question: str, *citations: Citation, answered: bool = True) -> Turn:
    return Turn(question, Answer(question, answered, "نص [1]", "ar", "extractive", citations))


ABOUT_SPOKESMAN = turn("من هو المتحدث باسم البنتاجون؟", CITED)
ABOUT_LEADER = turn("من هو القيادي الذي قتل؟", CITED)


def test_without_history_a_question_stands_alone() -> None:
    assert standalone("ولماذا؟", []) == Standalone("ولماذا؟")


@pytest.mark.parametrize(
    "question",
    [
        "ولماذا؟",
        "لماذا؟",
        "وما كنيته؟",
        "ومتى؟",
        "ماذا قال؟",
        "وأين هو؟",
        "what about her?",
        "and why?",
        "who is he?",
        "ليش؟",
    ],
)
def test_a_question_that_leans_on_the_turn_before_takes_its_words_and_place(question: str) -> None:
    alone = standalone(question, [ABOUT_LEADER])
    assert alone.question == question
    assert ABOUT_LEADER.question in alone.context
    assert alone.focus == (CITED.start,)


@pytest.mark.parametrize(
    "question",
    [
        "متى صدر البيان المشترك بين الولايات المتحدة والعراق؟",
        "ما هي أهداف الشراكة الأمنية الأمريكية العراقية؟",
        "من هو رئيس جهاز مكافحة الإرهاب العراقي؟",
        "What did the Pentagon announce about the mission in Iraq?",
        "لخص المقال",
        "ما عنوان المقال؟",
    ],
)
def test_a_question_that_says_all_itself_drops_what_was_said_before(question: str) -> None:
    assert standalone(question, [ABOUT_SPOKESMAN]) == Standalone(question)


def test_a_chain_of_leaning_questions_reaches_back_to_the_one_that_does_not() -> None:
    history = [ABOUT_LEADER, turn("وما كنيته؟", CITED)]
    assert ABOUT_LEADER.question in standalone("ولماذا؟", history).context


def test_a_change_of_topic_in_between_is_as_far_back_as_it_goes() -> None:
    history = [ABOUT_LEADER, turn("متى صدر البيان المشترك بين الولايات المتحدة والعراق؟", CITED)]
    assert ABOUT_LEADER.question not in standalone("ولماذا؟", history).context


def test_a_turn_that_was_not_answered_gives_words_but_no_place() -> None:
    alone = standalone("ولماذا؟", [turn("من فاز بالمباراة؟", CITED, answered=False)])
    assert alone.context
    assert alone.focus == ()


@pytest.mark.parametrize(
    "question", ["وإلى ماذا دعا؟", "والثانية متى تُدفع؟", "ومع أي فريق سيلعب؟", "وفي أي مدينة كان ذلك؟"]
)
def test_a_question_that_goes_on_with_a_preposition_leans(question: str) -> None:
    assert standalone(question, [ABOUT_LEADER]).context


# Questions of several parts


def test_each_part_that_says_enough_stands_alone() -> None:
    first, second = in_parts("من المتحدث باسم البنتاجون ومتى صدر البيان المشترك؟", [])
    assert first == Standalone("من المتحدث باسم البنتاجون")
    assert second == Standalone("ومتى صدر البيان المشترك؟")


def test_a_part_that_says_too_little_is_looked_for_with_what_says_more() -> None:
    first, second = in_parts("كم رواية وكم قصة قصيرة كتب الراحل؟", [])
    assert (first.context, second.context) == ("وكم قصة قصيرة كتب الراحل؟", "")
    *_, where = in_parts("متى تقام كأس القارات وأين؟", [])
    assert where.context == "متى تقام كأس القارات"


def test_parts_lean_on_earlier_turns_where_the_first_one_does() -> None:
    leaning = in_parts("وما كنيته ومن أعلن مقتله؟", [ABOUT_LEADER])
    assert all(ABOUT_LEADER.question in part.context and part.focus == (CITED.start,) for part in leaning)
    fresh = in_parts("متى صدر البيان المشترك بين البلدين وأين؟", [ABOUT_LEADER])
    assert all(ABOUT_LEADER.question not in part.context and not part.focus for part in fresh)


@pytest.mark.parametrize("question", ["متى صدر البيان؟", "من هم المذكورون في المقال وماذا قالوا؟", "لخص المقال"])
def test_what_asks_one_thing_or_of_the_whole_article_is_one_part(question: str) -> None:
    assert in_parts(question, []) == (Standalone(question),)
