"""An instance as a query looks at it: read without a lock, thrown away after."""

from __future__ import annotations

from app.domain.context import CommandContext
from app.engine.stepping.running import Running
from app.engine.stepping.variables import StepVariables


def looked_at(instance_id: str, context: CommandContext) -> Running:
    """The running instance. Raises `NotFound`."""
    instance = context.uow.instances.get(instance_id)
    process = context.programs.process(instance.definition_id, context.uow)
    return Running(context, instance, process, StepVariables.of(context.uow.variables.load(instance_id)))
