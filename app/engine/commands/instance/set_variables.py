"""Write variables of a running instance from outside; conditional events that see them are asked."""

from __future__ import annotations

from app.domain.commands.instance import SetVariables
from app.domain.context import CommandContext
from app.domain.errors import NotFound
from app.engine.operations import log_instance
from app.engine.permissions import require_reason
from app.engine.stepping.moves import begin


def set_variables(command: SetVariables, context: CommandContext) -> None:
    """Write and delete; suspended instances may be mended too. Raises `NotFound` for a scope that is not open."""
    require_reason(context.actor, command.reason)
    turn = begin(context)
    running = turn.load(command.instance_id)
    instance, variables = running.instance, running.variables
    scope = command.scope_id or instance.id
    if scope != instance.id and scope not in variables.parents:
        raise NotFound(f"作用域 {scope} 不存在", f"scope {scope} is not open in instance {instance.id}")
    for name, value in command.variables.items():
        (variables.set_local if command.local else variables.set)(scope, name, value)
    for name in command.deletions:
        variables.remove_local(scope, name)
    if variables.changes:
        names = sorted({change.name for change in variables.changes})
        details = {"names": names, "scope": scope}
        context.uow.record(log_instance(context, "SetVariables", instance, command.reason, details))
        turn.rewrite(running)
        turn.finish()
