"""The switches of the office."""
