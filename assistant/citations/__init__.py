"""Check an answer's citations against the hits it was written from."""

from assistant.citations.checking import Checked, check, support_of
from assistant.citations.statements import finished
from assistant.citations.support import Entails, Support

__all__ = ["Checked", "Entails", "Support", "check", "finished", "support_of"]
