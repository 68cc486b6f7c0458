"""What the steps of a case do to the office's records."""

from __future__ import annotations

from sqlalchemy import update

from app.domain.events import RecordStateReached
from app.persistence.session import Session
from app.persistence.tables import office as t


def state_reached(session: Session, event: RecordStateReached) -> None:
    """A topic is where its process is. All other records get their states from the office's own commands."""
    if event.record == "topic":
        of_case = t.topic.c.instance_id == event.instance_id
        session.afterwards(update(t.topic).where(of_case).values(state=event.state))
