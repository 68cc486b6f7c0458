"""Clocks for tests: the simulated one of the product, at a Monday morning in office hours."""

from __future__ import annotations

from datetime import datetime

from app.calendar import SHANGHAI
from app.jobs.simulation import SimulatedClock

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI)
"""Monday, 2 March 2026, 09:00 in the office: an ordinary working week lies ahead."""


def clock_at(moment: datetime = MONDAY) -> SimulatedClock:
    """A clock that stands at `moment` until somebody sets it."""
    return SimulatedClock(moment)
