"""A progress bar on standard error for what takes a while."""

import sys
from typing import Any

from tqdm import tqdm

_FROM = 500  # passages; fewer are indexed before a bar could be read


class Bar:
    """A bar for each round of work that is large enough, where standard error is a terminal or not."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._bar: tqdm[Any] | None = None

    def show(self, done: int, total: int) -> None:
        """So many passages of all are done."""
        if total < _FROM:
            return
        if self._bar is None:
            self._bar = tqdm(total=total, desc=self._what, unit=" passages", file=sys.stderr)
        self._bar.update(done - self._bar.n)
        if done >= total:
            self.close()

    def close(self) -> None:
        """End the bar that is shown, if any."""
        if self._bar is not None:
            self._bar.close()
            self._bar = None
