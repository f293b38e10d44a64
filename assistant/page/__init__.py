"""The chat page. Importing this imports gradio (2 s): import it only where a page is wanted."""

from assistant.page.build import build_page
from assistant.page.options import Options
from assistant.page.serving.server import make_app, running, serve
from assistant.page.state.views import Askable
from assistant.page.texts import TEXTS, Texts

__all__ = ["TEXTS", "Askable", "Options", "Texts", "build_page", "make_app", "running", "serve"]
