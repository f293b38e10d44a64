"""Bounds on what Gradio keeps of every connection: without them, whoever makes up connections takes the memory.

Of each it keeps 84 KB, of 10,000 of them; and the messages of the last 2,000, of whom one may still be waiting.
"""

from collections.abc import Callable
from typing import Any, Final

from assistant.page.offline import LRUCache, gr

_MOST_CONFIGS: Final = 500
_MOST_WAITED_FOR: Final = 500


class _Kept(LRUCache[str, Any]):
    """By connection; of too many, the oldest goes, and first one that is not open."""

    def __init__(self, is_open: Callable[[str], bool]) -> None:
        super().__init__(_MOST_WAITED_FOR)
        self._is_open = is_open

    def __setitem__(self, visit: str, kept: Any) -> None:
        if visit not in self and len(self) >= self.max_size:
            oldest = next(iter(self))
            del self[next((other for other in self if not self._is_open(other)), oldest)]
        super().__setitem__(visit, kept)


def bound(page: gr.Blocks, is_open: Callable[[str], bool]) -> None:
    """Bound what a page keeps; ``is_open`` says whether a browser holds a connection."""
    page.state_session_capacity = _MOST_CONFIGS
    page._queue.pending_messages_per_session = _Kept(is_open)
    page._queue.pending_event_ids_session = _Kept(is_open)


def forget(page: gr.Blocks, visit: str) -> None:
    """Remove what a page keeps of a connection: the last that its components showed, the reader's texts among it."""
    page.state_holder.session_data.pop(visit, None)
    page.state_holder.time_last_used.pop(visit, None)
    page._queue.pending_messages_per_session.pop(visit, None)
    page._queue.pending_event_ids_session.pop(visit, None)
