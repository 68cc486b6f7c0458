"""Variables of process instances, single and together, with file contents."""

from __future__ import annotations

from typing import Any

from flask import Response

from app.api.call import Call
from app.api.instances import find_instance, scope_variables
from app.api.routes import Routes
from app.api.scopes import binary_answer, one_variable, uploaded, wants_decoded
from app.api.variables import read_variable, read_variables, write_variable
from app.domain.commands.instance import SetVariables

routes = Routes()


@routes.get("/process-instance/<instance_id>/variables")
def list_variables(call: Call, instance_id: str) -> dict[str, Any]:
    """All of them by name."""
    find_instance(call, instance_id)
    decoded = wants_decoded(call, "deserializeValues")
    return {row.name: write_variable(row.value, decoded) for row in scope_variables(call, (instance_id,))}


@routes.post("/process-instance/<instance_id>/variables")
def change_variables(call: Call, instance_id: str) -> None:
    """Write and delete several at once."""
    call.body.raw("workerId")
    find_instance(call, instance_id)
    values = read_variables(call.body.mapping("modifications"), call.house.files)
    call.execute(SetVariables(instance_id, values, call.body.texts("deletions") or (), reason=call.reason))


@routes.get("/process-instance/<instance_id>/variables/<name>")
def get_variable(call: Call, instance_id: str, name: str) -> dict[str, Any]:
    """One of them."""
    find_instance(call, instance_id)
    decoded = wants_decoded(call, "deserializeValue")
    return write_variable(one_variable(call, instance_id, name, "process instance"), decoded)


@routes.put("/process-instance/<instance_id>/variables/<name>")
def put_variable(call: Call, instance_id: str, name: str) -> None:
    """Write one."""
    find_instance(call, instance_id)
    given = {field: call.body.raw(field) for field in ("value", "type", "valueInfo")}
    value = read_variable(name, given, call.house.files)
    call.execute(SetVariables(instance_id, {name: value}, reason=call.reason))


@routes.delete("/process-instance/<instance_id>/variables/<name>")
def delete_variable(call: Call, instance_id: str, name: str) -> None:
    """Delete one; deleting what is not there is no error."""
    find_instance(call, instance_id)
    call.execute(SetVariables(instance_id, deletions=(name,), reason=call.reason))


@routes.get("/process-instance/<instance_id>/variables/<name>/data")
def get_data(call: Call, instance_id: str, name: str) -> Response:
    """The content of a file or of bytes."""
    find_instance(call, instance_id)
    return binary_answer(call, name, one_variable(call, instance_id, name, "process instance"))


@routes.post("/process-instance/<instance_id>/variables/<name>/data")
def post_data(call: Call, instance_id: str, name: str) -> None:
    """Write a file or bytes from a multipart body."""
    find_instance(call, instance_id)
    call.execute(SetVariables(instance_id, {name: uploaded(call, name)}, reason=call.reason))
