"""No new instances of a definition, until it is active again."""

from __future__ import annotations

from app.domain.commands.deployment import SuspendDefinition
from app.domain.context import CommandContext
from app.domain.events import DefinitionChanged, JobChanged
from app.domain.values import InstanceState, JobKind
from app.engine.commands.instance.suspend_instance import set_state
from app.engine.operations import log_entity


def suspend_definition(command: SuspendDefinition, context: CommandContext) -> None:
    """Its timer starts rest too; with `include_instances` the running ones stop or go on with it."""
    definition = context.uow.definitions.get(command.definition_id)
    operation = "Suspend" if command.suspended else "Activate"
    context.uow.record(
        DefinitionChanged(definition.id, {"suspended": command.suspended}),
        log_entity(context, operation, "ProcessDefinition", definition.id, definition_id=definition.id),
    )
    for job in context.uow.jobs.of_definition(definition.id):
        if job.kind is JobKind.TIMER_START:
            context.uow.record(JobChanged(job.id, {"suspended": command.suspended}))
    if not command.include_instances:
        return
    state = InstanceState.SUSPENDED if command.suspended else InstanceState.ACTIVE
    for instance_id in context.uow.instances.of_definition(definition.id):
        set_state(context.uow.instances.get(instance_id, lock=True), state, context)
