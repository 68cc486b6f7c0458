"""Start a process by hand or by program."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.domain.commands.instance import StartInstance
from app.domain.context import CommandContext
from app.domain.errors import InvalidInput, NotAllowed, NotFound
from app.domain.model.process import ProcessModel
from app.domain.records import Definition, ProcessInstance
from app.domain.values import Right
from app.engine.forms import deployed_form, validated
from app.engine.interceptors import is_machine
from app.engine.starters import may_start
from app.engine.stepping.moves import begin
from app.engine.stepping.starts import start_instance as start
from app.engine.stepping.starts import start_node


def start_instance(command: StartInstance, context: CommandContext) -> ProcessInstance:
    """Begin at the none start event. Raises `NotFound`, `Suspended`, `NotAllowed`, `InvalidInput`."""
    definition = _definition(command, context)
    model = context.programs.process(definition.id, context.uow).model
    if not may_start(model, context):
        raise NotAllowed(
            f"您不能发起流程 {model.name or model.id}", f"{context.actor.user_id} may not start {model.id}"
        )
    if command.at is not None and not is_machine(context.actor) and not context.actor.may(Right.OPERATOR):
        raise NotAllowed(
            "只有运维人员可以从中间启动", f"{context.actor.user_id} may not start in the midst of a process"
        )
    variables = _checked(command, definition, model, context) if command.check_form else command.variables
    turn = begin(context)
    running = start(turn, definition, variables, command.business_key, at=command.at)
    turn.finish()
    return running.instance


def _definition(command: StartInstance, context: CommandContext) -> Definition:
    definitions = context.uow.definitions
    if command.definition_id is not None:
        return definitions.get(command.definition_id)
    if command.key is None:
        raise InvalidInput("请指定流程", "name a definition id or a key", "key")
    definition = definitions.latest("process", command.key)
    if definition is None:
        raise NotFound(f"流程 {command.key} 未部署", f"no process with key {command.key} is deployed")
    return definition


def _checked(
    command: StartInstance, definition: Definition, model: ProcessModel, context: CommandContext
) -> Mapping[str, Any]:
    node = start_node(model, None)
    form = deployed_form(node.start_form if node else None, None, definition.deployment_id, context)
    return command.variables if form is None else validated(form, command.variables, {}, context)
