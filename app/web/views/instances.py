"""Process instances as JSON: what runs, where it stands, for whom it waits and why."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from app.domain.queries.history import ActivityView, OperationView
from app.domain.queries.incident import IncidentView
from app.domain.queries.instance import CurrentElement, InstanceView
from app.domain.queries.runtime import ActivityNode
from app.domain.queries.variable import VariableView
from app.domain.values import Actor, InstanceState, Right
from app.web.language import pick
from app.web.views.lights import Lights, iso
from app.web.views.people import holders, name_of_group, person
from app.web.views.tasks import plain
from app.web.words import word, words

Json = dict[str, Any]

RUNNING = frozenset({InstanceState.ACTIVE, InstanceState.SUSPENDED})


def started_row(view: InstanceView, lights: Lights) -> Json:
    """One row of 我发起的."""
    return {
        "id": view.id,
        "process": _process(view),
        "business_key": view.business_key,
        "title": view.title,
        "state": view.state.value,
        "current": [each.name or each.element_id for each in view.current],
        "started": iso(view.started_at),
        "ended": iso(view.ended_at),
        "light": _light(view, lights),
    }


def instance_row(view: InstanceView, lights: Lights) -> Json:
    """One row of the supervisor's list."""
    return {
        **started_row(view, lights),
        "version": view.definition_version,
        "started_by": person(view.started_by),
        "unit": view.unit,
        "unit_name": name_of_group(view.unit),
        "current": [
            {
                "element_id": each.element_id,
                "name": each.name or each.element_id,
                "holders": _for(each),
            }
            for each in view.current
        ],
        "incidents": view.incidents,
    }


def instance_detail(
    view: InstanceView,
    parent: InstanceView | None,
    children: Iterable[InstanceView],
    stuck: Iterable[IncidentView],
    who: Actor,
    lights: Lights,
) -> Json:
    """The row with everything its page shows."""
    incidents = {each.element_id: each for each in stuck if each.element_id}
    return {
        **instance_row(view, lights),
        "definition_id": view.definition_id,
        "root_id": view.root_id,
        "end_reason": view.end_reason,
        "parent": _link(parent) if parent else None,
        "children": [_link(each) for each in children],
        "waiting": [_waiting(each, incidents.get(each.element_id), view, lights) for each in view.current],
        "incident_elements": sorted(incidents),
        "rights": instance_rights(view, who),
    }


def instance_rights(view: InstanceView, who: Actor) -> dict[str, bool]:
    """What the page offers; every command asks again."""
    running, operates = view.state in RUNNING, who.may(Right.OPERATOR)
    return {
        "cancel": running and operates,
        "suspend": view.state is InstanceState.ACTIVE and operates,
        "activate": view.state is InstanceState.SUSPENDED and operates,
        "urge": view.state is InstanceState.ACTIVE
        and (operates or who.may(Right.SUPERVISOR) or view.started_by == who.user_id),
        "variables": running and operates,
        "mend": view.state is InstanceState.ACTIVE and operates,
    }


def activity_row(view: ActivityView) -> Json:
    """One line of the history."""
    return {
        "id": view.id,
        "parent": view.parent_id,
        "element_id": view.element_id,
        "name": view.name,
        "kind": view.kind,
        "kind_name": word("activity", view.kind),
        "started": iso(view.started_at),
        "ended": iso(view.ended_at),
        "canceled": view.canceled,
        "assignee": person(view.done_by or view.assignee),
        "on_behalf_of": person(view.on_behalf_of),
        "task_id": view.task_id,
        "called_instance_id": view.called_instance_id,
    }


def operation_row(view: OperationView) -> Json:
    """One line of the operation log."""
    return {
        "id": view.id,
        "at": iso(view.at),
        "actor": person(view.actor),
        "on_behalf_of": person(view.on_behalf_of),
        "operation": view.operation,
        "operation_name": word("operation", view.operation),
        "entity": view.entity,
        "entity_id": view.entity_id,
        "reason": view.reason,
        "before": plain(view.before),
        "after": plain(view.after),
    }


def incident_row(view: IncidentView, names: dict[str, str]) -> Json:
    """Something that is stuck."""
    return {
        "id": view.id,
        "kind": view.kind,
        "kind_name": word("incident", view.kind),
        "message": view.message,
        "element_id": view.element_id,
        "element_name": names.get(view.element_id or ""),
        "created": iso(view.created_at),
        "closed": iso(view.closed_at),
    }


def variable_row(view: VariableView, scopes: dict[str, str]) -> Json:
    """A variable with its scope."""
    return {
        "name": view.name,
        "type": view.value.type,
        "value": plain(view.value.value),
        "scope": view.scope_id,
        "scope_name": scopes.get(view.scope_id) or pick("本事项", "case"),
        "updated": iso(view.updated_at),
    }


def tree_node(node: ActivityNode) -> Json:
    """An open activity instance with what is open in it."""
    return {
        "id": node.id,
        "element_id": node.element_id,
        "name": node.name or node.element_id,
        "kind": node.kind,
        "kind_name": word("activity", node.kind),
        "state": node.state,
        "children": [tree_node(child) for child in node.children],
    }


def _process(view: InstanceView) -> Json:
    return {"key": view.definition_key, "name": view.definition_name or view.definition_key}


def _link(view: InstanceView) -> Json:
    name = view.title or view.definition_name or view.definition_key
    return {
        "id": view.id,
        "name": name,
        "process": _process(view),
        "business_key": view.business_key,
        "state": view.state.value,
    }


def _light(view: InstanceView, lights: Lights) -> Json:
    return lights.of(view.due_at, resting=view.state is not InstanceState.ACTIVE)


def _for(element: CurrentElement) -> list[Json]:
    if element.assignee is not None:
        return holders((element.assignee,), ())
    return holders(element.candidate_users, element.candidate_groups)


def _waiting(element: CurrentElement, stuck: IncidentView | None, view: InstanceView, lights: Lights) -> Json:
    return {
        "element_id": element.element_id,
        "name": element.name or element.element_id,
        "kind": element.kind,
        "since": iso(element.since),
        "for": _for(element),
        "due": iso(element.due_at),
        "light": lights.of(element.due_at, resting=view.state is not InstanceState.ACTIVE),
        "why": _why(element, stuck),
        "task_id": element.task_id,
    }


def _why(element: CurrentElement, stuck: IncidentView | None) -> str | None:
    if stuck is not None:
        return pick(f"出现异常：{stuck.message}", f"stuck: {stuck.message}")
    if element.task_id is not None and element.assignee is None:
        return pick("等待领取", "waits to be claimed")
    known = ("waits_for", element.kind) in words()
    return word("waits_for", element.kind) if known else pick("正在进行", "is going on")
