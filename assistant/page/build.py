"""Build the chat page."""

from collections.abc import Mapping
from dataclasses import replace

from assistant.answer import Language
from assistant.page.events import Handlers
from assistant.page.feedback import Feedback
from assistant.page.layout import FIRST, lay_out
from assistant.page.offline import api, gr
from assistant.page.options import Options
from assistant.page.owning import OwnArticles, OwnHandlers
from assistant.page.programs import endpoint
from assistant.page.session import Sessions
from assistant.page.texts import TEXTS, Texts
from assistant.page.wiring import ANSWERS, connect, connect_own
from assistant.page.wording import WORDS

_SWEEP_S = 3_600  # how often, and how old, uploads are removed that no event has taken


def build_page(sessions: Sessions, *, texts: Mapping[Language, Texts] = TEXTS, options: Options) -> gr.Blocks:
    """The page for these sessions, and ``/ask`` for programs.

    Its CSS and JavaScript come with `assistant.page.server.make_app`, where Gradio takes them.
    """
    desk = sessions.shipped
    assistant = desk.assistant
    feedback = Feedback(options.feedback_dir) if options.feedback_dir else None
    articles = OwnArticles(
        assistant, max_bytes=options.max_own_bytes, most=options.max_own_articles, fetch=options.fetch
    )
    page = gr.Blocks(
        title=texts[FIRST].title, analytics_enabled=False, fill_width=True, delete_cache=(_SWEEP_S, _SWEEP_S)
    )
    texts = {language: _with_addresses(language, spoken, options) for language, spoken in texts.items()}
    with page:
        parts = lay_out(desk, texts[FIRST])
        handlers = Handlers(parts, sessions, texts, feedback)
        connect(page, parts, handlers)
        connect_own(parts, OwnHandlers(handlers, articles, texts), handlers.offer)
        api(endpoint(assistant), api_name="ask", **ANSWERS)
    return page


def _with_addresses(language: Language, texts: Texts, options: Options) -> Texts:
    """The texts with what is said of addresses: that they are opened, or what to do instead."""
    words = WORDS[language]
    if options.fetch:
        return replace(texts, own={**texts.own, "paste": words["paste_address"]})
    return replace(texts, own={**texts.own, "intro": f"{texts.own['intro']} {words['by_hand']}"})
