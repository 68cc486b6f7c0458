"""History: instances, activities, tasks and variables, running and ended."""

from __future__ import annotations

from typing import Any

from flask import Response

from app.api.call import Call
from app.api.dto import history as dto
from app.api.dto.variable import historic_variable
from app.api.filters import Listing, answer_count, answer_list, bare_id
from app.api.history_parameters import ACTIVITIES, INSTANCES, TASKS, VARIABLES
from app.api.resources.variable_instance import find_variable
from app.api.routes import Routes
from app.api.scopes import binary_answer, wants_decoded
from app.domain.queries.history import ActivityQuery
from app.domain.queries.instance import InstanceQuery

routes = Routes()


def _count_route(path: str, wanted: Listing) -> None:
    """The count of a list, both by GET and by POST."""

    @routes.get(f"/history/{path}/count")
    @routes.post(f"/history/{path}/count")
    def count(call: Call) -> dict[str, int]:
        """How many match."""
        return answer_count(call, wanted)


for _path, _listing in (
    ("process-instance", INSTANCES),
    ("activity-instance", ACTIVITIES),
    ("task", TASKS),
    ("variable-instance", VARIABLES),
):
    _count_route(_path, _listing)


@routes.get("/history/process-instance")
@routes.post("/history/process-instance")
def list_instances(call: Call) -> list[Any]:
    """Process instances, newest first."""
    return answer_list(call, INSTANCES, dto.process_instance)


@routes.get("/history/process-instance/<instance_id>")
def get_instance(call: Call, instance_id: str) -> dict[str, Any]:
    """One of them."""
    missing = f"Historic process instance with id {instance_id} does not exist"
    return dto.process_instance(call.one(InstanceQuery(ids=(instance_id,)), missing))


@routes.get("/history/activity-instance")
@routes.post("/history/activity-instance")
def list_activities(call: Call) -> list[Any]:
    """Activity instances, oldest first."""
    return answer_list(call, ACTIVITIES, dto.activity_instance)


@routes.get("/history/activity-instance/<activity_instance_id>")
def get_activity(call: Call, activity_instance_id: str) -> dict[str, Any]:
    """One of them."""
    missing = f"Historic activity instance with id '{activity_instance_id}' does not exist"
    return dto.activity_instance(call.one(ActivityQuery(ids=(bare_id(activity_instance_id),)), missing))


@routes.get("/history/task")
@routes.post("/history/task")
def list_tasks(call: Call) -> list[Any]:
    """Tasks, oldest first."""
    return answer_list(call, TASKS, dto.task)


@routes.get("/history/variable-instance")
@routes.post("/history/variable-instance")
def list_variables(call: Call) -> list[Any]:
    """Variables: those of ended instances as they were at the end."""
    decoded = wants_decoded(call, "deserializeValues")
    return answer_list(call, VARIABLES, lambda row: historic_variable(row, decoded))


@routes.get("/history/variable-instance/<variable_id>")
def get_variable(call: Call, variable_id: str) -> dict[str, Any]:
    """One of them."""
    decoded = wants_decoded(call, "deserializeValue")
    return historic_variable(find_variable(call, variable_id, finished=None), decoded)


@routes.get("/history/variable-instance/<variable_id>/data")
def get_data(call: Call, variable_id: str) -> Response:
    """The content of a file or of bytes."""
    row = find_variable(call, variable_id, finished=None)
    return binary_answer(call, row.name, row.value)
