"""Jobs and event subscriptions: everything that waits for a time or an event."""

from __future__ import annotations

from app.domain import events
from app.persistence.rows import plain, to_row
from app.persistence.session import Facts, Session


def created(session: Session, event: events.JobCreated) -> None:
    """A job waits for its time."""
    session.jobs.add(to_row(event.job))
    _facts(session, event.job.instance_id).jobs = True


def changed(session: Session, event: events.JobChanged) -> None:
    """Time, lease, retries or error changed."""
    session.jobs.change(event.job_id, {name: plain(value) for name, value in event.changes.items()})


def ended(session: Session, event: events.JobEnded) -> None:
    """Done or gone."""
    session.jobs.delete(event.job_id)


def subscription_added(session: Session, event: events.SubscriptionAdded) -> None:
    """Something waits for an event."""
    session.subscriptions.add(to_row(event.subscription))
    _facts(session, event.subscription.instance_id).subscriptions = True


def subscription_removed(session: Session, event: events.SubscriptionRemoved) -> None:
    """Nobody waits for it any longer."""
    session.subscriptions.delete(event.subscription_id)


def waits_ended(session: Session, event: events.WaitsEnded) -> None:
    """The waits of an activity (or of one element at it) go; no statement where the instance is known to have none."""
    match = {"activity_instance_id": event.activity_instance_id}
    if event.element_id is not None:
        match["element_id"] = event.element_id
    facts = _facts(session, event.instance_id)
    if facts.jobs:
        session.jobs.delete_matching(**match)
    if facts.subscriptions:
        session.subscriptions.delete_matching(**match)


def _facts(session: Session, instance_id: str | None) -> Facts:
    if instance_id is None:
        return Facts(True, True, True, True, 1)
    return session.facts.setdefault(instance_id, Facts(True, True, True, True, 1))
