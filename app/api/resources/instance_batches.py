"""Suspending, deleting and writing many process instances at once or by jobs."""

from __future__ import annotations

from typing import Any

from app.api.call import Call
from app.api.dto.batch import batch
from app.api.routes import Routes
from app.api.selection import selected
from app.api.variables import read_variables
from app.domain.commands import Command
from app.domain.commands.batch import StartBatch
from app.domain.commands.instance import (
    ActivateInstance,
    CancelInstance,
    CorrelateMessage,
    SetVariables,
    SuspendInstance,
)
from app.domain.errors import InvalidInput
from app.domain.queries.instance import InstanceQuery

routes = Routes()

_QUERIES = ("processInstanceQuery", "historicProcessInstanceQuery")


@routes.put("/process-instance/suspended")
def suspend_many(call: Call) -> None:
    """Stop or let go on: those of a definition, of all versions of a key, those named or found."""
    for command in _suspensions(call).values():
        call.execute(command)


@routes.post("/process-instance/suspended-async")
def suspend_async(call: Call) -> dict[str, Any]:
    """The same by jobs; answers the batch."""
    return _started(call, "instance-update-suspension-state", _suspensions(call))


@routes.post("/process-instance/delete")
def delete_async(call: Call) -> dict[str, Any]:
    """Cancel those named or found, by jobs; answers the batch."""
    given = call.body
    for ignored in ("skipCustomListeners", "skipSubprocesses", "skipIoMappings"):
        given.flag(ignored)
    reason = given.text("deleteReason") or call.reason or ("deleted through /engine-rest" if call.does_any_task else "")
    commands = {each: CancelInstance(each, reason) for each in selected(call, given, *_QUERIES)}
    return _started(call, "instance-deletion", commands, reason)


@routes.post("/process-instance/variables-async")
def set_variables_async(call: Call) -> dict[str, Any]:
    """Write variables into those named or found, by jobs; answers the batch."""
    given = call.body
    values = read_variables(given.mapping("variables"), call.house.files)
    if not values:
        raise InvalidInput("缺少 variables", "variables is empty", "variables")
    commands = {each: SetVariables(each, values, reason=call.reason) for each in selected(call, given, *_QUERIES)}
    return _started(call, "set-variables", commands)


@routes.post("/process-instance/message-async")
def correlate_async(call: Call) -> dict[str, Any]:
    """Give a message to those named or found, by jobs; answers the batch."""
    given = call.body
    name = given.required("messageName")
    values = read_variables(given.mapping("variables"), call.house.files)
    commands = {
        each: CorrelateMessage(name, instance_id=each, variables=values) for each in selected(call, given, *_QUERIES)
    }
    return _started(call, "correlate-message", commands)


def _suspensions(call: Call) -> dict[str, Command]:
    given = call.body
    suspended = given.flag("suspended")
    if suspended is None:
        raise InvalidInput("缺少 suspended", "suspended must be set", "suspended")
    command = SuspendInstance if suspended else ActivateInstance
    return {each: command(each, call.reason) for each in _of_body(call)}


def _of_body(call: Call) -> tuple[str, ...]:
    given = call.body
    definition_id, key = given.text("processDefinitionId"), given.text("processDefinitionKey")
    if definition_id:
        return _running(call, InstanceQuery(definition_ids=(definition_id,), roots_only=True, finished=False))
    if key:
        return _running(call, InstanceQuery(definition_keys=(key,), roots_only=True, finished=False))
    found = selected(call, given, *_QUERIES)
    if not found:
        raise InvalidInput(
            "请指明流程定义或实例",
            "Either processInstanceIds, processInstanceQuery, historicProcessInstanceQuery, processDefinitionId or "
            "processDefinitionKey must be set.",
            "processInstanceIds",
        )
    return found


def _running(call: Call, query: InstanceQuery) -> tuple[str, ...]:
    return tuple(row.id for row in call.rows(query))


def _started(call: Call, kind: str, commands: dict[str, Any], reason: str | None = None) -> dict[str, Any]:
    return batch(call.execute(StartBatch(kind, commands, reason or call.reason)))
