"""Let a stuck job be tried again, or move its time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.domain.commands.job import SetJobDueDate, SetJobRetries
from app.domain.context import CommandContext
from app.domain.errors import InvalidInput
from app.domain.events import JobChanged
from app.domain.records import Job
from app.engine.incidents import close_incidents
from app.engine.operations import log_entity
from app.engine.permissions import require_reason


def set_job_retries(command: SetJobRetries, context: CommandContext) -> None:
    """Retries above zero close the incident and free the job."""
    require_reason(context.actor, command.reason)
    if command.retries < 0:
        raise InvalidInput("重试次数不能为负", "retries must not be negative", "retries")
    job = context.uow.jobs.get(command.job_id, lock=True)
    changes: dict[str, Any] = {"retries": command.retries}
    if command.retries > 0:
        # A job that rests after a failure runs at once; one that was never due keeps its time.
        rests = job.error_message is not None and job.due_at > context.at
        changes |= {"owner": None, "locked_until": None} | ({"due_at": context.at} if rests else {})
        close_incidents(job.id, context)
    _change(job, "SetRetries", changes, command.reason, context)


def set_job_due_date(command: SetJobDueDate, context: CommandContext) -> None:
    """None means now."""
    require_reason(context.actor, command.reason)
    job = context.uow.jobs.get(command.job_id, lock=True)
    _change(job, "SetDueDate", {"due_at": command.due_at or context.at}, command.reason, context)


def _change(job: Job, operation: str, changes: Mapping[str, Any], reason: str | None, context: CommandContext) -> None:
    context.uow.record(
        JobChanged(job.id, changes),
        log_entity(
            context,
            operation,
            "Job",
            job.id,
            reason=reason,
            instance_id=job.instance_id,
            before={"retries": job.retries, "due_at": job.due_at.isoformat()},
            after={name: str(value) for name, value in changes.items()},
        ),
    )
