"""Take one version of a process out again."""

from __future__ import annotations

from app.domain.commands.deployment import DeleteDefinition
from app.domain.context import CommandContext
from app.domain.errors import NotFound
from app.domain.events import DefinitionRemoved
from app.engine.commands.deployment.removing import end_use, start_earlier
from app.engine.operations import log_entity


def delete_definition(command: DeleteDefinition, context: CommandContext) -> None:
    """As `delete_deployment`, for one process definition. Raises `NotFound`, `InvalidState`."""
    definition = context.uow.definitions.get(command.definition_id)
    if definition.kind != "process":
        raise NotFound(f"{definition.id} 不是流程定义", f"{definition.id} is no process definition")
    end_use(definition, command.cascade, context)
    after = {"cascade": command.cascade}
    context.uow.record(
        DefinitionRemoved(definition.id, command.cascade),
        log_entity(context, "Delete", "ProcessDefinition", definition.id, definition_id=definition.id, after=after),
    )
    start_earlier([definition], context)
