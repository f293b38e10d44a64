"""What is shown of an answer, as text and as HTML."""
