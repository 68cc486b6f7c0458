"""Record a failed run in a transaction of its own."""

from __future__ import annotations

from app.domain.commands.job import FailJob
from app.domain.context import CommandContext
from app.domain.errors import LockLost
from app.domain.events import IncidentOpened, JobChanged
from app.domain.records import Incident, Job
from app.engine.retries import retry_plan


def fail_job(command: FailJob, context: CommandContext) -> None:
    """One retry less and a rest; an incident at zero. Raises `NotFound`, `LockLost`."""
    job = context.uow.jobs.get(command.job_id, lock=True)
    if command.token is not None and command.token != job.token:
        raise LockLost(f"作业 {job.id} 的租约已换发", f"job {job.id} was claimed again (token {job.token})")
    plan = retry_plan((job.payload or {}).get("retry"))
    retries = 0 if command.is_final else max(job.retries - 1, 0)
    failures = max(plan.attempts - retries, 1)
    context.uow.record(
        JobChanged(
            job.id,
            {
                "retries": retries,
                "due_at": plan.next_attempt(failures, context.at) if retries else job.due_at,
                "owner": None,
                "locked_until": None,
                "error_message": command.error_message,
                "error_details": command.error_details,
            },
        )
    )
    if retries == 0 and not context.uow.incidents.of_configuration(job.id):
        context.uow.record(IncidentOpened(_incident(job, command.error_message, context)))


def _incident(job: Job, message: str, context: CommandContext) -> Incident:
    return Incident(
        id=context.ids.new(),
        kind="failedJob",
        created_at=context.at,
        message=message,
        instance_id=job.instance_id,
        definition_id=job.definition_id,
        definition_key=job.definition_key,
        activity_instance_id=job.activity_instance_id,
        element_id=job.element_id,
        configuration=job.id,
    )
