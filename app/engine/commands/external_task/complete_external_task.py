"""The work of an external task is done."""

from __future__ import annotations

from app.domain.commands.external_task import CompleteExternalTask, ReportExternalBpmnError
from app.domain.context import CommandContext
from app.domain.errors import InvalidInput
from app.domain.events import ExternalTaskEnded
from app.domain.stimuli import BpmnErrorThrown, CompleteActivity
from app.engine.error_mappings import mapped_error
from app.engine.incidents import close_incidents
from app.engine.leases import held_task
from app.engine.stepping.moves import begin


def complete_external_task(command: CompleteExternalTask, context: CommandContext) -> None:
    """Write the results where the element sees them and move the instance on."""
    task = held_task(command.task_id, command.worker_id, command.token, context)
    turn = begin(context)
    running = turn.open(task.instance_id)
    turn.write(running, running.variables.innermost(task.activity_instance_id, task.scope_id), command.variables)
    context.uow.record(ExternalTaskEnded(task.id))
    if task.retries == 0:
        close_incidents(task.id, context)
    error = mapped_error(task, running)
    if error is not None:
        turn.step(running, BpmnErrorThrown(task.activity_instance_id, error))
    else:
        turn.step(running, CompleteActivity(task.activity_instance_id, command.local_variables))
    turn.finish()


def report_external_bpmn_error(command: ReportExternalBpmnError, context: CommandContext) -> None:
    """The work ended in a modelled error: a boundary event or event sub-process catches it, or the path ends."""
    if not command.error_code:
        raise InvalidInput("请提供错误代码", "errorCode is required", "errorCode")
    task = held_task(command.task_id, command.worker_id, command.token, context)
    turn = begin(context)
    running = turn.open(task.instance_id)
    turn.write(running, running.variables.innermost(task.activity_instance_id, task.scope_id), command.variables)
    context.uow.record(ExternalTaskEnded(task.id))
    if task.retries == 0:
        close_incidents(task.id, context)
    turn.step(running, BpmnErrorThrown(task.activity_instance_id, command.error_code, command.error_message))
    turn.finish()
