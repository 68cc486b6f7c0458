"""The clock that looks at the job table: APScheduler with a memory store and one interval job."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Event

from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.background import BackgroundScheduler

from app.domain.errors import BanliError
from app.domain.ports.notifier import Changes, Notifier
from app.jobs.executor import JobExecutor

logger = logging.getLogger("banli.jobs")

INTERVAL = 1.0
"""Seconds between two looks: polling stays, wake-ups are hints."""
_JOB = "run due jobs"


class Ticker:
    """Runs the executor every second, and at once when a committed transaction made something due."""

    def __init__(self, executor: JobExecutor, notifier: Notifier, interval: float = INTERVAL) -> None:
        self._executor = executor
        self._notifier = notifier
        self._interval = interval
        self._again = Event()
        self._running = Event()
        self._scheduler = BackgroundScheduler(timezone=UTC)
        self._leave: Callable[[], None] | None = None

    def start(self) -> None:
        """Begin to tick."""
        self._scheduler.add_job(
            self._tick,
            "interval",
            seconds=self._interval,
            id=_JOB,
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,
            next_run_time=datetime.now(UTC),
        )
        self._leave = self._notifier.subscribe(self._heard)
        self._scheduler.start()

    def stop(self) -> None:
        """Stop after the job that runs now; what is left is run by the next start, or by another node."""
        if self._leave is not None:
            self._leave()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=True)

    def _heard(self, changes: Changes) -> None:
        if not changes.jobs_due:
            return
        self._again.set()
        if not self._running.is_set():
            try:
                self._scheduler.modify_job(_JOB, next_run_time=datetime.now(UTC))
            except JobLookupError:
                logger.debug("the ticker is stopping")

    def _tick(self) -> None:
        self._running.set()
        try:
            self._again.set()
            while self._again.is_set():
                self._again.clear()
                self._executor.run_until_idle()
        except BanliError as error:
            logger.warning("jobs were not looked at: %s", error)
        finally:
            self._running.clear()
