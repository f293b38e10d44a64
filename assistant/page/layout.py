"""The components of the chat page and where they stand. What they do is in `assistant.page.events`."""

from dataclasses import dataclass
from html import escape
from typing import Any, Final

from assistant.answer import Language
from assistant.page.article import article_html
from assistant.page.offline import gr
from assistant.page.stopping import StopSign
from assistant.page.texts import LANGUAGES, Texts
from assistant.page.views import Answering

FIRST: Final[Language] = "ar"  # the language the page opens in


@dataclass(frozen=True, slots=True)
class Parts:
    """The components that events read or change."""

    header: gr.HTML
    fresh: gr.Button
    language: gr.Radio
    turns: gr.State
    sign: gr.State
    chat: gr.Chatbot
    examples: gr.Row
    example: tuple[gr.Button, ...]
    problem: gr.HTML
    question: gr.Textbox
    send: gr.Button
    stop: gr.Button
    label: gr.HTML
    back: gr.Button


def lay_out(assistant: Answering, texts: Texts) -> Parts:
    """The components, in the order they are read, within the Blocks that is open."""
    with gr.Row(elem_id="top"):
        header = gr.HTML(header_html(texts, assistant.reader_name), elem_id="header", padding=False)
        fresh = gr.Button(texts.fresh, elem_id="fresh", size="sm", variant="secondary")
        language = gr.Radio(list(LANGUAGES.items()), value=FIRST, label=texts.language, elem_id="language", **_BARE)
    with gr.Row(elem_id="main"):
        with gr.Column(elem_id="talk"):
            talk = _talk(texts)
        with gr.Column(elem_id="reading"):
            label = gr.HTML(label_html(texts), elem_id="label", padding=False)
            gr.HTML(article_html(assistant.article, assistant.passages), elem_id="article", padding=False)
            back = gr.Button(texts.back, elem_id="back", size="sm", variant="primary")
    return Parts(header=header, fresh=fresh, language=language, label=label, back=back, **talk)


def _talk(texts: Texts) -> dict[str, Any]:
    """The column of the conversation, by the names of `Parts`."""
    # One of each per session: nobody sees another's conversation, or stops another's answer.
    turns, sign = gr.State(()), gr.State(StopSign())
    chat = gr.Chatbot(
        label=texts.conversation,
        placeholder=welcome_html(texts),
        elem_id="chat",
        height="100%",
        buttons=[],  # they would copy the messages' HTML
        rtl=True,
        latex_delimiters=[],
        **_BARE,
    )
    with gr.Row(elem_id="examples") as examples:
        example = tuple(gr.Button(text, size="sm", variant="secondary") for text in texts.examples)
    problem = gr.HTML("", elem_id="problem", padding=False)
    with gr.Row(elem_id="ask"):
        question = gr.Textbox(
            label=texts.question,
            placeholder=texts.placeholder,
            max_lines=5,
            rtl=True,
            elem_id="question",
            autofocus=True,
            **_BARE,
        )
        send = gr.Button(texts.send, variant="primary", elem_id="send")
        stop = gr.Button(texts.stop, variant="stop", elem_id="stop", visible=False)
    conversation = {"turns": turns, "sign": sign, "chat": chat, "examples": examples, "example": example}
    return conversation | {"problem": problem, "question": question, "send": send, "stop": stop}


_BARE: Final[dict[str, Any]] = {"show_label": False, "container": False}  # the label is there for screen readers


def header_html(texts: Texts, reader_name: str) -> str:
    """The page's name and who answers."""
    return f"<h1>{escape(texts.title)}</h1><p>{escape(texts.about(reader_name))}</p>"


def welcome_html(texts: Texts) -> str:
    """What stands where the conversation will be."""
    return f'<p class="welcome">{escape(texts.intro)}</p>'


def label_html(texts: Texts) -> str:
    """What stands above the article."""
    return f'<p class="label">{escape(texts.article)}</p>'
