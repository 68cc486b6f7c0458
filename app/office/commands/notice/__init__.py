"""Notices and urges."""
