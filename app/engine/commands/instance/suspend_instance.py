"""Stop an instance and let it go on."""

from __future__ import annotations

from app.domain.commands.instance import ActivateInstance, SuspendInstance
from app.domain.context import CommandContext
from app.domain.events import InstanceStateChanged
from app.domain.records import ProcessInstance
from app.domain.values import InstanceState
from app.engine.operations import log_instance
from app.engine.permissions import require_reason


def suspend_instance(command: SuspendInstance, context: CommandContext) -> None:
    """No task, job or message moves the instance, nor what it called. Suspending twice does nothing."""
    _change(command.instance_id, InstanceState.SUSPENDED, "Suspend", command.reason, context)


def activate_instance(command: ActivateInstance, context: CommandContext) -> None:
    """Let it go on, with what it called."""
    _change(command.instance_id, InstanceState.ACTIVE, "Activate", command.reason, context)


def _change(
    instance_id: str, state: InstanceState, operation: str, reason: str | None, context: CommandContext
) -> None:
    require_reason(context.actor, reason)
    instance = context.uow.instances.get(instance_id, lock=True)
    context.uow.record(log_instance(context, operation, instance, reason))
    set_state(instance, state, context)


def set_state(instance: ProcessInstance, state: InstanceState, context: CommandContext) -> None:
    """Change an instance and everything it called."""
    if instance.state is not state:
        context.uow.record(InstanceStateChanged(instance.id, instance.version, state, context.at))
    for child in context.uow.instances.children(instance.id):
        set_state(child, state, context)
