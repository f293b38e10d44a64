"""How fast the assistant is: ``python -m assistant.evaluation.benchmark [--corpus CORPUS.jsonl.xz] [--json]``.

Prints one table of figures, each with its aim and whether it was met. All are measured in one run on one machine, the
compared programs in turns, so the ratios stay meaningful where other work makes the seconds noisy:

1. A cold question: from the start of a fresh process to its end with the answer printed, over an index that is there,
   against a fresh process that only imports chromadb and langchain_core.runnables and opens the same index. The
   built-in embedding and the extractive reader answer, as they do without any setting.
2. A warm question: the shipped question file in one process, each conversation's last turn.
3. The page: from the start of a process until ``/`` is served, against an empty Gradio Blocks app.
4. With ``--corpus``: the built-in index of many passages made of a corpus (JSON lines with a ``text`` field, plain or
   .xz), from splitting to the complete index, and questions asked of it.

Nothing is written outside a temporary folder. Linux and macOS; exit 1 if an aim was missed.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from assistant.evaluation.manypassages import asked_conversations, large_index
from assistant.evaluation.reporting.measured import Measurement, as_json, as_table, p95
from assistant.settings import PREFIX, Settings

_QUESTION = "من هو المتحدث باسم البنتاجون؟"
_HEAVY = ("torch", "gradio", "transformers", "sentence_transformers", "langchain", "langchain_chroma", "trafilatura")
_REPEATS = 5
_WARM_UP = 20  # questions, before warm ones are timed

# Each is run as ``python -c SCRIPT DATA_DIR …`` in a fresh process; the first two print JSON, the others an address.
_ASK = f"""
import json, sys
from assistant import Settings, open_assistant
open_assistant(Settings.from_env(data_dir=sys.argv[1], embeddings="builtin")).ask(sys.argv[2])
heavy = [m for m in {_HEAVY!r} if m in sys.modules]
from assistant.evaluation.reporting.measured import peak_mb
print(json.dumps({{"peak_mb": peak_mb(), "heavy": heavy}}))
"""
_LEAST = """
import sys
import chromadb, langchain_core.runnables
from langchain_core.runnables import Runnable, RunnableLambda, RunnablePassthrough
client = chromadb.PersistentClient(sys.argv[1] + "/chroma", settings=chromadb.Settings(anonymized_telemetry=False))
client.list_collections()[0].count()
print("{}")
"""
_PAGE = """
import sys
from assistant import Settings, open_assistant
from assistant.page.serving.server import serve
assistant = open_assistant(Settings.from_env(data_dir=sys.argv[1], embeddings="builtin"))
serve(assistant, port=0, announce=lambda address: print(address, flush=True))
"""
_EMPTY_PAGE = """
import socket, gradio
with socket.create_server(("127.0.0.1", 0)) as free:
    port = free.getsockname()[1]
with gradio.Blocks() as page:
    pass
_, address, _ = page.launch(server_name="127.0.0.1", server_port=port, prevent_thread_lock=True, quiet=True)
print(address, flush=True)
page.block_thread()
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print the figures, and return 1 if an aim was missed."""
    parser = argparse.ArgumentParser(
        prog="python -m assistant.evaluation.benchmark", description="Measure the assistant's speed."
    )
    parser.add_argument("--corpus", type=Path, help="JSON lines with a text field, plain or .xz: index much text too")
    parser.add_argument("--passages", type=int, default=20_000, help="how many of it (default: %(default)s)")
    parser.add_argument("--repeats", type=int, default=_REPEATS, help="fresh processes of each kind (default: 5)")
    parser.add_argument("--json", action="store_true", help="print a JSON array in place of the table")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="assistant-benchmark-") as folder:
        figures = list(measure(Path(folder), options.repeats, options.corpus, options.passages))
    shown = as_json(figures) if options.json else as_table(figures)
    sys.stdout.write(shown + "\n")
    return int(any(figure.met is False for figure in figures))


def measure(folder: Path, repeats: int, corpus: Path | None, passages: int) -> Iterator[Measurement]:
    """All figures; indexes are made in ``folder``."""
    data_dir = str(folder / "article")
    _run(_ASK, data_dir, _QUESTION)  # builds the index, and compiles what was never run
    yield from cold_question(data_dir, repeats)
    yield from page(data_dir, repeats)
    yield from warm_questions(Path(data_dir))
    if corpus is not None:
        yield from large_index(folder / "corpus", corpus, passages)


def cold_question(data_dir: str, repeats: int) -> Iterator[Measurement]:
    """Seconds of a fresh process that answers, and of one that does the least that any such process must."""
    asked: list[float] = []
    least: list[float] = []
    report: dict[str, Any] = {}
    for _ in range(repeats):
        least.append(_run(_LEAST, data_dir)[0])
        seconds, report = _run(_ASK, data_dir, _QUESTION)
        asked.append(seconds)
    yield from _compared("cold question", "chromadb and langchain_core alone", asked, least, most=2.2)
    yield Measurement("cold question: peak memory", report["peak_mb"], "MB", most=320)
    heavy: list[str] = report["heavy"]
    yield Measurement("cold question: heavy modules imported", len(heavy), "", most=0, note=", ".join(heavy))


def page(data_dir: str, repeats: int) -> Iterator[Measurement]:
    """Seconds from a process's start until it serves its page, and the same of an empty Gradio page."""
    served: list[float] = []
    empty: list[float] = []
    for _ in range(repeats):
        empty.append(_time_to_page(_EMPTY_PAGE))
        served.append(_time_to_page(_PAGE, data_dir))
    yield from _compared("page", "empty Gradio page", served, empty, most=1.5)


def warm_questions(data_dir: Path) -> Iterator[Measurement]:
    """Milliseconds of each of the shipped questions in this process."""
    from assistant.assembly import open_assistant

    assistant = open_assistant(Settings.from_env(data_dir=data_dir, embeddings="builtin"))
    conversations = asked_conversations()
    for turns in conversations[:_WARM_UP]:
        list(assistant.converse(turns))
    taken = [list(assistant.converse(turns))[-1].seconds * 1_000 for turns in conversations]
    yield Measurement("warm question: p50", median(taken), "ms", most=120, note=f"{len(taken)} questions")
    yield Measurement("warm question: p95", p95(taken), "ms", most=250)


def _compared(name: str, other: str, ours: list[float], theirs: list[float], *, most: float) -> Iterator[Measurement]:
    for label, times in ((name, ours), (other, theirs)):
        yield Measurement(f"{label}: best of {len(times)}", min(times), "s")
        yield Measurement(f"{label}: median", median(times), "s")
    bests = f"of the best times {min(ours) / min(theirs):.2f}"
    yield Measurement(f"{name}: ratio of medians", median(ours) / median(theirs), "", most=most, note=bests)


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    return kept | {"GRADIO_ANALYTICS_ENABLED": "False", "HF_HUB_OFFLINE": "1"}


def _run(script: str, *arguments: str) -> tuple[float, dict[str, Any]]:
    """Seconds of a fresh process, and what it printed last."""
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments], env=_environment(), check=True, capture_output=True, text=True
    )
    seconds = time.perf_counter() - started
    return seconds, json.loads(done.stdout.splitlines()[-1])


def _time_to_page(script: str, *arguments: str) -> float:
    """Seconds from the start of a process that prints its address until the page there is served whole."""
    started = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", script, *arguments], env=_environment(), stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            address = next(iter(process.stdout or ())).strip()
            with urllib.request.urlopen(address, timeout=30) as response:
                response.read()
            return time.perf_counter() - started
        finally:
            process.terminate()


if __name__ == "__main__":
    sys.exit(main())
