"""Add an instance to a multi-instance activity that runs, and take one away (加签, 减签)."""

from __future__ import annotations

from typing import Any

from app.domain.commands.instance import AddInstance, RemoveInstance
from app.domain.context import CommandContext
from app.domain.errors import NotAllowed, NotFound
from app.domain.stimuli import AddInstance as Add
from app.domain.stimuli import RemoveInstance as Remove
from app.domain.values import Right
from app.engine.operations import log_instance
from app.engine.permissions import require_reason
from app.engine.standing import standing
from app.engine.stepping.moves import begin
from app.engine.stepping.running import Running
from app.engine.task_rights import doer_of


def add_instance(command: AddInstance, context: CommandContext) -> None:
    """One more instance. Raises `NotAllowed` for who holds no task of the body, `InvalidState`, `Suspended`."""
    turn = begin(context)
    running = turn.open(command.instance_id)
    on_behalf_of: str | None = None
    if context.actor.may(Right.OPERATOR) or context.actor.may(Right.ANY_TASK):
        require_reason(context.actor, command.reason)
    else:
        on_behalf_of = _holder(command.body_id, running)
    before = standing(running)
    turn.step(running, Add(command.body_id, command.item))
    turn.finish()
    _log("AddInstance", command, running, before, {"item": command.item}, on_behalf_of)


def remove_instance(command: RemoveInstance, context: CommandContext) -> None:
    """One instance less. Raises `InvalidState` for what is no open instance, and for the only one."""
    require_reason(context.actor, command.reason)
    turn = begin(context)
    running = turn.open(command.instance_id)
    before = standing(running)
    turn.step(running, Remove(command.activity_instance_id))
    turn.finish()
    _log("RemoveInstance", command, running, before, {"activityInstanceId": command.activity_instance_id}, None)


def _holder(body_id: str, running: Running) -> str | None:
    """For whom the actor holds an open task of the body."""
    context = running.context
    tokens = context.interpreter.waiting(running.process.program, running.instance.marking)
    inside = {token.activity_instance_id for token in tokens if token.scope_id == body_id}
    for task in context.uow.tasks.of_instance(running.instance.id):
        if task.activity_instance_id in inside:
            try:
                return doer_of(task, context).on_behalf_of
            except (NotAllowed, NotFound):
                continue  # Somebody else's; one of one's own is enough.
    raise NotAllowed("只有正在办理该会签的人可以加签", f"{context.actor.user_id} holds no open task of {body_id}")


def _log(
    operation: str,
    command: AddInstance | RemoveInstance,
    running: Running,
    before: list[str],
    what: dict[str, Any],
    on_behalf_of: str | None,
) -> None:
    context, instance, after = running.context, running.instance, {"at": standing(running), **what}
    entry = log_instance(
        context, operation, instance, command.reason, after, before={"at": before}, on_behalf_of=on_behalf_of
    )
    context.uow.record(entry)
