"""Variable instances, current and historic, as Camunda shows them."""

from __future__ import annotations

from typing import Any

from app.api.dates import write_date
from app.api.variables import write_variable
from app.domain.queries.variable import VariableView


def variable_instance(row: VariableView, decoded: bool = True) -> dict[str, Any]:
    """A variable that exists."""
    value = write_variable(row.value, decoded)
    return {
        "id": row.id,
        "name": row.name,
        "type": value["type"],
        "value": value["value"],
        "valueInfo": value["valueInfo"],
        "processDefinitionId": row.definition_id,
        "processInstanceId": row.instance_id,
        "executionId": row.scope_id,
        "caseInstanceId": None,
        "caseExecutionId": None,
        "taskId": row.task_id,
        "batchId": None,
        "activityInstanceId": row.scope_id,
        "errorMessage": None,
        "tenantId": None,
    }


def historic_variable(row: VariableView, decoded: bool = True) -> dict[str, Any]:
    """A variable as history keeps it."""
    current = variable_instance(row, decoded)
    return {
        "id": row.id,
        "name": row.name,
        "type": current["type"],
        "value": current["value"],
        "valueInfo": current["valueInfo"],
        "processDefinitionKey": row.definition_key,
        "processDefinitionId": row.definition_id,
        "processInstanceId": row.instance_id,
        "executionId": row.scope_id,
        "activityInstanceId": row.scope_id,
        "caseDefinitionKey": None,
        "caseDefinitionId": None,
        "caseInstanceId": None,
        "caseExecutionId": None,
        "taskId": row.task_id,
        "errorMessage": None,
        "tenantId": None,
        "state": "CREATED" if row.deleted_at is None else "DELETED",
        "createTime": write_date(row.created_at),
        "removalTime": None,
        "rootProcessInstanceId": row.root_instance_id,
    }
