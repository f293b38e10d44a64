"""What is asked of an assistant, in which order, and what is kept of its answers."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
from evaluated import Scripted, article_of, passages_of

from assistant.answer import Answer, Citation
from assistant.evaluation.asked.questions import EvaluationQuestion, QuestionSet
from assistant.evaluation.rows import Key, Row
from assistant.evaluation.running.runner import Judge, ask, one_by_one, run
from assistant.evaluation.running.scoring import Scorer
from assistant.readers.base import Turn
from vectorstore.article import Article

TEXT = "أعلنت الحكومة القرار يوم الأحد. ثم اجتمع المجلس في دمشق."
ARTICLE = article_of(TEXT)
SCORER = Scorer(ARTICLE, passages_of(ARTICLE))


def answer(*cited: str, answered: bool = True) -> Answer:
    citations = (
        Citation(n, text, (at := TEXT.index(text)), at + len(text), 0, None) for n, text in enumerate(cited, 1)
    )
    return Answer("؟", answered, "جواب [1]", "ar", "scripted", tuple(citations), confidence=0.75)


RIGHT, WRONG, DECLINED = answer("القرار يوم الأحد"), answer("في دمشق"), answer(answered=False)


def question(*turns: str, gold: tuple[str, ...] = ("يوم الأحد",), question_id: str = "q") -> EvaluationQuestion:
    return EvaluationQuestion(question_id, "fact", turns, bool(gold), gold)


class Ticking:
    """A clock that is a second later each time it is read."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 1
        return self.now


# One conversation


def test_the_turns_are_asked_in_order_and_only_the_last_is_scored() -> None:
    assistant = Scripted({"أ": WRONG, "ب": DECLINED, "ج": RIGHT})
    row = ask(assistant, question("أ", "ب", "ج"), SCORER, file="f", clock=Ticking())
    assert assistant.asked == [
        ("أ", ()),
        ("ب", (Turn("أ", WRONG),)),
        ("ج", (Turn("أ", WRONG), Turn("ب", DECLINED))),
    ]
    assert (row.file, row.rank, row.confidence) == ("f", 1, 0.75)
    assert row.seconds == 2 - 1  # the clock is read before and after the last turn


def test_a_refused_question_is_declined_with_the_reason() -> None:
    row = ask(Scripted({}), question("؟"), SCORER, file="f", clock=Ticking())
    assert (row.answered, row.rank, row.refused) == (False, None, "the question is too long")
    assert row.seconds == 2 - 1


def test_a_refused_earlier_turn_leaves_no_history() -> None:
    assistant = Scripted({"ب": WRONG, "ج": RIGHT})
    row = ask(assistant, question("أ", "ب", "ج"), SCORER, file="f")
    assert assistant.asked == [("أ", ()), ("ب", ()), ("ج", (Turn("ب", WRONG),))]
    assert row.refused is None


class Judging:
    """A judge that finds a quarter of everything supported, and keeps what it was asked."""

    def __init__(self) -> None:
        self.judged: list[Answer] = []

    def __call__(self, answer: Answer) -> float | None:
        self.judged.append(answer)
        return 1 / 4


def test_only_what_was_answered_is_judged() -> None:
    judge = Judging()
    assistant = Scripted({"أ": RIGHT, "ب": DECLINED})
    asked = [question("أ"), question("ب"), question("ج")]
    rows = [ask(assistant, each, SCORER, file="f", judge=judge) for each in asked]
    assert [row.faithful for row in rows] == [1 / 4, None, None]
    assert judge.judged == [RIGHT]


def test_earlier_turns_are_not_judged() -> None:
    judge = Judging()
    ask(Scripted({"أ": WRONG, "ب": RIGHT}), question("أ", "ب"), SCORER, file="f", judge=judge)
    assert judge.judged == [RIGHT]


# Many


FIRST, OTHER = article_of(TEXT), article_of("مقال آخر")


def sets() -> Iterator[QuestionSet]:
    yield QuestionSet("f", FIRST, (question("أ", question_id="1"), question("ب", question_id="2")))
    yield QuestionSet("g", article_of(TEXT), (question("أ", question_id="1"),))
    yield QuestionSet("g", article_of("بلا أسئلة"), ())
    yield QuestionSet("g", OTHER, (question("ب", question_id="4"),))


KEYS = [("f", "1"), ("f", "2"), ("g", "1"), ("g", "4")]


