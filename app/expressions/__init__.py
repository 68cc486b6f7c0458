"""Expressions and decisions: text in, value out, nothing else reachable."""
