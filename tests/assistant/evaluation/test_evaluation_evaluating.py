"""From a plan to a report, and how an evaluation that was interrupted goes on."""

import json
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from evaluated import Quoting, article_of

from assistant.answer import Answer
from assistant.errors import ReportInvalid, SettingInvalid
from assistant.evaluation.asked.files import QuestionFile
from assistant.evaluation.asked.questions import EvaluationQuestion, QuestionSet, split_half
from assistant.evaluation.reporting.report import FileNote, Report
from assistant.evaluation.rows import Row
from assistant.evaluation.running.evaluating import Plan, evaluate
from assistant.evaluation.running.keeping import Folder, read_report
from assistant.evaluation.running.runner import AssistantLike, OpenAssistant
from assistant.evaluation.running.systems import System
from assistant.readers.base import Turn
from assistant.settings import Settings
from vectorstore.article import Article, Paragraph

NEWS = article_of("قال زيد إنه عاد.", "وأعلنت الحكومة القرار يوم الأحد.", title="خبر")
OTHER = article_of("وصل الوفد يوم الاثنين إلى حلب.")


def question(question_id: str, *turns: str, gold: str = "الأحد", **fields: Any) -> EvaluationQuestion:
    golds = (gold,) if gold else ()
    return EvaluationQuestion(question_id, "fact", turns or ("متى؟",), bool(gold), golds, **fields)


def file_of(name: str, *sets: tuple[Article, Sequence[EvaluationQuestion]], **fields: Any) -> QuestionFile:
    return QuestionFile(name, "00", tuple(QuestionSet(name, about, tuple(asked)) for about, asked in sets), **fields)


FILES = (
    file_of("news.jsonl", (NEWS, [question("1"), question("2", "من؟", "كم العدد؟", gold=""), question("3")])),
    file_of("s.json", (NEWS, [question("1")]), (OTHER, [question("4", gold="حلب")]), skipped=("5",), halved=False),
)
IDS = ["1", "2", "3", "1", "4"]


def quoting(settings: Settings) -> OpenAssistant:
    return Quoting


class Witness:
    """Prepares quoting assistants and keeps what it was given; it may be interrupted at a question."""

    def __init__(self, interrupt_at: int = 0) -> None:
        self.prepared: list[Settings] = []
        self.opened: list[Article] = []
        self.asked: list[str] = []
        self._interrupt_at = interrupt_at

    def __call__(self, settings: Settings) -> OpenAssistant:
        self.prepared.append(settings)
        assert settings.data_dir.is_dir()
        return self._open

    def _open(self, about: Article) -> AssistantLike:
        self.opened.append(about)
        witness, inner = self, Quoting(about)

        class Watched:
            passages = inner.passages
            entails = None

            def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
                if len(witness.asked) + 1 == witness._interrupt_at:
                    raise KeyboardInterrupt
                witness.asked.append(question)
                return inner.ask(question, history)

        return Watched()


SETTINGS = Settings(data_dir=Path("unused"), embeddings="builtin")


def system(prepare: Callable[[Settings], OpenAssistant] = quoting, name: str = "assistant", **changed: Any) -> System:
    return System(name, replace(SETTINGS, **changed), prepare)


def plan(*systems: System, **fields: Any) -> Plan:
    values: dict[str, Any] = {"files": FILES, "systems": systems or (system(),)}
    return Plan(**(values | fields))


def untimed(report: Report) -> list[list[Row]]:
    """The rows without what the clock says."""
    return [[replace(row, seconds=0.0) for row in run.rows] for run in report.runs]


# The plan


@pytest.mark.parametrize("limit", [0, -1])
def test_a_limit_below_one_is_refused(limit: int) -> None:
    with pytest.raises(SettingInvalid, match=f"^limit is {limit}; give a number from 1$"):
        plan(limit=limit)


def test_of_the_files_is_asked_what_half_and_limit_leave() -> None:
    dev = [n for n in "123" if split_half(n) == "dev"]
    lines, squad = plan(half="dev").chosen
    assert [q.id for each in lines.sets for q in each.questions] == dev
    assert squad == FILES[1]
    assert [sum(len(each.questions) for each in file.sets) for file in plan(limit=1).chosen] == [1, 1]


def test_the_same_plan_has_the_same_fingerprint() -> None:
    assert plan().fingerprint == plan().fingerprint
    assert len(bytes.fromhex(plan().fingerprint)) == 16 / 2


@pytest.mark.parametrize(
    "other",
    [
        plan(half="dev"),
        plan(limit=2),
        plan(judge="stub"),
        plan(files=FILES[:1]),
        plan(files=FILES[::-1]),
        plan(files=[replace(FILES[0], sha256="01"), FILES[1]]),
        plan(files=[replace(FILES[0], name="renamed.jsonl"), FILES[1]]),
        plan(files=[replace(FILES[0], sets=(replace(FILES[0].sets[0], article=OTHER),)), FILES[1]]),
        plan(system(name="other")),
        plan(system(), system(name="bm25")),
        plan(system(threshold=0.5)),
        plan(system(model="ollama:qwen3")),
    ],
)
def test_another_plan_has_another_fingerprint(other: Plan) -> None:
    assert other.fingerprint != plan().fingerprint


