"""Where an evaluation keeps its rows while it runs, to go on after an interruption, and its report when it is done."""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from assistant.errors import ReportInvalid
from assistant.evaluation.reporting.report import Report, report_from_json
from assistant.evaluation.rows import Key, Row, row_from_json

_ROWS, _JSON, _HTML = "rows.jsonl", "report.json", "report.html"


class Folder:
    """The folder of one evaluation. While it is unfinished ``rows.jsonl`` is there, after that the reports are.

    The first line of ``rows.jsonl`` has the evaluation's fingerprint, each other one a row and the run it is of.
    """

    def __init__(self, path: Path, fingerprint: str) -> None:
        """Take up what an interrupted evaluation of the same fingerprint left in the folder, which is made if need be.

        Raises:
            ReportInvalid: the folder cannot be written, or holds the rows of another evaluation that is unfinished.
        """
        self.path = path
        self._rows: dict[str, dict[Key, Row]] = {}
        rows = path / _ROWS
        with self._translated():
            path.mkdir(parents=True, exist_ok=True)
            for line in self._taken_up(rows, fingerprint):
                row = row_from_json(line["row"])
                self._rows.setdefault(line["run"], {})[row.key] = row
            # Half of a surrogate pair becomes the escape that JSON has for it.
            self._file = rows.open("a", encoding="utf-8", errors="backslashreplace")
            if not rows.stat().st_size:
                self._write({"fingerprint": fingerprint})

    @property
    def count(self) -> int:
        """How many rows there are."""
        return sum(map(len, self._rows.values()))

    def known(self, run: str) -> Mapping[Key, Row]:
        """The rows of a run so far."""
        return self._rows.get(run, {})

    def keep(self, run: str, row: Row) -> None:
        """Put a row down at once, so that nothing but the loss of the machine loses it."""
        self._rows.setdefault(run, {})[row.key] = row
        with self._translated():
            self._write({"run": run, "row": row.as_json()})

    def finish(self, report: Report) -> None:
        """Write ``report.json`` and ``report.html``; the rows are in there."""
        self._file.close()
        write_report(report, self.path)
        with self._translated():
            (self.path / _ROWS).unlink()

    def close(self) -> None:
        """Leave the folder as it is."""
        with suppress(OSError):  # of what could not be written, `keep` has told
            self._file.close()

    def _taken_up(self, rows: Path, fingerprint: str) -> list[dict[str, Any]]:
        content = rows.read_bytes() if rows.exists() else b""
        whole = content[: content.rfind(b"\n") + 1]
        lines = [json.loads(line) for line in whole.splitlines()]
        same = bool(lines) and lines[0].get("fingerprint") == fingerprint
        if lines[1:] and not same:
            raise ReportInvalid(
                f"{self.path} holds an unfinished evaluation of something else; give another --output, or remove {rows}"
            )
        if content:  # what the interruption cut off must not run into the next line
            os.truncate(rows, len(whole) if same else 0)
        return lines[1:]

    def _write(self, line: Mapping[str, Any]) -> None:
        self._file.write(json.dumps(line, ensure_ascii=False) + "\n")
        self._file.flush()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        with writing(self.path):
            try:
                yield
            except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as exc:
                raise ReportInvalid(f"{self.path / _ROWS} is damaged ({exc}); remove it") from exc


def write_report(report: Report, folder: Path) -> None:
    """Write ``report.json`` and ``report.html`` into a folder, which is made if need be.

    Raises:
        ReportInvalid: it cannot be written.
    """
    from assistant.evaluation.reporting.html import as_html

    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        _replace(folder / _JSON, json.dumps(report.as_json(), ensure_ascii=False) + "\n")
        _replace(folder / _HTML, as_html(report))


def read_report(path: Path) -> Report:
    """The report in a ``report.json``, or in a folder that has one.

    Raises:
        ReportInvalid: there is none, or it cannot be used.
    """
    file = path / _JSON if path.is_dir() else path
    try:
        record = json.loads(file.read_text(encoding="utf-8"))
    except OSError as exc:
        raise ReportInvalid(f"{file}: cannot be read ({exc.strerror}); check the path") from exc
    except (ValueError, RecursionError) as exc:  # not UTF-8, not JSON, or nested too deeply
        raise ReportInvalid(f"{file}: not JSON ({exc}); give the report.json of an evaluation") from exc
    return report_from_json(record, source=file)


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Translate what the file system says against writing there."""
    try:
        yield
    except OSError as exc:
        raise ReportInvalid(f"{path} cannot be written ({exc.strerror}); choose another --output") from exc


def _replace(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    part = path.with_name(path.name + ".part")
    part.write_text(text, encoding="utf-8", errors="replace")
    part.replace(path)
