"""Keep what a person has typed so far."""

from __future__ import annotations

from app.domain.commands.task import SaveTaskDraft
from app.domain.context import CommandContext
from app.domain.events import TaskDraftSaved, UserTaskChanged
from app.engine.task_rights import doer_of, open_task, seen


def save_task_draft(command: SaveTaskDraft, context: CommandContext) -> None:
    """Nothing is checked: a draft may be incomplete. Only who may do the task keeps one."""
    task = open_task(command.task_id, context)
    doer_of(task, context)
    context.uow.record(TaskDraftSaved(task.id, context.actor.user_id, command.values, context.at))
    if task.opened_at is None:
        context.uow.record(UserTaskChanged(task.id, task.instance_id, seen(task, context), context.at))
