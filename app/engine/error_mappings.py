"""External tasks whose result or failure the diagram declares to be a BPMN error (`camunda:errorEventDefinition`)."""

from __future__ import annotations

from dataclasses import replace

from app.domain.commands.external_task import FailExternalTask
from app.domain.context import CommandContext
from app.domain.events import ExternalTaskEnded
from app.domain.ports.clock import Bean
from app.domain.records import ExternalTask
from app.domain.stimuli import BpmnErrorThrown
from app.engine.incidents import close_incidents
from app.engine.stepping.moves import begin
from app.engine.stepping.running import Running


def mapped_error(task: ExternalTask, running: Running) -> str | None:
    """The code of the first mapping whose condition holds. Conditions see the variables and the bean `externalTask`."""
    node = running.node(task.element_id)
    spec = node.external or (node.event.implementation if node.event else None)
    scope = running.variables.innermost(task.activity_instance_id, task.scope_id)
    for mapping in spec.errors if spec is not None else ():
        if running.evaluate(mapping.condition, scope, others={"externalTask": _bean(task)}) is True:
            return mapping.code
    return None


def becomes_error(command: FailExternalTask, task: ExternalTask, context: CommandContext) -> bool:
    """Whether a failure is a BPMN error instead; then it has been thrown. Costs nothing without a mapping."""
    node = context.programs.process(task.definition_id, context.uow).model.nodes[task.element_id]
    if node.external is None or not node.external.errors:
        return False
    turn = begin(context)
    running = turn.open(task.instance_id)
    failed = replace(task, error_message=command.error_message, error_details=command.error_details)
    code = mapped_error(failed, running)
    if code is None:
        return False
    context.uow.record(ExternalTaskEnded(task.id))
    close_incidents(task.id, context)
    turn.step(running, BpmnErrorThrown(task.activity_instance_id, code, command.error_message))
    turn.finish()
    return True


def _bean(task: ExternalTask) -> Bean:
    """What a condition reaches as `externalTask`, in Camunda's words."""
    values = {
        "id": task.id,
        "topicName": task.topic,
        "workerId": task.worker_id,
        "retries": task.retries,
        "errorMessage": task.error_message,
        "errorDetails": task.error_details,
        "activityId": task.element_id,
        "processInstanceId": task.instance_id,
        "businessKey": task.business_key,
    }
    return {
        **values,
        **{f"get{name[0].upper()}{name[1:]}": (lambda value=value: value) for name, value in values.items()},
    }
