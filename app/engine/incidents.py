"""Closes the incidents of what was stuck and goes on again."""

from __future__ import annotations

from app.domain.context import CommandContext
from app.domain.events import IncidentClosed


def close_incidents(configuration: str, context: CommandContext) -> None:
    """The open incidents of one job or external task (its id is their `configuration`)."""
    for incident in context.uow.incidents.of_configuration(configuration):
        context.uow.record(IncidentClosed(incident.id, context.at))
