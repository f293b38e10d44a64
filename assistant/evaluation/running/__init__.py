"""Asks the questions, in whatever systems, and scores the answers."""
