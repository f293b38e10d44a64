"""Build the chat page."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from assistant.answer import Language
from assistant.page.components.events import Handlers
from assistant.page.components.layout import FIRST, lay_out
from assistant.page.components.owning import OwnHandlers
from assistant.page.components.programs import Programs, endpoint
from assistant.page.components.wiring import PASSED_ON, connect, connect_own
from assistant.page.limits.bounds import bound
from assistant.page.limits.queueing import FairQueue
from assistant.page.limits.uploads import Uploads
from assistant.page.offline import api, gr
from assistant.page.options import Options
from assistant.page.own.articles import OwnArticles
from assistant.page.state.feedback import Feedback
from assistant.page.state.session import Sessions
from assistant.page.texts import TEXTS, Texts
from assistant.page.wording import WORDS

_MOST_EVENTS: Final = 1_000  # that Gradio runs at once, most of which wait in our own queues


def build_page(
    sessions: Sessions,
    asking: Programs,
    uploads: Uploads,
    *,
    texts: Mapping[Language, Texts] = TEXTS,
    options: Options,
) -> gr.Blocks:
    """The page for these sessions, and ``/ask`` for programs.

    Its CSS and JavaScript come with `assistant.page.serving.server.make_app`, where Gradio takes them.
    """
    opened = sessions.shipped
    assistant = opened.assistant
    feedback = Feedback(options.feedback_dir) if options.feedback_dir else None
    articles = OwnArticles(
        assistant,
        uploads,
        max_bytes=options.max_own_bytes,
        most=options.max_own_articles,
        fetch=options.fetch,
    )
    page = gr.Blocks(title=texts[FIRST].title, analytics_enabled=False, fill_width=True)
    texts = {language: _with_addresses(language, spoken, options) for language, spoken in texts.items()}
    with page:
        parts = lay_out(opened, texts[FIRST])
        handlers = Handlers(parts, sessions, texts, feedback, asking.queue)
        connect(page, parts, handlers)
        connect_own(parts, OwnHandlers(handlers, articles, texts, FairQueue.for_articles()), handlers.offer)
        api(endpoint(asking), api_name="ask", **PASSED_ON)
    threads = page.max_threads
    page.max_threads = _MOST_EVENTS  # read by the queue that is made now
    page.queue()
    page.max_threads = threads
    bound(page, sessions.is_open)
    return page


def _with_addresses(language: Language, texts: Texts, options: Options) -> Texts:
    """The texts with what is said of addresses: that they are opened, or what to do instead."""
    words = WORDS[language]
    if options.fetch:
        return replace(texts, own={**texts.own, "paste": words["paste_address"]})
    return replace(texts, own={**texts.own, "intro": f"{texts.own['intro']} {words['by_hand']}"})
