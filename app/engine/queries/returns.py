"""Where an open task can be given back to."""

from __future__ import annotations

from app.domain.context import CommandContext
from app.domain.ports.interpreter import UndoneWork
from app.domain.queries.task import ReturnTarget, ReturnTargetsQuery
from app.domain.records import DoneTask
from app.domain.values import Right
from app.engine.queries.running import looked_at
from app.engine.returning import targets
from app.engine.task_rights import doer_of


def return_targets(query: ReturnTargetsQuery, context: CommandContext) -> tuple[ReturnTarget, ...]:
    """The completed tasks that led to the task, the last first."""
    task = context.uow.tasks.get(query.task_id)
    if not context.actor.may(Right.OPERATOR):
        doer_of(task, context)
    running = looked_at(task.instance_id, context)
    return tuple(_view(done, work) for done, work in targets(task, running))


def _view(done: DoneTask, work: UndoneWork) -> ReturnTarget:
    return ReturnTarget(
        task_id=done.id,
        element_id=done.element_id,
        name=done.name,
        assignee=done.assignee,
        ended_at=done.ended_at,
        ended_by=done.ended_by,
        ended_for=done.ended_for,
        cancels=tuple(dict.fromkeys(work.beside)),
    )
