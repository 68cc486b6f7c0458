"""Process instances and their activities."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select, update

from app.domain import events
from app.domain.values import InstanceState, JobKind
from app.persistence.projectors.task import close_task
from app.persistence.rows import to_row
from app.persistence.session import Facts, Session
from app.persistence.tables import hi, ru
from app.persistence.writes import TrackedRows, lost_race

_ENDING_KINDS = (JobKind.TIMER, JobKind.ASYNC_CONTINUATION, JobKind.URGE)
"""Jobs that end with their instance; deliveries outlive it (design rule 13)."""


def started(session: Session, event: events.InstanceStarted) -> None:
    """A new instance: nothing hangs on it yet."""
    row = to_row(
        event.instance,
        title=None,
        start_element_id=event.start_element_id,
        ended_at=None,
        end_element_id=None,
        end_reason=None,
    )
    session.instances.add(row)
    session.facts[event.instance.id] = Facts()


def advanced(session: Session, event: events.InstanceAdvanced) -> None:
    """The next marking."""
    guarded(session, event.instance_id, event.expected_version, {"marking": event.marking})


def state_changed(session: Session, event: events.InstanceStateChanged) -> None:
    """Suspended or active: tasks, external tasks and jobs of the instance follow."""
    guarded(session, event.instance_id, event.expected_version, {"state": event.state.value})
    suspended = {"suspended": event.state is InstanceState.SUSPENDED}
    for buffer in (session.tasks, session.external_tasks, session.jobs):
        for row_id in waiting(session, buffer, event.instance_id):
            buffer.change(row_id, suspended)


def described(session: Session, event: events.InstanceDescribed) -> None:
    """Business key, title or unit; what waits follows the key. No row version moves: nothing is decided by these."""
    session.instances.change(event.instance_id, event.changes, bump=False)
    if "business_key" in event.changes:
        key = {"business_key": event.changes["business_key"]}
        for buffer in (session.tasks, session.external_tasks, session.subscriptions):
            for row_id in waiting(session, buffer, event.instance_id):
                buffer.change(row_id, key, bump=False)


def finished(session: Session, event: events.InstanceFinished) -> None:
    """The end: history stays, everything that waits goes."""
    changes = {
        "state": event.state.value,
        "ended_at": event.at,
        "end_element_id": event.end_element_id,
        "end_reason": event.reason,
        "marking": None,
    }
    guarded(session, event.instance_id, event.expected_version, changes)
    facts = session.facts.get(event.instance_id) or Facts(True, True, True, True, 1)
    _close_tasks(session, event, facts)
    _close_incidents(session, event, facts)
    if facts.external_tasks:
        session.external_tasks.delete_matching(instance_id=event.instance_id)
    if facts.subscriptions:
        session.subscriptions.delete_matching(instance_id=event.instance_id)
    if facts.jobs:
        for kind in _ENDING_KINDS:
            session.jobs.delete_matching(instance_id=event.instance_id, kind=kind.value)
    still_open = (hi.activity.c.instance_id == event.instance_id, hi.activity.c.ended_at.is_(None))
    session.afterwards(update(hi.activity).where(*still_open).values(ended_at=event.at, canceled=True))


def activity_recorded(session: Session, event: events.ActivityRecorded) -> None:
    """An activity began, and perhaps ended."""
    session.activities.put(
        {
            "id": event.id,
            "instance_id": event.instance_id,
            "root_instance_id": event.root_instance_id,
            "definition_id": event.definition_id,
            "definition_key": event.definition_key,
            "element_id": event.element_id,
            "name": event.name,
            "kind": event.kind,
            "parent_id": event.parent_id,
            "started_at": event.started_at,
            "ended_at": event.ended_at,
            "canceled": event.canceled,
            "task_id": event.task_id,
            "called_instance_id": event.called_instance_id,
            "assignee": event.assignee,
        }
    )


def activity_closed(session: Session, event: events.ActivityClosed) -> None:
    """An activity of an earlier transaction ended; written blind, in the same upsert as those that begin.

    The empty `instance_id` is never stored: where the row exists only its end changes, where it does not the
    foreign key refuses it.
    """
    closing: dict[str, Any] = {**_BLANK_ACTIVITY, "id": event.id, "ended_at": event.ended_at}
    session.activities.put({**closing, "canceled": event.canceled})


_BLANK_ACTIVITY: dict[str, Any] = {
    "instance_id": "",
    "root_instance_id": "",
    "definition_id": "",
    "definition_key": "",
    "element_id": "",
    "name": None,
    "kind": "",
    "parent_id": "",
    "started_at": datetime(1970, 1, 1, tzinfo=UTC),
    "task_id": None,
    "called_instance_id": None,
    "assignee": None,
}


def guarded(session: Session, instance_id: str, expected_version: int, changes: dict[str, Any]) -> None:
    """Change an instance's row. Raises `Conflict` where it is not in the version that was read."""
    row = session.instances.rows.get(instance_id)
    if row is None or row["version"] != expected_version:
        raise lost_race(ru.instance)
    session.instances.change(instance_id, changes)


def waiting(session: Session, buffer: TrackedRows, instance_id: str) -> list[str]:
    """The ids of an instance's open rows of one kind, loaded unless the instance began in this transaction."""
    columns = buffer.table.c
    if instance_id not in session.instances.created:
        own = select(buffer.table).where(columns.instance_id == instance_id)
        if "ended_at" in columns:
            own = own.where(columns.ended_at.is_(None))
        for found in session.connection.execute(own).mappings():
            buffer.know(found)
    known = ((row_id, row) for row_id, row in buffer.rows.items() if row["instance_id"] == instance_id)
    return [row_id for row_id, row in known if row.get("ended_at") is None]


def _close_tasks(session: Session, event: events.InstanceFinished, facts: Facts) -> None:
    known = [row for row in session.tasks.rows.values() if row["instance_id"] == event.instance_id]
    if facts.open_tasks > len([row for row in known if row["id"] not in session.tasks.created]):
        own = select(ru.task).where(ru.task.c.instance_id == event.instance_id, ru.task.c.ended_at.is_(None))
        for found in session.connection.execute(own).mappings():
            session.tasks.know(found)
        known = [row for row in session.tasks.rows.values() if row["instance_id"] == event.instance_id]
    for row in known:
        if row["ended_at"] is None:
            close_task(session, row["id"], {"ended_at": event.at, "end_reason": "deleted"})


def _close_incidents(session: Session, event: events.InstanceFinished, facts: Facts) -> None:
    if facts.incidents:
        own = select(ru.incident).where(
            ru.incident.c.instance_id == event.instance_id, ru.incident.c.closed_at.is_(None)
        )
        for found in session.connection.execute(own).mappings():
            session.incidents.know(found)
    for incident_id, row in session.incidents.rows.items():
        if row["instance_id"] == event.instance_id and row["closed_at"] is None:
            session.incidents.change(incident_id, {"closed_at": event.at, "resolved": False})
