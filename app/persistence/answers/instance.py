"""Answers about process instances."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, and_, exists, func, not_, or_, select, true

from app.domain.queries.common import Sort
from app.domain.queries.instance import CurrentElement, InstanceQuery, InstanceView
from app.domain.values import InstanceState, Page
from app.persistence.answers import filters as f
from app.persistence.answers.listing import Filter, Listing
from app.persistence.answers.question import Question
from app.persistence.answers.visible import persons
from app.persistence.dialects.functions import SecondsBetween
from app.persistence.tables import hi, re, ru

_i = ru.instance.c
_d = re.definition.c
_a = hi.activity.c
_n = ru.incident.c
_t = ru.task.c
_l = ru.deadline.c

_child = ru.instance.alias("child")


def _incident(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists(select(1).where(_n.instance_id == _i.id, _n.closed_at.is_(None), condition))


def _element(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists(select(1).where(_a.instance_id == _i.id, condition))


def late(now: datetime) -> ColumnElement[bool]:
    """An open deadline, or the due date of an open task, is past."""
    by_deadline = select(_l.instance_id).where(_l.state == "open", _l.due_at < now)
    by_task = select(_t.instance_id).where(_t.ended_at.is_(None), _t.due_at < now)
    return and_(_i.ended_at.is_(None), or_(_i.id.in_(by_deadline), _i.id.in_(by_task)))


def _mine(value: bool, question: Question) -> ColumnElement[bool]:
    mine = and_(_i.started_by.is_not(None), _i.started_by.in_(persons(question.actor)))
    return mine if value else not_(mine)


_HAS_CHILD = exists(select(1).where(_child.c.parent_id == _i.id, _child.c.ended_at.is_(None)))

_FILTERS: dict[str, Filter] = {
    "ids": f.one_of(_i.id),
    "not_ids": f.none_of(_i.id),
    "finished": f.is_set(_i.ended_at),
    "states": f.one_of(_i.state),
    "business_keys": f.one_of(_i.business_key),
    "business_key_like": f.like(_i.business_key),
    "definition_ids": f.one_of(_i.definition_id),
    "definition_keys": f.one_of(_i.definition_key),
    "not_definition_keys": f.none_of(_i.definition_key),
    "definition_name": f.equals(_d.name),
    "definition_name_like": f.like(_d.name),
    "deployment_id": f.equals(_i.deployment_id),
    "parent_id": f.equals(_i.parent_id),
    "child_id": lambda value, _q: _i.id == select(_child.c.parent_id).where(_child.c.id == value).scalar_subquery(),
    "root_id": f.equals(_i.root_id),
    "roots_only": f.is_empty(_i.parent_id),
    "leaves_only": lambda value, _q: not_(_HAS_CHILD) if value else _HAS_CHILD,
    "with_incidents": lambda value, _q: _incident(true()) if value else not_(_incident(true())),
    "incident_ids": lambda values, _q: _incident(_n.id.in_(list(values))),
    "incident_kind": lambda value, _q: _incident(_n.kind == value),
    "incident_message": lambda value, _q: _incident(_n.message == value),
    "incident_message_like": lambda value, _q: _incident(_n.message.like(value)),
    "active_element_ids": lambda values, _q: _element(and_(_a.element_id.in_(list(values)), _a.ended_at.is_(None))),
    "executed_element_ids": lambda values, _q: _element(
        and_(_a.element_id.in_(list(values)), _a.ended_at.is_not(None))
    ),
    "units": f.one_of(_i.unit),
    "late": f.holds(late),
    "text": f.contains(_i.title, _i.business_key),
    "started_by": f.equals(_i.started_by),
    "mine": _mine,
    "started_before": f.before(_i.started_at),
    "started_after": f.after(_i.started_at),
    "ended_before": f.before(_i.ended_at),
    "ended_after": f.after(_i.ended_at),
    "variables": f.with_variables(_i.id),
}

_SORTS: dict[str, ColumnElement[Any]] = {
    "id": _i.id,
    "definition_id": _i.definition_id,
    "definition_key": _i.definition_key,
    "definition_name": _d.name,
    "definition_version": _d.version,
    "business_key": _i.business_key,
    "title": _i.title,
    "started": _i.started_at,
    "ended": _i.ended_at,
    "duration": SecondsBetween(_i.started_at, _i.ended_at),
    "state": _i.state,
    "unit": _i.unit,
}

_PLAIN = tuple(
    name for name in InstanceView.__dataclass_fields__ if name not in ("incidents", "due_at", "current", "state")
)

_INCIDENTS = (
    select(func.count(_n.id))
    .where(_n.instance_id == _i.id, _n.closed_at.is_(None))
    .correlate(ru.instance)
    .scalar_subquery()
)
_NEXT_DEADLINE = (
    select(func.min(_l.due_at))
    .outerjoin(hi.activity, and_(_l.state == "late", _a.id == _l.activity_instance_id))
    .where(
        _l.instance_id == _i.id,
        # A deadline that was missed stays the light of the case for as long as its step goes on.
        or_(_l.state == "open", and_(_a.id.is_not(None), _a.ended_at.is_(None))),
    )
    .correlate(ru.instance)
    .scalar_subquery()
)
_NEXT_TASK = (
    select(func.min(_t.due_at))
    .where(_t.instance_id == _i.id, _t.ended_at.is_(None))
    .correlate(ru.instance)
    .scalar_subquery()
)


def _view(row: RowMapping, _question: Question) -> InstanceView:
    values = {name: row[name] for name in _PLAIN}
    due = [moment for moment in (row["next_deadline"], row["next_task"]) if moment is not None]
    return InstanceView(
        **values, state=InstanceState(row["state"]), incidents=row["incidents"], due_at=min(due, default=None)
    )


INSTANCES = Listing(
    table=ru.instance,
    source=ru.instance.outerjoin(re.definition, _d.id == _i.definition_id),
    columns=(
        *(column for column in ru.instance.c if column.name != "marking"),
        _d.name.label("definition_name"),
        _d.version.label("definition_version"),
        _d.version_tag,
        _INCIDENTS.label("incidents"),
        _NEXT_DEADLINE.label("next_deadline"),
        _NEXT_TASK.label("next_task"),
    ),
    key=_i.id,
    filters=_FILTERS,
    sorts=_SORTS,
    default=(Sort("started", descending=True),),
    view=_view,
    switches=frozenset({"with_current"}),
)


def instances(question: Question, query: InstanceQuery) -> Page[InstanceView]:
    """A page of instances, with where they stand where asked for."""
    page = INSTANCES.page(question, query)
    if not query.with_current or not page.rows:
        return page
    current = _current(question, [row.id for row in page.rows])
    return replace(page, rows=tuple(replace(row, current=tuple(current.get(row.id, ()))) for row in page.rows))


def _current(question: Question, instance_ids: list[str]) -> dict[str, list[CurrentElement]]:
    """The open activities of instances, without scopes that hold other open activities."""
    inner = hi.activity.alias("inner_activity")
    holds_open = exists(
        select(1).where(inner.c.instance_id == _a.instance_id, inner.c.parent_id == _a.id, inner.c.ended_at.is_(None))
    )
    statement = (
        select(hi.activity, ru.task.c.assignee.label("holder"), _t.candidate_users, _t.candidate_groups, _t.due_at)
        .outerjoin(ru.task, and_(_t.activity_instance_id == _a.id, _t.ended_at.is_(None)))
        .where(_a.instance_id.in_(instance_ids), _a.ended_at.is_(None), not_(holds_open))
        .order_by(_a.started_at, _a.id)
    )
    found: dict[str, list[CurrentElement]] = {}
    for row in question.rows(statement):
        element = CurrentElement(
            activity_instance_id=row["id"],
            element_id=row["element_id"],
            name=row["name"],
            kind=row["kind"],
            since=row["started_at"],
            task_id=row["task_id"],
            assignee=row["holder"],
            candidate_users=tuple(row["candidate_users"] or ()),
            candidate_groups=tuple(row["candidate_groups"] or ()),
            due_at=row["due_at"],
        )
        found.setdefault(row["instance_id"], []).append(element)
    return found
