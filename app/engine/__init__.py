"""Process use cases: one command, one handler, one transaction."""
