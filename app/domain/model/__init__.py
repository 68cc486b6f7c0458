"""Frozen, typed models of what a designer draws: processes, decisions and forms."""
