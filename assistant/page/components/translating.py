"""The page's own words in another language."""

from typing import Any

from assistant.answer import Language
from assistant.page.components.layout import Parts, about_html, header_html, label_html, own_html, welcome_html
from assistant.page.offline import gr
from assistant.page.state.open_article import OpenArticle
from assistant.page.texts import Texts

Updates = dict[Any, Any]  # Gradio's way to change some of an event's outputs: component -> update


def worded(parts: Parts, opened: OpenArticle, texts: Texts, language: Language) -> Updates:
    """The updates that say in a language, with its texts, all that the page itself says around an article."""
    rtl = language == "ar"
    words = {
        parts.fresh: texts.fresh,
        parts.save: texts.save,
        parts.history: texts.history["title"],
        parts.send: texts.send,
        parts.stop: texts.stop,
        parts.back: texts.back,
        parts.jump: texts.to_article,
        parts.own.open: texts.own["open"],
    }
    welcome = welcome_html(texts, texts.examples, language)
    return {
        parts.header: header_html(texts),
        parts.about: about_html(texts, opened.assistant),
        parts.chat: gr.update(label=texts.conversation, placeholder=welcome, rtl=rtl),
        parts.question: gr.update(label=texts.question, placeholder=texts.placeholder, rtl=rtl),
        parts.language: gr.update(label=texts.language),
        parts.label: label_html(texts, opened.assistant.article, own=opened.own),
        parts.own.panel: gr.update(label=texts.own["title"]),
        parts.own.intro: own_html(texts),
        parts.own.text: gr.update(label=texts.own["text"], placeholder=texts.own["paste"], rtl=rtl),
        parts.own.file: gr.update(label=texts.own["file"]),
    } | {button: gr.update(value=text) for button, text in words.items()}
