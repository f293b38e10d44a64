"""What can be set of the page."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from assistant.page.own.fetching import Fetched
from assistant.page.state.session import GRACE_S


@dataclass(frozen=True, kw_only=True, slots=True)
class Options:
    """The page's limits, and where it keeps what readers think of answers; without ``feedback_dir`` it does not ask."""

    feedback_dir: Path | None = None
    max_own_bytes: int = 4 * 1024 * 1024
    max_own_articles: int = 20
    fetch: Callable[[str], Fetched] | None = None  # of the address that a reader gives; None: addresses are not fetched
    served_as: tuple[str, ...] = ()  # names, besides localhost and addresses, under which the page is reached
    grace_s: float = GRACE_S  # how long a session waits for its browser to come back
