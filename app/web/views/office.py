"""Topics, sessions and archive files as JSON."""
