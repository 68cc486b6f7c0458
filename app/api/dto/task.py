"""Human tasks as Camunda shows them."""

from __future__ import annotations

from typing import Any

from app.api.dates import write_date
from app.domain.queries.task import TaskView


def task(row: TaskView) -> dict[str, Any]:
    """An open task."""
    return {
        "id": row.id,
        "name": row.name or row.element_id,
        "assignee": row.assignee,
        "created": write_date(row.created_at),
        "due": write_date(row.due_at),
        "followUp": write_date(row.follow_up_at),
        "lastUpdated": write_date(row.updated_at),
        "delegationState": row.delegation,
        "description": row.description,
        "executionId": row.activity_instance_id,
        "owner": row.owner,
        "parentTaskId": None,
        "priority": row.priority,
        "processDefinitionId": row.definition_id,
        "processInstanceId": row.instance_id,
        "taskDefinitionKey": row.element_id,
        "caseExecutionId": None,
        "caseInstanceId": None,
        "caseDefinitionId": None,
        "suspended": row.suspended,
        "formKey": None if row.form_binding else row.form_key,
        "camundaFormRef": form_ref(row),
        "tenantId": None,
        "taskState": "Created" if row.updated_at in (None, row.created_at) else "Updated",
    }


def form_ref(row: TaskView) -> dict[str, Any] | None:
    """The reference of a deployed form; None for a form key of another kind."""
    if row.form_binding is None:
        return None
    return {"key": row.form_key, "binding": row.form_binding, "version": None}


def form(row: TaskView) -> dict[str, Any]:
    """Which form a task has."""
    described = task(row)
    return {"key": described["formKey"], "camundaFormRef": described["camundaFormRef"], "contextPath": None}


def identity_links(row: TaskView) -> list[dict[str, Any]]:
    """Who has to do with a task."""
    people = [(row.assignee, "assignee"), (row.owner, "owner"), *((each, "candidate") for each in row.candidate_users)]
    links = [{"userId": user, "groupId": None, "type": kind} for user, kind in people if user is not None]
    return [*links, *({"userId": None, "groupId": each, "type": "candidate"} for each in row.candidate_groups)]
