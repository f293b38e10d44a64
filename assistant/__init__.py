"""Ask an Arabic news article and be shown the exact words that answer."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assistant.answer import Answer, Citation
    from assistant.assembly import Assistant, open_assistant
    from assistant.settings import Settings

__version__ = "0.1.0"
__all__ = ["Answer", "Assistant", "Citation", "Settings", "__version__", "open_assistant"]

_HOMES = {
    "Answer": "answer",
    "Assistant": "assembly",
    "Citation": "answer",
    "Settings": "settings",
    "open_assistant": "assembly",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used: `import assistant` alone stays instant."""
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"assistant.{_HOMES[name]}"), name)