@pytest.mark.parametrize(
    "same",
    [plan(system(data_dir=Path("elsewhere"))), plan(system(chroma_url="http://localhost:8000")), plan(system(port=1))],
)
def test_where_indexes_and_pages_are_does_not_matter(same: Plan) -> None:
    assert same.fingerprint == plan().fingerprint


# The report


def test_every_question_is_asked_of_every_system() -> None:
    report = evaluate(plan(system(name="a"), system(name="b")))
    assert [(run.name, [row.id for row in run.rows], run.articles) for run in report.runs] == [
        ("a", IDS, 2),  # what both files ask about the same article is asked of one assistant
        ("b", IDS, 2),
    ]
    assert [row.right for row in report.runs[0].rows] == [True] * 5
    assert report.comparisons[0].questions == 5


def test_the_report_says_what_was_asked_of_which_files() -> None:
    report = evaluate(plan(half="all", limit=2))
    assert report.files == (FileNote("news.jsonl", "00", 2, 0), FileNote("s.json", "00", 2, 1))
    assert (report.half, report.limit, report.fingerprint) == ("all", 2, plan(limit=2).fingerprint)
    assert "python" in report.versions
    assert [asked.key for asked in report.questions] == [row.key for row in report.runs[0].rows]


def test_the_settings_are_those_that_answers_depend_on() -> None:
    used = system(data_dir=Path("/home/me"), model_url="http://me:secret@host/v1", threshold=0.5)
    record = evaluate(plan(used)).as_json()
    settings = record["runs"][0]["settings"]
    assert (settings["threshold"], settings["model_url"]) == (0.5, "http://host/v1")
    assert "data_dir" not in settings
    assert "secret" not in json.dumps(record)


def test_a_question_is_told_with_the_paragraph_that_answers() -> None:
    first, second, *_ = evaluate(plan()).questions
    sunday = NEWS.text.index("الأحد")
    assert first.article == "خبر"
    assert first.context == "وأعلنت الحكومة القرار يوم الأحد."
    assert (first.start, first.gold_spans) == (NEWS.text.index("وأعلنت"), ((sunday, sunday + len("الأحد")),))
    assert (second.turns, second.answerable, second.gold) == (("من؟", "كم العدد؟"), False, ())
    assert (second.context, second.start, second.gold_spans) == ("", 0, ())


def asked_about(article: Article, asked: EvaluationQuestion) -> tuple[str, str, tuple[tuple[int, int], ...]]:
    report = evaluate(plan(files=[file_of("f.jsonl", (article, [asked]))]))
    only = report.questions[0]
    assert article.text[only.start : only.start + len(only.context)] == only.context
    return only.article, only.context, only.gold_spans


def test_gold_spans_that_are_known_are_taken_as_they_are_and_the_first_chooses_the_paragraph() -> None:
    spans = ((20, 24), (4, 7), (20, 24))
    _, context, told = asked_about(NEWS, question("1", gold_spans=spans))
    assert (context, told) == ("قال زيد إنه عاد.", ((4, 7), (20, 24)))


def test_gold_over_two_paragraphs_is_told_whole() -> None:
    end = NEWS.text.index("الحكومة")
    _, context, _ = asked_about(NEWS, question("1", gold_spans=((4, end),)))
    assert context == NEWS.text[:end]


def test_gold_in_no_paragraph_is_told_with_its_line() -> None:
    text = "عودة زيد\nقال زيد إنه عاد."
    article = Article(text, None, (), (Paragraph(9, len(text), None),))
    name, context, _ = asked_about(article, question("1", gold="عودة"))
    assert (name, context.strip()) == ("f.jsonl", "عودة زيد")


def test_gold_in_another_spelling_is_found_and_gold_within_a_word_has_no_place() -> None:
    assert asked_about(NEWS, question("1", gold="الاحد"))[2] == asked_about(NEWS, question("1"))[2]
    _, context, spans = asked_about(article_of("وبالحكومةِ بدأ."), question("1", gold="الحكومه"))
    assert (context, spans) == ("", ())


def test_nothing_left_to_ask_is_a_report_without_rows() -> None:
    half = "test" if split_half("1") == "dev" else "dev"
    report = evaluate(plan(files=[file_of("f.jsonl", (NEWS, [question("1")]))], half=half))
    assert (report.runs[0].rows, report.runs[0].articles, report.questions) == ((), 0, ())
    assert report.files == (FileNote("f.jsonl", "00", 0, 0),)


