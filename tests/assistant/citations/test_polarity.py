import pytest

from assistant.citations.wording import prepare, read
from vectorstore.language.arabic import fold


def negated(text: str) -> list[str]:
    """The first word that each negation reaches."""
    wording = read(prepare(text))
    return [wording.words[negation.reached[0]] for negation in wording.negations]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("المستشفيات غير قادرة على العمل", ["قادرة"]),
        ("لم تنسحب القوات", ["تنسحب"]),
        ("ولن تنسحب القوات", ["تنسحب"]),
        ("لعدم قدرة الجيش", ["قدرة"]),
        ("بدون موافقة", ["موافقة"]),
        ("ما انسحبت القوات", ["انسحبت"]),
        ("وأكد أنه ما انسحبت القوات", ["انسحبت"]),
        ("ليست القوات منسحبة", ["القوات"]),
        ("نفت الوزارة الخبر والتقليص", ["الوزارة"]),
        ("The forces did not withdraw", ["withdraw"]),
        ("It isn't ready", ["ready"]),
    ],
)
def test_negations_reach_what_follows(text: str, words: list[str]) -> None:
    assert negated(text) == [fold(word) for word in words]


@pytest.mark.parametrize(
    "text",
    [
        "لا تزال القوات هناك",
        "ما زالت القوات هناك",
        "لا سيما القوات",
        "غير أن القوات انسحبت",
        "ليس فقط القوات",
        "القوات، ما أدى إلى انسحاب",
        "ما قاله الوزير، وما يعني",
        "لم، القوات",
        "علم الوزير",
        "دونالد غيرهارد",
    ],
)
def test_what_only_looks_like_a_negation_is_none(text: str) -> None:
    assert negated(text) == []


def test_a_copula_negates_any_word_it_reaches() -> None:
    [negation] = read("ليست القوات منسحبة").negations
    assert negation.heads == negation.reached == (1, 2)
