"""PDF files: glyphs at places, put together to rows, columns and paragraphs."""
