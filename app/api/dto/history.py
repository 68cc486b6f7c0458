"""Ended and running instances, activities and tasks as Camunda's history shows them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from app.api.dates import write_date
from app.api.dto.instance import activity_instance_id
from app.domain.queries.history import ActivityView, OperationView
from app.domain.queries.instance import InstanceView
from app.domain.queries.task import TaskView

_NO_CASE = {"caseDefinitionKey": None, "caseDefinitionId": None, "caseInstanceId": None, "caseExecutionId": None}


def process_instance(row: InstanceView) -> dict[str, Any]:
    """A process instance, running or ended."""
    return {
        "id": row.id,
        "businessKey": row.business_key,
        "processDefinitionId": row.definition_id,
        "processDefinitionKey": row.definition_key,
        "processDefinitionName": row.definition_name,
        "processDefinitionVersion": row.definition_version,
        "startTime": write_date(row.started_at),
        "endTime": write_date(row.ended_at),
        "removalTime": None,
        "durationInMillis": _milliseconds(row.started_at, row.ended_at),
        "startUserId": row.started_by,
        "startActivityId": row.start_element_id,
        "deleteReason": row.end_reason,
        "rootProcessInstanceId": row.root_id,
        "superProcessInstanceId": row.parent_id,
        "superCaseInstanceId": None,
        "caseInstanceId": None,
        "tenantId": None,
        "state": row.state.value,
        "restartedProcessInstanceId": None,
    }


def activity_instance(row: ActivityView) -> dict[str, Any]:
    """An activity instance, running or ended."""
    return {
        "id": activity_instance_id(row.element_id, row.id),
        "parentActivityInstanceId": row.parent_id,
        "activityId": row.element_id,
        "activityName": row.name,
        "activityType": row.kind,
        "processDefinitionKey": row.definition_key,
        "processDefinitionId": row.definition_id,
        "processInstanceId": row.instance_id,
        "executionId": row.id,
        "taskId": row.task_id,
        "calledProcessInstanceId": row.called_instance_id,
        "calledCaseInstanceId": None,
        "assignee": row.assignee,
        "startTime": write_date(row.started_at),
        "endTime": write_date(row.ended_at),
        "durationInMillis": _milliseconds(row.started_at, row.ended_at),
        "canceled": row.canceled,
        "completeScope": False,
        "tenantId": None,
        "removalTime": None,
        "rootProcessInstanceId": row.root_instance_id,
    }


def task(row: TaskView) -> dict[str, Any]:
    """A task, open or ended."""
    return {
        "id": row.id,
        "processDefinitionKey": row.definition_key,
        "processDefinitionId": row.definition_id,
        "processInstanceId": row.instance_id,
        "executionId": row.activity_instance_id,
        **_NO_CASE,
        "activityInstanceId": activity_instance_id(row.element_id, row.activity_instance_id),
        "name": row.name or row.element_id,
        "description": row.description,
        "deleteReason": row.end_reason,
        "owner": row.owner,
        "assignee": row.assignee,
        "startTime": write_date(row.created_at),
        "endTime": write_date(row.ended_at),
        "duration": _milliseconds(row.created_at, row.ended_at),
        "taskDefinitionKey": row.element_id,
        "priority": row.priority,
        "due": write_date(row.due_at),
        "parentTaskId": None,
        "followUp": write_date(row.follow_up_at),
        "tenantId": None,
        "removalTime": None,
        "rootProcessInstanceId": None,
        "taskState": _task_state(row),
    }


def operation(row: OperationView) -> list[dict[str, Any]]:
    """An entry of the operation log: one object for each property that changed, as Camunda writes it."""
    names: list[str | None] = [*sorted({*row.before, *row.after})] or [None]
    return [
        {
            "id": f"{row.id}:{name}" if name else row.id,
            "deploymentId": row.entity_id if row.entity == "Deployment" else None,
            "processDefinitionId": row.definition_id,
            "processDefinitionKey": row.definition_id.partition(":")[0] if row.definition_id else None,
            "processInstanceId": row.instance_id,
            "executionId": None,
            **_NO_CASE,
            "taskId": row.task_id,
            "jobId": row.entity_id if row.entity == "Job" else None,
            "jobDefinitionId": None,
            "batchId": None,
            "userId": row.actor,
            "timestamp": write_date(row.at),
            "operationId": row.id,
            "externalTaskId": row.entity_id if row.entity == "ExternalTask" else None,
            "operationType": row.operation,
            "entityType": row.entity,
            "property": name,
            "orgValue": _shown(row.before.get(name)) if name else None,
            "newValue": _shown(row.after.get(name)) if name else None,
            "removalTime": None,
            "rootProcessInstanceId": None,
            "category": "TaskWorker" if row.entity == "Task" else "Operator",
            "annotation": row.reason,
        }
        for name in names
    ]


def _milliseconds(start: datetime, end: datetime | None) -> int | None:
    return None if end is None else round((end - start).total_seconds() * 1000)


def _task_state(row: TaskView) -> str:
    if row.ended_at is None:
        return "Created" if row.updated_at in (None, row.created_at) else "Updated"
    return "Completed" if row.end_reason == "completed" else "Deleted"


def _shown(value: Any) -> str | None:
    return None if value is None else str(value)
