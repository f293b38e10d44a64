"""Articles that readers bring."""
