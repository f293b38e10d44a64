"""What is asked: question files, labelled statements, and what counts as right."""
