"""Variables of all running instances."""

from __future__ import annotations

from typing import Any

from flask import Response

from app.api.call import Call, nothing_here
from app.api.dto.variable import variable_instance
from app.api.filters import answer_count, answer_list, bare, listing, many, one, text, variables
from app.api.routes import Routes
from app.api.scopes import binary_answer, wants_decoded
from app.domain.queries.variable import VariableQuery, VariableView

routes = Routes()

FILTERS = {
    "variableName": one("names"),
    "variableNameLike": text("name_like"),
    "variableValues": variables("values"),
    "processInstanceIdIn": many("instance_ids"),
    "executionIdIn": bare("scope_ids"),
    "activityInstanceIdIn": bare("scope_ids"),
    "variableScopeIdIn": bare("scope_ids"),
    "taskIdIn": many("task_ids"),
}
SORTS = {
    "variableName": "name",
    "variableType": "type",
    "activityInstanceId": "scope_id",
    "instanceId": "instance_id",
    "tenantId": "name",
}
LISTING = listing(
    VariableQuery,
    FILTERS | {"variableNameIn": many("names")},
    SORTS,
    impossible=("caseInstanceIdIn", "caseExecutionIdIn", "batchIdIn", "tenantIdIn"),
    finished=False,
)


@routes.get("/variable-instance")
@routes.post("/variable-instance")
def list_variables(call: Call) -> list[Any]:
    """Variables of running instances."""
    decoded = wants_decoded(call, "deserializeValues")
    return answer_list(call, LISTING, lambda row: variable_instance(row, decoded))


@routes.get("/variable-instance/count")
@routes.post("/variable-instance/count")
def count_variables(call: Call) -> dict[str, int]:
    """How many match."""
    return answer_count(call, LISTING)


@routes.get("/variable-instance/<variable_id>")
def get_variable(call: Call, variable_id: str) -> dict[str, Any]:
    """One of them."""
    decoded = wants_decoded(call, "deserializeValue")
    return variable_instance(find_variable(call, variable_id, finished=False), decoded)


@routes.get("/variable-instance/<variable_id>/data")
def get_data(call: Call, variable_id: str) -> Response:
    """The content of a file or of bytes."""
    row = find_variable(call, variable_id, finished=False)
    return binary_answer(call, row.name, row.value)


def find_variable(call: Call, variable_id: str, *, finished: bool | None) -> VariableView:
    """A variable by its id `<scope id>:<name>`, or Camunda's 404."""
    scope_id, _, name = variable_id.partition(":")
    for row in call.rows(VariableQuery(scope_ids=(scope_id,), names=(name,), finished=finished)):
        found: VariableView = row
        return found
    raise nothing_here(f"Variable instance with Id '{variable_id}' does not exist.")
