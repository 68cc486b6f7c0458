"""A timer is due: an event fires, or a process starts."""

from __future__ import annotations

from app.domain.context import CommandContext
from app.domain.events import Event, JobChanged, JobEnded, UserTaskChanged
from app.domain.records import Job
from app.domain.stimuli import FireEvent
from app.engine.retries import retry_plan
from app.engine.stepping.moves import begin
from app.engine.stepping.running import Running
from app.engine.stepping.starts import start_instance
from app.engine.stepping.task_listening import call_late, changes_between
from app.engine.stepping.waits import LISTENER, PART
from app.engine.timers import next_run


def fire_timer(job: Job, context: CommandContext) -> None:
    """Fire the timer event; a cycle with something left stays for its next time."""
    turn = begin(context)
    running = turn.open(job.instance_id or "")
    context.uow.record(_again(job, context))
    if LISTENER in (job.payload or {}):
        _call_listener(job, running, context)
        return
    part = (job.payload or {}).get(PART, 0)
    turn.step(running, FireEvent(job.activity_instance_id or "", job.element_id or "", part=part))
    turn.finish()


def _call_listener(job: Job, running: Running, context: CommandContext) -> None:
    """The ``timeout`` listener of a user task; the task goes on waiting."""
    tasks = {each.activity_instance_id: each for each in context.uow.tasks.of_instance(running.instance.id)}
    task = tasks.get(job.activity_instance_id or "")
    if task is None:
        return
    changes = changes_between(task, call_late(running, task, (job.payload or {})[LISTENER]))
    if changes:
        context.uow.record(UserTaskChanged(task.id, task.instance_id, changes, context.at))
    context.uow.record(*running.written())


def start_by_timer(job: Job, context: CommandContext) -> None:
    """Start an instance of the definition at its timer start event."""
    definition = context.uow.definitions.get(job.definition_id or "")
    context.uow.record(_again(job, context))
    turn = begin(context)
    start_instance(turn, definition, {}, element_id=job.element_id)
    turn.finish()


def _again(job: Job, context: CommandContext) -> Event:
    """The job's next time with fresh retries, or its end."""
    following = None
    if job.repeat is not None:
        following = next_run(job.repeat, job.due_at, context.at, context.calendar.zone)
    if following is None:
        return JobEnded(job.id)
    cycle = (job.payload or {}).get("retry")
    return JobChanged(
        job.id,
        {
            "due_at": following.due_at,
            "repeat": following.repeat,
            "retries": retry_plan(cycle).attempts,
            "owner": None,
            "locked_until": None,
            "error_message": None,
            "error_details": None,
        },
    )
