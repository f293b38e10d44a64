"""Readers turn hits into a draft: the extractive one quotes, the generative one writes."""

from assistant.readers.base import Draft, Reader, Request

__all__ = ["Draft", "Reader", "Request"]
