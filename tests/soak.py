"""Many people for a long while: ``python -m tests.soak [--minutes 20] [--people 200]``, or ``make soak``. Linux.

At once, on one machine: tabs of the page and programs that ask, people with articles of their own, pasted and uploaded,
people who hang up in the middle, and a second server whose chat model is hostile (it talks without end, says nothing,
repeats itself, breaks off). Every person has an address of their own in 127.0.0.0/8.

Prints memory, errors and the seconds of honest questions as time goes, then a table. Exit 1 where memory grew by more
than a tenth after the warm-up, an error was not the asker's own, or p95 of honest questions is above two seconds.
"""

import argparse
import asyncio
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean, quantiles
from typing import Any

import httpx
import psutil

from assistant.evaluation.asked.questions import load
from assistant.evaluation.reporting.measured import Measurement, as_table
from assistant.page import TEXTS
from assistant.settings import SHIPPED_ARTICLE
from tests.stub_server import StubServer, cut, in_chunks, says, serving, silent, slowly
from tests.tabs import ASKED, FOUND, NEWS, Failed, Tab

_WARM_UP = 0.25  # of the time, before memory is expected to stay as it is
_COMPARED = 0.2  # of the time, at the end of the warm-up and of all: how long memory is averaged
_LOOK_S = 2.0
_REPORT_S = 60.0
_MODEL_TIMEOUT_S = "3"
_BUSY = ("many", "crowded")  # what who brings an article is told where others have all places
_SHARES = {"tab": 40, "program": 30, "own": 10, "hang-up": 15, "model": 5}  # of the people, in hundredths


@dataclass
class Seen:
    """What happened so far."""

    honest_s: list[float] = field(default_factory=list)
    done: Counter[str] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)
    memory: list[tuple[float, float]] = field(default_factory=list)  # seconds since the start, megabytes


@dataclass(frozen=True)
class Place:
    """Where the people are."""

    address: str
    hostile: str
    questions: Sequence[str]
    think_s: float
    until: float
    seen: Seen


def main(arguments: Sequence[str] | None = None) -> int:
    """Soak, print what was seen, and return 1 if an aim was missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=20.0)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--think", type=float, default=20.0, help="seconds between what one does (default: 20)")
    options = parser.parse_args(arguments)
    questions = [each.turns[0] for each in load(SHIPPED_ARTICLE.with_name("article.questions.jsonl"))]
    seen = Seen()
    with tempfile.TemporaryDirectory(prefix="assistant-soak-") as folder, ExitStack() as stack:
        stub = stack.enter_context(serving())
        _make_hostile(stub)
        quoting, address = stack.enter_context(_server(Path(folder)))
        model = ("--model-url", stub.url, "--model-timeout-s", _MODEL_TIMEOUT_S)
        writing, hostile = stack.enter_context(_server(Path(folder), *model))
        until = time.monotonic() + 60 * options.minutes
        place = Place(address, hostile, questions, options.think, until, seen)
        asyncio.run(_soak(place, options.people, (quoting, writing)))
    figures = list(_figures(seen, 60 * options.minutes))
    sys.stdout.write(f"{as_table(figures)}\n")
    return int(any(figure.met is False for figure in figures))


async def _soak(place: Place, people: int, servers: Sequence[psutil.Process]) -> None:
    kinds = [kind for kind, share in _SHARES.items() for _ in range(max(1, share * people // 100))]
    watching = asyncio.create_task(_watch(place, servers))
    await asyncio.gather(*(_live(place, number, kind) for number, kind in enumerate(kinds)))
    await watching


async def _live(place: Place, number: int, kind: str) -> None:
    """Do what one's kind does, again and again."""
    client = f"127.{1 + number // 250}.0.{1 + number % 250}"
    act = _ACTS[kind]
    while (left := place.until - time.monotonic()) > 0:
        await asyncio.sleep(min(left, random.expovariate(1 / place.think_s)))
        try:
            await act(place, client)
            place.seen.done[kind] += 1
        except (Failed, httpx.HTTPError, AssertionError) as error:
            place.seen.errors[f"{kind}: {type(error).__name__} {str(error)[:200]}"] += 1


async def _tab(place: Place, client: str) -> None:
    async with Tab(place.address, client=client) as tab:
        await tab.arrive()
        for question in random.choices(place.questions, k=3):
            started = time.monotonic()
            shown = await tab.ask(question)
            place.seen.honest_s.append(time.monotonic() - started)
            assert "answer" in shown, "the page is shown no answer"
            assert TEXTS["ar"].failed not in shown, "the page says that the answer failed"
            assert TEXTS["ar"].crowded not in shown, "the page says that it is crowded"


async def _program(place: Place, client: str) -> None:
    async with Tab(place.address, client=client, held=False) as tab:
        for question in random.choices(place.questions, k=2):
            started = time.monotonic()
            reply = await tab.program(question=question, stream=random.random() < 0.5)
            place.seen.honest_s.append(time.monotonic() - started)
            assert reply.status_code == httpx.codes.OK, f"{reply.status_code} {reply.text[:100]}"


