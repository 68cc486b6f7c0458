"""Executions: Banli's are the scopes of an instance; npm workers fetch files by them."""

from __future__ import annotations

from typing import Any

from flask import Response

from app.api.call import Call, nothing_here
from app.api.dto.instance import event_subscription, execution
from app.api.errors import CORRELATE
from app.api.executions import found_executions
from app.api.instances import scope_variables
from app.api.routes import Routes
from app.api.scopes import binary_answer, one_variable, uploaded, wants_decoded
from app.api.variables import read_variable, read_variables, write_variable
from app.domain.commands.instance import CorrelateMessage, SetVariables, SignalExecution
from app.domain.queries.common import Paging
from app.domain.queries.history import ActivityQuery
from app.domain.queries.instance import InstanceQuery
from app.domain.queries.subscription import SubscriptionQuery
from app.domain.values import SubscriptionKind

routes = Routes()

_BASE = "/execution/<execution_id>/localVariables"


@routes.get("/execution")
@routes.post("/execution")
def list_executions(call: Call) -> list[Any]:
    """Open scopes and activities; by subscription those that wait for the message or signal."""
    return [execution(id, instance_id) for id, instance_id in found_executions(call).items()]


@routes.get("/execution/count")
@routes.post("/execution/count")
def count_executions(call: Call) -> dict[str, int]:
    """How many match."""
    return {"count": len(found_executions(call))}


@routes.get("/execution/<execution_id>")
def get_execution(call: Call, execution_id: str) -> dict[str, Any]:
    """One scope: the instance itself or an open activity of it."""
    return execution(execution_id, _instance_id(call, execution_id))


@routes.post("/execution/<execution_id>/signal")
def signal(call: Call, execution_id: str) -> None:
    """Go on from the receive task that waits there."""
    instance_id = _instance_id(call, execution_id)
    values = read_variables(call.body.mapping("variables"), call.house.files)
    call.execute(SignalExecution(instance_id, None if execution_id == instance_id else execution_id, values))


@routes.get("/execution/<execution_id>/messageSubscriptions/<name>")
def message_subscription(call: Call, execution_id: str, name: str) -> dict[str, Any]:
    """The subscription of one execution to a message, or Camunda's 404."""
    query = SubscriptionQuery(
        kinds=(SubscriptionKind.MESSAGE,), names=(name,), activity_instance_ids=(execution_id,), page=Paging(0, 1)
    )
    for row in call.rows(query):
        return event_subscription(row)
    raise nothing_here(f"message subscription {name} of execution {execution_id}")


@routes.post("/execution/<execution_id>/messageSubscriptions/<name>/trigger", CORRELATE)
def trigger_message(call: Call, execution_id: str, name: str) -> None:
    """Give a message to exactly this execution."""
    values = read_variables(call.body.mapping("variables"), call.house.files)
    instance_id = _instance_id(call, execution_id)
    call.execute(CorrelateMessage(name, instance_id=instance_id, activity_instance_id=execution_id, variables=values))


@routes.get(_BASE)
def list_variables(call: Call, execution_id: str) -> dict[str, Any]:
    """The variables of the scope."""
    _instance_id(call, execution_id)
    decoded = wants_decoded(call, "deserializeValues")
    return {row.name: write_variable(row.value, decoded) for row in scope_variables(call, (execution_id,))}


@routes.post(_BASE)
def change_variables(call: Call, execution_id: str) -> None:
    """Write and delete several at once."""
    values = read_variables(call.body.mapping("modifications"), call.house.files)
    deletions = call.body.texts("deletions") or ()
    call.execute(_writing(call, execution_id, values, deletions))


@routes.get(f"{_BASE}/<name>")
def get_variable(call: Call, execution_id: str, name: str) -> dict[str, Any]:
    """One of them."""
    decoded = wants_decoded(call, "deserializeValue")
    return write_variable(_one(call, execution_id, name), decoded)


@routes.put(f"{_BASE}/<name>")
def put_variable(call: Call, execution_id: str, name: str) -> None:
    """Write one."""
    given = {field: call.body.raw(field) for field in ("value", "type", "valueInfo")}
    call.execute(_writing(call, execution_id, {name: read_variable(name, given, call.house.files)}))


@routes.delete(f"{_BASE}/<name>")
def delete_variable(call: Call, execution_id: str, name: str) -> None:
    """Delete one."""
    call.execute(_writing(call, execution_id, {}, (name,)))


@routes.get(f"{_BASE}/<name>/data")
def get_data(call: Call, execution_id: str, name: str) -> Response:
    """The content of a file or of bytes."""
    return binary_answer(call, name, _one(call, execution_id, name))


@routes.post(f"{_BASE}/<name>/data")
def post_data(call: Call, execution_id: str, name: str) -> None:
    """Write a file or bytes from a multipart body."""
    call.execute(_writing(call, execution_id, {name: uploaded(call, name)}))


def _one(call: Call, execution_id: str, name: str) -> Any:
    _instance_id(call, execution_id)
    return one_variable(call, execution_id, name, "execution")


def _writing(call: Call, execution_id: str, values: dict[str, Any], deletions: tuple[str, ...] = ()) -> SetVariables:
    instance_id = _instance_id(call, execution_id)
    return SetVariables(instance_id, values, deletions, execution_id, reason=call.reason)


def _instance_id(call: Call, execution_id: str) -> str:
    """The instance a scope belongs to, or Camunda's 404."""
    if call.rows(InstanceQuery(ids=(execution_id,), finished=False)):
        return execution_id
    for row in call.rows(ActivityQuery(ids=(execution_id,), finished=False)):
        return str(row.instance_id)
    raise nothing_here(f"Execution with id {execution_id} does not exist")
