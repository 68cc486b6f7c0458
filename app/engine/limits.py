"""Bounds of one transaction (design rule 7): what goes beyond becomes an incident, never a hang."""

from __future__ import annotations

from app.domain.context import CommandContext
from app.domain.errors import LimitExceeded
from app.domain.events import IncidentOpened
from app.domain.records import Incident

MAX_STEPS = 50_000
"""Steps of all instances that one command moves: ten thousand children of one activity, each with what it starts."""
MAX_MOVES = 1_000
"""Stimuli that one command may cause: children, parents, receivers of signals."""
MAX_CALL_DEPTH = 50
"""Call activities inside each other."""


def open_limit_incident(error: LimitExceeded, context: CommandContext) -> None:
    """Record what is stuck, once per instance; the case itself stays at its last wait state."""
    instance = context.uow.instances.find(error.instance_id) if error.instance_id else None
    if instance is None:
        return
    if any(incident.kind == error.code for incident in context.uow.incidents.of_instance(instance.id)):
        return
    context.uow.record(
        IncidentOpened(
            Incident(
                id=context.ids.new(),
                kind=error.code,
                created_at=context.at,
                message=str(error),
                instance_id=instance.id,
                definition_id=instance.definition_id,
                definition_key=instance.definition_key,
                configuration=instance.id,
            )
        )
    )
