"""Questions made from the article that it is known to answer."""
