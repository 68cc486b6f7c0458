"""Process instances, executions and activity trees as Camunda shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app.api.dates import write_date
from app.domain.queries.incident import IncidentView
from app.domain.queries.instance import InstanceView
from app.domain.queries.runtime import ActivityNode
from app.domain.records import EventSubscription, ProcessInstance
from app.domain.values import InstanceState


def process_instance(row: InstanceView | ProcessInstance, links: Sequence[Mapping[str, str]] = ()) -> dict[str, Any]:
    """A process instance."""
    return {
        "links": list(links),
        "id": row.id,
        "definitionId": row.definition_id,
        "businessKey": row.business_key,
        "caseInstanceId": None,
        "ended": row.state not in (InstanceState.ACTIVE, InstanceState.SUSPENDED),
        "suspended": row.state is InstanceState.SUSPENDED,
        "tenantId": None,
        "definitionKey": row.definition_key,
    }


def execution(id: str, instance_id: str) -> dict[str, Any]:
    """An execution; Banli's are the scopes of an instance, called by their activity instance id."""
    return {"id": id, "processInstanceId": instance_id, "ended": False, "tenantId": None}


def activity_instance_id(element_id: str, id: str) -> str:
    """Camunda's id of an activity instance."""
    return f"{element_id}:{id}"


def activity_tree(root: ActivityNode, instance: InstanceView, incidents: Sequence[IncidentView]) -> dict[str, Any]:
    """The open activity instances of an instance; what has not begun yet (async before) is a transition."""
    found: dict[str, list[IncidentView]] = {}
    for incident in incidents:
        found.setdefault(incident.activity_instance_id or instance.id, []).append(incident)
    return _node(root, instance, None, found)


def _node(
    node: ActivityNode, instance: InstanceView, parent: str | None, found: Mapping[str, Sequence[IncidentView]]
) -> dict[str, Any]:
    own = instance.id if parent is None else activity_instance_id(node.element_id, node.id)
    head = {
        "id": own,
        "parentActivityInstanceId": parent,
        "activityId": instance.definition_id if parent is None else node.element_id,
        "activityName": node.name,
        "name": node.name,
        "activityType": node.kind,
        "processInstanceId": instance.id,
        "processDefinitionId": instance.definition_id,
    }
    incidents = {
        "incidentIds": [each.id for each in found.get(node.id, ())],
        "incidents": [{"id": each.id, "activityId": each.element_id} for each in found.get(node.id, ())],
    }
    if _is_transition(node):
        return {**head, "executionId": node.id, **incidents}
    inner = [(each, _node(each, instance, own, found)) for each in node.children]
    return {
        **head,
        "executionIds": [node.id],
        **incidents,
        "childActivityInstances": [made for each, made in inner if not _is_transition(each)],
        "childTransitionInstances": [made for each, made in inner if _is_transition(each)],
    }


def _is_transition(node: ActivityNode) -> bool:
    return node.state in ("async_before", "async_after")


def event_subscription(row: EventSubscription) -> dict[str, Any]:
    """What waits for a message, signal or condition."""
    return {
        "id": row.id,
        "eventType": row.kind.value,
        "eventName": row.name,
        "executionId": row.activity_instance_id,
        "processInstanceId": row.instance_id,
        "activityId": row.element_id,
        "createdDate": write_date(row.created_at),
        "tenantId": None,
    }
