"""Give a task to a person, whoever had it."""

from __future__ import annotations

from app.domain.commands.task import AssignTask
from app.domain.context import CommandContext
from app.engine.operations import log_task
from app.engine.permissions import require_reason
from app.engine.task_changes import change_task
from app.engine.task_rights import open_task


def assign_task(command: AssignTask, context: CommandContext) -> None:
    """Operators say why; None takes the task away from its assignee."""
    require_reason(context.actor, command.reason)
    task = open_task(command.task_id, context)
    if task.assignee == command.user_id:
        return
    context.uow.record(
        *change_task(task, {"assignee": command.user_id}, context),
        log_task(
            context,
            "Assign",
            task,
            reason=command.reason,
            before={"assignee": task.assignee},
            after={"assignee": command.user_id},
        ),
    )
