"""How a Chroma server grows with its passages: ``python -m assistant.evaluation.growth CORPUS``.

For each size and both vectors (the lexical one of 1,024 dimensions and the encoder's): seconds to build, the server's
files and memory, how long a question takes, and which part of the exact ten nearest it finds. From how these grow over
the sizes, what ``--to`` passages would take is worked out, as a power of their number; one size gives no curve.

A server of its own is started in a temporary folder (``chroma run``, Linux). The corpus is one of JSON lines with a
``text`` field, plain or .xz. Nothing has an aim here: exit 0.
"""

import argparse
import math
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from assistant.evaluation.manypassages import asked_questions, corpus_text
from assistant.evaluation.reporting.measured import Measurement, as_json, as_table, p95, peak_mb

if TYPE_CHECKING:
    from vectorstore.embedding.choosing import PassageEmbeddings
    from vectorstore.indexing.store import Index
    from vectorstore.passages import Passage

_VECTORS: Final = ("lexical", "encoder")
_NEAREST: Final = 10
_STARTING_S: Final = 60.0
_UNITS: Final = {"build": "s", "files": "MB", "memory": "MB", "p50": "ms", "p95": "ms", "recall": "%"}
_GROWING: Final = ("build", "files", "memory", "p50", "p95")


@dataclass(frozen=True, slots=True)
class _Server:
    url: str
    folder: Path
    process: int


class _Exact:
    """Embeddings that note, while an index is built, which passages are truly nearest to some questions."""

    def __init__(self, inner: "PassageEmbeddings", questions: Sequence[str]) -> None:
        import numpy as np

        self.name, self.identity = inner.name, inner.identity
        self._inner = inner
        self._questions = _unit(np.asarray([inner.embed_query(question) for question in questions], dtype=np.float32))
        self._best = np.full((len(questions), _NEAREST), -2.0, dtype=np.float32)
        self.orders = np.full((len(questions), _NEAREST), -1)
        self._seen = 0

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        return self._inner.embed_query(text)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """The vectors of the next passages, in their order."""
        import numpy as np

        vectors = self._inner.embed_documents(texts)
        similar = self._questions @ _unit(np.asarray(vectors, dtype=np.float32)).T
        best = np.hstack([self._best, similar])
        orders = np.hstack([self.orders, np.tile(np.arange(self._seen, self._seen + len(texts)), (len(similar), 1))])
        kept = np.argsort(-best, axis=1)[:, :_NEAREST]
        self._best, self.orders = np.take_along_axis(best, kept, 1), np.take_along_axis(orders, kept, 1)
        self._seen += len(texts)
        return vectors


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        prog="python -m assistant.evaluation.growth", description="How a Chroma server grows."
    )
    parser.add_argument("corpus", type=Path, help="JSON lines with a text field, plain or .xz")
    parser.add_argument(
        "--sizes", type=int, nargs="+", default=[10_000, 30_000], help="passages (default: 10000 30000)"
    )
    parser.add_argument("--to", type=int, default=1_000_000, help="passages to work out (default: %(default)s)")
    parser.add_argument("--vectors", nargs="+", choices=_VECTORS, default=list(_VECTORS), help="which (default: both)")
    parser.add_argument("--json", action="store_true", help="print a JSON array in place of the table")
    options = parser.parse_args(arguments)
    figures = list(measure(options.corpus, sorted(options.sizes), options.to, options.vectors))
    sys.stdout.write((as_json(figures) if options.json else as_table(figures)) + "\n")
    return 0


def measure(corpus: Path, sizes: Sequence[int], to: int, vectors: Sequence[str] = _VECTORS) -> Iterator[Measurement]:
    """The figures of each size, and those worked out."""
    from vectorstore.embedding.encoder import BuiltinEmbeddings
    from vectorstore.embedding.lexical import LexicalEmbeddings
    from vectorstore.importing.loading import parse_text
    from vectorstore.passages import split
    from vectorstore.reader.model import Model

    passages = split(parse_text(corpus_text(corpus, sizes[-1])))
    model = Model.shipped()
    making: dict[str, Callable[[], PassageEmbeddings]] = {
        "lexical": LexicalEmbeddings,
        "encoder": lambda: BuiltinEmbeddings(model),
    }
    for kind in vectors:
        curve: dict[int, dict[str, float]] = {}
        for size in sizes:
            wanted = passages[:size]
            curve[len(wanted)] = measured = _measured(wanted, making[kind]())
            yield from (
                Measurement(f"{kind}, {len(wanted):,} passages: {name}", value, _UNITS[name])
                for name, value in measured.items()
            )
        if len(curve) > 1:
            for name in _GROWING:
                value, power = _at({size: found[name] for size, found in curve.items()}, to)
                note = f"worked out: grows as the number to the power {power:.2f}"
                yield Measurement(f"{kind}, {to:,} passages: {name}", value, _UNITS[name], note=note)


def _measured(passages: "Sequence[Passage]", embeddings: "PassageEmbeddings") -> dict[str, float]:
    """The figures of one index on a server of its own."""
    from vectorstore.indexing.store import IndexStore

    questions = asked_questions()
    exact = _Exact(embeddings, questions)
    with tempfile.TemporaryDirectory(prefix="assistant-growth-") as folder, _running(Path(folder)) as server:
        started = time.perf_counter()
        index = IndexStore(Path(folder), url=server.url).ensure(passages, exact, source="growth")
        build = time.perf_counter() - started
        index.nearest(questions[0], _NEAREST)
        found, taken = zip(*(_timed(index, question) for question in questions), strict=True)
        same = sum(len(set(orders) & set(map(int, truly))) for orders, truly in zip(found, exact.orders, strict=True))
        return {
            "build": build,
            "files": sum(path.stat().st_size for path in server.folder.rglob("*") if path.is_file()) / 2**20,
            "memory": peak_mb(server.process),
            "p50": median(taken),
            "p95": p95(taken),
            "recall": 100 * same / (_NEAREST * len(questions)),
        }


def _timed(index: "Index", question: str) -> tuple[list[int], float]:
    started = time.perf_counter()
    found = index.nearest(question, _NEAREST)
    return [candidate.passage.order for candidate in found], (time.perf_counter() - started) * 1_000


def _at(values: dict[int, float], to: int) -> tuple[float, float]:
    """A value at another number of passages, and the power it grows by: least squares of the logarithms."""
    xs, ys = [math.log(size) for size in values], [math.log(max(value, 1e-9)) for value in values.values()]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    power = sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / sum((a - x) ** 2 for a in xs)
    return math.exp(y + power * (math.log(to) - x)), power


def _unit(vectors: Any) -> Any:
    import numpy as np

    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors / np.where(lengths == 0, 1, lengths)


@contextmanager
def _running(folder: Path) -> Iterator[_Server]:
    """A Chroma server that keeps its files in the folder."""
    from vectorstore.errors import ServerSilent
    from vectorstore.indexing import chroma

    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    program, kept = Path(sys.executable).parent / "chroma", folder / "server"
    command = [str(program), "run", "--path", str(kept), "--host", "127.0.0.1", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            deadline = time.monotonic() + _STARTING_S
            while True:
                try:
                    chroma.connect(folder, f"http://127.0.0.1:{port}")
                    break
                except ServerSilent:
                    if time.monotonic() > deadline:
                        raise
                    time.sleep(0.1)
            yield _Server(f"http://127.0.0.1:{port}", kept, process.pid)
        finally:
            process.terminate()


if __name__ == "__main__":
    sys.exit(main())
