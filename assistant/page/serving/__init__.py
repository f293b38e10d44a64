"""How the page goes to the browser."""
