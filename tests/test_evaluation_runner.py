"""What is asked of an assistant, in which order, and what is noted of its answers."""

from collections.abc import Iterator, Sequence

import pytest

from assistant.answer import Answer, Citation
from assistant.errors import QuestionRefused
from assistant.evaluation.questions import EvaluationQuestion, QuestionSet, split_half
from assistant.evaluation.runner import Row, ask, is_right, run
from assistant.readers.base import Turn
from vectorstore.article import Article, Paragraph

TEXT = "أعلنت الحكومة القرار يوم الأحد، وبلغ العدد 15 ألفا. ثم اجتمع المجلس يوم الأحد في دمشق."


def article(text: str = TEXT) -> Article:
    return Article(text, None, (), (Paragraph(0, len(text), None),))


def cite(text: str, start: int | None = None) -> Citation:
    start = TEXT.index(text) if start is None else start
    return Citation(1, text, start, start + len(text), 0, None)


def answer(*cited: str, answered: bool = True) -> Answer:
    text = "جواب [1]" if answered else "لا يذكر المقال ذلك."
    citations = tuple(cite(each) for each in cited)
    return Answer("؟", answered, text, "ar", "scripted", citations, confidence=0.75)


def question(*turns: str, gold: tuple[str, ...] = ("يوم الأحد",), question_id: str = "q") -> EvaluationQuestion:
    return EvaluationQuestion(question_id, "fact", turns, bool(gold), gold)


class Scripted:
    """Gives the answers of its script, refuses what is not in it, and keeps what it was asked."""

    def __init__(self, script: dict[str, Answer]) -> None:
        self.script = script
        self.asked: list[tuple[str, tuple[Turn, ...]]] = []

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        self.asked.append((question, tuple(history)))
        if question not in self.script:
            raise QuestionRefused(ar="السؤال طويل", en="the question is too long")
        return self.script[question]


class Ticking:
    """A clock that is a second later each time it is read."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 1
        return self.now


def score(given: Answer, gold: tuple[str, ...] = ("يوم الأحد",)) -> Row:
    return ask(Scripted({"متى؟": given}), question("متى؟", gold=gold), file="f", clock=Ticking())


@pytest.mark.parametrize(
    ("cited", "rank"),
    [
        (["القرار يوم الأحد", "في دمشق"], 1),
        (["في دمشق", "القرار يوم الأحد", "المجلس يوم الأحد"], 2),
        (["في دمشق"], None),
        ([], None),
    ],
)
def test_the_rank_is_that_of_the_first_right_citation(cited: list[str], rank: int | None) -> None:
    row = score(answer(*cited))
    assert (row.rank, row.hit_rank) == (rank, rank)


def test_a_right_passage_offered_when_declining_is_found_but_no_hit() -> None:
    row = score(answer("القرار يوم الأحد", answered=False))
    assert (row.answered, row.rank, row.hit_rank) == (False, 1, None)


def test_a_row_says_all_there_is_to_know() -> None:
    row = score(answer("القرار يوم الأحد", "في دمشق"))
    assert row == Row(
        id="q",
        kind="fact",
        file="f",
        half=split_half("q"),
        question="متى؟",
        answerable=True,
        gold=("يوم الأحد",),
        answered=True,
        rank=1,
        cited=("القرار يوم الأحد", "في دمشق"),
        text="جواب [1]",
        reader="scripted",
        confidence=0.75,
        seconds=2 - 1,  # the clock is read before and after
        words=3 + 2,
    )


def test_with_spans_a_right_citation_covers_one() -> None:
    second = TEXT.rindex("يوم الأحد")
    asked = EvaluationQuestion("q", "squad", ("متى؟",), True, ("يوم الأحد",), ((second, second + 9),))
    assert is_right(asked, cite("المجلس يوم الأحد"))
    assert is_right(asked, cite("يوم الأحد", second))
    assert not is_right(asked, cite("القرار يوم الأحد"))  # the same words, elsewhere
    assert not is_right(asked, cite("المجلس يوم"))  # only a part of them


@pytest.mark.parametrize(
    ("gold", "right"),
    [("الأحد", True), ("الاحد", True), ("حكومة", True), ("١٥", True), ("5", False), ("الاثنين", False)],
)
def test_without_spans_a_right_citation_holds_a_gold_as_folded_text(gold: str, right: bool) -> None:
    assert is_right(question("؟", gold=(gold,)), cite(TEXT, 0)) is right


def test_the_turns_are_asked_in_order_and_only_the_last_is_scored() -> None:
    first, second, last = answer("في دمشق"), answer(answered=False), answer("القرار يوم الأحد")
    assistant = Scripted({"أ": first, "ب": second, "ج": last})
    row = ask(assistant, question("أ", "ب", "ج"), file="f")
    assert assistant.asked == [
        ("أ", ()),
        ("ب", (Turn("أ", first),)),
        ("ج", (Turn("أ", first), Turn("ب", second))),
    ]
    assert (row.question, row.rank) == ("ج", 1)


def test_a_refused_question_is_declined_with_the_reason() -> None:
    row = ask(Scripted({}), question("؟"), file="f")
    assert (row.answered, row.rank, row.refused) == (False, None, "the question is too long")


def test_a_refused_earlier_turn_leaves_no_history() -> None:
    assistant = Scripted({"ب": answer()})
    row = ask(assistant, question("أ", "ب"), file="f")
    assert assistant.asked == [("أ", ()), ("ب", ())]
    assert row.refused is None


def sets() -> Iterator[QuestionSet]:
    one, other = article("مقال"), article("مقال آخر")
    yield QuestionSet("f", one, (question("أ", question_id="1"), question("ب", question_id="2")))
    yield QuestionSet("g", article("مقال"), (question("أ", question_id="3"),))
    yield QuestionSet("g", article("بلا أسئلة"), ())
    yield QuestionSet("g", other, (question("ب", question_id="4"),))


def test_one_article_is_one_assistant_and_articles_without_questions_are_not_opened() -> None:
    opened = []

    def open_assistant(about: Article) -> Scripted:
        opened.append(about.text)
        return Scripted({"أ": answer("في دمشق"), "ب": answer("القرار يوم الأحد")})

    ran = run(sets(), open_assistant=open_assistant, clock=Ticking())
    assert opened == ["مقال", "مقال آخر"]
    assert [(row.id, row.file, row.rank) for row in ran.rows] == [
        ("1", "f", None),
        ("2", "f", 1),
        ("3", "g", None),
        ("4", "g", 1),
    ]
    assert (ran.articles, ran.opening_seconds) == (2, 1 + 1)


def test_nothing_to_ask_is_an_empty_run() -> None:
    def open_assistant(about: Article) -> Scripted:
        raise AssertionError(about)

    assert run([], open_assistant=open_assistant).rows == ()


def test_what_goes_wrong_in_the_assistant_ends_the_run() -> None:
    class Broken:
        def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run(sets(), open_assistant=lambda _: Broken())
