import pytest

from assistant.conversing.references import points_back


@pytest.mark.parametrize(
    "question",
    [
        "وأين هو؟",
        "من هي؟",
        "هل هو وزير؟",
        "ماذا قال عنها؟",
        "ما سبب إغلاقها؟",
        "كم تبلغ حصته؟",
        "متى حدث ذلك؟",
        "من كان قبلها؟",
        "هل هذا القرار؟",
        "كم عدد اللاعبين فيها؟",  # players are no «ها»
        "ما رأي الوزارة فيه؟",  # nor is a ministry «ه»
        "who is he?",
        "what did they say about it?",
        "when was that?",
    ],
)
def test_a_pronoun_that_the_question_does_not_explain_points_back(question: str) -> None:
    assert points_back(question)


@pytest.mark.parametrize(
    "question",
    [
        "متى تفتح المدارس أبوابها؟",
        "لماذا خسر الرجل وظيفته؟",
        "كم عائلة اضطرت لترك مساكنها؟",
        "ما عدد العبوات التي عثر عليها المحققون؟",
        "ما التشخيص الذي توصل إليه الأطباء؟",
        "هي الشقة دي بكام؟",  # asks, in Egypt
        "هو في حد مات من الزلزال؟",
        "من هو الوزير؟",
        "وش هي الجنسيات؟",
        "ما الذي حمى السجلات من المصير نفسه؟",
        "هل هناك خط ثالث؟",
        "قديش عمر شجرة الزيتون هاي؟",
        "كم أسرة شملتها وزارة الصحة بالحملة؟",
        "How many polling stations were there?",
        "What does this report say?",
        "",
    ],
)
def test_a_pronoun_that_the_question_explains_does_not(question: str) -> None:
    assert not points_back(question)