class Opening:
    """Opens assistants that all follow one script, and keeps them by their articles."""

    def __init__(self) -> None:
        self.opened: list[tuple[str, Scripted]] = []

    def __call__(self, about: Article) -> Scripted:
        assistant = Scripted({"أ": WRONG, "ب": RIGHT}, passages_of(about))
        self.opened.append((about.text, assistant))
        return assistant

    @property
    def asked(self) -> list[str]:
        return [question for _, assistant in self.opened for question, _ in assistant.asked]


def test_one_article_is_one_assistant_and_articles_without_questions_are_not_opened() -> None:
    opening = Opening()
    ran = run(sets(), one_by_one(opening, clock=Ticking()))
    assert [text for text, _ in opening.opened] == [FIRST.text, OTHER.text]
    assert [row.key for row in ran.rows] == KEYS
    assert [row.rank for row in ran.rows] == [None, 1, None, None]  # the last cites what its article does not say
    assert (ran.articles, ran.opening_seconds) == (2, 1 + 1)


def test_what_is_relevant_goes_by_the_passages_that_can_be_cited() -> None:
    assert [row.total for row in run(sets(), one_by_one(Opening())).rows] == [1, 1, 1, 0]


def test_nothing_to_ask_is_an_empty_run() -> None:
    opening = Opening()
    ran = run([QuestionSet("g", article_of("بلا أسئلة"), ())], one_by_one(opening))
    assert (ran.rows, ran.articles, ran.opening_seconds, opening.opened) == ((), 0, 0.0, [])


def known(*keys: Key) -> dict[Key, Row]:
    rows = run(sets(), one_by_one(Opening(), clock=Ticking())).rows
    return {row.key: replace(row, text="من قبل") for row in rows if row.key in keys}


def test_a_question_whose_row_is_known_is_not_asked_again() -> None:
    opening = Opening()
    ran = run(sets(), one_by_one(opening), known=known(("f", "2"), ("g", "1")))
    assert opening.asked == ["أ", "ب"]
    assert [row.key for row in ran.rows] == KEYS
    assert [row.text for row in ran.rows] == ["جواب [1]", "من قبل", "من قبل", "جواب [1]"]


def test_an_article_all_of_whose_rows_are_known_is_not_opened() -> None:
    opening = Opening()
    ran = run(sets(), one_by_one(opening, clock=Ticking()), known=known(*KEYS[:3]))
    assert [text for text, _ in opening.opened] == [OTHER.text]
    assert [row.text for row in ran.rows] == ["من قبل"] * 3 + ["جواب [1]"]
    assert (ran.articles, ran.opening_seconds) == (2, 1)


def test_where_all_is_known_nothing_is_opened() -> None:
    opening = Opening()
    ran = run(sets(), one_by_one(opening), known=known(*KEYS))
    assert (len(ran.rows), ran.articles, ran.opening_seconds, opening.opened) == (4, 2, 0.0, [])


def test_each_new_row_is_kept_at_once() -> None:
    opening = Opening()
    kept: list[tuple[Key, int]] = []
    run(sets(), one_by_one(opening), keep=lambda row: kept.append((row.key, len(opening.asked))))
    assert kept == [(key, number) for number, key in enumerate(KEYS, start=1)]


def test_a_known_row_is_not_kept_again() -> None:
    kept: list[Key] = []
    run(sets(), one_by_one(Opening()), known=known(("f", "1")), keep=lambda row: kept.append(row.key))
    assert kept == KEYS[1:]


def test_the_judge_is_asked_about_the_new_rows() -> None:
    judge: Judge = Judging()
    ran = run(sets(), one_by_one(Opening(), judge=judge), known=known(("f", "1")))
    assert [row.faithful for row in ran.rows] == [None, 1 / 4, 1 / 4, 1 / 4]


def test_what_goes_wrong_in_the_assistant_ends_the_run_and_leaves_what_was_kept() -> None:
    class Broken(Scripted):
        def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
            if question == "ب":
                raise ZeroDivisionError
            return super().ask(question, history)

    kept: list[Key] = []
    with pytest.raises(ZeroDivisionError):
        run(sets(), one_by_one(lambda _: Broken({"أ": WRONG})), keep=lambda row: kept.append(row.key))
    assert kept == KEYS[:1]


def test_no_progress_is_written_where_standard_error_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    run(sets(), one_by_one(Opening()), label="assistant")
    assert capsys.readouterr() == ("", "")
