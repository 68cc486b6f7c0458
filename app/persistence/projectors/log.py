"""Incidents, deadlines, decisions, the operation log and kept answers."""

from __future__ import annotations

from app.domain import events
from app.persistence.rows import to_row
from app.persistence.session import Facts, Session


def incident_opened(session: Session, event: events.IncidentOpened) -> None:
    """Something is stuck."""
    session.incidents.add(to_row(event.incident, closed_at=None, resolved=None))
    if event.incident.instance_id is not None:
        session.facts.setdefault(event.incident.instance_id, Facts(True, True, True, True, 1)).incidents = True


def incident_closed(session: Session, event: events.IncidentClosed) -> None:
    """It goes on again, or was given up."""
    session.incidents.change(event.incident_id, {"closed_at": event.at, "resolved": event.resolved})


def deadline_set(session: Session, event: events.DeadlineSet) -> None:
    """A deadline was computed."""
    session.deadlines.add(to_row(event.deadline, changed_at=None))


def deadline_changed(session: Session, event: events.DeadlineChanged) -> None:
    """A deadline moved, was met, became late or was cancelled."""
    session.deadlines.change(event.id, {**event.changes, "changed_at": event.at})


def operation_logged(session: Session, event: events.OperationLogged) -> None:
    """Who did what, for whom and why."""
    session.log(
        kind="operation",
        at=event.at,
        actor=event.actor,
        on_behalf_of=event.on_behalf_of,
        instance_id=event.instance_id,
        task_id=event.task_id,
        definition_id=event.definition_id,
        operation=event.operation,
        entity=event.entity,
        entity_id=event.entity_id,
        reason=event.reason,
        before=dict(event.before),
        after=dict(event.after),
    )


def decision_recorded(session: Session, event: events.DecisionRecorded) -> None:
    """A decision was evaluated."""
    session.decisions.append(
        {
            "id": event.id,
            "instance_id": event.instance_id,
            "activity_instance_id": event.activity_instance_id,
            "decision_key": event.decision_key,
            "definition_id": event.definition_id,
            "at": event.at,
            "inputs": dict(event.inputs),
            "outputs": event.outputs,
            "matched_rules": list(event.matched_rules),
        }
    )


def idempotency_kept(session: Session, event: events.IdempotencyKept) -> None:
    """The answer of a writing call; a second one of the same key loses the race."""
    session.idempotency.append(
        {
            "actor": event.actor,
            "key": event.key,
            "request_hash": event.request_hash,
            "answer": dict(event.answer),
            "at": event.at,
        }
    )
