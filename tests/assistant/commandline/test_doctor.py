"""What the doctor finds."""

import re
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from stub_server import StubServer
from stub_server import stub as stub

from assistant.commandline.cli import main
from assistant.commandline.doctor import Finding, findings
from assistant.settings import Settings


def found(tmp_path: Path, **settings: Any) -> dict[str, Finding]:
    """The findings by what they are about; nothing listens on the page's port."""
    values = {"data_dir": tmp_path / "data", "port": 0} | settings
    return {finding.about: finding for finding in findings(Settings(**values))}


@pytest.fixture
def silent() -> Iterator[str]:
    """The address of a server that accepts and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


def test_all_is_well_on_a_plain_machine(tmp_path: Path) -> None:
    assert {finding.state for finding in found(tmp_path).values()} == {"ok"}
    assert not (tmp_path / "data").exists()


def test_it_counts_the_indexes(tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert found(tmp_path)["indexes"].text.startswith("none yet")
    assert main(["index", "--data-dir", str(data)]) == 0
    assert found(tmp_path)["indexes"] == Finding("ok", "indexes", "2 complete")


def test_a_damaged_index_is_a_warning(tmp_path: Path) -> None:
    (tmp_path / "data" / "chroma").mkdir(parents=True)
    (tmp_path / "data" / "chroma" / "chroma.sqlite3").write_bytes(b"garbage" * 1000)
    assert found(tmp_path)["indexes"].state == "warning"


@pytest.mark.parametrize(
    ("about", "settings", "message"),
    [
        ("article", {"article": Path("/nowhere")}, "there is no file /nowhere"),
        ("data folder", {"data_dir": Path("/proc/x")}, "cannot be written"),
        ("embeddings", {"embeddings": "no/such"}, "'article-assistant fetch-model no/such' downloads it"),
        ("chat model", {"model": "ollama:qwen3"}, r"pip install 'article-assistant\[ollama\]'"),
        ("chat model", {"model": "gpt"}, "has no provider"),
        ("chat model", {"model_url": "http://127.0.0.1:1/v1"}, "does not list its models"),
        ("chroma server", {"chroma_url": "http://127.0.0.1:1"}, "start it with 'chroma run'"),
        ("chroma server", {"chroma_url": "nonsense"}, "does not answer"),
    ],
)
def test_what_would_stop_a_question_is_a_problem(
    tmp_path: Path, about: str, settings: dict[str, Any], message: str
) -> None:
    finding = found(tmp_path, **settings)[about]
    assert finding.state == "problem"
    assert re.search(message, finding.text)


def test_a_model_server_that_answers_is_ok(tmp_path: Path, stub: StubServer) -> None:
    assert found(tmp_path, model_url=stub.url)["chat model"].state == "ok"


def test_a_model_that_judges_is_looked_for_where_one_is_set(tmp_path: Path, stub: StubServer) -> None:
    assert "judging model" not in found(tmp_path)
    assert found(tmp_path, judge_url=stub.url)["judging model"].state == "ok"
    gone = found(tmp_path, judge="wise", judge_url="http://127.0.0.1:1/v1")["judging model"]
    assert gone.state == "warning"
    assert gone.text.endswith("start it or correct --judge-url")
    assert "--model-url" not in found(tmp_path, judge_url="http://127.0.0.1:1/v1")["judging model"].text


def test_silent_servers_do_not_hold_it_up(tmp_path: Path, silent: str) -> None:
    started = time.monotonic()
    seen = found(tmp_path, model="x", model_url=silent)
    assert time.monotonic() - started < 5
    assert seen["chat model"].state == "warning"


def test_secrets_are_not_shown(tmp_path: Path) -> None:
    url = "http://me:secret@127.0.0.1:1"
    seen = found(tmp_path, chroma_url=url, model_url=f"{url}/v1?key=secret")
    assert not [finding for finding in seen.values() if "secret" in finding.text]


def test_a_busy_port_is_a_warning(tmp_path: Path, silent: str) -> None:
    assert found(tmp_path, port=int(silent.rpartition(":")[2]))["port"].state == "warning"


def test_tracing_is_a_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGSMITH_TRACING", "true")
    assert found(tmp_path)["tracing"].state == "warning"


def test_the_exit_status_says_whether_questions_can_be_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["doctor", "--data-dir", str(tmp_path), "--port", "0"]) == 0
    assert main(["doctor", "--data-dir", str(tmp_path), "--port", "0", "--article", "/nowhere"]) == 1
    assert "problem  article               there is no file /nowhere; check the path\n" in capsys.readouterr().out
