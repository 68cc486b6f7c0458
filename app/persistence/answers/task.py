"""Answers about human tasks."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, RowMapping, and_, exists, func, not_, or_, select

from app.domain.queries.common import Sort
from app.domain.queries.task import DeskCounts, DeskCountsQuery, TaskBox, TaskDraftQuery, TaskQuery, TaskView
from app.domain.values import Actor
from app.persistence.answers import filters as f
from app.persistence.answers.listing import Filter, Listing
from app.persistence.answers.question import Question
from app.persistence.answers.visible import offered, persons, visible
from app.persistence.tables import re, ru

_t = ru.task.c
_i = ru.instance.c
_d = re.definition.c
_c = ru.candidate.c

OPEN = _t.ended_at.is_(None)


def _box(box: TaskBox, question: Question) -> ColumnElement[bool]:
    people = persons(question.actor)
    if box is TaskBox.MINE:
        return and_(OPEN, _t.assignee.in_(people))
    if box is TaskBox.GROUPS:
        return and_(OPEN, _t.assignee.is_(None), offered(question.actor))
    me = question.actor.user_id
    return and_(not_(OPEN), _t.end_reason == "completed", or_(_t.ended_by == me, _t.assignee == me))


def _candidates(kind: str, condition: ColumnElement[bool] | None = None) -> ColumnElement[bool]:
    rows = select(1).where(_c.task_id == _t.id, _c.is_open, _c.kind == kind)
    return exists(rows if condition is None else rows.where(condition))


def _offered_to(kind: str, condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return _t.id.in_(select(_c.task_id).where(_c.is_open, _c.kind == kind, condition))


def _involved(user_id: str, _question: Question) -> ColumnElement[bool]:
    return or_(_t.assignee == user_id, _t.owner == user_id, _offered_to("user", _c.who == user_id))


def _has(kind: str) -> Filter:
    return lambda value, _question: _candidates(kind) if value else not_(_candidates(kind))


def _late(value: bool, question: Question) -> ColumnElement[bool]:
    late = and_(_t.due_at.is_not(None), _t.due_at < question.now)
    return late if value else not_(late)


_FILTERS: dict[str, Filter] = {
    "box": _box,
    "ids": f.one_of(_t.id),
    "instance_ids": f.one_of(_t.instance_id),
    "business_keys": f.one_of(_i.business_key),
    "business_key_like": f.like(_i.business_key),
    "definition_ids": f.one_of(_t.definition_id),
    "definition_keys": f.one_of(_t.definition_key),
    "definition_name": f.equals(_d.name),
    "definition_name_like": f.like(_d.name),
    "element_ids": f.one_of(_t.element_id),
    "not_element_ids": f.none_of(_t.element_id),
    "element_id_like": f.like(_t.element_id),
    "activity_instance_ids": f.one_of(_t.activity_instance_id),
    "assignees": f.one_of(_t.assignee),
    "not_assignees": f.none_of(_t.assignee),
    "assignee_like": f.like(_t.assignee),
    "owner": f.equals(_t.owner),
    "involved_user": _involved,
    "candidate_user": lambda value, _question: _offered_to("user", _c.who == value),
    "candidate_groups": lambda values, _question: _offered_to("group", _c.who.in_(list(values))),
    "candidate_group_like": lambda value, _question: _offered_to("group", _c.who.like(value)),
    "assigned": f.is_set(_t.assignee),
    "with_candidate_users": _has("user"),
    "with_candidate_groups": _has("group"),
    "delegation": f.equals(_t.delegation),
    "name": f.equals(_t.name),
    "not_name": f.differs(_t.name),
    "name_like": f.like(_t.name),
    "not_name_like": f.not_like(_t.name),
    "description": f.equals(_t.description),
    "description_like": f.like(_t.description),
    "priority": f.equals(_t.priority),
    "min_priority": f.at_least(_t.priority),
    "max_priority": f.at_most(_t.priority),
    "due_at": f.equals(_t.due_at),
    "due_before": f.before(_t.due_at),
    "due_after": f.after(_t.due_at),
    "without_due": f.is_empty(_t.due_at),
    "follow_up_at": f.equals(_t.follow_up_at),
    "follow_up_before": f.before(_t.follow_up_at),
    "follow_up_after": f.after(_t.follow_up_at),
    "follow_up_before_or_none": lambda value, _question: or_(_t.follow_up_at.is_(None), _t.follow_up_at < value),
    "created_at": f.equals(_t.created_at),
    "created_before": f.before(_t.created_at),
    "created_after": f.after(_t.created_at),
    "updated_after": f.after(func.coalesce(_t.updated_at, _t.created_at)),
    "ended_before": f.before(_t.ended_at),
    "ended_after": f.after(_t.ended_at),
    "suspended": f.equals(_t.suspended),
    "late": _late,
    "unit": f.equals(_i.unit),
    "text": f.contains(_t.name, _i.title, _i.business_key),
    "process_variables": f.with_variables(_t.instance_id),
    "task_variables": f.with_variables(_t.activity_instance_id),
    "ended": f.is_set(_t.ended_at),
}

_SORTS: dict[str, ColumnElement[Any]] = {
    "id": _t.id,
    "name": _t.name,
    "name_ignore_case": func.lower(_t.name),
    "assignee": _t.assignee,
    "created": _t.created_at,
    "updated": func.coalesce(_t.updated_at, _t.created_at),
    "due": _t.due_at,
    "follow_up": _t.follow_up_at,
    "priority": _t.priority,
    "description": _t.description,
    "instance_id": _t.instance_id,
    "definition_key": _t.definition_key,
    "ended": _t.ended_at,
}

_VIEW = tuple(name for name in TaskView.__dataclass_fields__ if name != "stand_in_for")


def _view(row: RowMapping, question: Question) -> TaskView:
    values = {name: row[name] for name in _VIEW}
    values["candidate_users"] = tuple(row["candidate_users"])
    values["candidate_groups"] = tuple(row["candidate_groups"])
    return TaskView(**values, stand_in_for=_principal(row, question.actor))


def _principal(row: RowMapping, actor: Actor) -> str | None:
    """For whom the actor would do the task, or did it."""
    if row["ended_at"] is not None or row["assignee"] is not None:
        principal: str | None = row["assignee"] if row["ended_at"] is None else row["ended_for"]
        return principal if principal in actor.stands_in_for else None
    users, groups = set(row["candidate_users"]), set(row["candidate_groups"])
    if actor.user_id in users or actor.groups & groups:
        return None
    by_group = {who for who, group in actor.principal_groups if group in groups}
    return next(iter(sorted(actor.stands_in_for & users | by_group)), None)


class TaskListing(Listing[TaskView]):
    """Candidate filters mean free tasks, unless the query includes assigned ones."""

    def conditions(self, question: Question, query: Any) -> list[ColumnElement[bool]]:
        """The conditions of every listing, and Camunda's rule about candidates."""
        conditions = super().conditions(question, query)
        by_candidate = query.candidate_user or query.candidate_groups or query.candidate_group_like
        if by_candidate and not query.include_assigned:
            conditions.append(_t.assignee.is_(None))
        return conditions

    def _filters(self, question: Question, query: Any, skip: frozenset[str] = frozenset()) -> list[ColumnElement[bool]]:
        # A box says itself whether its tasks have ended.
        return super()._filters(question, query, skip | {"ended"} if query.box is not None else skip)


