"""Wire the page's components to their handlers."""

from collections.abc import Callable
from typing import Any, Final

from assistant.answer import Language
from assistant.page.components.events import Handlers
from assistant.page.components.layout import Parts
from assistant.page.components.owning import OwnHandlers
from assistant.page.components.translating import Updates
from assistant.page.offline import gr

# The places are given by our own queue, which is fair: Gradio's only passes on.
PASSED_ON: Final[dict[str, Any]] = {"concurrency_limit": None}
# Private: programs see /ask alone.
_PRIVATE: Final[dict[str, Any]] = {"show_progress": "hidden", "api_visibility": "private"}
_AT_ONCE: Final[dict[str, Any]] = _PRIVATE | {"queue": False}
_RESTED: Final = "(kept) => articlePage.rested(kept)"
_KEEP: Final = "(kept) => articlePage.keep(kept)"
_WITH_UPLOAD: Final = "(token, key, language, file) => [articlePage.token, file?.path ?? '', language, null]"
_WITH_TOKEN: Final = "(token, ...rest) => [articlePage.token, ...rest]"


def connect(page: gr.Blocks, parts: Parts, handlers: Handlers) -> None:
    """The events of the conversation and of the page as a whole."""
    buttons = [parts.send, parts.stop]
    shown = [parts.chat, parts.problem, parts.said, parts.question]
    own = parts.own
    worded = _worded(parts)
    spoken = [parts.token, parts.language]
    offering = dict[str, Any](fn=handlers.offer, inputs=spoken, outputs=parts.chat, js=_WITH_TOKEN, **_AT_ONCE)
    page.load(
        handlers.arrive,
        inputs=[*spoken, parts.kept],
        outputs=[*worded, parts.article, own.shelf],
        js="() => articlePage.arrive()",
        **_AT_ONCE,
    ).then(**offering)
    # The page holds the connection that `assistant.page.serving.heartbeats` looks at only where this is listened to.
    page.unload(lambda: None)
    _connect_asking(parts, handlers, shown, buttons)
    told = [*shown, *buttons, parts.kept]
    begun = parts.fresh.click(handlers.begin, spoken, told, js=_WITH_TOKEN, **_AT_ONCE)
    begun.then(None, parts.kept, js=_KEEP, **_AT_ONCE).then(**offering)
    resumed = parts.bridge.input(handlers.resume, spoken, told, js=_WITH_TOKEN, **_AT_ONCE)
    resumed.then(None, parts.kept, js=_KEEP, **_AT_ONCE).then(**offering)
    parts.bridge.like(handlers.rate, spoken, parts.said, js=_WITH_TOKEN, **_AT_ONCE)
    saved = parts.save.click(handlers.save, spoken, parts.transcript, js=_WITH_TOKEN, **_AT_ONCE)
    saved.then(None, parts.transcript, js="(text) => articlePage.download(text)", **_AT_ONCE)
    parts.language.input(
        handlers.switch,
        inputs=spoken,
        outputs=worded,
        js="(token, language) => articlePage.setLanguage(language)",
        **_AT_ONCE,
    ).then(**offering)


def _worded(parts: Parts) -> list[Any]:
    """What changes with the page's language."""
    own = parts.own
    around = [parts.header, parts.about, parts.chat, parts.question, parts.language, parts.label]
    buttons = [parts.fresh, parts.save, parts.history, parts.send, parts.stop, parts.back, parts.jump]
    return [*around, own.panel, own.intro, own.text, own.file, *buttons, own.open]


def _connect_asking(parts: Parts, handlers: Handlers, shown: list[Any], buttons: list[gr.Button]) -> None:
    spoken = [parts.token, parts.language]
    asking = gr.on(
        [parts.send.click, parts.question.submit, parts.bridge.select, parts.bridge.retry],
        handlers.ask,
        inputs=[parts.token, parts.question, parts.language],
        outputs=[*shown, *buttons],
        api_name="page",  # "ask" is the programs' own
        js="(token, question) => articlePage.asked(question)",
        trigger_mode="once",  # a second Enter while an answer runs does nothing
        **PASSED_ON,
        **_PRIVATE,
    )
    rested = asking.then(handlers.rest, spoken, [parts.chat, *buttons, parts.kept], js=_WITH_TOKEN, **_AT_ONCE)
    rested.then(None, parts.kept, js=_RESTED, **_AT_ONCE)
    asking.failure(handlers.fail, spoken, [*shown, *buttons], js=_WITH_TOKEN, **_AT_ONCE)
    parts.stop.click(handlers.stop, parts.token, js=_WITH_TOKEN, **_AT_ONCE)


def connect_own(parts: Parts, handlers: OwnHandlers, offer: Callable[[str, Language], Updates]) -> None:
    """The events by which a reader brings an article, and goes back to the one that is served."""
    own = parts.own
    on_reading = [parts.chat, parts.problem, parts.said, parts.question, parts.label, parts.article, own.shelf]
    outputs = [*on_reading, own.status, own.text, own.panel, own.file]
    opening: dict[str, Any] = {
        "outputs": outputs,
        "js": _WITH_TOKEN,
        "trigger_mode": "once",
        **PASSED_ON,
    }
    spoken = [parts.token, parts.language]
    offering = dict[str, Any](fn=offer, inputs=spoken, outputs=parts.chat, js=_WITH_TOKEN, **_AT_ONCE)
    own.open.click(handlers.open_text, [parts.token, own.text, parts.language], **opening, **_PRIVATE).then(**offering)
    sent = opening | {"js": _WITH_UPLOAD}
    taken = [parts.token, own.upload, parts.language, own.file]
    own.file.upload(handlers.open_file, taken, **sent, **_PRIVATE).then(**offering)
    for event, handler in ((own.bridge.select, handlers.take), (own.bridge.delete, handlers.close)):
        event(handler, spoken, [*on_reading, own.status], js=_WITH_TOKEN, **_AT_ONCE).then(**offering)
