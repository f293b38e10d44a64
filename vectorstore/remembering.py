"""What was worked out of texts is remembered, for they come back with every question, until all of it is forgotten.

So that nothing of a reader's own article or questions stays once they are gone. Single words are remembered elsewhere,
out of order, and go as others come.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import ParamSpec, TypeVar, cast

_P = ParamSpec("_P")
_R = TypeVar("_R")
_FORGETTING: list[Callable[[], None]] = []


def remembered(most: int) -> Callable[[Callable[_P, _R]], Callable[_P, _R]]:
    """Remember what a function gave for its last ``most`` texts."""

    def decorate(work_out: Callable[_P, _R]) -> Callable[_P, _R]:
        remembering = lru_cache(maxsize=most)(work_out)
        _FORGETTING.append(remembering.cache_clear)
        return cast(Callable[_P, _R], remembering)

    return decorate


def forget() -> None:
    """Forget all texts; the next questions are some milliseconds slower. Safe from any thread."""
    for forget_one in _FORGETTING:
        forget_one()
