"""What an evaluation leaves in its folder, while it runs and when it is done."""

import json
import resource
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from evaluated import absent, report_of, row, run_of

from assistant.errors import ReportInvalid
from assistant.evaluation.reporting.report import FORMAT
from assistant.evaluation.rows import Cited, Row
from assistant.evaluation.running.keeping import Folder, read_report, write_report

ROWS = (
    row(1, id="1", cited=(Cited("أمس", 0, 3, 0, True),), relevant=(True,), total=1, seconds=1 / 3),
    row(None, id="2", answered=False),
    absent(id="3", answered=False, refused="the question is too long"),
)
REPORT = report_of(run_of("assistant", *ROWS))
FINGERPRINT = "0123456789abcdef"


def begun(path: Path, *rows: Row, run: str = "assistant", fingerprint: str = FINGERPRINT) -> Path:
    """A folder in which an evaluation was interrupted after these rows."""
    with closing(Folder(path, fingerprint)) as folder:
        for each in rows:
            folder.keep(run, each)
    return path


def known(path: Path, run: str = "assistant", fingerprint: str = FINGERPRINT) -> tuple[Row, ...]:
    with closing(Folder(path, fingerprint)) as folder:
        return tuple(folder.known(run).values())


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """While this lasts, no file can be made larger."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def names(path: Path) -> list[str]:
    return sorted(each.name for each in path.iterdir())


# While it runs


def test_a_new_folder_knows_nothing(tmp_path: Path) -> None:
    with closing(Folder(tmp_path / "made" / "for it", FINGERPRINT)) as folder:
        assert (folder.count, folder.known("assistant")) == (0, {})
        assert names(folder.path) == ["rows.jsonl"]


def test_a_row_is_on_the_disk_as_soon_as_it_is_kept(tmp_path: Path) -> None:
    with closing(Folder(tmp_path, FINGERPRINT)) as folder:
        for number, each in enumerate(ROWS, start=1):
            folder.keep("assistant", each)
            assert len((tmp_path / "rows.jsonl").read_bytes().splitlines()) == 1 + number
            assert folder.count == number
        assert folder.known("assistant") == {each.key: each for each in ROWS}


def test_rows_that_were_kept_are_known_again(tmp_path: Path) -> None:
    assert known(begun(tmp_path, *ROWS)) == ROWS
    assert known(begun(tmp_path, row(1, id="4"))) == (*ROWS, row(1, id="4"))


def test_rows_are_known_by_their_run(tmp_path: Path) -> None:
    begun(begun(tmp_path, *ROWS[:1]), *ROWS, run="bm25")
    assert (known(tmp_path), known(tmp_path, "bm25"), known(tmp_path, "other")) == (ROWS[:1], ROWS, ())
    with closing(Folder(tmp_path, FINGERPRINT)) as folder:
        assert folder.count == 1 + 3


def test_a_row_of_half_a_surrogate_pair_is_kept(tmp_path: Path) -> None:
    odd = row(1, text="نص \ud800 [1]")
    assert known(begun(tmp_path, odd)) == (odd,)


@pytest.mark.parametrize("kept", [1, 20, -1])
def test_a_last_line_that_was_cut_off_is_dropped(tmp_path: Path, kept: int) -> None:
    rows = begun(tmp_path, *ROWS[:2]) / "rows.jsonl"
    *whole, last = rows.read_bytes().splitlines(keepends=True)
    rows.write_bytes(b"".join([*whole, last[:kept]]))
    assert known(tmp_path) == ROWS[:1]
    assert known(begun(tmp_path, *ROWS[1:])) == ROWS  # what is kept then does not run into it


@pytest.mark.parametrize("left", ["", '{"fingerprint": "01', "\x00"])
def test_a_first_line_that_was_cut_off_is_as_nothing(tmp_path: Path, left: str) -> None:
    (tmp_path / "rows.jsonl").write_text(left)
    assert known(tmp_path) == ()
    assert known(begun(tmp_path, *ROWS)) == ROWS


def test_rows_of_another_evaluation_are_refused_and_stay(tmp_path: Path) -> None:
    before = (begun(tmp_path, *ROWS) / "rows.jsonl").read_bytes()
    said = f"{tmp_path} holds an unfinished evaluation of something else; give another --output, or remove "
    with pytest.raises(ReportInvalid, match=f"^{said}{tmp_path / 'rows.jsonl'}$"):
        Folder(tmp_path, "fedcba9876543210")
    assert (tmp_path / "rows.jsonl").read_bytes() == before


def test_an_evaluation_that_ended_before_its_first_row_is_not_in_the_way_of_another(tmp_path: Path) -> None:
    begun(tmp_path)
    assert known(tmp_path, fingerprint="fedcba9876543210") == ()
    assert known(begun(tmp_path, *ROWS, fingerprint="fedcba9876543210"), fingerprint="fedcba9876543210") == ROWS


@pytest.mark.parametrize(
    "damage",
    [
        b"{\n",
        b"[1]\n",
        b"\xff\n",
        b"[" * 100_000 + b"\n",
        b'{"run": "assistant"}\n',
        b'{"run": "assistant", "row": {}}\n',
        b'{"run": "assistant", "row": {"cited": [], "relevant": [], "colour": "green"}}\n',
        b'{"run": "assistant", "row": 1}\n',
        b'{"row": {}}\n',
        b'{"run": [], "row": {"cited": [], "relevant": []}}\n',
    ],
)
@pytest.mark.parametrize("place", ["in the middle", "at the end"])
def test_damaged_rows_are_refused_and_stay(tmp_path: Path, damage: bytes, place: str) -> None:
    rows = begun(tmp_path, *ROWS) / "rows.jsonl"
    first, *others = rows.read_bytes().splitlines(keepends=True)
    content = b"".join([first, damage, *others] if place == "in the middle" else [first, *others, damage])
    rows.write_bytes(content)
    with pytest.raises(ReportInvalid, match=rf"^{rows} is damaged \(.*\); remove it$"):
        Folder(tmp_path, FINGERPRINT)
    assert rows.read_bytes() == content


@pytest.mark.parametrize("first", [b"[]\n", b"{\n", b"1\n"])
def test_a_first_line_that_is_none_is_damage(tmp_path: Path, first: bytes) -> None:
    (tmp_path / "rows.jsonl").write_bytes(first)
    with pytest.raises(ReportInvalid, match="is damaged"):
        Folder(tmp_path, FINGERPRINT)


@pytest.mark.parametrize("below", [".", "below"])
def test_a_folder_that_is_a_file_is_refused(tmp_path: Path, below: str) -> None:
    (tmp_path / "file").write_text("mine")
    place = tmp_path / "file" / below
    with pytest.raises(ReportInvalid, match=rf"^{place} cannot be written \(.*\); choose another --output$"):
        Folder(place, FINGERPRINT)
    assert (tmp_path / "file").read_text() == "mine"


def test_rows_that_are_a_folder_are_refused(tmp_path: Path) -> None:
    (tmp_path / "rows.jsonl").mkdir()
    with pytest.raises(ReportInvalid, match=r"cannot be written \(Is a directory\); choose another --output"):
        Folder(tmp_path, FINGERPRINT)


def test_a_folder_that_may_not_be_written_is_refused() -> None:
    with pytest.raises(ReportInvalid, match=r"^/proc/nowhere cannot be written \(.*\); choose another --output$"):
        Folder(Path("/proc/nowhere"), FINGERPRINT)


def test_a_disk_that_becomes_full_is_told_and_what_was_kept_stays(tmp_path: Path) -> None:
    begun(tmp_path, *ROWS[:2])
    with (
        files_of_at_most((tmp_path / "rows.jsonl").stat().st_size + 10),
        pytest.raises(ReportInvalid, match=rf"^{tmp_path} cannot be written \(.*\); choose another --output$"),
        closing(Folder(tmp_path, FINGERPRINT)) as folder,
    ):
        folder.keep("assistant", ROWS[2])
    assert known(tmp_path) == ROWS[:2]


# When it is done


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("finished") / "evaluation"
    with closing(Folder(path, FINGERPRINT)) as folder:
        for each in ROWS:
            folder.keep("assistant", each)
        folder.finish(REPORT)
    return path


def test_a_finished_evaluation_has_its_reports_and_no_rows(finished: Path) -> None:
    assert names(finished) == ["report.html", "report.json"]
    assert (finished / "report.html").read_text(encoding="utf-8").lstrip().lower().startswith("<!doctype html>")
    record = json.loads((finished / "report.json").read_text(encoding="utf-8"))
    assert (record["format"], len(record["runs"][0]["rows"])) == (FORMAT, 3)


@pytest.mark.parametrize("name", [".", "report.json"])
def test_the_report_is_read_from_its_folder_or_its_file(finished: Path, name: str) -> None:
    assert read_report(finished / name) == REPORT


def test_the_json_of_the_report_is_for_people_too(finished: Path) -> None:
    text = (finished / "report.json").read_text(encoding="utf-8")
    assert "سؤال 1؟" in text
    assert text.endswith("}\n")


def test_a_report_is_written_over_another(tmp_path: Path) -> None:
    for name in ("report.json", "report.html"):
        (tmp_path / name).write_text("old")
    write_report(report_of(run_of("assistant")), tmp_path)
    assert read_report(tmp_path).runs[0].rows == ()
    assert names(tmp_path) == ["report.html", "report.json"]


def test_a_report_with_half_a_surrogate_pair_is_written(tmp_path: Path) -> None:
    write_report(report_of(run_of("assistant", row(1, text="نص \ud800 [1]"))), tmp_path)
    assert read_report(tmp_path).runs[0].rows[0].text == "نص ? [1]"


def test_where_a_report_cannot_be_written_the_rows_stay(tmp_path: Path) -> None:
    begun(tmp_path, *ROWS)
    (tmp_path / "report.json").mkdir()
    with (
        closing(Folder(tmp_path, FINGERPRINT)) as folder,
        pytest.raises(ReportInvalid, match="choose another --output"),
    ):
        folder.finish(REPORT)
    assert known(tmp_path) == ROWS


def test_a_report_is_not_written_into_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(ReportInvalid, match=rf"^{tmp_path / 'file'} cannot be written \(File exists\); choose another"):
        write_report(REPORT, tmp_path / "file")


@pytest.mark.parametrize(
    ("name", "file"), [(".", "report.json"), ("report.json", "report.json"), ("no/such", "no/such")]
)
def test_a_report_that_is_not_there_is_told(tmp_path: Path, name: str, file: str) -> None:
    said = rf"^{tmp_path / file}: cannot be read \(No such file or directory\); check the path$"
    with pytest.raises(ReportInvalid, match=said):
        read_report(tmp_path / name)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"[" * 100_000])
def test_a_report_that_is_not_json_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "report.json"
    path.write_bytes(content)
    with pytest.raises(ReportInvalid, match=rf"^{path}: not JSON \(.*\); give the report\.json of an evaluation$"):
        read_report(tmp_path)


@pytest.mark.parametrize("content", ["[]", "{}", '{"format": 1, "rows": []}'])
def test_a_report_of_another_version_is_told(tmp_path: Path, content: str) -> None:
    (tmp_path / "old.json").write_text(content)
    with pytest.raises(ReportInvalid, match=r"old\.json: not a report of this version's evaluate; make it anew"):
        read_report(tmp_path / "old.json")
