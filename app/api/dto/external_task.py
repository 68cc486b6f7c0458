"""External tasks as Camunda shows them."""

from __future__ import annotations

from typing import Any

from app.api.dates import write_date
from app.api.dto.instance import activity_instance_id
from app.api.variables import write_variables
from app.domain.commands.external_task import LockedTask
from app.domain.records import ExternalTask


def external_task(row: ExternalTask, version_tag: str | None = None) -> dict[str, Any]:
    """An external task in a list."""
    return {
        "activityId": row.element_id,
        "activityInstanceId": activity_instance_id(row.element_id, row.activity_instance_id),
        "errorMessage": row.error_message,
        "executionId": row.activity_instance_id,
        "id": row.id,
        "lockExpirationTime": write_date(row.locked_until),
        "createTime": write_date(row.created_at),
        "processDefinitionId": row.definition_id,
        "processDefinitionKey": row.definition_key,
        "processDefinitionVersionTag": version_tag,
        "processInstanceId": row.instance_id,
        "retries": row.retries,
        "suspended": row.suspended,
        "workerId": row.worker_id,
        "topicName": row.topic,
        "tenantId": None,
        "priority": row.priority,
        "businessKey": row.business_key,
    }


def locked_task(locked: LockedTask, deserialize: bool, with_properties: bool) -> dict[str, Any]:
    """A claimed task with its variables. `token` is Banli's own: our SDK sends it back with the result."""
    return {
        **external_task(locked.task, locked.version_tag),
        "errorDetails": locked.task.error_details,
        "variables": write_variables(locked.variables, deserialize),
        "extensionProperties": dict(locked.properties) if with_properties else None,
        "token": locked.task.token,
    }
