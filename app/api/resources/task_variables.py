"""Variables of tasks: those it sees and those of its own scope."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response

from app.api.call import Call, nothing_here
from app.api.routes import Routes
from app.api.scopes import binary_answer, uploaded, wants_decoded
from app.api.task_scopes import task_variables
from app.api.tasks import find_task
from app.api.variables import read_variable, read_variables, write_variable, write_variables
from app.domain.commands.task import SetTaskVariables
from app.domain.values import TypedValue

routes = Routes()

_KINDS = {"variables": False, "localVariables": True}


def _declare_all(base: str, local: bool) -> None:
    """The routes to the variables of one kind together."""

    @routes.get(base)
    def list_variables(call: Call, task_id: str) -> dict[str, Any]:
        """All of them by name."""
        return write_variables(_seen(call, task_id, local), wants_decoded(call, "deserializeValues"))

    @routes.post(base)
    def change_variables(call: Call, task_id: str) -> None:
        """Write and delete several at once."""
        find_task(call, task_id)
        values = read_variables(call.body.mapping("modifications"), call.house.files)
        call.execute(SetTaskVariables(task_id, values, call.body.texts("deletions") or (), local))


def _declare_one(base: str, local: bool) -> None:
    """The routes to a single variable of one kind."""

    @routes.get(f"{base}/<name>")
    def get_variable(call: Call, task_id: str, name: str) -> dict[str, Any]:
        """One of them."""
        return write_variable(_one(call, task_id, local, name), wants_decoded(call, "deserializeValue"))

    @routes.put(f"{base}/<name>")
    def put_variable(call: Call, task_id: str, name: str) -> None:
        """Write one."""
        find_task(call, task_id)
        given = {field: call.body.raw(field) for field in ("value", "type", "valueInfo")}
        value = read_variable(name, given, call.house.files)
        call.execute(SetTaskVariables(task_id, {name: value}, local=local))

    @routes.delete(f"{base}/<name>")
    def delete_variable(call: Call, task_id: str, name: str) -> None:
        """Delete one."""
        find_task(call, task_id)
        call.execute(SetTaskVariables(task_id, {}, (name,), local))

    @routes.get(f"{base}/<name>/data")
    def get_data(call: Call, task_id: str, name: str) -> Response:
        """The content of a file or of bytes."""
        return binary_answer(call, name, _one(call, task_id, local, name))

    @routes.post(f"{base}/<name>/data")
    def post_data(call: Call, task_id: str, name: str) -> None:
        """Write a file or bytes from a multipart body."""
        find_task(call, task_id)
        call.execute(SetTaskVariables(task_id, {name: uploaded(call, name)}, local=local))


def _seen(call: Call, task_id: str, local: bool) -> Mapping[str, TypedValue]:
    return task_variables(call, find_task(call, task_id), local=local)


def _one(call: Call, task_id: str, local: bool, name: str) -> TypedValue:
    found = _seen(call, task_id, local).get(name)
    if found is None:
        raise nothing_here(f"task variable with name {name} does not exist")
    return found


for _kind, _local in _KINDS.items():
    _declare_all(f"/task/<task_id>/{_kind}", _local)
    _declare_one(f"/task/<task_id>/{_kind}", _local)
