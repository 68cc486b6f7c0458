"""One stage of urging is due."""

from __future__ import annotations

from app.domain.commands.instance import CorrelateMessage
from app.domain.context import CommandContext
from app.domain.events import DeadlineChanged, JobChanged, JobEnded
from app.domain.records import Deadline, Job
from app.engine.correlation import start_receivers
from app.engine.operations import log_entity
from app.engine.urging import START_MESSAGE, next_stage, stage_due, urge_key, urge_variables


def urge(job: Job, context: CommandContext) -> None:
    """Mark late where it is, tell the process `urging`, and wait for the next stage."""
    payload = job.payload or {}
    stage: str = payload["stage"]
    deadline = context.uow.deadlines.get(payload["deadline"])
    if stage == "overdue":
        context.uow.record(DeadlineChanged(deadline.id, {"state": "late"}, context.at))
    context.uow.record(
        log_entity(
            context,
            "Urge",
            "Deadline",
            deadline.id,
            instance_id=deadline.instance_id,
            after={"stage": stage, "deadline": deadline.deadline_id, "due": deadline.due_at.isoformat()},
        )
    )
    _rest(job, stage, deadline, context)
    _tell(stage, deadline, context)


def _rest(job: Job, stage: str, deadline: Deadline, context: CommandContext) -> None:
    following = next_stage(stage, deadline)
    if following is None:
        context.uow.record(JobEnded(job.id))
        return
    changes = {
        "due_at": stage_due(following, deadline, context),
        "payload": {"deadline": deadline.id, "stage": following},
        "owner": None,
        "locked_until": None,
    }
    context.uow.record(JobChanged(job.id, changes))


def _tell(stage: str, deadline: Deadline, context: CommandContext) -> None:
    if not start_receivers(START_MESSAGE, None, context):
        return
    instance = context.uow.instances.get(deadline.instance_id)
    task = context.uow.tasks.of_activity(deadline.activity_instance_id)
    key = urge_key(deadline.id, stage)
    variables = urge_variables(stage, instance, task, deadline)
    context.dispatch(CorrelateMessage(START_MESSAGE, key, variables=variables, start_only=True))
