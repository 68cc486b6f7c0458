"""What lists of process instances may be asked for."""

from __future__ import annotations

from app.api.filters import listing, many, one, text, variables, when
from app.domain.queries.instance import InstanceQuery
from app.domain.values import InstanceState

FILTERS = {
    "processInstanceIds": many("ids"),
    "businessKey": one("business_keys"),
    "businessKeyLike": text("business_key_like"),
    "processDefinitionId": one("definition_ids"),
    "processDefinitionKey": one("definition_keys"),
    "processDefinitionKeyIn": many("definition_keys"),
    "processDefinitionKeyNotIn": many("not_definition_keys"),
    "deploymentId": text("deployment_id"),
    "superProcessInstance": text("parent_id"),
    "subProcessInstance": text("child_id"),
    "rootProcessInstanceId": text("root_id"),
    "rootProcessInstances": when("roots_only"),
    "leafProcessInstances": when("leaves_only"),
    "active": when("states", (InstanceState.ACTIVE,)),
    "suspended": when("states", (InstanceState.SUSPENDED,)),
    "withIncident": when("with_incidents"),
    "incidentId": one("incident_ids"),
    "incidentType": text("incident_kind"),
    "incidentMessage": text("incident_message"),
    "incidentMessageLike": text("incident_message_like"),
    "activityIdIn": many("active_element_ids"),
    "variables": variables("variables"),
}
LISTING = listing(
    InstanceQuery,
    FILTERS,
    {
        "instanceId": "id",
        "definitionId": "definition_id",
        "definitionKey": "definition_key",
        "businessKey": "business_key",
        "tenantId": "state",
    },
    impossible=("caseInstanceId", "superCaseInstance", "subCaseInstance", "tenantIdIn"),
    certain=("withoutTenantId", "processDefinitionWithoutTenantId"),
    finished=False,
)
