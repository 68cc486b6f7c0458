"""The calendar changed: what is still open is counted again (design rules 8 and 14)."""

from __future__ import annotations

from app.domain.commands.job import RecomputeDeadlines
from app.domain.context import CommandContext
from app.domain.events import DeadlineChanged, DeadlineSet, JobChanged, UserTaskChanged
from app.domain.records import Deadline
from app.domain.values import JobKind
from app.engine.operations import log_entity
from app.engine.stepping.deadlines import due_time, moved
from app.engine.stepping.running import Running
from app.engine.stepping.variables import StepVariables
from app.engine.timer_recount import recount_timers
from app.engine.urging import stage_due


def recompute_deadlines(command: RecomputeDeadlines, context: CommandContext) -> int:
    """Recompute every open deadline, its task's due date and its jobs; returns how many moved."""
    moved_count = 0
    for deadline in context.uow.deadlines.open():
        moved_count += _recompute(deadline, command.reason, context)
    return moved_count + recount_timers(context)


def _recompute(deadline: Deadline, reason: str, context: CommandContext) -> int:
    running = _running(deadline.instance_id, context)
    due = due_time(
        context, deadline.formula, deadline.base_at, deadline.count, running.view(deadline.activity_instance_id)
    )
    if due.at == deadline.due_at:
        if due.calendar_version != deadline.calendar_version:
            same = {"calendar_version": due.calendar_version, "estimated": due.estimated}
            context.uow.record(DeadlineChanged(deadline.id, same, context.at))
        return 0
    new = moved(deadline, due, context.ids.new())
    context.uow.record(DeadlineChanged(deadline.id, {"state": "moved"}, context.at), DeadlineSet(new))
    context.uow.record(
        log_entity(
            context,
            "MoveDeadline",
            "Deadline",
            new.id,
            reason=reason,
            instance_id=deadline.instance_id,
            before={"due_at": deadline.due_at.isoformat(), "calendar_version": deadline.calendar_version},
            after={"due_at": due.at.isoformat(), "calendar_version": due.calendar_version},
        )
    )
    _move_rows(deadline, new, context)
    return 1


def _move_rows(old: Deadline, new: Deadline, context: CommandContext) -> None:
    """Task and urge job follow."""
    task = context.uow.tasks.of_activity(old.activity_instance_id)
    if task is not None and task.deadline_id == old.id:
        changes = {"due_at": new.due_at, "deadline_id": new.id}
        context.uow.record(UserTaskChanged(task.id, task.instance_id, changes, context.at))
    for job in context.uow.jobs.of_activity(old.activity_instance_id):
        if job.kind is JobKind.URGE and (job.payload or {}).get("deadline") == old.id:
            stage = (job.payload or {})["stage"]
            payload = {"deadline": new.id, "stage": stage}
            context.uow.record(JobChanged(job.id, {"due_at": stage_due(stage, new, context), "payload": payload}))


def _running(instance_id: str, context: CommandContext) -> Running:
    instance = context.uow.instances.get(instance_id)
    process = context.programs.process(instance.definition_id, context.uow)
    return Running(context, instance, process, StepVariables.of(context.uow.variables.load(instance_id)))
