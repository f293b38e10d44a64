"""How soon the page answers others while people open hostile files on it: ``python -m tests.hostile_served``.

Two people open forty files of `tests.hostile` (or as many as the argument says) as their own articles, each one after
the other, by the requests that the page itself makes; two others ask questions over ``POST /ask``, one after the other.
"""

import itertools
import json
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from statistics import median, quantiles

import httpx

from assistant.settings import SHIPPED_QUESTIONS
from tests.hostile import files
from tests.page_speed import served

_OPENING = _ASKING = 2  # people
_FILES = 40
_BEFORE = 20  # questions of each, with which the machine's own pace is told
_MOST_S = 120.0  # for a request, which is to take a tenth of it


def asked(address: str, first: int, over: threading.Event, most: int | None = None) -> Iterator[float]:
    """Seconds of each question that a person asks until the files are done, or of so many at most."""
    lines = SHIPPED_QUESTIONS.read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line)["turns"][0] for line in lines]
    with httpx.Client(base_url=address, timeout=_MOST_S) as client:
        for question in itertools.islice(itertools.cycle(questions), first, most and first + most):
            if over.is_set():
                return
            started = time.monotonic()
            client.post("/ask", json={"question": question}).raise_for_status()
            yield time.monotonic() - started


def opened(address: str, person: str, name: str, raw: bytes) -> float:
    """Seconds from the upload of a file until the page has opened or refused it."""
    started = time.monotonic()
    with httpx.Client(base_url=f"{address}/gradio_api", timeout=_MOST_S) as client:
        (path,) = client.post("/upload", files={"files": (name, raw)}).raise_for_status().json()
        file = {"path": path, "orig_name": name, "meta": {"_type": "gradio.FileData"}}
        event = {"data": [person, file, "ar"], "fn_index": _handler(client), "session_hash": person}
        client.post("/queue/join", json=event).raise_for_status()
        with client.stream("GET", "/queue/data", params={"session_hash": person}) as lines:
            for line in lines.iter_lines():
                told = json.loads(line.removeprefix("data:")) if line.startswith("data:") else {}
                if told.get("msg") == "process_completed":
                    assert told["success"], f"{name}: {told}"
                    break
    return time.monotonic() - started


def _handler(client: httpx.Client) -> int:
    """The number of the page's handler of uploaded files."""
    handlers = client.get(str(client.base_url).replace("/gradio_api/", "/config")).json()["dependencies"]
    return next(each["id"] for each in handlers if each["api_name"] == "open_file")


def _chosen(count: int) -> dict[str, Callable[[], bytes]]:
    """So many of the files, of every kind."""
    made = files()
    names = list(made)
    return {names[place]: made[names[place]] for place in (number * len(names) // count for number in range(count))}


def _told(taken: list[float]) -> str:
    p95 = quantiles(taken, n=20, method="inclusive")[-1]
    return f"{len(taken)} questions, median {median(taken):.2f} s, 95th percentile {p95:.2f} s, most {max(taken):.2f} s"


def measure(count: int) -> tuple[list[float], list[float], list[float]]:
    """Seconds of so many files, of the questions asked before them and of those asked meanwhile."""
    over = threading.Event()
    waiting = iter(_chosen(count).items())
    lock = threading.Lock()

    def open_all(number: int) -> list[float]:
        taken = []
        while True:
            with lock:
                name, make = next(waiting, ("", bytes))
            if not name:
                return taken
            taken.append(opened(address, f"person{number}", name, make()))
            sys.stdout.write(f"{name:28} {taken[-1]:5.1f} s\n")
            sys.stdout.flush()

    with served() as address, ThreadPoolExecutor(_OPENING + _ASKING) as pool:
        httpx.post(f"{address}/ask", json={"question": "متى صدر البيان المشترك؟"}, timeout=_MOST_S)  # loads the model
        askers = range(_ASKING)
        before = list(pool.map(lambda n: list(asked(address, 7 * n, over, _BEFORE)), askers))
        opening = [pool.submit(open_all, number) for number in range(_OPENING)]
        asking = [pool.submit(lambda n: list(asked(address, 7 * n, over)), n) for n in askers]
        try:
            opened_in = [seconds for each in opening for seconds in each.result()]
        finally:
            over.set()
        return opened_in, list(itertools.chain(*before)), [seconds for each in asking for seconds in each.result()]


def main() -> int:
    """Print how long files and questions took; 1 if one question in twenty took more than a second."""
    opened_in, before, meanwhile = measure(int(sys.argv[1]) if len(sys.argv) > 1 else _FILES)
    sys.stdout.write(
        f"before: {_told(before)}\n"
        f"{len(opened_in)} files, at most {max(opened_in):.1f} s each until opened or refused\n"
        f"meanwhile: {_told(meanwhile)}\n"
    )
    return int(quantiles(meanwhile, n=20, method="inclusive")[-1] > 1)


if __name__ == "__main__":
    sys.exit(main())
