"""撤回: take a task back before anybody has opened what came of it."""

from __future__ import annotations

from app.domain.commands.task import WithdrawTask
from app.domain.context import CommandContext
from app.domain.errors import NotFound
from app.domain.records import DoneTask
from app.domain.stimuli import ReturnTo
from app.domain.values import Right
from app.engine.commands.task.return_task import give_back
from app.engine.operations import log_entity
from app.engine.permissions import require_reason
from app.engine.returning import check_untouched
from app.engine.standing import standing
from app.engine.stepping.moves import begin


def withdraw_task(command: WithdrawTask, context: CommandContext) -> None:
    """Cancel what came of the completed task and begin it again. Raises `NotFound`, `InvalidState`, `Suspended`."""
    done = context.uow.tasks.done(command.task_id)
    _check_actor(done, command, context)
    turn = begin(context)
    running = turn.open(done.instance_id)
    stimulus = ReturnTo(done.element_id, done.scope_id, with_siblings=True)
    check_untouched(done, stimulus, running)
    before = standing(running)
    turn.step(running, stimulus)
    turn.finish()
    give_back(done, context)
    context.uow.record(
        log_entity(
            context,
            "Withdraw",
            "Task",
            done.id,
            reason=command.reason,
            instance_id=done.instance_id,
            definition_id=running.instance.definition_id,
            before={"at": before},
            after={"at": standing(running)},
        )
    )


def _check_actor(done: DoneTask, command: WithdrawTask, context: CommandContext) -> None:
    actor = context.actor
    if actor.user_id in (done.ended_by, done.ended_for):
        return
    if not (actor.may(Right.OPERATOR) or actor.may(Right.ANY_TASK)):
        raise NotFound(f"没有您办结的任务 {done.id}", f"there is no task {done.id} that {actor.user_id} completed")
    require_reason(actor, command.reason)
