"""Check an answer's citations against the hits it was written from."""

from assistant.citations.checking import Checked, check
from assistant.citations.statements import finished

__all__ = ["Checked", "check", "finished"]