def test_only_answers_are_judged() -> None:
    judged: list[str] = []

    def judge(answer: Answer) -> float:
        judged.append(answer.question)
        return 1 / 2

    report = evaluate(plan(), judge=judge)
    assert [row.faithful for row in report.runs[0].rows] == [1 / 2, None, 1 / 2, 1 / 2, 1 / 2]
    assert judged == ["متى؟"] * 4
    assert report.runs[0].overall["faithful"].n == 4


# What is left alone


def test_indexes_go_to_a_folder_that_all_share_and_that_is_gone_afterwards(tmp_path: Path) -> None:
    first, second = Witness(), Witness()
    mine = {"data_dir": tmp_path, "chroma_url": "http://127.0.0.1:1"}
    evaluate(plan(system(first, "a", **mine), system(second, "b", threshold=0.5, **mine)))
    (scratch,), (other,) = first.prepared, second.prepared
    assert scratch.data_dir == other.data_dir != tmp_path
    assert (scratch.chroma_url, other.chroma_url, other.threshold) == ("", "", 0.5)
    assert not scratch.data_dir.exists()
    assert list(tmp_path.iterdir()) == []


def test_all_systems_are_prepared_before_the_first_question() -> None:
    first = Witness()

    def missing(settings: Settings) -> OpenAssistant:
        raise SettingInvalid("a package is missing")

    with pytest.raises(SettingInvalid, match="a package is missing"):
        evaluate(plan(system(first), system(missing, "bm25")))
    assert (len(first.prepared), first.opened) == (1, [])


# Interrupted, and gone on with


def interrupted(path: Path, *, after: int, other: Witness | None = None) -> Plan:
    """The plan of an evaluation that a person ended when so many turns had been asked of its first system."""
    asked = plan(system(Witness(after + 1), "a"), system(other or Witness(), "b"))
    with closing(Folder(path, asked.fingerprint)) as folder, pytest.raises(KeyboardInterrupt):
        evaluate(asked, folder=folder)
    return asked


def gone_on(path: Path, *witnesses: Witness) -> Report:
    same = plan(*(system(witness, name) for witness, name in zip(witnesses, "ab", strict=True)))
    with closing(Folder(path, same.fingerprint)) as folder:
        return evaluate(same, folder=folder)


def test_an_interrupted_evaluation_keeps_the_rows_it_has(tmp_path: Path) -> None:
    asked = interrupted(tmp_path, after=3)  # one question of one turn, and one of two
    assert [each.name for each in tmp_path.iterdir()] == ["rows.jsonl"]
    with closing(Folder(tmp_path, asked.fingerprint)) as folder:
        assert [row.id for row in folder.known("a").values()] == ["1", "2"]
        assert folder.count == 2


def test_the_same_plan_asks_only_the_rest_and_finds_the_same(tmp_path: Path) -> None:
    interrupted(tmp_path, after=3)
    first, second = Witness(), Witness()
    report = gone_on(tmp_path, first, second)
    assert first.asked == ["متى؟"] * 3
    assert second.asked == ["متى؟", "من؟", "كم العدد؟", "متى؟", "متى؟", "متى؟"]
    assert untimed(report) == untimed(evaluate(plan(system(name="a"), system(name="b"))))
    assert not (tmp_path / "rows.jsonl").exists()
    assert read_report(tmp_path) == report


def test_an_evaluation_can_be_interrupted_again_and_again(tmp_path: Path) -> None:
    interrupted(tmp_path, after=1)
    interrupted(tmp_path, after=1 + 2)
    first = Witness()
    report = gone_on(tmp_path, first, Witness())
    assert len(first.asked) == 6 - 1 - 3
    assert untimed(report) == untimed(evaluate(plan(system(name="a"), system(name="b"))))


def test_an_article_all_of_whose_questions_are_answered_is_not_opened_again(tmp_path: Path) -> None:
    interrupted(tmp_path, after=5)
    first = Witness()
    gone_on(tmp_path, first, Witness())
    assert first.opened == [OTHER]


def test_what_goes_wrong_keeps_the_rows_too(tmp_path: Path) -> None:
    def broken(settings: Settings) -> OpenAssistant:
        def about(article: Article) -> AssistantLike:
            raise ZeroDivisionError

        return about

    asked = plan(system(name="a"), system(broken, "b"))
    with closing(Folder(tmp_path, asked.fingerprint)) as folder, pytest.raises(ZeroDivisionError):
        evaluate(asked, folder=folder)
    first = Witness()
    gone_on(tmp_path, first, Witness())
    assert (first.asked, first.opened) == ([], [])


def test_another_plan_does_not_go_on_with_it(tmp_path: Path) -> None:
    interrupted(tmp_path, after=3)
    with pytest.raises(ReportInvalid, match="holds an unfinished evaluation of something else"):
        Folder(tmp_path, plan(limit=1).fingerprint)


def test_a_finished_evaluation_is_done_anew(tmp_path: Path) -> None:
    gone_on(tmp_path, Witness(), Witness())
    first = Witness()
    gone_on(tmp_path, first, Witness())
    assert len(first.asked) == 6
