"""Moves instances: loads one, lets the interpreter advance it, turns what happened into events and follow-ups."""
