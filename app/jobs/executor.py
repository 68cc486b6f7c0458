"""Acquires due jobs and runs them: one command per job, a failure recorded in a transaction of its own."""

from __future__ import annotations

import logging
import traceback
from datetime import timedelta

from app.domain.commands.job import ClaimJobs, ExecuteJob, FailJob
from app.domain.errors import BanliError, Conflict, LimitExceeded, LockLost, NotFound, Rejected, Suspended
from app.domain.ports.door import Door
from app.domain.records import Job
from app.domain.values import SYSTEM, JobKind

logger = logging.getLogger("banli.jobs")

LEASE = timedelta(minutes=1)
"""A job is one transaction of milliseconds; this long its instance rests when a server dies in the middle of one."""
BATCH = 10
MAX_DETAILS = 20_000
"""Characters of a stack trace that are kept."""


class JobExecutor:
    """Runs what is due on behalf of the engine; several executors on one database share the work by leases."""

    def __init__(self, engine: Door, owner: str, lease: timedelta = LEASE, batch: int = BATCH) -> None:
        self._engine = engine
        self._owner = owner
        self._lease_ms = int(lease.total_seconds() * 1000)
        self._batch = batch

    def run_due(self) -> int:
        """Claim one batch and run it; returns how many jobs were claimed."""
        claimed: tuple[Job, ...] = self._engine.execute(ClaimJobs(self._owner, self._lease_ms, self._batch), SYSTEM)
        for job in claimed:
            self._run(job)
        return len(claimed)

    def run_until_idle(self, limit: int = 100_000) -> int:
        """Run batches until nothing is due; returns how many jobs ran. Stops after `limit` jobs."""
        total = 0
        while total < limit and (count := self.run_due()):
            total += count
        return total

    def _run(self, job: Job) -> None:
        try:
            self._engine.execute(ExecuteJob(job.id, job.token), SYSTEM)
        except (LockLost, Suspended) as gone:
            # Somebody else has it by now, or its instance rests: nothing failed here.
            logger.info("job %s was not run: %s", job.id, gone)
        except Conflict as conflict:
            # A lost race costs no retry: the lease ends and the job is tried again.
            logger.info("job %s lost a race: %s", job.id, conflict)
        except Exception as error:
            # `NotFound` too: what the job calls is not there, unless the job itself went away, which `_fail` finds out.
            self._fail(job, error)

    def _fail(self, job: Job, error: Exception) -> None:
        message = error.text.zh if isinstance(error, BanliError) else f"{type(error).__name__}: {error}"
        details = "".join(traceback.format_exception(error))[-MAX_DETAILS:]
        is_final = isinstance(error, LimitExceeded) or (job.kind is JobKind.BATCH and isinstance(error, Rejected))
        try:
            self._engine.execute(FailJob(job.id, job.token, message, details, is_final), SYSTEM)
        except (LockLost, NotFound) as gone:
            logger.info("failure of job %s was not recorded: %s", job.id, gone)
        else:
            logger.warning("job %s (%s) failed: %s", job.id, job.kind, error)
