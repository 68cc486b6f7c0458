"""Topics on their way to a session."""
