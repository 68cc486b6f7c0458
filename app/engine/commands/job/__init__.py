"""Timers, continuations, deliveries, urging."""