async def _own(place: Place, client: str) -> None:
    async with Tab(place.address, client=client) as tab:
        await tab.arrive()
        opened = await (tab.paste(NEWS) if random.random() < 0.5 else tab.open("خبر.html", f"<p>{NEWS}".encode()))
        if any(TEXTS["ar"].own[busy] in opened for busy in _BUSY):
            place.seen.done["no place for an own article"] += 1
            return
        assert TEXTS["ar"].own["opened"] in opened, "the own article was not opened"
        assert FOUND in await tab.ask(ASKED), "the own article does not answer"
        if random.random() < 0.5:
            await tab.close(opened)


async def _hang_up(place: Place, client: str) -> None:
    """Ask with turns before it, or on the page, and leave before the answer comes."""
    async with Tab(place.address, client=client) as tab:
        if random.random() < 0.5:
            asking = asyncio.create_task(tab.program(question=place.questions[0], earlier=place.questions[1:7]))
        else:
            asking = asyncio.create_task(tab.event("page", place.questions[0], "ar"))
        await asyncio.wait({asking}, timeout=random.random() / 2)
        asking.cancel()
        await asyncio.wait({asking})
        if not asking.cancelled():
            asking.result()


async def _model(place: Place, client: str) -> None:
    async with Tab(place.hostile, client=client) as tab:
        await tab.arrive()
        assert TEXTS["ar"].failed not in await tab.ask(random.choice(place.questions)), "no answer for a hostile model"


_ACTS: dict[str, Callable[[Place, str], Coroutine[Any, Any, None]]] = {
    "tab": _tab,
    "program": _program,
    "own": _own,
    "hang-up": _hang_up,
    "model": _model,
}


def _make_hostile(stub: StubServer) -> None:
    word = "ثم قال المتحدث إن ذلك صحيح [1]. "
    bad = (
        slowly(word * 2_000, pause_s=0.01),
        says("كلمة " * 5_000, size=500),
        silent(10.0),
        cut(word),
        in_chunks("<think>", *["فكرة "] * 3_000),
        says(word),
    )
    stub.reply(*bad * 2_000)


@contextmanager
def _server(folder: Path, *more: str) -> Iterator[tuple[psutil.Process, str]]:
    """A server of the page, and its address."""
    command = [sys.executable, "-m", "assistant", "chat", "--port", "0", "--data-dir", str(folder)]
    with subprocess.Popen([*command, "--embeddings", "builtin", *more], stdout=subprocess.PIPE, text=True) as process:
        try:
            line = next(line for line in process.stdout or () if "http://" in line)
            yield psutil.Process(process.pid), line[line.index("http://") :].split()[0]
        finally:
            process.terminate()


async def _watch(place: Place, servers: Sequence[psutil.Process]) -> None:
    started = reported = time.monotonic()
    while (now := time.monotonic()) < place.until:
        used = sum(server.memory_info().rss for server in servers) / 2**20
        place.seen.memory.append((now - started, used))
        if now - reported >= _REPORT_S:
            reported = now
            _report(place.seen)
        await asyncio.sleep(min(_LOOK_S, max(0.0, place.until - now)))


def _report(seen: Seen) -> None:
    at, used = seen.memory[-1]
    p50, p95 = _percentiles(seen.honest_s)
    asked = f"{len(seen.honest_s):,} honest questions, p50 {p50:.2f} s, p95 {p95:.2f} s"
    sys.stdout.write(f"{at / 60:5.1f} min  {used:6.0f} MB  {asked}  {seen.errors.total()} errors  {dict(seen.done)}\n")
    sys.stdout.flush()


def _figures(seen: Seen, seconds: float) -> Iterator[Measurement]:
    window = _COMPARED * seconds
    before = _average(seen.memory, _WARM_UP * seconds, _WARM_UP * seconds + window)
    after = _average(seen.memory, seconds - window, seconds)
    p50, p95 = _percentiles(seen.honest_s)
    yield Measurement("memory after the warm-up", before, "MB")
    yield Measurement("memory at the end", after, "MB")
    yield Measurement("growth of memory", 100 * (after / before - 1), "%", most=10)
    told = "; ".join(f"{count} × {error}" for error, count in seen.errors.most_common(5))
    yield Measurement("errors that are not the asker's own", seen.errors.total(), "", most=0, note=told)
    yield Measurement("honest questions: p50", p50, "s", note=f"{len(seen.honest_s):,} questions")
    yield Measurement("honest questions: p95", p95, "s", most=2)


def _percentiles(values: Sequence[float]) -> tuple[float, float]:
    if len(values) < 2:
        return 0.0, 0.0
    parts = quantiles(values, n=20, method="inclusive")
    return parts[9], parts[-1]


def _average(memory: Sequence[tuple[float, float]], start: float, end: float) -> float:
    return mean(used for at, used in memory if start <= at <= end)


if __name__ == "__main__":
    sys.exit(main())
