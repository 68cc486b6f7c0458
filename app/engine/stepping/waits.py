"""Timers, subscriptions and asynchronous continuations of a step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from app.domain.events import JobCreated, SubscriptionAdded, WaitsEnded
from app.domain.model.process import EventKind, Expression, Node
from app.domain.records import EventSubscription, Job
from app.domain.steps import AsyncRequested, SubscriptionOpened, TimerScheduled, UserTaskOffered, WaitEnded
from app.domain.values import JobKind, SubscriptionKind, priority_of
from app.engine.retries import retry_plan
from app.engine.stepping.running import Running
from app.engine.stepping.translation import Translation
from app.engine.timers import Schedule, first_run

PART = "part"
"""Of a timer of a multiple event: which of its definitions it is."""
LISTENER = "listener"
"""In a timer job's payload: the id of the ``timeout`` listener it calls."""
_KINDS = {
    EventKind.MESSAGE: SubscriptionKind.MESSAGE,
    EventKind.SIGNAL: SubscriptionKind.SIGNAL,
    EventKind.CONDITIONAL: SubscriptionKind.CONDITION,
}


def timer(step: TimerScheduled, table: Translation) -> None:
    """A timer becomes a job row (design rule 8)."""
    if not table.is_offered(step.activity_instance_id):
        return
    context = table.context
    schedule = first_run(step.timer_kind, step.value, context.at, context.calendar.zone)
    if schedule is not None:
        node = table.running.node(step.element_id)
        job = _job(JobKind.TIMER, step.activity_instance_id, node, schedule, table.running)
        if step.part:
            job = replace(job, payload={**(job.payload or {}), PART: step.part})
        table.events.append(JobCreated(job))


def timeouts(step: UserTaskOffered, table: Translation) -> Iterator[JobCreated]:
    """A timer for each ``timeout`` listener of a user task; it calls the listener and moves no token."""
    running, context = table.running, table.context
    scope = table.scope_of(step.activity_instance_id, step.scope_id)
    for listener in step.node.user_task.listeners if step.node.user_task else ():
        timer = listener.timer
        if timer is None or timer.timer is None or timer.timer_kind is None:
            continue
        schedule = first_run(timer.timer_kind, running.evaluate(timer.timer, scope), context.at, context.calendar.zone)
        if schedule is not None:
            job = _job(JobKind.TIMER, step.activity_instance_id, step.node, schedule, running)
            yield JobCreated(replace(job, payload={**(job.payload or {}), LISTENER: listener.id}))


def asynchronous(step: AsyncRequested, table: Translation) -> None:
    """The token rests until a job continues it."""
    if not table.is_offered(step.activity_instance_id):
        return
    schedule = Schedule(table.context.at)
    table.events.append(
        JobCreated(_job(JobKind.ASYNC_CONTINUATION, step.activity_instance_id, step.node, schedule, table.running))
    )


def subscription(step: SubscriptionOpened, table: Translation) -> None:
    """The instance waits for a message or signal; a message that came too early is delivered now."""
    if not table.is_offered(step.activity_instance_id):
        return
    instance, kind = table.running.instance, _KINDS[step.event.kind]
    table.events.append(
        SubscriptionAdded(
            EventSubscription(
                id=table.context.ids.new(),
                kind=kind,
                name=step.name,
                created_at=table.context.at,
                element_id=step.element_id,
                instance_id=instance.id,
                activity_instance_id=step.activity_instance_id,
                definition_id=instance.definition_id,
                definition_key=instance.definition_key,
                business_key=instance.business_key,
            )
        )
    )
    if kind is SubscriptionKind.MESSAGE and step.name:
        table.awaited_messages.add(step.name)


def ended(step: WaitEnded, table: Translation) -> None:
    """The wait is over while its activity goes on."""
    table.events.append(WaitsEnded(step.activity_instance_id, step.element_id, table.running.instance.id))


def _job(kind: JobKind, activity_instance_id: str, node: Node, schedule: Schedule, running: Running) -> Job:
    instance, scope = running.instance, running.variables.innermost(activity_instance_id, running.instance.id)
    priority = running.evaluate(node.job_priority, scope) if node.job_priority else None
    cycle = running.text(Expression(node.retry_cycle) if node.retry_cycle else None, scope)
    return Job(
        id=running.context.ids.new(),
        kind=kind,
        due_at=schedule.due_at,
        created_at=running.context.at,
        instance_id=instance.id,
        definition_id=instance.definition_id,
        definition_key=instance.definition_key,
        activity_instance_id=activity_instance_id,
        element_id=node.id,
        payload={"retry": cycle} if cycle else None,
        retries=retry_plan(cycle).attempts,
        priority=priority_of(priority, 0),
        exclusive=node.exclusive,
        repeat=schedule.repeat,
    )
