"""Do the work of an evaluation in several processes, an article at a time."""

import os
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

from assistant.errors import SettingInvalid
from assistant.evaluation.rows import Row
from assistant.evaluation.running.runner import Done, OpenAssistant, Perform, Work, ask_all
from assistant.settings import Settings

Prepare = Callable[[Settings], OpenAssistant]

_prepared: OpenAssistant | None = None  # of this worker process


def in_processes(prepare: Prepare, settings: Settings, jobs: int) -> Perform:
    """Performs in ``jobs`` processes, each with a data folder of its own within that of the settings.

    ``prepare`` must be importable: it is called once in each process. The rows of an article arrive together. Times are
    those of a machine on which as many ask at once.
    """

    def perform(works: Iterable[Work], arrived: Callable[[Row], None]) -> Iterator[Done]:
        # Not forked: threads of Chroma and torch do not survive that.
        start = (prepare, settings, max(1, (os.cpu_count() or 1) // jobs))
        pool = ProcessPoolExecutor(jobs, get_context("spawn"), initializer=_start, initargs=start)
        try:
            for done in pool.map(_perform, works):
                for row in done.rows:
                    arrived(row)
                yield done
        except BrokenProcessPool as exc:
            raise SettingInvalid(f"one of {jobs} processes died (out of memory?); give fewer --jobs") from exc
        finally:
            pool.shutdown(cancel_futures=True)

    return perform


def _start(prepare: Prepare, settings: Settings, threads: int) -> None:
    global _prepared
    os.environ["OMP_NUM_THREADS"] = str(threads)  # or each process would take all cores for one model
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    folder = Path(settings.data_dir) / f"process-{os.getpid()}"
    folder.mkdir(parents=True)
    _prepared = prepare(replace(settings, data_dir=folder))


def _perform(work: Work) -> Done:
    assert _prepared is not None, "the process was not started as a worker"
    return ask_all(work, _prepared)
