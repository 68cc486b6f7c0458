"""Decisions asked from outside a process."""
