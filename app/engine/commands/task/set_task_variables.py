"""Write variables as a task sees them."""

from __future__ import annotations

from app.domain.commands.task import SetTaskVariables
from app.domain.context import CommandContext
from app.domain.events import VariablesChanged
from app.domain.values import Right
from app.engine.stepping.variables import StepVariables
from app.engine.task_rights import doer_of, open_task


def set_task_variables(command: SetTaskVariables, context: CommandContext) -> None:
    """`local` writes in the task's own scope; else where the name is known, or at the instance."""
    task = open_task(command.task_id, context)
    if not context.actor.may(Right.OPERATOR):
        doer_of(task, context)
    variables = StepVariables.of(context.uow.variables.load(task.instance_id))
    scope = variables.innermost(task.activity_instance_id, task.scope_id)
    for name, value in command.variables.items():
        if command.local:
            variables.set_local(task.activity_instance_id, name, value)
        else:
            variables.set(scope, name, value)
    for name in command.deletions:
        holders = [task.activity_instance_id] if command.local else list(variables.chain(scope))
        holder = next((each for each in holders if name in variables.values.get(each, {})), None)
        if holder is not None:
            variables.remove_local(holder, name)
    changes = variables.take_changes()
    if changes:
        context.uow.record(VariablesChanged(task.instance_id, changes, context.at, context.actor.user_id))
