"""How fast the page is: ``python -m tests.page_speed`` prints its figures with their aims; exit 1 if one is missed.

1. Usable: from the navigation until the first question can be typed, against an empty Gradio chat, in turns, each in a
   fresh browser context, as the ratio of the medians.
2. Twenty people at once through the queue that the page itself uses: each asks the shipped questions one after
   another; the 95th percentile of the seconds until the answer is whole, and no error.
3. A citation: from the click until its passage is lit.
4. A slow line, of 90 kB/s and 300 ms, nothing in the browser's cache: until the article can be read, and until the box
   takes letters that are kept; beside them what is sent, and when the whole page works.
"""

import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from statistics import median, quantiles

from playwright.sync_api import Browser

from assistant.page.offline import gr
from assistant.settings import SHIPPED_QUESTIONS
from tests.page_fixtures import chromium, context_of, visit

_ROUNDS = 9
_PEOPLE, _QUESTIONS_EACH = 20, 6
_LINE = {"offline": False, "latency": 300, "downloadThroughput": 90_000, "uploadThroughput": 90_000}
_READABLE = "() => document.querySelector('article p')?.offsetHeight"
_WHOLE = "() => document.querySelector('#question textarea')?.offsetHeight"
_TYPEABLE = "() => { const box = document.querySelector('textarea'); return box && !box.disabled && box.offsetHeight }"


@contextmanager
def served() -> Iterator[str]:
    """The address of the page, served by a process of its own as ``article-assistant chat`` does."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "assistant", "chat", "--port", "0", "--data-dir", folder]
        with subprocess.Popen([*command, "--embeddings", "builtin"], stdout=subprocess.PIPE, text=True) as process:
            try:
                yield next(iter(process.stdout or ())).strip()
            finally:
                process.terminate()


@contextmanager
def empty_chat() -> Iterator[str]:
    """The address of a Gradio chat that does nothing."""
    with gr.Blocks(analytics_enabled=False) as page:
        gr.ChatInterface(lambda message, history: message)
    _, address, _ = page.launch(prevent_thread_lock=True, quiet=True, server_name="127.0.0.1", ssr_mode=False)
    try:
        yield address
    finally:
        page.close()


def seconds_to_type(browser: Browser, address: str) -> float:
    """From the navigation until the page's text box takes a letter."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    started = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.wait_for_function(_TYPEABLE, polling="raf")
    taken = time.perf_counter() - started
    context.close()
    return taken


def usable(browser: Browser, ours: str, empty: str) -> float:
    """The ratio of the medians."""
    for address in (ours, empty):
        seconds_to_type(browser, address)
    pairs = [(seconds_to_type(browser, ours), seconds_to_type(browser, empty)) for _ in range(_ROUNDS)]
    mine, theirs = (median(times) for times in zip(*pairs, strict=True))
    sys.stdout.write(f"usable: {mine:.2f} s, empty Gradio chat {theirs:.2f} s\n")
    return mine / theirs


def lit_after(browser: Browser, address: str) -> float:
    """Milliseconds from the click on a citation until the frame in which its passage is lit."""
    seen = visit(context_of(browser), address)
    seen.ask("من المتحدث باسم البنتاجون؟")
    taken = seen.page.evaluate(
        """() => new Promise((done) => {
             const start = performance.now();
             document.querySelector("#chat a.cite").click();
             const look = () => document.querySelector("#article .lit") ? done(performance.now() - start)
                                                                        : requestAnimationFrame(look);
             requestAnimationFrame(look);
           })"""
    )
    seen.page.context.close()
    return float(taken)


def on_a_slow_line(browser: Browser, address: str) -> tuple[float, float]:
    """Seconds until the article can be read, and until the first letter can be typed."""
    with browser.new_context(viewport={"width": 1280, "height": 800}) as context:
        page = context.new_page()
        line = context.new_cdp_session(page)
        line.send("Network.enable")
        line.send("Network.emulateNetworkConditions", _LINE)
        sent: list[float] = []
        line.on("Network.loadingFinished", lambda done: sent.append(done["encodedDataLength"]))
        started = time.perf_counter()
        page.goto(address, wait_until="commit")
        taken = []
        for there in (_READABLE, _TYPEABLE, _WHOLE):
            page.wait_for_function(there, polling="raf")
            taken.append(time.perf_counter() - started)
        page.wait_for_load_state("load")
        kilobytes = sum(sent) / 1000
    sys.stdout.write(f"slow line: {len(sent)} files of {kilobytes:.0f} kB; all of the page after {taken[2]:.2f} s\n")
    return taken[0], taken[1]


def asked_at_once(address: str) -> list[float]:
    """Seconds of every question that twenty people ask at the same time; an error ends it all."""
    from gradio_client import Client

    lines = SHIPPED_QUESTIONS.read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line)["turns"][0] for line in lines]
    clients = [Client(address, verbose=False, analytics_enabled=False) for _ in range(_PEOPLE)]

    def person(number: int) -> list[float]:
        chosen = random.Random(number).sample(questions, _QUESTIONS_EACH)
        taken = []
        for question in chosen:
            started = time.perf_counter()
            assert clients[number].predict(question=question, earlier=[], api_name="/ask")["complete"]
            taken.append(time.perf_counter() - started)
        return taken

    with ThreadPoolExecutor(_PEOPLE) as pool:
        return [seconds for taken in pool.map(person, range(_PEOPLE)) for seconds in taken]


def measure() -> Iterator[tuple[str, float, float]]:
    """Each figure with its name and the most it may be."""
    with served() as address:
        asked_at_once(address)  # what is read and compiled once
        taken = asked_at_once(address)
        sys.stdout.write(f"{len(taken)} questions of {_PEOPLE} at once: median {median(taken):.2f} s, no error\n")
        yield "20 at once, 95th percentile, s", quantiles(taken, n=20, method="inclusive")[-1], 2.0
        with chromium() as browser, empty_chat() as empty:
            yield "usable, against an empty Gradio chat", usable(browser, address, empty), 1.3
            yield "a citation is lit after, ms", lit_after(browser, address), 100.0
            readable, typeable = on_a_slow_line(browser, address)
            yield "slow line: the article can be read after, s", readable, 2.0
            yield "slow line: a question can be typed after, s", typeable, 5.0


def main() -> int:
    """Print the figures; 1 if one is more than it may be."""
    missed = 0
    for name, value, most in measure():
        missed += value > most
        sys.stdout.write(f"{name}: {value:.2f} (aim: at most {most:g})\n")
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main())
