"""Take a task that is offered, and give it back."""

from __future__ import annotations

from app.domain.commands.task import ClaimTask, UnclaimTask
from app.domain.context import CommandContext
from app.domain.errors import AlreadyClaimed, InvalidState
from app.domain.values import Right
from app.engine.operations import log_task
from app.engine.task_changes import change_task
from app.engine.task_rights import candidate_for, doer_of, open_task, seen


def claim_task(command: ClaimTask, context: CommandContext) -> None:
    """Claiming one's own task again does nothing. Raises `AlreadyClaimed` where another person has it."""
    task = open_task(command.task_id, context)
    doer = candidate_for(task, command.user_id, context)
    if task.assignee == command.user_id:
        return
    if task.assignee is not None:
        raise AlreadyClaimed(f"任务已由 {task.assignee} 签收", f"task {task.id} is claimed by {task.assignee}")
    context.uow.record(
        *change_task(task, {"assignee": command.user_id, **seen(task, context)}, context),
        log_task(
            context,
            "Claim",
            task,
            on_behalf_of=doer.on_behalf_of,
            before={"assignee": None},
            after={"assignee": command.user_id} | ({"basis": doer.basis} if doer.basis else {}),
        ),
    )


def unclaim_task(command: UnclaimTask, context: CommandContext) -> None:
    """Only who has it, or an operator, gives it back; a task without candidates would be nobody's."""
    task = open_task(command.task_id, context)
    operates = context.actor.may(Right.OPERATOR)
    doer = None if operates else doer_of(task, context)
    if task.assignee is None:
        return
    if not operates and not context.actor.may(Right.ANY_TASK) and not (task.candidate_users or task.candidate_groups):
        raise InvalidState("该任务没有候选人，不能退回", f"task {task.id} has no candidates to go back to")
    context.uow.record(
        *change_task(task, {"assignee": None}, context),
        log_task(
            context,
            "Unclaim",
            task,
            on_behalf_of=doer.on_behalf_of if doer else None,
            before={"assignee": task.assignee},
            after={"assignee": None},
        ),
    )
