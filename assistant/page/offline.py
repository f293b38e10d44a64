"""The one door to gradio: it is told to stay offline before it is imported, which is when it looks."""

import os

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # on, the server looks up api.gradio.app and huggingface.co

import gradio as gr
from gradio.events import api

__all__ = ["api", "gr"]
