"""An instance that goes on under another definition: its row, what waits in it, and its open history."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, update

from app.domain import operation_events as events
from app.persistence.projectors.instance import guarded, waiting
from app.persistence.session import Session
from app.persistence.tables import hi, ru
from app.persistence.writes import TrackedRows


def migrated(session: Session, event: events.InstanceMigrated) -> None:
    """Everything keeps its id; definition and element follow."""
    session.flush()  # What has ended is gone now: what is renamed cannot be taken for it.
    definition = event.definition
    belongs = {"definition_id": definition.id, "definition_key": definition.key}
    changes = {**belongs, "deployment_id": definition.deployment_id, "marking": event.marking}
    guarded(session, event.instance_id, event.expected_version, changes)
    for buffer in (session.tasks, session.external_tasks):
        for row_id in waiting(session, buffer, event.instance_id):
            moved = event.activities[buffer.rows[row_id]["activity_instance_id"]]
            buffer.change(row_id, {**belongs, "element_id": moved.element_id})
    for buffer in (session.jobs, session.subscriptions):
        _move_waits(session, buffer, event, belongs)
    _move_incidents(session, event, belongs)
    _move_history(session, event, belongs)


def _move_waits(session: Session, buffer: TrackedRows, event: events.InstanceMigrated, belongs: dict[str, str]) -> None:
    for row_id in waiting(session, buffer, event.instance_id):
        row = buffer.rows[row_id]
        element = event.waits.get((row["activity_instance_id"], row["element_id"]), row["element_id"])
        buffer.change(row_id, {**belongs, "element_id": element})


def _move_incidents(session: Session, event: events.InstanceMigrated, belongs: dict[str, str]) -> None:
    c = ru.incident.c
    own = update(ru.incident).where(c.instance_id == event.instance_id, c.closed_at.is_(None))
    session.afterwards(own.values(**belongs))
    for activity_id, moved in event.activities.items():
        session.afterwards(own.where(c.activity_instance_id == activity_id).values(element_id=moved.element_id))


def _move_history(session: Session, event: events.InstanceMigrated, belongs: dict[str, str]) -> None:
    """The open rows are what the engine reads the tree of scopes from, so they move with it; closed ones stay."""
    moves: list[dict[str, Any]] = [
        {
            "moved_id": activity_id,
            **belongs,
            "element_id": moved.element_id,
            "name": moved.name,
            "kind": moved.kind,
            "parent_id": moved.parent_id,
        }
        for activity_id, moved in event.activities.items()
        if moved.begun
    ]
    if moves:
        session.connection.execute(update(hi.activity).where(hi.activity.c.id == bindparam("moved_id")), moves)
