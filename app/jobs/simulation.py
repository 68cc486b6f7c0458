"""Runs the office on a simulated clock: for demonstrations and tests; no thread, no waiting."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from app.domain.ports.door import Door
from app.domain.queries.runtime import NextJobDue
from app.domain.values import SYSTEM
from app.jobs.executor import JobExecutor


class SimulatedClock:
    """A clock that somebody sets; it never goes back."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def now(self) -> datetime:
        """The simulated time."""
        return self._now

    def set(self, moment: datetime) -> None:
        """Go on to `moment`; an earlier one changes nothing."""
        self._now = max(self._now, moment)

    def advance(self, step: timedelta) -> None:
        """Go on by `step`."""
        self.set(self._now + step)


class Simulation:
    """Plays the part of the ticker: runs due jobs, and lets time pass from one due job to the next.

    `work` plays the workers: it does the external tasks that wait and returns how many there were, so that what a
    timer hands to a worker is done at the timer's own time.
    """

    def __init__(
        self, engine: Door, clock: SimulatedClock, owner: str = "simulation", work: Callable[[], int] = lambda: 0
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._executor = JobExecutor(engine, owner)
        self._work = work

    def run_due_jobs(self, now: datetime | None = None) -> int:
        """Run everything due at `now` (the clock is set to it), and what that makes due; returns how many jobs ran."""
        if now is not None:
            self._clock.set(now)
        ran = self._executor.run_until_idle()
        while self._work():
            ran += self._executor.run_until_idle()
        return ran

    def advance_to(self, moment: datetime) -> int:
        """Let time pass until `moment`; every job runs at its own due time. Returns how many ran."""
        ran = self.run_due_jobs()
        while (due := self._next_due()) is not None and due <= moment:
            self._clock.set(due)
            count = self.run_due_jobs()
            ran += count
            if not count:
                break
        self._clock.set(moment)
        return ran + self.run_due_jobs()

    def _next_due(self) -> datetime | None:
        due: datetime | None = self._engine.ask(NextJobDue(), SYSTEM)
        return due
