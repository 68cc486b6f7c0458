"""What a task sees: the variables of its own scope and of every scope around it, the inner one winning."""

from __future__ import annotations

from collections.abc import Mapping

from app.api.call import Call
from app.api.instances import scope_variables
from app.domain.queries.history import ActivityQuery
from app.domain.queries.task import TaskView
from app.domain.values import TypedValue


def task_variables(call: Call, row: TaskView, *, local: bool) -> Mapping[str, TypedValue]:
    """The variables by name; `local`: only those of the task's own scope."""
    scopes = [row.activity_instance_id] if local else _scopes(call, row)
    values = {(each.scope_id, each.name): each.value for each in scope_variables(call, tuple(scopes))}
    return {name: values[scope, name] for scope, name in sorted(values, key=lambda key: -scopes.index(key[0]))}


def _scopes(call: Call, row: TaskView) -> list[str]:
    """The task's scope and those around it, innermost first."""
    open_activities = call.rows(ActivityQuery(instance_ids=(row.instance_id,), finished=False))
    parents = {each.id: each.parent_id for each in open_activities}
    scopes = [row.activity_instance_id]
    while scopes[-1] in parents and scopes[-1] != row.instance_id:
        scopes.append(parents[scopes[-1]])
    return [*dict.fromkeys([*scopes, row.scope_id, row.instance_id])]
