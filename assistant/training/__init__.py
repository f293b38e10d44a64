"""Trains the model that ships; not installed with the assistant, and needs the extra ``train``."""
