"""Begin ended instances again."""

from __future__ import annotations

from app.domain.commands.instance import RestartInstances
from app.domain.context import CommandContext
from app.domain.errors import InvalidInput, InvalidState
from app.domain.records import ProcessInstance
from app.engine.operations import log_instance
from app.engine.permissions import require_reason
from app.engine.standing import standing
from app.engine.stepping.moves import begin
from app.engine.stepping.starts import start_instance


def restart_instances(command: RestartInstances, context: CommandContext) -> tuple[ProcessInstance, ...]:
    """A new instance for each, with what it left behind; all of them or none."""
    require_reason(context.actor, command.reason)
    if not command.at.instructions:
        raise InvalidInput("请至少给出一条启动指令", "Restart instructions cannot be empty", "instructions")
    if not command.instance_ids:
        raise InvalidInput("请至少选择一个实例", "processInstanceIds is empty", "processInstanceIds")
    definition = context.uow.definitions.get(command.definition_id)
    turn = begin(context)
    begun = []
    for instance_id in dict.fromkeys(command.instance_ids):
        old = _ended(instance_id, command, context)
        variables = context.uow.variables.of_ended(old.id, initial=command.initial_variables)
        key = old.business_key if command.with_business_key else None
        running = start_instance(turn, definition, variables, key, at=command.at)
        after = {"restarted": old.id, "at": standing(running)}
        context.uow.record(log_instance(context, "RestartProcessInstance", running.instance, command.reason, after))
        begun.append(running)
    turn.finish()
    return tuple(running.instance for running in begun)


def _ended(instance_id: str, command: RestartInstances, context: CommandContext) -> ProcessInstance:
    old = context.uow.instances.ended(instance_id)
    if old is None:
        context.uow.instances.get(instance_id)  # Unknown: that is told first.
        raise InvalidState(f"实例 {instance_id} 还在运行", f"process instance {instance_id} has not ended")
    if old.definition_id != command.definition_id:
        raise InvalidInput(
            f"实例 {instance_id} 属于 {old.definition_id}",
            f"Its process definition '{old.definition_id}' does not match given process definition "
            f"'{command.definition_id}'",
            "processInstanceIds",
        )
    return old
