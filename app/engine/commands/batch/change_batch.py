"""Stop a batch, let it go on, give it up."""

from __future__ import annotations

from app.domain.commands.batch import DeleteBatch, SuspendBatch
from app.domain.context import CommandContext
from app.domain.events import IncidentClosed, JobChanged, JobEnded
from app.domain.operation_events import BatchChanged, BatchRemoved
from app.engine.operations import log_entity
from app.engine.permissions import require_reason


def suspend_batch(command: SuspendBatch, context: CommandContext) -> None:
    """What is left rests, or goes on. Raises `NotFound`."""
    require_reason(context.actor, command.reason)
    batch = context.uow.batches.get(command.batch_id)
    changes = {"suspended": command.suspended}
    context.uow.record(
        BatchChanged(batch.id, changes),
        log_entity(
            context,
            "SuspendBatch" if command.suspended else "ActivateBatch",
            "Batch",
            batch.id,
            reason=command.reason,
            before={"suspended": batch.suspended},
            after=changes,
        ),
    )
    for job_id in _open_jobs(batch.id, context):
        context.uow.record(JobChanged(job_id, changes))


def delete_batch(command: DeleteBatch, context: CommandContext) -> None:
    """What is left is given up; what is done stays done. Raises `NotFound`."""
    require_reason(context.actor, command.reason)
    batch = context.uow.batches.get(command.batch_id)
    context.uow.record(log_entity(context, "DeleteBatch", "Batch", batch.id, reason=command.reason))
    for job_id in _open_jobs(batch.id, context):
        closed = [IncidentClosed(each.id, context.at, False) for each in context.uow.incidents.of_configuration(job_id)]
        context.uow.record(JobEnded(job_id), *closed)
    if command.cascade:
        context.uow.record(BatchRemoved(batch.id))


def _open_jobs(batch_id: str, context: CommandContext) -> list[str]:
    ids = [item.job_id for item in context.uow.batches.open_items(batch_id)]
    return [job_id for job_id in ids if context.uow.jobs.find(job_id) is not None]
