"""Write variables as a task sees them; conditional events that see them too are asked."""

from __future__ import annotations

from app.domain.commands.task import SetTaskVariables
from app.domain.context import CommandContext
from app.domain.values import Right
from app.engine.stepping.moves import begin
from app.engine.task_rights import doer_of, open_task


def set_task_variables(command: SetTaskVariables, context: CommandContext) -> None:
    """`local` writes in the task's own scope; else where the name is known, or at the instance."""
    task = open_task(command.task_id, context)
    if not context.actor.may(Right.OPERATOR):
        doer_of(task, context)
    turn = begin(context)
    running = turn.load(task.instance_id)
    variables = running.variables
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
    if variables.changes:
        turn.rewrite(running)
        turn.finish()
