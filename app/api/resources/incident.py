"""Incidents: what is stuck."""

from __future__ import annotations

from typing import Any

from app.api.call import Call
from app.api.dates import write_date
from app.api.filters import answer_count, answer_list, bare, listing, many, moment, one, text
from app.api.routes import Routes
from app.domain.errors import InvalidInput
from app.domain.queries.incident import IncidentQuery, IncidentView

routes = Routes()

LISTING = listing(
    IncidentQuery,
    {
        "incidentId": one("ids"),
        "incidentType": one("kinds"),
        "incidentMessage": text("message"),
        "incidentMessageLike": text("message_like"),
        "processDefinitionId": one("definition_ids"),
        "processDefinitionKeyIn": many("definition_keys"),
        "processInstanceId": one("instance_ids"),
        "executionId": bare("activity_instance_ids", listed=False),
        "activityId": one("element_ids"),
        "failedActivityId": one("element_ids"),
        "causeIncidentId": one("ids"),
        "rootCauseIncidentId": one("ids"),
        "configuration": text("configuration"),
        "incidentTimestampBefore": moment("created_before"),
        "incidentTimestampAfter": moment("created_after"),
    },
    {
        "incidentId": "id",
        "incidentTimestamp": "created",
        "incidentType": "kind",
        "incidentMessage": "message",
        "executionId": "id",
        "activityId": "element_id",
        "processInstanceId": "instance_id",
        "processDefinitionId": "definition_id",
        "causeIncidentId": "id",
        "rootCauseIncidentId": "id",
        "configuration": "configuration",
        "tenantId": "id",
    },
    impossible=("tenantIdIn", "jobDefinitionIdIn"),
)


@routes.get("/incident")
def list_incidents(call: Call) -> list[Any]:
    """Open incidents, oldest first."""
    return answer_list(call, LISTING, incident)


@routes.get("/incident/count")
def count_incidents(call: Call) -> dict[str, int]:
    """How many match."""
    return answer_count(call, LISTING)


@routes.get("/incident/<incident_id>")
def get_incident(call: Call, incident_id: str) -> dict[str, Any]:
    """One open incident."""
    return incident(_found(call, incident_id))


@routes.delete("/incident/<incident_id>")
def delete_incident(call: Call, incident_id: str) -> None:
    """Refused, as Camunda refuses it for failed work: an incident goes when what is stuck is mended."""
    row = _found(call, incident_id)
    raise InvalidInput(
        "请重试出错的作业或任务，事件随之关闭", f"Cannot resolve an incident of type {row.kind}", "incidentId"
    )


def incident(row: IncidentView) -> dict[str, Any]:
    """An incident; Banli's are where they arise, so each is its own cause."""
    return {
        "id": row.id,
        "processDefinitionId": row.definition_id,
        "processInstanceId": row.instance_id,
        "executionId": row.activity_instance_id,
        "incidentTimestamp": write_date(row.created_at),
        "incidentType": row.kind,
        "activityId": row.element_id,
        "failedActivityId": row.element_id,
        "causeIncidentId": row.id,
        "rootCauseIncidentId": row.id,
        "configuration": row.configuration,
        "incidentMessage": row.message,
        "tenantId": None,
        "jobDefinitionId": None,
        "annotation": None,
    }


def _found(call: Call, incident_id: str) -> IncidentView:
    row: IncidentView = call.one(IncidentQuery(ids=(incident_id,)), f"No matching incident with id {incident_id}")
    return row
