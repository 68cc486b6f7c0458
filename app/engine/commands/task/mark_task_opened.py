"""Note that somebody who may do a task has looked at it."""

from __future__ import annotations

from app.domain.commands.task import MarkTaskOpened
from app.domain.context import CommandContext
from app.domain.events import UserTaskChanged
from app.engine.operations import log_task
from app.engine.task_rights import doer_of, open_task, seen


def mark_task_opened(command: MarkTaskOpened, context: CommandContext) -> None:
    """The first look counts. Raises `NotFound`, `NotAllowed`, `Suspended`: a look by others changes nothing."""
    task = open_task(command.task_id, context)
    doer = doer_of(task, context)
    if task.opened_at is not None:
        return
    context.uow.record(
        UserTaskChanged(task.id, task.instance_id, seen(task, context), context.at),
        log_task(context, "Open", task, on_behalf_of=doer.on_behalf_of),
    )
