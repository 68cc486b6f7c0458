"""Take a deployment out again."""

from __future__ import annotations

from app.domain.commands.deployment import DeleteDeployment
from app.domain.context import CommandContext
from app.domain.errors import InvalidState
from app.domain.events import DeploymentRemoved
from app.domain.records import Definition
from app.domain.stimuli import CancelInstance
from app.engine.operations import log_entity
from app.engine.starting_points import close_starts, open_starts
from app.engine.stepping.moves import begin


def delete_deployment(command: DeleteDeployment, context: CommandContext) -> None:
    """Refused while instances run; with `cascade` they are cancelled, and history goes too.

    Where it held the latest version of a process, messages and timers start the version before it again.
    Raises `NotFound`, `InvalidState`.
    """
    context.uow.definitions.deployment(command.deployment_id)
    processes = [
        each for each in context.uow.definitions.of_deployment(command.deployment_id) if each.kind == "process"
    ]
    for definition in processes:
        _end_instances(definition, command, context)
        close_starts(definition, context)
    context.uow.record(
        DeploymentRemoved(command.deployment_id, command.cascade),
        log_entity(context, "Delete", "Deployment", command.deployment_id, after={"cascade": command.cascade}),
    )
    for definition in processes:
        latest = context.uow.definitions.latest("process", definition.key)
        if latest is not None and latest.version < definition.version:
            open_starts(latest, context.programs.process(latest.id, context.uow).model, context)


def _end_instances(definition: Definition, command: DeleteDeployment, context: CommandContext) -> None:
    running = context.uow.instances.of_definition(definition.id)
    if running and not command.cascade:
        raise InvalidState(
            f"流程 {definition.key} 版本 {definition.version} 还有 {len(running)} 个运行中的实例",
            f"{len(running)} instances of {definition.id} still run",
        )
    turn = begin(context)
    for instance_id in running:
        instance = turn.find(instance_id)
        if instance is not None:
            turn.step(instance, CancelInstance("deployment deleted"))
    turn.finish()
