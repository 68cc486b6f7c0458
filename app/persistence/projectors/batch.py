"""Commands for many instances, and how far they have come."""

from __future__ import annotations

from sqlalchemy import delete, update

from app.domain import operation_events as events
from app.persistence.rows import to_row
from app.persistence.session import Session
from app.persistence.tables import ru

_i = ru.batch_item.c


def started(session: Session, event: events.BatchStarted) -> None:
    """A batch with all its instances."""
    session.batches.add(to_row(event.batch))
    for item in event.items:
        session.batch_items.append(to_row(item))


def item_done(session: Session, event: events.BatchItemDone) -> None:
    """One instance is done."""
    own = (_i.batch_id == event.batch_id, _i.instance_id == event.instance_id)
    session.afterwards(update(ru.batch_item).where(*own).values(done_at=event.at))


def changed(session: Session, event: events.BatchChanged) -> None:
    """Suspended or active."""
    session.batches.change(event.batch_id, event.changes)


def removed(session: Session, event: events.BatchRemoved) -> None:
    """Gone with its report."""
    session.afterwards(delete(ru.batch_item).where(_i.batch_id == event.batch_id))
    session.batches.delete(event.batch_id)
