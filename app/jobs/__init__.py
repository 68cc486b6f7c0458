"""Timers, asynchronous continuations, retries, incidents, outbox: runs what is due; the only home of APScheduler."""
