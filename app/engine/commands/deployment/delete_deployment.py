"""Take a deployment out again."""

from __future__ import annotations

from app.domain.commands.deployment import DeleteDeployment
from app.domain.context import CommandContext
from app.domain.events import DeploymentRemoved
from app.engine.commands.deployment.removing import end_use, start_earlier
from app.engine.operations import log_entity


def delete_deployment(command: DeleteDeployment, context: CommandContext) -> None:
    """Refused while instances run; with `cascade` they are cancelled, and history goes too.

    Raises `NotFound`, `InvalidState`.
    """
    context.uow.definitions.deployment(command.deployment_id)
    processes = [
        each for each in context.uow.definitions.of_deployment(command.deployment_id) if each.kind == "process"
    ]
    for definition in processes:
        end_use(definition, command.cascade, context)
    context.uow.record(
        DeploymentRemoved(command.deployment_id, command.cascade),
        log_entity(context, "Delete", "Deployment", command.deployment_id, after={"cascade": command.cascade}),
    )
    start_earlier(processes, context)
