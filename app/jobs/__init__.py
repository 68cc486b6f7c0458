"""Timers, continuations, retries and deliveries: the only home of APScheduler."""
