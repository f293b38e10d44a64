"""The components of the chat page and where they stand. What they do is in `assistant.page.components.events`."""

from dataclasses import dataclass
from html import escape
from typing import Any, Final

from assistant.answer import Language
from assistant.page.components.around import ADD, FIND, byline_html
from assistant.page.components.messages import offer_html
from assistant.page.offline import gr
from assistant.page.state.open_article import OpenArticle
from assistant.page.state.views import Askable
from assistant.page.texts import LANGUAGES, Texts
from vectorstore.article import Article

FIRST: Final[Language] = "ar"  # the language the page opens in
FILES: Final = (".txt", ".md", ".markdown", ".html", ".htm", ".mhtml", ".mht", ".pdf", ".docx")


@dataclass(frozen=True, slots=True)
class Parts:
    """The components that events read or change."""

    token: gr.Textbox  # of the session; page.js fills it in with each event
    bridge: gr.HTML  # what buttons in messages do comes from here
    header: gr.HTML
    jump: gr.Button
    language: gr.Radio
    fresh: gr.Button
    save: gr.Button
    chat: gr.Chatbot
    problem: gr.HTML
    question: gr.Textbox
    send: gr.Button
    stop: gr.Button
    about: gr.HTML
    said: gr.HTML
    transcript: gr.Textbox
    kept: gr.Textbox  # the conversation, for the browser to keep
    history: gr.Button
    label: gr.HTML
    own: "OwnParts"
    article: gr.HTML
    back: gr.Button


@dataclass(frozen=True, slots=True)
class OwnParts:
    """The components by which a reader brings an article."""

    panel: gr.Accordion
    intro: gr.HTML
    text: gr.Textbox
    open: gr.Button
    file: gr.UploadButton
    upload: gr.Textbox  # the key of what was sent; filled in as the file is chosen
    status: gr.HTML
    shelf: gr.HTML
    bridge: gr.HTML  # what is chosen of the shelf comes from here


def lay_out(opened: OpenArticle, texts: Texts) -> Parts:
    """The components, in the order they are read, within the Blocks that is open."""
    token = gr.Textbox(visible=False)
    transcript = gr.Textbox(visible=False)
    kept = gr.Textbox(visible=False)
    bridge = gr.HTML("", elem_id="bridge", js_on_load="articlePage.connect(trigger)")
    with gr.Row(elem_id="top"):
        header = gr.HTML(header_html(texts), elem_id="header", padding=False)
        gr.HTML(ADD, elem_id="add-own", padding=False)
        jump = gr.Button(texts.to_article, elem_id="jump", size="sm", variant="secondary")
        language = gr.Radio(list(LANGUAGES.items()), value=FIRST, label=texts.language, elem_id="language", **_BARE)
    with gr.Row(elem_id="main"):
        with gr.Column(elem_id="talk"):
            talk = _talk(opened.assistant, texts)
        with gr.Column(elem_id="reading"):
            reading = _reading(opened, texts)
    hidden: dict[str, Any] = {"token": token, "transcript": transcript, "kept": kept, "bridge": bridge}
    return Parts(header=header, jump=jump, language=language, **hidden, **talk, **reading)


def _talk(assistant: Askable, texts: Texts) -> dict[str, Any]:
    """The column of the conversation, by the names of `Parts`."""
    with gr.Row(elem_id="tools"):
        fresh = gr.Button(texts.fresh, elem_id="fresh", size="sm", variant="secondary")
        save = gr.Button(texts.save, elem_id="save", size="sm", variant="secondary")
        history = gr.Button(texts.history["title"], elem_id="kept", size="sm", variant="secondary")
    chat = gr.Chatbot(
        label=texts.conversation,
        placeholder=welcome_html(texts, texts.examples, FIRST),
        elem_id="chat",
        height="100%",
        buttons=[],  # they would copy the messages' HTML
        autoscroll=False,  # to the end of an answer, past its beginning
        rtl=True,
        latex_delimiters=[],
        **_BARE,
    )
    problem = gr.HTML("", elem_id="problem", padding=False)
    said = gr.HTML("", elem_id="said", padding=False)
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
    about = gr.HTML(about_html(texts, assistant), elem_id="about", padding=False)
    return {
        **{"fresh": fresh, "save": save, "history": history, "chat": chat, "problem": problem, "said": said},
        **{"question": question, "send": send, "stop": stop, "about": about},
    }


