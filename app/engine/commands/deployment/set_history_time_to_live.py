"""How long the history of a definition is kept."""

from __future__ import annotations

from app.domain.commands.deployment import SetHistoryTimeToLive
from app.domain.context import CommandContext
from app.domain.errors import InvalidInput
from app.domain.events import DefinitionChanged
from app.engine.operations import log_entity


def set_history_time_to_live(command: SetHistoryTimeToLive, context: CommandContext) -> None:
    """Days, or None for ever. Raises `NotFound`, `InvalidInput`."""
    if command.days is not None and command.days < 0:
        raise InvalidInput("保留天数不能为负", "historyTimeToLive must not be negative", "historyTimeToLive")
    definition = context.uow.definitions.get(command.definition_id)
    context.uow.record(
        DefinitionChanged(definition.id, {"history_time_to_live": command.days}),
        log_entity(
            context,
            "UpdateHistoryTimeToLive",
            "ProcessDefinition" if definition.kind == "process" else "DecisionDefinition",
            definition.id,
            definition_id=definition.id,
            before={"history_time_to_live": definition.history_time_to_live},
            after={"history_time_to_live": command.days},
        ),
    )
