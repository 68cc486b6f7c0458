"""Modification and restart: where instances stand is changed, or begun again, by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.api.call import Call
from app.api.definitions import find_definition
from app.api.dto.batch import batch
from app.api.errors import MODIFY
from app.api.instances import find_instance
from app.api.instructions import read_instructions, start_at
from app.api.routes import DefinitionRef, Routes
from app.api.selection import selected
from app.domain.commands.batch import StartBatch
from app.domain.commands.instance import ModifyInstance, RestartInstances
from app.domain.errors import InvalidInput
from app.domain.queries.instance import InstanceQuery

routes = Routes()


@routes.post("/process-instance/<instance_id>/modification", MODIFY)
def modify(call: Call, instance_id: str) -> None:
    """Begin and cancel activities of one instance, instruction by instruction."""
    find_instance(call, instance_id)
    call.execute(_modification(call)(instance_id))


@routes.post("/process-instance/<instance_id>/modification-async", MODIFY)
def modify_async(call: Call, instance_id: str) -> dict[str, Any]:
    """The same by a job; answers the batch."""
    find_instance(call, instance_id)
    return _in_batch(call, (instance_id,))


@routes.post("/modification/execute", MODIFY)
def execute(call: Call) -> None:
    """The same instructions for many instances of a definition, each in a transaction of its own."""
    command = _modification(call)
    for instance_id in _of_definition(call):
        call.execute(command(instance_id))


@routes.post("/modification/executeAsync", MODIFY)
def execute_async(call: Call) -> dict[str, Any]:
    """The same by jobs; answers the batch."""
    return _in_batch(call, _of_definition(call))


@routes.post("/process-definition/{D}/restart", MODIFY)
def restart(call: Call, reference: DefinitionRef) -> None:
    """Begin ended instances again, all or none."""
    call.execute(_restart(call, reference)(_restarted(call)))


@routes.post("/process-definition/{D}/restart-async", MODIFY)
def restart_async(call: Call, reference: DefinitionRef) -> dict[str, Any]:
    """The same by jobs; answers the batch."""
    command = _restart(call, reference)
    commands = {each: command((each,)) for each in _restarted(call)}
    return batch(call.execute(StartBatch("instance-restart", commands, call.reason)))


def _modification(call: Call) -> Callable[[str], ModifyInstance]:
    given = call.body
    instructions = read_instructions(given, call.house.files)
    skip_io, skip_listeners = bool(given.flag("skipIoMappings")), bool(given.flag("skipCustomListeners"))
    reason = _reason(call)
    return lambda instance_id: ModifyInstance(instance_id, instructions, reason, skip_io, skip_listeners)


def _reason(call: Call) -> str | None:
    return call.body.text("annotation") or call.reason


def _in_batch(call: Call, instance_ids: tuple[str, ...]) -> dict[str, Any]:
    command = _modification(call)
    commands = {each: command(each) for each in instance_ids}
    return batch(call.execute(StartBatch("instance-modification", commands, _reason(call))))


def _of_definition(call: Call) -> tuple[str, ...]:
    """The instances of the body, all of them running ones of its definition."""
    definition_id = call.body.required("processDefinitionId")
    named = selected(call, call.body)
    if not named:
        raise InvalidInput("请至少选择一个实例", "Process instance ids cannot be empty", "processInstanceIds")
    found = {row.id for row in call.rows(InstanceQuery(ids=named, definition_ids=(definition_id,), finished=False))}
    missing = [each for each in named if each not in found]
    if missing:
        raise InvalidInput(
            f"实例 {missing[0]} 不是 {definition_id} 的运行中实例",
            f"Process instance '{missing[0]}' is no running instance of process definition '{definition_id}'",
            "processInstanceIds",
        )
    return named


def _restart(call: Call, reference: DefinitionRef) -> Callable[[tuple[str, ...]], RestartInstances]:
    given = call.body
    at = start_at(given, call, "instructions")
    initial, keyless = bool(given.flag("initialVariables")), bool(given.flag("withoutBusinessKey"))
    definition_id = reference.id or find_definition(call, "process", reference).id
    return lambda ids: RestartInstances(
        definition_id, ids, at, initial_variables=initial, with_business_key=not keyless, reason=call.reason
    )


def _restarted(call: Call) -> tuple[str, ...]:
    return selected(call, call.body, "historicProcessInstanceQuery")
