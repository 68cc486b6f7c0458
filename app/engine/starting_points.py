"""What starts instances without a person: message, signal, condition and timer starts of the latest version."""

from __future__ import annotations

from app.domain.context import CommandContext
from app.domain.events import JobCreated, JobEnded, SubscriptionAdded, SubscriptionRemoved
from app.domain.model.process import EventKind, Node, ProcessModel
from app.domain.records import Definition, EventSubscription, Job
from app.domain.values import JobKind, SubscriptionKind
from app.engine.stepping.beans import office_beans
from app.engine.timers import Schedule, first_run

_KINDS = {
    EventKind.MESSAGE: SubscriptionKind.MESSAGE,
    EventKind.SIGNAL: SubscriptionKind.SIGNAL,
    EventKind.CONDITIONAL: SubscriptionKind.CONDITION,
}


def open_starts(definition: Definition, model: ProcessModel, context: CommandContext) -> None:
    """Subscribe to the start events of a version that became the latest."""
    for node in model.starting_points():
        name, schedule = start_name(node, context), start_schedule(node, context)
        if node.event is not None and (name is not None or node.event.kind is EventKind.CONDITIONAL):
            context.uow.record(
                SubscriptionAdded(
                    EventSubscription(
                        id=context.ids.new(),
                        kind=_KINDS[node.event.kind],
                        name=name,
                        created_at=context.at,
                        element_id=node.id,
                        definition_id=definition.id,
                        definition_key=definition.key,
                    )
                )
            )
        if schedule is not None:
            context.uow.record(JobCreated(_timer(node, schedule, definition, context)))


def close_starts(definition: Definition, context: CommandContext) -> None:
    """An older version starts nothing any more; its instances go on."""
    for subscription in context.uow.subscriptions.starts_of_definition(definition.id):
        context.uow.record(SubscriptionRemoved(subscription.id))
    for job in context.uow.jobs.of_definition(definition.id):
        if job.kind is JobKind.TIMER_START:
            context.uow.record(JobEnded(job.id))


def start_name(node: Node, context: CommandContext) -> str | None:
    """The message or signal a start event waits for, None for other start events."""
    event = node.event
    if event is None or event.kind not in _KINDS or event.name is None:
        return None
    return str(context.expressions.evaluate(event.name, {}, office_beans(context, context.at)))


def start_schedule(node: Node, context: CommandContext) -> Schedule | None:
    """The first time of a timer start event, None for other start events."""
    event = node.event
    if event is None or event.timer is None or event.timer_kind is None:
        return None
    value = context.expressions.evaluate(event.timer, {}, office_beans(context, context.at))
    return first_run(event.timer_kind, value, context.at, context.calendar.zone)


def _timer(node: Node, schedule: Schedule, definition: Definition, context: CommandContext) -> Job:
    return Job(
        id=context.ids.new(),
        kind=JobKind.TIMER_START,
        due_at=schedule.due_at,
        created_at=context.at,
        definition_id=definition.id,
        definition_key=definition.key,
        element_id=node.id,
        repeat=schedule.repeat,
        suspended=definition.suspended,
    )
