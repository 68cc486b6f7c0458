"""退回: give a task back to one that was completed before it."""

from __future__ import annotations

from app.domain.commands.task import ReturnTask
from app.domain.context import CommandContext
from app.domain.errors import InvalidInput
from app.domain.events import UserTaskEnded
from app.domain.records import DoneTask, UserTask
from app.domain.stimuli import ReturnTo
from app.domain.values import Right
from app.engine.operations import log_task
from app.engine.returning import target
from app.engine.standing import standing
from app.engine.stepping.moves import begin
from app.engine.task_changes import change_task
from app.engine.task_rights import Doer, doer_of, open_task


def return_task(command: ReturnTask, context: CommandContext) -> None:
    """Cancel what came of the earlier task and begin it again, for whoever held it. Raises `InvalidState`."""
    if not command.reason.strip():
        raise InvalidInput("请填写退回理由", "a reason is required", "reason")
    task = open_task(command.task_id, context)
    doer = Doer() if context.actor.may(Right.OPERATOR) else doer_of(task, context)
    turn = begin(context)
    running = turn.open(task.instance_id)
    done = target(task, command.to_element_id, running)
    before = standing(running)
    ended = UserTaskEnded(task.id, task.instance_id, context.at, "returned", context.actor.user_id, doer.on_behalf_of)
    context.uow.record(ended)
    turn.step(running, ReturnTo(done.element_id, done.scope_id, task.activity_instance_id, command.with_siblings))
    turn.finish()
    if command.to_previous:
        give_back(done, context)
    after = {"to": done.element_id, "toTask": done.id, "at": standing(running)}
    context.uow.record(
        log_task(
            context,
            "Return",
            task,
            on_behalf_of=doer.on_behalf_of,
            reason=command.reason,
            before={"at": before},
            after=after,
        )
    )


def give_back(done: DoneTask, context: CommandContext) -> None:
    """The task begun again goes to the person who held it; one for several people is theirs as it was."""
    holder = done.assignee or done.ended_for or done.ended_by
    if done.is_multi_instance or holder is None:
        return
    for task in context.uow.tasks.of_instance(done.instance_id):
        if _is_again(task, done, context):
            context.uow.record(*change_task(task, {"assignee": holder}, context))


def _is_again(task: UserTask, done: DoneTask, context: CommandContext) -> bool:
    return task.element_id == done.element_id and task.created_at == context.at and task.assignee is None
