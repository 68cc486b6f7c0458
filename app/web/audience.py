"""Whom a change concerns: the rule of `visible` for one row in memory, and for ended tasks whoever saw them open."""

from __future__ import annotations

from app.domain.people import OVERSEEING_GROUPS
from app.domain.queries.instance import InstanceView
from app.domain.queries.task import TaskView
from app.domain.values import Actor, Right


def concerns_task(actor: Actor, task: TaskView) -> bool:
    """Whether the actor sees the task, or saw it while it was open."""
    people = {actor.user_id, *actor.stands_in_for}
    if people & {task.assignee, task.ended_by, task.ended_for, *task.candidate_users}:
        return True
    groups = actor.groups | {group for _, group in actor.principal_groups}
    return bool(groups & set(task.candidate_groups)) or oversees(actor, task.unit)


def concerns_instance(actor: Actor, instance: InstanceView) -> bool:
    """Whether the actor sees the case, apart from its tasks."""
    return instance.started_by in {actor.user_id, *actor.stands_in_for} or oversees(actor, instance.unit)


def oversees(actor: Actor, unit: str | None) -> bool:
    """Whether the actor sees every case of a unit."""
    if actor.may(Right.OPERATOR):
        return True
    return actor.may(Right.SUPERVISOR) and (bool(actor.groups & OVERSEEING_GROUPS) or unit in actor.groups)
