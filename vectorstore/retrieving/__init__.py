"""From a question to ranked hits, and how sure they are."""
