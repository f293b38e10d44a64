"""Makes each question of a conversation understandable alone."""
