"""End a running instance from outside."""

from __future__ import annotations

from app.domain.commands.instance import CancelInstance
from app.domain.context import CommandContext
from app.domain.errors import InvalidState
from app.domain.stimuli import CancelInstance as Cancel
from app.engine.operations import log_instance
from app.engine.permissions import require_reason
from app.engine.stepping.moves import begin


def cancel_instance(command: CancelInstance, context: CommandContext) -> None:
    """Cancel the instance with all it called; a suspended one too.

    Raises `InvalidState` for a called instance: its caller would wait for ever, so the caller is to be cancelled.
    """
    require_reason(context.actor, command.reason)
    instance = context.uow.instances.get(command.instance_id, lock=True)
    if instance.parent_id is not None:
        raise InvalidState(
            f"实例 {instance.id} 由 {instance.parent_id} 调用，请终止调用它的实例",
            f"instance {instance.id} was called by {instance.parent_id}: cancel that one",
        )
    context.uow.record(log_instance(context, "Delete", instance, command.reason))
    turn = begin(context)
    running = turn.find(instance.id)
    if running is not None:
        turn.step(running, Cancel(command.reason))
        turn.finish()
