"""Finish a human task and move the case on."""

from __future__ import annotations

from app.domain.commands.task import CompleteTask
from app.domain.context import CommandContext
from app.domain.events import UserTaskEnded
from app.domain.model.process import ListenerEvent
from app.domain.records import UserTask
from app.domain.stimuli import CompleteActivity
from app.engine.forms import task_form, validated
from app.engine.operations import log_task
from app.engine.stepping.moves import begin
from app.engine.stepping.task_listening import call_ending
from app.engine.task_rights import doer_of, open_task


def complete_task(command: CompleteTask, context: CommandContext) -> UserTask:
    """Check right and form, write the variables, advance the instance to its next wait states."""
    task = open_task(command.task_id, context)
    doer = doer_of(task, context)
    form = task_form(task, context) if command.check_form else None
    turn = begin(context)
    running = turn.open(task.instance_id)
    scope = running.variables.innermost(task.activity_instance_id, task.scope_id)
    known = running.view(scope)
    variables = command.variables if form is None else validated(form, command.variables, known, context)
    turn.write(running, scope, variables)
    call_ending(running, task, ListenerEvent.COMPLETE)
    context.uow.record(
        UserTaskEnded(task.id, task.instance_id, context.at, "completed", context.actor.user_id, doer.on_behalf_of),
        log_task(
            context,
            "Complete",
            task,
            on_behalf_of=doer.on_behalf_of,
            after={"basis": doer.basis} if doer.basis else None,
        ),
    )
    turn.step(running, CompleteActivity(task.activity_instance_id, command.local_variables))
    turn.finish()
    return task
