"""What moves jobs (timers, continuations, deliveries)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from app.domain.commands import Command
from app.domain.values import JobKind


@dataclass(frozen=True, slots=True)
class ClaimJobs(Command):
    """Take due jobs with a lease and a growing token. Returns a tuple of `Job`."""

    owner: str
    lease_ms: int
    limit: int
    kinds: Iterable[JobKind] | None = None


@dataclass(frozen=True, slots=True)
class ExecuteJob(Command):
    """Run one job now, whatever its due date (job API); `token` fences off an executor that lost its lease."""

    job_id: str
    token: int | None = None


@dataclass(frozen=True, slots=True)
class FailJob(Command):
    """Record a failed run in a transaction of its own: retries - 1, back-off, incident at zero."""

    job_id: str
    token: int | None
    error_message: str
    error_details: str | None = None
    is_final: bool = False
    """Trying again cannot help (a limit was hit): straight to the incident."""


@dataclass(frozen=True, slots=True)
class SetJobRetries(Command):
    """Let a stuck job be tried again; closes its incident."""

    job_id: str
    retries: int
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class SetJobDueDate(Command):
    """Move a job's time; None means now."""

    job_id: str
    due_at: datetime | None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class RecomputeDeadlines(Command):
    """The calendar changed: recompute every open deadline, its task's due date and its jobs."""

    reason: str
