"""The commands of the office, one handler per file."""
