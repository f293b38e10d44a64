"""The one door to gradio: it is told to stay offline before it is imported, which is when it looks."""

import os
from pathlib import Path
from typing import Final

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # on, the server looks up api.gradio.app and huggingface.co
os.environ["GRADIO_ANALYTICS_MAX_EVENTS"] = "100"  # of 10,000, each error would make a table

import gradio as gr
from gradio.brotli_middleware import BrotliMiddleware
from gradio.events import api
from gradio.utils import LRUCache

FRONTEND: Final = Path(gr.__file__).parent / "templates" / "frontend"  # the files that it serves

__all__ = ["FRONTEND", "BrotliMiddleware", "LRUCache", "api", "gr"]
