import pytest

from vectorstore.analysis.parts import parts


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("من أعلن ذلك ومتى صدر البيان؟", ("من أعلن ذلك", "ومتى صدر البيان؟")),
        ("ما سبب القرار، ومع من ستواصل الدولة التنسيق؟", ("ما سبب القرار", "ومع من ستواصل الدولة التنسيق؟")),
        ("متى تقام البطولة وأين؟", ("متى تقام البطولة", "وأين؟")),
        ("ما كنيته وما مسؤوليته؟", ("ما كنيته", "وما مسؤوليته؟")),
        ("عن ماذا يتحدث الخبر ومن فاز بالكأس؟", ("عن ماذا يتحدث الخبر", "ومن فاز بالكأس؟")),
        ("متى تُصرف الأرباح ومن يستحقها؟", ("متى تُصرف الأرباح", "ومن يستحقها؟")),
        ("مين أعلن المقتل وإمتى؟", ("مين أعلن المقتل", "وإمتى؟")),
        ("شو بيشتغل ابنها ووين عايش؟", ("شو بيشتغل ابنها", "ووين عايش؟")),
        ("متى خرج القطار وقرب أي محطة؟", ("متى خرج القطار", "وقرب أي محطة؟")),
        ("من فاز؟ متى أقيمت المباراة؟", ("من فاز؟", "متى أقيمت المباراة؟")),
        ("كم بلغت الأرباح؛ وكم كانت؛ ولماذا؟", ("كم بلغت الأرباح", "وكم كانت", "ولماذا؟")),
        ("Who was sent off, and in which minute?", ("Who was sent off", "and in which minute?")),
    ],
)
def test_a_question_that_asks_several_things_is_divided_where_each_begins(
    question: str, expected: tuple[str, ...]
) -> None:
    assert parts(question) == expected


@pytest.mark.parametrize(
    "question",
    [
        "متى صدر البيان؟",
        "ما علاقة الولايات المتحدة والعراق؟",
        "لماذا سكت اللاعب ولم يخبر أحدا؟",  # «لم» denies
        "كيف خرج الناس من المدينة ومن القرى؟",  # «من» is «from»
        "ماذا طلب الوفد من الوزير ومن رئيس الحكومة؟",
        "أين تقع ولاية ألاسكا؟",  # «و» is a letter of it
        "ماذا جرى في المدينة وما زال يجري؟",
        "كم عدد الأطباء والممرضين وما إلى ذلك؟",
        "عندما وصل الوزير، ماذا قال؟",  # what comes before asks nothing
        "ومتى؟",
        "ومن أين؟",
        "What did the team that won and the coach say?",
        "",
        "؟",
    ],
)
def test_a_question_that_asks_one_thing_stays_whole(question: str) -> None:
    assert parts(question) == (question,)


def test_parts_hold_all_the_words_of_the_question_in_order() -> None:
    question = "من المتحدث، ومتى تحدث، وأين، ولماذا، وكم دام ذلك؟"
    divided = parts(question)
    assert len(divided) == 4  # no more: the last holds the rest
    assert " ".join(divided).replace("،", "").split() == question.replace("،", "").split()
