"""The reader that ships: question and windows of the article in, the words that answer and how sure they are out."""
