"""Take due jobs with a lease."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from app.domain.commands.job import ClaimJobs
from app.domain.context import CommandContext
from app.domain.events import JobChanged
from app.domain.records import Job


def claim_jobs(command: ClaimJobs, context: CommandContext) -> tuple[Job, ...]:
    """Each claimed job gets owner, end of lease and the next token; nobody else gets it within the lease."""
    until = context.at + timedelta(milliseconds=command.lease_ms)
    claimed = []
    for job in context.uow.jobs.claim(context.at, command.limit, command.kinds):
        held = replace(job, owner=command.owner, locked_until=until, token=job.token + 1)
        changes = {"owner": held.owner, "locked_until": held.locked_until, "token": held.token}
        context.uow.record(JobChanged(job.id, changes))
        claimed.append(held)
    return tuple(claimed)
