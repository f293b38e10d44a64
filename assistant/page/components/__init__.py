"""What stands on the page, and what it does."""
