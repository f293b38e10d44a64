"""Open a baseline by its name."""

from collections.abc import Callable

from assistant.errors import SettingInvalid
from assistant.evaluation.baselines import bm25, tutorial
from assistant.evaluation.baselines.answering import OpenBaseline
from assistant.settings import Settings

_OPENED: dict[str, Callable[[Settings], OpenBaseline]] = {
    tutorial.NAME: tutorial.open_tutorial,
    tutorial.SEMANTIC: tutorial.open_semantic_tutorial,
    bm25.NAME: bm25.open_bm25,
}
NAMES = tuple(_OPENED)


def open_baseline(name: str, settings: Settings) -> OpenBaseline:
    """What opens the baseline ``name`` for one article after another; the model, if it has one, is loaded once.

    Indexes are kept in the data folder, or on the Chroma server, that ``settings`` names.

    Raises:
        SettingInvalid: there is no such baseline, or its packages are missing.
    """
    opened = _OPENED.get(name)
    if opened is None:
        raise SettingInvalid(f"baseline is {name!r}; give one of {', '.join(NAMES)}")
    return opened(settings)
