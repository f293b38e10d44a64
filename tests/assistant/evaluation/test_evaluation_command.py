"""The command ``evaluate``, from what is typed to what is printed and written, on real files."""

import io
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from chromadb.api.shared_system_client import SharedSystemClient
from stub_server import StubServer, says, silent
from stub_server import stub as stub

from assistant.commandline.cli import main
from assistant.evaluation.asked.questions import split_half
from assistant.evaluation.running.keeping import read_report
from assistant.settings import PREFIX

ROOT = Path(__file__).parents[3]
SENTENCES = (
    "افتتحت بلدية المدينة جسر النهر الجديد الذي يربط بين ضفتي المدينة القديمة بعد خمس سنوات من العمل المتواصل.",
    "وبلغت كلفة البناء أربعين مليون دينار دفعت نصفها شركة الكهرباء وتكفلت بالباقي وزارة النقل والمصرف الوطني.",
    "وتأخر التسليم بسبب فيضان غمر الموقع في الشتاء وأتلف المعدات وأوقف العمال عن الحفر أسابيع طويلة.",
)
COST = SENTENCES[1].rstrip(".")
QUESTIONS = (
    ("cost", "fact", ["كم بلغت كلفة البناء؟"], "أربعين مليون دينار"),
    ("late", "fact", ["لماذا تأخر التسليم؟"], "فيضان"),
    ("follow", "follow-up", ["ماذا افتتحت بلدية المدينة؟", "وكم كلفة بنائه؟"], "أربعين مليون دينار"),
    ("absent", "absent", ["من فاز بكأس العالم في الدوحة؟"], ""),
)


@dataclass(frozen=True)
class Ran:
    """How a command ended, and what it printed."""

    status: int
    out: str
    err: str


def run(*argv: object) -> Ran:
    """Run ``evaluate`` in this process, with the built-in embedding where nothing else is said."""
    out, err = io.StringIO(), io.StringIO()
    words = ["evaluate", *map(str, argv)]
    if "--embeddings" not in words and "--compare" not in words:
        words += ["--embeddings", "builtin"]
    with pytest.MonkeyPatch.context() as environment, redirect_stdout(out), redirect_stderr(err):
        for name in [*os.environ]:
            if name.startswith(PREFIX):
                environment.delenv(name)
        status = main(words)
    SharedSystemClient.clear_system_cache()
    return Ran(status, out.getvalue(), err.getvalue())


def failed(*argv: object) -> str:
    """Run a command that must fail: its one line of error, without «error: »."""
    ran = run(*argv)
    assert (ran.status, ran.out) == (1, "")
    assert re.fullmatch(r"error: .+\n", ran.err), ran.err
    return ran.err[len("error: ") : -1]


def written(folder: Path, sentences: tuple[str, ...] = SENTENCES) -> Path:
    """A question file with its article beside it."""
    folder.mkdir(exist_ok=True)
    (folder / "bridge.txt").write_text("\n\n".join(sentences) + "\n", encoding="utf-8")
    records = [
        {"id": each, "kind": kind, "turns": turns, "answerable": bool(gold), "gold": [gold] if gold else []}
        for each, kind, turns, gold in QUESTIONS
    ]
    path = folder / "bridge.questions.jsonl"
    path.write_text("\n".join(json.dumps(each, ensure_ascii=False) for each in records), encoding="utf-8")
    return path


def one_question(folder: Path) -> Path:
    """The first question alone, about an article of one passage."""
    path = written(folder, SENTENCES[1:2])
    path.write_text(path.read_text(encoding="utf-8").splitlines()[0], encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("files") / "questions")


@dataclass(frozen=True)
class Done:
    """An evaluation without options, and the data folder it was given."""

    ran: Ran
    data: Path


@pytest.fixture(scope="module")
def done(files: Path, tmp_path_factory: pytest.TempPathFactory) -> Done:
    data = tmp_path_factory.mktemp("data") / "data"
    return Done(run(files, "--data-dir", data), data)


