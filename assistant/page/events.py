"""What the page's components do: each handler turns a view into updates of components."""

from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any, Final

from assistant.answer import Language
from assistant.errors import AssistantError
from assistant.page.layout import Parts, header_html, label_html, welcome_html
from assistant.page.offline import gr
from assistant.page.stopping import StopSign, until_stopped
from assistant.page.texts import Texts
from assistant.page.views import Answering, Turns, View, fail, messages, respond, stop
from vectorstore.errors import VectorStoreError

AT_ONCE: Final = 8  # questions answered at the same time; the next ones wait in the queue
ANSWERS: Final[dict[str, Any]] = {"concurrency_limit": AT_ONCE, "concurrency_id": "answers"}
# Private: programs see /ask alone.
_PRIVATE: Final[dict[str, Any]] = {"show_progress": "hidden", "api_visibility": "private"}
_AT_ONCE: Final[dict[str, Any]] = _PRIVATE | {"queue": False}
_FOCUS: Final = "() => articlePage.focusQuestion()"

Updates = dict[Any, Any]  # Gradio's way to change some of an event's outputs: component -> update


class Handlers:
    """The page's handlers; they keep nothing, what a person said is in that person's session."""

    def __init__(self, parts: Parts, assistant: Answering, texts: Mapping[Language, Texts]) -> None:
        self.parts = parts
        self.assistant = assistant
        self.texts = texts

    async def ask(
        self, event: gr.EventData, question: str, turns: Turns, language: Language, sign: StopSign
    ) -> AsyncIterator[Updates]:
        """Answer what is in the box, or the example that was clicked, until the stop button is pressed."""
        texts = self.texts[language]
        for button, example in zip(self.parts.example, texts.examples, strict=True):
            if event.target is button:
                question = example
        sign.raised = False
        view = View(turns)
        async for view in until_stopped(respond(self.assistant, question, turns, language, texts), sign):
            yield self.show(view) | self._buttons(answering=True)
        if sign.raised:
            yield self.show(stop(view.turns, texts))

    def rest(self) -> Updates:
        """The send button is back; it comes after the event is over, so that a question sent at once is not lost."""
        return self._buttons(answering=False)

    def stop(self, sign: StopSign) -> None:
        """Tell `ask` to stop."""
        sign.raised = True

    def fail(self, turns: Turns, language: Language) -> Updates:
        """Show that an error nobody foresaw ended the answer."""
        return self.show(fail(turns, self.texts[language])) | self.rest()

    def begin(self) -> Updates:
        """Begin a new conversation."""
        return self.show(View((), question=""))

    def show(self, view: View) -> Updates:
        """The updates that show a view."""
        return {
            self.parts.turns: view.turns,
            self.parts.chat: messages(view.turns, self.assistant.passages),
            self.parts.examples: gr.update(visible=not view.turns),
            self.parts.problem: view.problem,
            self.parts.question: gr.skip() if view.question is None else view.question,
        }

    def translate(self, language: Language) -> Updates:
        """The page's own words in another language; what a person typed and was answered stays as it is."""
        parts, texts, rtl = self.parts, self.texts[language], language == "ar"
        buttons = zip(
            (parts.fresh, parts.send, parts.stop, parts.back, *parts.example),
            (texts.fresh, texts.send, texts.stop, texts.back, *texts.examples),
            strict=True,
        )
        return {
            parts.header: header_html(texts, self.assistant.reader_name),
            parts.chat: gr.update(label=texts.conversation, placeholder=welcome_html(texts), rtl=rtl),
            parts.question: gr.update(label=texts.question, placeholder=texts.placeholder, rtl=rtl),
            parts.language: gr.update(label=texts.language),
            parts.label: label_html(texts),
        } | {button: gr.update(value=text) for button, text in buttons}

    def _buttons(self, *, answering: bool) -> Updates:
        return {
            self.parts.send: gr.update(visible=not answering),
            self.parts.stop: gr.update(visible=answering),
            self.parts.fresh: gr.update(interactive=not answering),
        }


def connect(parts: Parts, handlers: Handlers) -> None:
    """Wire the components to their handlers."""
    buttons = [parts.send, parts.stop, parts.fresh]
    shown = [parts.turns, parts.chat, parts.examples, parts.problem, parts.question, *buttons]
    asking = gr.on(
        [parts.send.click, parts.question.submit, *(button.click for button in parts.example)],
        handlers.ask,
        inputs=[parts.question, parts.turns, parts.language, parts.sign],
        outputs=shown,
        api_name="page",  # "ask" is the programs' own
        trigger_mode="once",  # a second Enter while an answer runs does nothing
        **ANSWERS,
        **_PRIVATE,
    )
    asking.then(handlers.rest, outputs=buttons, **_AT_ONCE).then(None, js=_FOCUS, **_AT_ONCE)
    asking.failure(handlers.fail, inputs=[parts.turns, parts.language], outputs=shown, **_AT_ONCE)
    parts.stop.click(handlers.stop, inputs=parts.sign, **_AT_ONCE)
    parts.fresh.click(handlers.begin, outputs=shown, **_AT_ONCE)
    worded = [parts.header, parts.language, parts.chat, parts.question, parts.label, parts.back]
    parts.language.input(
        handlers.translate,
        inputs=parts.language,
        outputs=[*worded, *buttons, *parts.example],
        js="(language) => articlePage.setLanguage(language)",
        **_AT_ONCE,
    )


def endpoint(assistant: Answering) -> Callable[[str], dict[str, Any]]:
    """The function behind ``/ask``."""

    def ask(question: str) -> dict[str, Any]:
        """Answer one question about the article: the answer with its citations, as the command line's JSON object."""
        try:
            *_, answer = assistant.stream(question)
        except (AssistantError, VectorStoreError) as error:
            raise gr.Error(str(error), print_exception=False) from error
        return answer.as_json()

    return ask
