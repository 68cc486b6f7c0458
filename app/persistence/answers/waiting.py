"""Answers about what waits: external tasks, jobs, subscriptions, incidents, deadlines."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_

from app.domain.queries.common import Sort
from app.domain.queries.incident import IncidentView
from app.domain.records import Deadline, EventSubscription, ExternalTask, Job
from app.persistence.answers import filters as f
from app.persistence.answers.listing import Listing
from app.persistence.rows import to_record
from app.persistence.tables import ru

_x = ru.external_task.c
_j = ru.job.c
_n = ru.incident.c
_l = ru.deadline.c
_s = ru.subscription.c


def _leased(locked_until: ColumnElement[datetime | None], now: datetime) -> ColumnElement[bool]:
    return and_(locked_until.is_not(None), locked_until > now)


def _executable(now: datetime) -> ColumnElement[bool]:
    return and_(_j.due_at <= now, _j.retries > 0, _j.suspended.is_(False), ~_leased(_j.locked_until, now))


EXTERNAL_TASKS = Listing(
    table=ru.external_task,
    source=ru.external_task,
    columns=tuple(ru.external_task.c),
    key=_x.id,
    filters={
        "ids": f.one_of(_x.id),
        "topics": f.one_of(_x.topic),
        "worker_id": f.equals(_x.worker_id),
        "locked": f.holds(lambda now: _leased(_x.locked_until, now)),
        "with_retries": f.holds(lambda _now: or_(_x.retries.is_(None), _x.retries > 0)),
        "locked_after": f.after(_x.locked_until),
        "locked_before": f.before(_x.locked_until),
        "element_ids": f.one_of(_x.element_id),
        "activity_instance_ids": f.one_of(_x.activity_instance_id),
        "instance_ids": f.one_of(_x.instance_id),
        "definition_ids": f.one_of(_x.definition_id),
        "definition_keys": f.one_of(_x.definition_key),
        "suspended": f.equals(_x.suspended),
        "min_priority": f.at_least(_x.priority),
        "max_priority": f.at_most(_x.priority),
        "process_variables": f.with_variables(_x.instance_id),
    },
    sorts={
        "id": _x.id,
        "locked_until": _x.locked_until,
        "instance_id": _x.instance_id,
        "definition_id": _x.definition_id,
        "definition_key": _x.definition_key,
        "priority": _x.priority,
        "created": _x.created_at,
    },
    default=(Sort("created"),),
    view=lambda row, _q: to_record(ExternalTask, row),
)

JOBS = Listing(
    table=ru.job,
    source=ru.job,
    columns=tuple(ru.job.c),
    key=_j.id,
    filters={
        "ids": f.one_of(_j.id),
        "kinds": f.one_of(_j.kind),
        "instance_ids": f.one_of(_j.instance_id),
        "activity_instance_ids": f.one_of(_j.activity_instance_id),
        "definition_ids": f.one_of(_j.definition_id),
        "definition_keys": f.one_of(_j.definition_key),
        "element_ids": f.one_of(_j.element_id),
        "with_retries": f.holds(lambda _now: _j.retries > 0),
        "executable": f.holds(_executable),
        "acquired": f.holds(lambda now: _leased(_j.locked_until, now)),
        "failed": f.is_set(_j.error_message),
        "error_message": f.equals(_j.error_message),
        "suspended": f.equals(_j.suspended),
        "due_before": f.before(_j.due_at),
        "due_after": f.after(_j.due_at),
        "created_before": f.before(_j.created_at),
        "created_after": f.after(_j.created_at),
        "min_priority": f.at_least(_j.priority),
        "max_priority": f.at_most(_j.priority),
    },
    sorts={
        "id": _j.id,
        "instance_id": _j.instance_id,
        "definition_id": _j.definition_id,
        "definition_key": _j.definition_key,
        "priority": _j.priority,
        "retries": _j.retries,
        "due": _j.due_at,
        "created": _j.created_at,
    },
    default=(Sort("due"),),
    view=lambda row, _q: to_record(Job, row),
)

SUBSCRIPTIONS = Listing(
    table=ru.subscription,
    source=ru.subscription,
    columns=tuple(ru.subscription.c),
    key=_s.id,
    filters={
        "ids": f.one_of(_s.id),
        "kinds": f.one_of(_s.kind),
        "names": f.one_of(_s.name),
        "instance_ids": f.one_of(_s.instance_id),
        "activity_instance_ids": f.one_of(_s.activity_instance_id),
        "element_ids": f.one_of(_s.element_id),
    },
    sorts={"created": _s.created_at, "id": _s.id},
    default=(Sort("created"),),
    view=lambda row, _q: to_record(EventSubscription, row),
)

_INCIDENT = tuple(IncidentView.__dataclass_fields__)

INCIDENTS = Listing(
    table=ru.incident,
    source=ru.incident,
    columns=tuple(ru.incident.c),
    key=_n.id,
    filters={
        "ids": f.one_of(_n.id),
        "kinds": f.one_of(_n.kind),
        "message": f.equals(_n.message),
        "message_like": f.like(_n.message),
        "instance_ids": f.one_of(_n.instance_id),
        "definition_ids": f.one_of(_n.definition_id),
        "definition_keys": f.one_of(_n.definition_key),
        "element_ids": f.one_of(_n.element_id),
        "activity_instance_ids": f.one_of(_n.activity_instance_id),
        "configuration": f.equals(_n.configuration),
        "created_before": f.before(_n.created_at),
        "created_after": f.after(_n.created_at),
        "open": f.is_empty(_n.closed_at),
    },
    sorts={
        "id": _n.id,
        "created": _n.created_at,
        "kind": _n.kind,
        "message": _n.message,
        "instance_id": _n.instance_id,
        "definition_id": _n.definition_id,
        "element_id": _n.element_id,
        "configuration": _n.configuration,
    },
    default=(Sort("created"),),
    view=lambda row, _q: IncidentView(**{name: row[name] for name in _INCIDENT}),
)

DEADLINES = Listing(
    table=ru.deadline,
    source=ru.deadline,
    columns=tuple(ru.deadline.c),
    key=_l.id,
    filters={
        "ids": f.one_of(_l.id),
        "instance_ids": f.one_of(_l.instance_id),
        "activity_instance_ids": f.one_of(_l.activity_instance_id),
        "task_ids": f.one_of(_l.task_id),
        "deadline_ids": f.one_of(_l.deadline_id),
        "states": f.one_of(_l.state),
        "estimated": f.equals(_l.estimated),
        "late": f.holds(lambda now: and_(_l.state == "open", _l.due_at < now)),
        "due_before": f.before(_l.due_at),
        "due_after": f.after(_l.due_at),
    },
    sorts={"due": _l.due_at, "deadline_id": _l.deadline_id, "id": _l.id},
    default=(Sort("due"),),
    view=lambda row, _q: to_record(Deadline, row),
)