@pytest.fixture(scope="module")
def reports(files: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two evaluations, of which the second declines everything."""
    place = tmp_path_factory.mktemp("reports")
    for name, options in (("usual", []), ("silent", ["--threshold", "1"])):
        assert run(files, "--data-dir", place / "data", "--output", place / name, *options).status == 0
    return place / "usual", place / "silent"


def untimed(record: Any) -> Any:
    """A report's JSON without what depends on the clock."""
    if isinstance(record, dict):
        return {name: untimed(value) for name, value in record.items() if "seconds" not in name}
    return [untimed(each) for each in record] if isinstance(record, list) else record


def rows(report: dict[str, Any], run_number: int = 0) -> dict[str, dict[str, Any]]:
    return {each["id"]: each for each in report["runs"][run_number]["rows"]}


# What is printed, and where it is written


def test_the_table_goes_to_standard_output_and_where_the_report_is_to_standard_error(done: Done) -> None:
    (place,) = (done.data / "evaluations").iterdir()
    assert done.ran.status == 0
    assert done.ran.err == f"report: {place / 'report.html'}\n"
    first, header, *lines = done.ran.out.splitlines()
    assert re.fullmatch(r"assistant: 4 questions, 1 articles, \d+\.\d s to open", first)
    assert "hit@1" in header
    assert [line.split()[:2] for line in lines[:4]] == [
        ["all", "4"],
        ["kind", "fact"],
        ["kind", "follow-up"],
        ["kind", "absent"],
    ]
    assert done.ran.out.endswith("says the report.\n")


def test_the_report_is_in_the_data_folder_under_its_fingerprint(done: Done) -> None:
    (place,) = (done.data / "evaluations").iterdir()
    assert sorted(each.name for each in place.iterdir()) == ["report.html", "report.json"]
    report = read_report(place)
    assert report.fingerprint == place.name
    assert [row.id for row in report.runs[0].rows] == [each for each, *_ in QUESTIONS]


def test_the_answers_are_the_assistants(done: Done) -> None:
    (place,) = (done.data / "evaluations").iterdir()
    (asked,) = read_report(place).runs
    assert [(row.id, row.hit_rank) for row in asked.rows][:2] == [("cost", 1), ("late", 1)]
    assert {row.reader for row in asked.rows} == {"extractive"}
    assert all(row.exact for row in asked.rows if row.answered)
    assert asked.settings["embeddings"] == "builtin"


def test_in_place_of_the_table_there_is_json_and_the_report_goes_where_it_is_wanted(
    files: Path, tmp_path: Path
) -> None:
    ran = run(files, "--json", "--output", tmp_path / "deep" / "out", "--data-dir", tmp_path / "data")
    assert ran.err == f"report: {tmp_path / 'deep' / 'out' / 'report.html'}\n"
    assert json.loads(ran.out) == json.loads((tmp_path / "deep" / "out" / "report.json").read_text(encoding="utf-8"))
    assert not (tmp_path / "data").exists()


def test_half_and_limit_choose_the_questions(files: Path, tmp_path: Path) -> None:
    ran = run(files, "--json", "--half", "dev", "--limit", 1, "--data-dir", tmp_path)
    report = json.loads(ran.out)
    assert (report["half"], report["limit"], report["files"][0]["questions"]) == ("dev", 1, 1)
    assert {split_half(each) for each in rows(report)} == {"dev"}


def test_without_files_the_questions_that_ship_are_asked(tmp_path: Path) -> None:
    report = json.loads(run("--json", "--limit", 1, "--data-dir", tmp_path).out)
    assert [each["name"] for each in report["files"]] == ["article.questions.jsonl"]


def test_several_files_are_told_apart_and_a_squad_file_may_be_asked_by_paragraph(files: Path, tmp_path: Path) -> None:
    squad = tmp_path / "s.json"
    paragraphs = [paragraph_of(SENTENCES[1], QUESTIONS[0]), paragraph_of(SENTENCES[2], QUESTIONS[1])]
    squad.write_text(json.dumps({"data": [{"title": "جسر", "paragraphs": paragraphs}]}), encoding="utf-8")
    for options, articles in (([], 1 + 1), (["--paragraphs"], 1 + 2)):
        (asked,) = json.loads(run(files, squad, "--json", "--data-dir", tmp_path, *options).out)["runs"]
        assert [(each["name"], each["questions"]) for each in asked["by_file"]] == [(files.name, 4), ("s.json", 2)]
        assert [each["right"] for each in asked["rows"] if each["file"] == "s.json"] == [True, True]
        assert asked["articles"] == articles


def paragraph_of(context: str, asked: tuple[str, str, list[str], str]) -> dict[str, Any]:
    """A paragraph of a SQuAD-format file, with one question on it."""
    question_id, _, (turn,), gold = asked
    answers = [{"text": gold, "answer_start": context.index(gold)}]
    return {"context": context, "qas": [{"id": question_id, "question": turn, "answers": answers}]}


def test_a_file_of_which_nothing_is_asked_is_a_report_without_rows(tmp_path: Path) -> None:
    half = "test" if split_half("cost") == "dev" else "dev"
    ran = run(one_question(tmp_path / "q"), "--half", half, "--data-dir", tmp_path)
    assert (ran.status, ran.out.splitlines()[0]) == (0, "assistant: 0 questions, 0 articles, 0.0 s to open")


# Two reports compared


def test_two_reports_are_compared_without_asking(reports: tuple[Path, Path]) -> None:
    ran = run("--compare", *reports)
    lines = ran.out.splitlines()
    assert (ran.status, ran.err) == (0, "")
    assert lines[0] == f"{reports[1]} against {reports[0]}, 4 questions"
    assert any(re.fullmatch(r"answered +3 +100\.0 +0\.0 +-100\.0 .*", line) for line in lines)
    assert "gained: 0" in lines
    assert [line.split()[1] for line in lines[lines.index("lost: 3") + 1 :]] == ["cost", "late", "follow"]


def test_a_comparison_may_be_json_and_written(reports: tuple[Path, Path], tmp_path: Path) -> None:
    first, second = reports
    ran = run("--compare", first / "report.json", second, "--json", "--output", tmp_path / "both")
    report = json.loads(ran.out)
    assert [each["name"] for each in report["runs"]] == [str(first / "report.json"), str(second)]
    assert report["comparisons"][0]["lost"] == [["bridge.questions.jsonl", each] for each in ("cost", "late", "follow")]
    assert json.loads(json.dumps(read_report(tmp_path / "both").as_json())) == report
    assert (tmp_path / "both" / "report.html").exists()


def test_a_report_compared_with_itself_has_no_differences(reports: tuple[Path, Path]) -> None:
    assert run("--compare", reports[0], reports[0]).out.splitlines()[-2:] == ["gained: 0", "lost: 0"]


# Several systems


def test_a_baseline_is_asked_the_same_questions(files: Path, tmp_path: Path) -> None:
    pytest.importorskip("bm25s")
    ran = run(files, "--baseline", "bm25", "--baseline", "bm25", "--json", "--data-dir", tmp_path)
    report = json.loads(ran.out)
    assert [each["name"] for each in report["runs"]] == ["assistant", "bm25"]
    assert rows(report, 0).keys() == rows(report, 1).keys()
    assert {each["reader"] for each in rows(report, 1).values()} == {"bm25"}
    (comparison,) = report["comparisons"]
    assert (comparison["first"], comparison["second"], comparison["questions"]) == ("assistant", "bm25", 4)
    assert ["bridge.questions.jsonl", "absent"] in comparison["lost"]  # a baseline declines nothing


def test_several_embeddings_are_variants(files: Path, tmp_path: Path) -> None:
    variants = ["--embeddings", "builtin", "--embeddings", "auto", "--embedding-model", "no/such"]
    ran = run(files, *variants, "--limit", 1, "--data-dir", tmp_path)
    titles = [line.partition(":")[0] for line in ran.out.splitlines() if "to open" in line]
    assert titles == ["embeddings=builtin", "embeddings=auto"]
    assert "embeddings=auto against embeddings=builtin, 1 questions" in ran.out


def test_readers_are_variants(tmp_path: Path, stub: StubServer) -> None:
    stub.reply(says(f"{COST} [1]."))
    path = one_question(tmp_path / "q")
    readers = ["--reader", "extractive", "--reader", "generative"]
    report = json.loads(run(path, *readers, "--model-url", stub.url, "--json", "--data-dir", tmp_path).out)
    assert [each["name"] for each in report["runs"]] == ["model_url=none", f"model_url={stub.url}"]
    assert [rows(report, n)["cost"]["reader"].partition(":")[0] for n in (0, 1)] == ["extractive", "generative"]
    assert [rows(report, n)["cost"]["right"] for n in (0, 1)] == [True, True]
    assert len(stub.requests) == 1


def test_several_models_are_variants(tmp_path: Path, stub: StubServer) -> None:
    stub.reply(says(f"{COST} [1]."))
    models = ["--model", "a", "--model", "b", "--model-url", stub.url]
    report = json.loads(run(one_question(tmp_path / "q"), *models, "--json", "--data-dir", tmp_path).out)
    assert [each["name"] for each in report["runs"]] == ["model=a", "model=b"]
    assert [each.body["model"] for each in stub.requests] == ["a", "b"]


# The judge


def judged(tmp_path: Path, stub: StubServer, verdict: str) -> Ran:
    stub.reply(says(f"{COST} [1]."), says(verdict))
    models = ["--model", "stub", "--model-url", stub.url, "--judge", "wise", "--judge-url", stub.url]
    return run(one_question(tmp_path / "q"), *models, "--output", tmp_path / "out", "--data-dir", tmp_path)


def test_the_judge_says_whether_answers_are_faithful(tmp_path: Path, stub: StubServer) -> None:
    ran = judged(tmp_path, stub, '{"verdicts": [false]}')
    assert ran.err == f"report: {tmp_path / 'out' / 'report.html'}\n"
    assert "judged" in ran.out
    (row,) = read_report(tmp_path / "out").runs[0].rows
    assert (row.answered, row.faithful) == (True, 0 / 1)
    assert [each.body["model"] for each in stub.requests] == ["stub", "wise"]


def test_a_judge_that_gives_no_verdict_is_told(tmp_path: Path, stub: StubServer) -> None:
    ran = judged(tmp_path, stub, "لا أدري")
    said, _ = ran.err.splitlines()
    assert said.startswith(
        "the judge gave no verdict on any answer; see that --judge or --judge-url names a chat model"
    )
    assert ran.status == 0
    assert "judged" not in ran.out


def test_another_judge_is_another_evaluation(tmp_path: Path, stub: StubServer) -> None:
    stub.reply(says('{"verdicts": []}'))
    path = one_question(tmp_path / "q")
    for judge in ([], ["--judge-url", stub.url], ["--judge", "wise", "--judge-url", stub.url]):
        assert run(path, *judge, "--data-dir", tmp_path / "data").status == 0
    assert len(list((tmp_path / "data" / "evaluations").iterdir())) == 3


# Interrupted


def test_an_evaluation_goes_on_from_the_rows_that_are_there(files: Path, tmp_path: Path) -> None:
    whole = json.loads(run(files, "--json", "--output", tmp_path / "whole").out)
    (tmp_path / "cut").mkdir()
    kept = [{"run": "assistant", "row": each.as_json()} for each in read_report(tmp_path / "whole").runs[0].rows[:2]]
    kept[0]["row"]["text"] = "من قبل"
    lines = [json.dumps(each) + "\n" for each in ({"fingerprint": whole["fingerprint"]}, *kept)]
    (tmp_path / "cut" / "rows.jsonl").write_text("".join(lines) + lines[1][:30], encoding="utf-8")
    ran = run(files, "--json", "--output", tmp_path / "cut")
    first, last = ran.err.splitlines()
    assert first == f"going on with 2 rows of an interrupted evaluation in {tmp_path / 'cut'}"
    assert last.startswith("report: ")
    found = json.loads(ran.out)
    assert found["runs"][0]["rows"][0].pop("text") == "من قبل"
    whole["runs"][0]["rows"][0].pop("text")
    assert untimed(found) == untimed(whole)


def test_ctrl_c_keeps_the_rows_and_the_same_command_goes_on(tmp_path: Path, stub: StubServer) -> None:
    stub.reply(says(f"{COST} [1]."), silent())
    path, out = written(tmp_path / "q"), tmp_path / "out"
    words = [path, "--model", "stub", "--model-url", stub.url, "--output", out, "--embeddings", "builtin"]
    with subprocess.Popen(
        [sys.executable, "-m", "assistant", "evaluate", *map(str, words)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        # A shell that runs the tests in the background has Ctrl-C ignored, and children inherit that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    ) as it:
        wait_for(lambda: len(stub.requests) == 2)
        it.send_signal(signal.SIGINT)
        assert it.wait(20) == 130
        assert it.stdout
        assert it.stderr
        assert it.stdout.read() == b""
        said = f"interrupted; 1 rows are kept in {out}, and the same command goes on from there\n"
        assert it.stderr.read().decode() == said
    stub.reply(says(f"{COST} [1]."))
    before = len(stub.requests)
    ran = run(*words)
    assert ran.err.startswith(f"going on with 1 rows of an interrupted evaluation in {out}\n")
    assert [row.id for row in read_report(out).runs[0].rows] == [each for each, *_ in QUESTIONS]
    assert "كم بلغت كلفة البناء؟" not in "".join(each.question for each in stub.requests[before:])


def wait_for(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_the_rows_of_another_evaluation_are_not_mixed_in(files: Path, tmp_path: Path) -> None:
    line = json.dumps({"fingerprint": "0" * 16}) + "\n"
    row = json.dumps({"run": "assistant", "row": {}}) + "\n"
    (tmp_path / "rows.jsonl").write_text(line + row, encoding="utf-8")
    assert failed(files, "--output", tmp_path).startswith(
        f"{tmp_path} holds an unfinished evaluation of something else;"
    )


def test_a_command_that_failed_before_the_first_question_is_not_in_the_way_of_the_next(
    files: Path, tmp_path: Path
) -> None:
    failed(files, "--model", "gpt", "--output", tmp_path / "out")
    assert run(files, "--limit", 1, "--output", tmp_path / "out").status == 0


# The user's own


def contents(folder: Path) -> dict[str, bytes]:
    """All files of a folder but those of evaluations."""
    paths = (each.relative_to(folder) for each in folder.rglob("*") if each.is_file())
    return {path.as_posix(): (folder / path).read_bytes() for path in paths if path.parts[0] != "evaluations"}


def test_the_users_index_settings_and_files_stay_as_they_are(files: Path, tmp_path: Path) -> None:
    article, data = files.with_name("bridge.txt"), tmp_path / "data"
    with redirect_stdout(io.StringIO()):
        assert main(["index", str(article), "--embeddings", "builtin", "--data-dir", str(data)]) == 0
    SharedSystemClient.clear_system_cache()
    index, questions, environment = contents(data), contents(files.parent), dict(os.environ)
    assert index
    ran = run(files, "--article", article, "--threshold", "0.5", "--most-words", "20", "--data-dir", data)
    assert ran.status == 0
    assert contents(data) == index
    assert contents(files.parent) == questions
    assert dict(os.environ) == environment
    assert sorted(each.name for each in data.iterdir() if each.name not in {Path(name).parts[0] for name in index}) == [
        "evaluations"
    ]


def test_a_chroma_server_that_is_set_is_not_asked(files: Path, tmp_path: Path) -> None:
    ran = run(files, "--limit", 1, "--chroma-url", "http://127.0.0.1:1", "--data-dir", tmp_path)
    assert ran.status == 0


# Errors


@pytest.fixture
def broken(tmp_path: Path) -> Iterator[Path]:
    """A folder of files that cannot be used."""
    good = written(tmp_path).read_text(encoding="utf-8").splitlines()
    for name, line in (
        ("json", "{"),
        ("field", '{"id": "5"}'),
        ("again", good[0]),
        ("gold", good[0].replace("cost", "5").replace("أربعين", "خمسين")),
    ):
        folder = tmp_path / name
        written(folder)
        (folder / "bridge.questions.jsonl").write_text("\n".join([*good, line]), encoding="utf-8")
    (tmp_path / "old.json").write_text('{"rows": []}', encoding="utf-8")
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        (["no.jsonl"], r"{}/no\.jsonl: cannot be read \(No such file or directory\); check the path"),
        (["file"], r"{}/file: not a question file by its name; give a \.jsonl, \.json or \.json\.gz file"),
        (["json/bridge.questions.jsonl"], r"{}/json/bridge\.questions\.jsonl, line 5: not JSON \(.*\)"),
        (["field/bridge.questions.jsonl"], r'{}/field/.*, line 5: the field "kind" is missing'),
        (["again/bridge.questions.jsonl"], r'{}/again/.*, line 5: the id "cost" is that of line 1 too; .*'),
        (
            ["gold/bridge.questions.jsonl"],
            r'{}/gold/.*, line 5: gold "خمسين مليون دينار" of question "5" does not stand in the article; .*',
        ),
        (["--limit", "0"], "limit is 0; give a number from 1"),
        (["--output", "file"], r"{}/file cannot be written \(File exists\); choose another --output"),
        (["--output", "file/below"], r"{}/file/below cannot be written \(Not a directory\); choose another --output"),
        (["--article", "no.txt"], r"there is no file .*no\.txt; check the path"),
        (["--reader", "generative"], "the generative reader needs a chat model; give --model or --model-url"),
        (["--model", "gpt"], r"model 'gpt' has no provider; write provider:name, such as ollama:qwen3"),
        (["--judge", "gpt"], r"model 'gpt' has no provider; write provider:name, such as ollama:qwen3"),
        (["--judge-url", "http://127.0.0.1:1/v1"], r"the server at http://127\.0\.0\.1:1/v1 does not list its .*"),
        (["--embeddings", "no/such"], r"embedding model no/such is not on this machine; .*"),
        (["--threshold", "2"], r"setting threshold is 2\.0; give a value from 0 to 1"),
        (["--compare", "old.json", "old.json"], r"{}/old\.json: not a report of this version's evaluate; make it anew"),
        (["--compare", "no", "no"], r"{}/no: cannot be read \(No such file or directory\); check the path"),
        (["--compare", "file", "file"], r"{}/file: not JSON \(.*\); give the report\.json of an evaluation"),
    ],
)  # fmt: skip
def test_what_goes_wrong_is_told_in_one_line(broken: Path, argv: list[str], message: str) -> None:
    places = {"no.jsonl", "file", "old.json", "no", "file/below", "no.txt"}
    words = [str(broken / word) if word in places or word.endswith(".questions.jsonl") else word for word in argv]
    asked = [] if words[0].startswith(str(broken)) or "--compare" in words else [broken / "bridge.questions.jsonl"]
    said = failed(*asked, *words, "--data-dir", broken / "data")
    assert re.fullmatch(message.replace("{}", re.escape(str(broken))), said), said


def test_reports_without_a_question_in_common_are_told(reports: tuple[Path, Path], tmp_path: Path) -> None:
    run("--limit", 1, "--output", tmp_path)
    assert failed("--compare", reports[0], tmp_path).startswith("the reports have no question in common;")


def test_a_comparison_asks_nothing_and_takes_no_question_files(reports: tuple[Path, Path], files: Path) -> None:
    said = failed(files, "--compare", *reports)
    assert said == "--compare takes two reports and asks nothing; leave the question files out"


def test_a_comparison_that_cannot_be_written_is_told(reports: tuple[Path, Path], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    said = failed("--compare", *reports, "--output", tmp_path / "file")
    assert said == f"{tmp_path / 'file'} cannot be written (File exists); choose another --output"


def test_nothing_is_asked_before_it_is_known_that_the_report_can_be_written(tmp_path: Path, stub: StubServer) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    models = ["--model", "stub", "--model-url", stub.url]
    failed(one_question(tmp_path / "q"), *models, "--output", tmp_path / "file")
    assert stub.requests == []


def test_nothing_is_asked_before_it_is_known_that_every_model_can_be_opened(files: Path, tmp_path: Path) -> None:
    readers = ["--reader", "extractive", "--reader", "generative"]
    assert failed(files, *readers, "--model", "gpt", "--output", tmp_path).startswith("model 'gpt' has no provider;")
    assert len((tmp_path / "rows.jsonl").read_text(encoding="utf-8").splitlines()) == 1  # the fingerprint, and no row


@pytest.mark.parametrize(
    "argv",
    [
        ["--limit", "x"],
        ["--lim", "1"],
        ["--half", "x"],
        ["--reader", "x"],
        ["--baseline", "x"],
        ["--embeddings"],
        ["--compare", "one"],
        ["--no-such"],
    ],
)
def test_wrong_usage_ends_with_2(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["evaluate", *argv])
    assert ended.value.code == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("usage: article-assistant")
