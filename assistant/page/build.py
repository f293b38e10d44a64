"""Build the chat page."""

from collections.abc import Mapping

from assistant.answer import Language
from assistant.page.events import ANSWERS, Handlers, connect, endpoint
from assistant.page.layout import FIRST, lay_out
from assistant.page.offline import api, gr
from assistant.page.texts import TEXTS, Texts
from assistant.page.views import Answering


def build_page(assistant: Answering, *, texts: Mapping[Language, Texts] = TEXTS) -> gr.Blocks:
    """The page that asks the assistant, and ``/ask`` for programs.

    Its CSS and JavaScript come with `assistant.page.server.make_app`, where Gradio takes them. Every language
    of ``texts`` has the same number of examples.
    """
    page = gr.Blocks(title=texts[FIRST].title, analytics_enabled=False, fill_width=True)
    with page:
        parts = lay_out(assistant, texts[FIRST])
        connect(parts, Handlers(parts, assistant, texts))
        api(endpoint(assistant), api_name="ask", **ANSWERS)
    return page
