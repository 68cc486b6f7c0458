"""Putting resources in and taking them out."""
