"""Who may do a human task: its assignee or candidates, and their recorded stand-ins (issue 2, identity)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.domain.context import CommandContext
from app.domain.errors import AlreadyClaimed, NotAllowed, NotFound, Suspended
from app.domain.records import UserTask
from app.domain.values import Right


@dataclass(frozen=True, slots=True)
class Doer:
    """In whose name the actor does the task; `basis` is the rule of deputising (``DEP-n``)."""

    on_behalf_of: str | None = None
    basis: str | None = None


def open_task(task_id: str, context: CommandContext) -> UserTask:
    """The open task, locked. Raises `NotFound`, `Suspended`."""
    task = context.uow.tasks.get(task_id, lock=True)
    if task.suspended:
        raise Suspended(f"任务 {task_id} 已挂起", f"task {task_id} is suspended")
    return task


def doer_of(task: UserTask, context: CommandContext) -> Doer:
    """How the actor may do the task.

    Raises `AlreadyClaimed` where another person has it, `NotAllowed`, or `NotFound` where the actor may not know it.
    """
    actor = context.actor
    if actor.is_system or actor.may(Right.ANY_TASK):
        return Doer()
    for person in _acting_for(task, context):
        if _holds(task, person, context):
            return _doer(person, context)
    if task.assignee is not None and any(_is_candidate(task, each, context) for each in _acting_for(task, context)):
        raise AlreadyClaimed(f"任务已由 {task.assignee} 签收", f"task {task.id} is claimed by {task.assignee}")
    raise hidden_or_forbidden(task, context)


def candidate_for(task: UserTask, user_id: str, context: CommandContext) -> Doer:
    """How `user_id` may claim the task: as a candidate, or for one. Raises like `doer_of`."""
    actor = context.actor
    if actor.is_system or actor.may(Right.ANY_TASK):
        return Doer()
    if user_id != actor.user_id and not actor.may(Right.OPERATOR):
        raise NotAllowed("只能为本人签收", f"{actor.user_id} may not claim for {user_id}")
    if task.assignee == user_id:
        return Doer()
    for person in (user_id, *sorted(actor.stands_in_for)):
        if _is_candidate(task, person, context):
            return _doer(person, context)
    raise hidden_or_forbidden(task, context)


def seen(task: UserTask, context: CommandContext) -> dict[str, Any]:
    """The read mark where the task has none yet: whoever claims it or types into its form has opened it."""
    return {} if task.opened_at else {"opened_at": context.at, "opened_by": context.actor.user_id}


def hidden_or_forbidden(task: UserTask, context: CommandContext) -> NotAllowed | NotFound:
    """Those who may see the task are told that it is not theirs; for others it does not exist."""
    actor = context.actor
    if actor.may(Right.SUPERVISOR) or actor.may(Right.OPERATOR):
        return NotAllowed("任务不属于您", f"task {task.id} is not offered to {actor.user_id}")
    return NotFound(f"任务 {task.id} 不存在", f"task {task.id} does not exist")


def _acting_for(task: UserTask, context: CommandContext) -> tuple[str, ...]:
    """The people in whose name the actor can act: the named one alone, else first themselves, then the absent."""
    actor = context.actor
    if actor.on_behalf_of is not None:
        return (actor.on_behalf_of,) if actor.on_behalf_of in actor.stands_in_for else ()
    return (actor.user_id, *sorted(actor.stands_in_for))


def _holds(task: UserTask, person: str, context: CommandContext) -> bool:
    if task.assignee is not None:
        return task.assignee == person
    return _is_candidate(task, person, context)


def _is_candidate(task: UserTask, person: str, context: CommandContext) -> bool:
    actor = context.actor
    groups = actor.groups if person == actor.user_id else context.org.groups_of(person)
    return person in task.candidate_users or bool(groups & set(task.candidate_groups))


def _doer(person: str, context: CommandContext) -> Doer:
    actor = context.actor
    if person == actor.user_id:
        return Doer()
    return Doer(person, context.org.stand_in_basis(actor.user_id, person, context.at))
