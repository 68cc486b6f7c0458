"""Work that waits for workers."""

from __future__ import annotations

from app.domain import events
from app.persistence.rows import to_row
from app.persistence.session import Facts, Session


def created(session: Session, event: events.ExternalTaskCreated) -> None:
    """Work waits."""
    session.external_tasks.add(to_row(event.task))
    session.facts.setdefault(event.task.instance_id, Facts(True, True, True, True, 1)).external_tasks = True


def changed(session: Session, event: events.ExternalTaskChanged) -> None:
    """Lease, retries or error changed."""
    session.external_tasks.change(event.task_id, event.changes)


def ended(session: Session, event: events.ExternalTaskEnded) -> None:
    """Done or gone."""
    session.external_tasks.delete(event.task_id)
