"""When there is something to do again: for demonstrations and tests on a simulated clock."""

from __future__ import annotations

from datetime import datetime

from app.domain.context import CommandContext
from app.domain.queries.runtime import NextJobDue


def next_job_due(query: NextJobDue, context: CommandContext) -> datetime | None:
    """The next moment at which a job may run."""
    return context.uow.jobs.next_due(context.at)
