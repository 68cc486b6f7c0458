"""催办: remind the people who hold a task."""

from __future__ import annotations

from app.domain.commands.instance import CorrelateMessage
from app.domain.commands.task import UrgeTask
from app.domain.context import CommandContext
from app.domain.errors import InvalidInput
from app.domain.records import UserTask
from app.domain.values import Right
from app.engine.correlation import start_receivers
from app.engine.operations import log_task
from app.engine.task_rights import doer_of, open_task
from app.engine.urging import START_MESSAGE, urge_variables


def urge_task(command: UrgeTask, context: CommandContext) -> None:
    """Log the note and tell the process `urging`, where it is deployed.

    Supervisors and operators may urge, and who started the case; anybody else must be able to do the task.
    """
    if not command.note.strip():
        raise InvalidInput("请填写催办内容", "a note is required", "note")
    task = open_task(command.task_id, context)
    _check(task, context)
    context.uow.record(log_task(context, "Urge", task, reason=command.note))
    if not start_receivers(START_MESSAGE, None, context):
        return
    deadline = next(iter(context.uow.deadlines.of_activity(task.activity_instance_id)), None)
    instance = context.uow.instances.get(task.instance_id)
    variables = urge_variables("manual", instance, task, deadline)
    variables |= {"urge_mode": "system", "urge_note": command.note, "urged_by": context.actor.user_id}
    if command.until is not None:
        variables["due"] = command.until
    context.dispatch(CorrelateMessage(START_MESSAGE, context.ids.new(), variables=variables, start_only=True))


def _check(task: UserTask, context: CommandContext) -> None:
    actor = context.actor
    if actor.may(Right.SUPERVISOR) or actor.may(Right.OPERATOR):
        return
    if context.uow.instances.get(task.instance_id).started_by != actor.user_id:
        doer_of(task, context)
