"""Write variables of a running instance from outside."""

from __future__ import annotations

from app.domain.commands.instance import SetVariables
from app.domain.context import CommandContext
from app.domain.errors import NotFound
from app.domain.events import VariablesChanged
from app.engine.operations import log_instance
from app.engine.permissions import require_reason
from app.engine.stepping.variables import StepVariables


def set_variables(command: SetVariables, context: CommandContext) -> None:
    """Write and delete; suspended instances may be mended too. Raises `NotFound` for a scope that is not open."""
    require_reason(context.actor, command.reason)
    instance = context.uow.instances.get(command.instance_id, lock=True)
    variables = StepVariables.of(context.uow.variables.load(instance.id))
    scope = command.scope_id or instance.id
    if scope != instance.id and scope not in variables.parents:
        raise NotFound(f"作用域 {scope} 不存在", f"scope {scope} is not open in instance {instance.id}")
    for name, value in command.variables.items():
        if command.local:
            variables.set_local(scope, name, value)
        else:
            variables.set(scope, name, value)
    for name in command.deletions:
        variables.remove_local(scope, name)
    changes = variables.take_changes()
    if changes:
        names = sorted({change.name for change in changes})
        context.uow.record(
            VariablesChanged(instance.id, changes, context.at, context.actor.user_id),
            log_instance(context, "SetVariables", instance, command.reason, {"names": names, "scope": scope}),
        )
