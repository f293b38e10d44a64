"""What one reader asked and reads."""
