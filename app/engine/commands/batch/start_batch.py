"""Let jobs carry out one command for many instances."""

from __future__ import annotations

from app.domain.commands import Command
from app.domain.commands.batch import StartBatch
from app.domain.context import CommandContext
from app.domain.errors import InvalidInput
from app.domain.events import JobCreated
from app.domain.operation_events import BatchStarted
from app.domain.records import Batch, BatchItem, Job
from app.domain.values import JobKind
from app.engine.images import encode
from app.engine.operations import log_entity
from app.engine.permissions import RIGHTS, check_right, require_reason


def start_batch(command: StartBatch, context: CommandContext) -> Batch:
    """One job for each instance, due at once. Raises `NotAllowed`, `InvalidInput`."""
    require_reason(context.actor, command.reason)
    if not command.commands:
        raise InvalidInput("请至少选择一个实例", "process instance ids is empty", "processInstanceIds")
    for each in command.commands.values():
        check_right(each, context.actor, RIGHTS)
    batch = Batch(
        id=context.ids.new(),
        kind=command.kind,
        total=len(command.commands),
        created_at=context.at,
        created_by=context.actor.user_id,
        reason=command.reason,
    )
    jobs = [_job(batch, instance_id, each, context) for instance_id, each in command.commands.items()]
    items = tuple(BatchItem(batch.id, id, job.id) for id, job in zip(command.commands, jobs, strict=True))
    context.uow.record(
        BatchStarted(batch, items),
        *(JobCreated(job) for job in jobs),
        log_entity(
            context,
            "CreateBatch",
            "Batch",
            batch.id,
            reason=command.reason,
            after={"type": batch.kind, "nrOfInstances": batch.total, "async": True},
        ),
    )
    return batch


def _job(batch: Batch, instance_id: str, command: Command, context: CommandContext) -> Job:
    """Not the instance's own job: it must run where the instance is suspended, and be told where it has ended."""
    return Job(
        id=context.ids.new(),
        kind=JobKind.BATCH,
        due_at=context.at,
        created_at=context.at,
        payload={
            "batch": batch.id,
            "instance": instance_id,
            "command": encode(command),
            "actor": encode(context.actor),
        },
        exclusive=False,
    )
