"""Questions about the whole article: a summary, or what it names."""
