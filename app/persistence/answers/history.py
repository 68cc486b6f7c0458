"""Answers about what happened: activities, operations, decisions, old values."""

from __future__ import annotations

from sqlalchemy import ColumnElement, RowMapping, func

from app.domain.queries.common import Sort
from app.domain.queries.history import (
    ActivityView,
    DecisionView,
    OperationView,
    VariableHistoryView,
)
from app.persistence.answers import filters as f
from app.persistence.answers.listing import Listing
from app.persistence.answers.question import Question
from app.persistence.dialects.functions import SecondsBetween
from app.persistence.tables import hi, ru
from app.persistence.variable_codec import decode

_a = hi.activity.c
_t = ru.task.c
_o = hi.detail.c
_y = hi.decision.c

_ASSIGNEE: ColumnElement[str] = func.coalesce(_t.assignee, _a.assignee)

_OF_TASK = frozenset({"assignee", "on_behalf_of", "done_by"})


def _activity(row: RowMapping, _question: Question) -> ActivityView:
    values = {name: row[name] for name in ActivityView.__dataclass_fields__ if name not in _OF_TASK}
    done_by = row["ended_by"] if row["end_reason"] == "completed" else None
    return ActivityView(**values, assignee=row["holder"], on_behalf_of=row["ended_for"], done_by=done_by)


ACTIVITIES = Listing(
    table=hi.activity,
    source=hi.activity.outerjoin(ru.task, _t.id == _a.task_id),
    columns=(*hi.activity.c, _ASSIGNEE.label("holder"), _t.ended_by, _t.ended_for, _t.end_reason),
    key=_a.id,
    filters={
        "ids": f.one_of(_a.id),
        "instance_ids": f.one_of(_a.instance_id),
        "definition_ids": f.one_of(_a.definition_id),
        "definition_keys": f.one_of(_a.definition_key),
        "element_ids": f.one_of(_a.element_id),
        "kinds": f.one_of(_a.kind),
        "name": f.equals(_a.name),
        "name_like": f.like(_a.name),
        "assignee": f.equals(_ASSIGNEE),
        "finished": f.is_set(_a.ended_at),
        "canceled": f.equals(_a.canceled),
        "started_before": f.before(_a.started_at),
        "started_after": f.after(_a.started_at),
        "ended_before": f.before(_a.ended_at),
        "ended_after": f.after(_a.ended_at),
    },
    sorts={
        "id": _a.id,
        "instance_id": _a.instance_id,
        "element_id": _a.element_id,
        "name": _a.name,
        "kind": _a.kind,
        "started": _a.started_at,
        "ended": _a.ended_at,
        "duration": SecondsBetween(_a.started_at, _a.ended_at),
        "definition_id": _a.definition_id,
    },
    default=(Sort("started"),),
    view=_activity,
)

_OPERATION_FIELDS = tuple(name for name in OperationView.__dataclass_fields__ if name not in ("id", "before", "after"))


def _operation(row: RowMapping, _question: Question) -> OperationView:
    values = {name: row[name] for name in _OPERATION_FIELDS}
    return OperationView(id=str(row["seq"]), before=row["before"] or {}, after=row["after"] or {}, **values)


OPERATIONS = Listing(
    table=hi.detail,
    source=hi.detail,
    columns=tuple(hi.detail.c),
    key=_o.seq,
    filters={
        "instance_ids": f.one_of(_o.instance_id),
        "task_ids": f.one_of(_o.task_id),
        "definition_ids": f.one_of(_o.definition_id),
        "actor": f.equals(_o.actor),
        "on_behalf_of": f.equals(_o.on_behalf_of),
        "operations": f.one_of(_o.operation),
        "entity": f.equals(_o.entity),
        "entity_id": f.equals(_o.entity_id),
        "after": f.after(_o.at),
        "before": f.before(_o.at),
    },
    sorts={"at": _o.at},
    default=(Sort("at", descending=True),),
    view=_operation,
    always=(_o.kind == "operation",),
)


def _old_value(row: RowMapping, _question: Question) -> VariableHistoryView:
    value = None if row["operation"] == "delete" else decode(row)
    values = {name: row[name] for name in ("instance_id", "scope_id", "name", "at", "actor")}
    return VariableHistoryView(id=str(row["seq"]), value=value, **values)


OLD_VALUES = Listing(
    table=hi.detail,
    source=hi.detail,
    columns=tuple(hi.detail.c),
    key=_o.seq,
    filters={
        "instance_id": f.equals(_o.instance_id),
        "scope_ids": f.one_of(_o.scope_id),
        "names": f.one_of(_o.name),
    },
    sorts={"at": _o.at},
    default=(Sort("at"),),
    view=_old_value,
    always=(_o.kind == "variable",),
)


def _decision(row: RowMapping, _question: Question) -> DecisionView:
    values = {name: row[name] for name in DecisionView.__dataclass_fields__ if name != "matched_rules"}
    return DecisionView(**values, matched_rules=tuple(row["matched_rules"]))


DECISIONS = Listing(
    table=hi.decision,
    source=hi.decision,
    columns=tuple(hi.decision.c),
    key=_y.id,
    filters={
        "ids": f.one_of(_y.id),
        "instance_ids": f.one_of(_y.instance_id),
        "activity_instance_ids": f.one_of(_y.activity_instance_id),
        "decision_keys": f.one_of(_y.decision_key),
        "definition_ids": f.one_of(_y.definition_id),
        "after": f.after(_y.at),
        "before": f.before(_y.at),
    },
    sorts={"at": _y.at, "decision_key": _y.decision_key},
    default=(Sort("at", descending=True),),
    view=_decision,
)
