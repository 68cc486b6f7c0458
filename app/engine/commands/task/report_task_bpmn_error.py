"""Report a modelled error at a human task."""

from __future__ import annotations

from app.domain.commands.task import ReportTaskBpmnError
from app.domain.context import CommandContext
from app.domain.errors import InvalidInput
from app.domain.events import UserTaskEnded
from app.domain.stimuli import BpmnErrorThrown
from app.engine.operations import log_task
from app.engine.stepping.moves import begin
from app.engine.task_rights import doer_of, open_task


def report_task_bpmn_error(command: ReportTaskBpmnError, context: CommandContext) -> None:
    """The task ends, and the boundary event or event sub-process for the code goes on."""
    if not command.error_code:
        raise InvalidInput("请填写错误代码", "an error code is required", "error_code")
    task = open_task(command.task_id, context)
    doer = doer_of(task, context)
    turn = begin(context)
    running = turn.open(task.instance_id)
    turn.write(running, running.variables.innermost(task.activity_instance_id, task.scope_id), command.variables)
    context.uow.record(
        UserTaskEnded(task.id, task.instance_id, context.at, "deleted", context.actor.user_id, doer.on_behalf_of),
        log_task(context, "BpmnError", task, on_behalf_of=doer.on_behalf_of, after={"error_code": command.error_code}),
    )
    turn.step(running, BpmnErrorThrown(task.activity_instance_id, command.error_code, command.message))
    turn.finish()