TASKS = TaskListing(
    table=ru.task,
    source=ru.task.join(ru.instance, _i.id == _t.instance_id).outerjoin(re.definition, _d.id == _t.definition_id),
    columns=(
        *(column for column in ru.task.c if column.name != "business_key"),
        _i.business_key,
        _i.title,
        _i.unit,
        _d.name.label("definition_name"),
    ),
    key=_t.id,
    filters=_FILTERS,
    sorts=_SORTS,
    default=(Sort("created"),),
    view=_view,
    switches=frozenset({"include_assigned"}),
)


def draft(question: Question, query: TaskDraftQuery) -> dict[str, Any] | None:
    """What the actor had typed; None also where the task is not the actor's to see."""
    d = ru.draft.c
    found = question.rows(
        select(d.fields)
        .join(ru.task, _t.id == d.task_id)
        .where(d.task_id == query.task_id, d.user_id == question.actor.user_id, visible(question.actor, ru.task))
    )
    return found[0]["fields"] if found else None


def counts(question: Question, _query: DeskCountsQuery) -> DeskCounts:
    """Four numbers for the menu."""
    mine, groups = TaskQuery(box=TaskBox.MINE), TaskQuery(box=TaskBox.GROUPS)
    overdue = (TaskQuery(box=TaskBox.MINE, late=True), TaskQuery(box=TaskBox.GROUPS, late=True))
    open_incidents = (
        select(func.count())
        .select_from(ru.incident)
        .where(ru.incident.c.closed_at.is_(None), visible(question.actor, ru.incident))
    )
    return DeskCounts(
        mine=TASKS.count(question, mine),
        groups=TASKS.count(question, groups),
        overdue=sum(TASKS.count(question, late) for late in overdue),
        incidents=question.scalar(open_incidents),
    )
