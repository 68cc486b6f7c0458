"""The user operation log."""

from __future__ import annotations

from typing import Any

from app.api.call import Call
from app.api.dto.history import operation
from app.api.filters import answer_count, listing, moment, one, text
from app.api.routes import Routes
from app.domain.queries.history import OperationQuery

routes = Routes()

LISTING = listing(
    OperationQuery,
    {
        "processDefinitionId": one("definition_ids"),
        "processInstanceId": one("instance_ids"),
        "taskId": one("task_ids"),
        "userId": text("actor"),
        "operationType": one("operations"),
        "entityType": text("entity"),
        "deploymentId": text("entity_id"),
        "jobId": text("entity_id"),
        "externalTaskId": text("entity_id"),
        "beforeTimestamp": moment("before"),
        "afterTimestamp": moment("after"),
    },
    {"timestamp": "at"},
    impossible=("caseDefinitionId", "caseInstanceId", "caseExecutionId", "jobDefinitionId", "batchId", "tenantIdIn"),
    certain=("withoutTenantId",),
    unsupported=("processDefinitionKey", "executionId", "operationId", "property", "entityTypeIn", "category",
                 "categoryIn"),
)  # fmt: skip


@routes.get("/history/user-operation")
def list_operations(call: Call) -> list[Any]:
    """Operations, newest first; one object for each property that changed."""
    query = LISTING.read(call)
    return [] if query is None else [entry for row in call.rows(query) for entry in operation(row)]


@routes.get("/history/user-operation/count")
def count_operations(call: Call) -> dict[str, int]:
    """How many operations match."""
    return answer_count(call, LISTING)
