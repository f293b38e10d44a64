"""Plain text: its encoding, its paragraphs and headings, and what is not the article."""
