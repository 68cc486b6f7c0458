"""What goes before a process definition can be removed, and what starts again afterwards."""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.context import CommandContext
from app.domain.errors import InvalidState
from app.domain.records import Definition
from app.domain.stimuli import CancelInstance
from app.engine.starting_points import close_starts, open_starts
from app.engine.stepping.moves import begin


def end_use(definition: Definition, cascade: bool, context: CommandContext) -> None:
    """Nothing runs on the definition and nothing starts it any more. Raises `InvalidState`."""
    running = context.uow.instances.of_definition(definition.id)
    if running and not cascade:
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
    close_starts(definition, context)


def start_earlier(removed: Iterable[Definition], context: CommandContext) -> None:
    """Where the latest version of a process went, messages and timers start the version before it again."""
    for definition in removed:
        latest = context.uow.definitions.latest("process", definition.key)
        if latest is not None and latest.version < definition.version:
            open_starts(latest, context.programs.process(latest.id, context.uow).model, context)
