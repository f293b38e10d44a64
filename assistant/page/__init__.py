"""The chat page. Importing this imports gradio (2 s): import it only where a page is wanted."""

from assistant.page.build import build_page
from assistant.page.options import Options
from assistant.page.server import make_app, running, serve
from assistant.page.texts import TEXTS, Texts
from assistant.page.views import Answering

__all__ = ["TEXTS", "Answering", "Options", "Texts", "build_page", "make_app", "running", "serve"]
