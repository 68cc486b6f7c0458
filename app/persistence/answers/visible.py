"""What an actor may know of: one SQL condition for every list, count and search (architecture, section 6)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Table, false, or_, select, true, union_all

from app.domain.people import OVERSEEING_GROUPS
from app.domain.values import Actor, Right
from app.persistence.tables import ru

SEES_ALL = (Right.OPERATOR, Right.WORKER, Right.ANY_TASK)
"""An administrator keeps people and settings and sees no case by that (architecture, section 6)."""

_i = ru.instance.c
_t = ru.task.c
# Names of their own inside sub-queries: the list around them may be over the same tables.
_own_i = ru.instance.alias("own_instance").c
_own_t = ru.task.alias("own_task").c
_seen_i = ru.instance.alias("seen_instance").c


def visible(actor: Actor, table: Table) -> ColumnElement[bool]:
    """The rows of `table` the actor may see.

    `ru_instance` and `ru_task` have rules of their own; every other table follows its `instance_id`, and rows
    without an instance are for those who see everything.
    """
    if sees_all(actor):
        return true()
    if _oversees_all(actor):
        return true() if table in (ru.instance, ru.task) else table.c.instance_id.is_not(None)
    if table is ru.instance:
        return _visible_instances(actor, _i)
    if table is ru.task:
        return _visible_tasks(actor)
    return table.c.instance_id.in_(select(_seen_i.id).where(_visible_instances(actor, _seen_i)))


def sees_all(actor: Actor) -> bool:
    """Whether no restriction applies."""
    return any(actor.may(right) for right in SEES_ALL)


def persons(actor: Actor) -> list[str]:
    """The actor and everybody the actor stands in for."""
    return sorted({actor.user_id, *actor.stands_in_for})


def groups(actor: Actor) -> list[str]:
    """The groups of the actor and of everybody the actor stands in for."""
    return sorted(actor.groups | {group for _, group in actor.principal_groups})


def offered(actor: Actor) -> ColumnElement[bool]:
    """Open tasks that name the actor, a group of the actor, or somebody the actor stands in for, as candidate."""
    return _t.id.in_(_offers(actor))


def _offers(actor: Actor) -> CompoundSelect[Any]:
    # A union, not an `or`: so each half is found by the index.
    c = ru.candidate.c
    return union_all(
        select(c.task_id).where(c.is_open, c.kind == "user", c.who.in_(persons(actor))),
        select(c.task_id).where(c.is_open, c.kind == "group", c.who.in_(groups(actor))),
    )


def _oversees_all(actor: Actor) -> bool:
    """Whether a supervisor looks after every unit."""
    return actor.may(Right.SUPERVISOR) and bool(actor.groups & OVERSEEING_GROUPS)


def _of_units(actor: Actor, unit: ColumnElement[Any]) -> ColumnElement[bool]:
    """The instances a supervisor looks after, by their unit."""
    return unit.in_(sorted(actor.groups)) if actor.may(Right.SUPERVISOR) else false()


def _visible_instances(actor: Actor, seen: Any) -> ColumnElement[bool]:
    people = persons(actor)
    # A union of ids, each part found by its own index: fast also where a person sees a few of a million.
    own = union_all(
        select(_own_i.id).where(_own_i.started_by.in_(people)),
        select(_own_t.instance_id).where(_own_t.assignee.in_(people)),
        select(_own_t.instance_id).where(_own_t.ended_by.in_(people)),
        select(_own_t.instance_id).where(_own_t.id.in_(_offers(actor))),
    )
    return or_(_of_units(actor, seen.unit), seen.id.in_(own))


def _visible_tasks(actor: Actor) -> ColumnElement[bool]:
    people = persons(actor)
    own = or_(_t.assignee.in_(people), _t.ended_by.in_(people), offered(actor))
    if not actor.may(Right.SUPERVISOR):
        return own
    return or_(own, _t.instance_id.in_(select(_own_i.id).where(_of_units(actor, _own_i.unit))))
