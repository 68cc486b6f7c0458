"""Human tasks, to whom they are offered, and drafts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from app.domain import events
from app.persistence.rows import plain, to_row
from app.persistence.session import Session


def created(session: Session, event: events.UserTaskCreated) -> None:
    """A task waits and is offered to its candidates."""
    row = to_row(event.task, updated_at=None, ended_at=None, end_reason=None, ended_by=None, ended_for=None)
    session.tasks.add(row)
    _offer(session, event.task.id, _candidates(row), is_open=True)


def changed(session: Session, event: events.UserTaskChanged) -> None:
    """Columns of a task changed; candidates that are no longer named lose the offer."""
    if event.changes.keys() <= _READ_MARK:
        session.tasks.change(event.task_id, event.changes, bump=False)  # A look is no change of the task.
        return
    before = _candidates(session.tasks.rows.get(event.task_id, _NOBODY))
    changes = {name: plain(value) for name, value in event.changes.items()}
    after = _candidates(session.tasks.change(event.task_id, {**changes, "updated_at": event.at}))
    _offer(session, event.task_id, before - after, is_open=False)
    _offer(session, event.task_id, after - before, is_open=True)


def ended(session: Session, event: events.UserTaskEnded) -> None:
    """A task is completed or gone; ending twice does nothing."""
    row = session.tasks.rows.get(event.task_id)
    if row is not None and row["ended_at"] is not None:
        return
    changes = {
        "ended_at": event.at,
        "end_reason": event.reason,
        "ended_by": event.actor,
        "ended_for": event.on_behalf_of,
    }
    close_task(session, event.task_id, changes)


def draft_saved(session: Session, event: events.TaskDraftSaved) -> None:
    """What a person has typed so far."""
    session.drafts.put(
        {"task_id": event.task_id, "user_id": event.user_id, "fields": dict(event.values), "saved_at": event.at}
    )


def close_task(session: Session, task_id: str, changes: Mapping[str, Any]) -> None:
    """End a task and every offer of it."""
    row = session.tasks.change(task_id, changes)
    _offer(session, task_id, _candidates(row), is_open=False)


_READ_MARK = frozenset({"opened_at", "opened_by"})
_NOBODY: dict[str, Any] = {"candidate_users": (), "candidate_groups": ()}


def _candidates(row: Mapping[str, Any]) -> set[tuple[str, str]]:
    users = {("user", who) for who in row["candidate_users"]}
    return users | {("group", who) for who in row["candidate_groups"]}


def _offer(session: Session, task_id: str, candidates: Iterable[tuple[str, str]], *, is_open: bool) -> None:
    for kind, who in candidates:
        session.candidates.put({"task_id": task_id, "kind": kind, "who": who, "is_open": is_open})