def _reading(opened: OpenArticle, texts: Texts) -> dict[str, Any]:
    """The column of the article, by the names of `Parts`."""
    shelf = gr.HTML("", elem_id="shelf", padding=False)
    bridge = gr.HTML("", elem_id="shelf-bridge", js_on_load="articlePage.connectShelf(trigger)")
    with gr.Accordion(texts.own["title"], open=False, elem_id="own") as panel:
        intro = gr.HTML(own_html(texts), elem_id="own-intro", padding=False)
        text = gr.Textbox(
            label=texts.own["text"],
            placeholder=texts.own["paste"],
            lines=4,
            max_lines=8,
            rtl=True,
            elem_id="own-text",
            **_BARE,
        )
        with gr.Row(elem_id="own-buttons"):
            open_text = gr.Button(texts.own["open"], elem_id="own-open", size="sm", variant="primary")
            file = gr.UploadButton(
                texts.own["file"], elem_id="own-file", size="sm", variant="secondary", file_types=list(FILES)
            )
    status = gr.HTML("", elem_id="own-status", padding=False)
    gr.HTML(FIND, elem_id="find", padding=False)
    label = gr.HTML(label_html(texts, opened.assistant.article, own=opened.own), elem_id="label", padding=False)
    article = gr.HTML(opened.html, elem_id="article", padding=False)
    back = gr.Button(texts.back, elem_id="back", size="sm", variant="primary")
    upload = gr.Textbox(visible=False)
    own = OwnParts(panel, intro, text, open_text, file, upload, status, shelf, bridge)
    return {"label": label, "own": own, "article": article, "back": back}


_BARE: Final[dict[str, Any]] = {"show_label": False, "container": False}  # the label is there for screen readers


def header_html(texts: Texts) -> str:
    """The page's name."""
    return f"<h1>{escape(texts.title)}</h1>"


def about_html(texts: Texts, assistant: Askable) -> str:
    """Who answers, and with which reader, model and embeddings."""
    words, reader = texts.settings, assistant.reader_name
    extractive = reader == "extractive"
    rows = [
        (words["reader"], words["extractive" if extractive else "generative"]),
        (words["model"], words["none"] if extractive else reader),
        (words["embedding"], words.get(assistant.embedding_name, assistant.embedding_name)),
    ]
    listed = "".join(f"<dt>{escape(name)}</dt><dd><bdi>{escape(value)}</bdi></dd>" for name, value in rows)
    return f"<details><summary>{escape(texts.about(reader))}</summary><dl>{listed}</dl></details>"


def welcome_html(texts: Texts, questions: tuple[str, ...], language: Language) -> str:
    """What stands where the conversation will be."""
    return f'<div class="welcome"><p>{escape(texts.intro)}</p>{offer_html(questions, "first", language)}</div>'


def label_html(texts: Texts, article: Article, *, own: bool) -> str:
    """What stands above the article: which it is, and what may be wrong with its text."""
    name = "label own" if own else "label"
    said = f'<p class="{name}">{escape(texts.own["opened"] if own else texts.article)}</p>{byline_html(article)}'
    doubts = (f'<p class="doubt" role="note">{escape(texts.doubts[code])}</p>' for code in article.warnings)
    return said + "".join(doubts)


def own_html(texts: Texts) -> str:
    """What a reader should know before bringing an article."""
    return f"<p>{escape(texts.own['intro'])}</p>"


def status_html(text: str) -> str:
    """How far the opening of an article has come, read out by screen readers."""
    return f'<p role="status">{escape(text)}</p>' if text else ""
