"""Timers whose text asks the calendar are counted again when the calendar changes."""

from __future__ import annotations

import re

from app.domain.context import CommandContext
from app.domain.events import JobChanged
from app.domain.model.process import Expression, TimerKind
from app.domain.records import Job
from app.domain.values import JobKind
from app.engine.stepping.running import Running
from app.engine.stepping.variables import StepVariables
from app.engine.stepping.waits import PART
from app.engine.timers import first_run

_BY_CALENDAR = re.compile(r"\b(calendar|deadline)\s*\.")


def recount_timers(context: CommandContext) -> int:
    """Compute every waiting date timer again, as it would have been computed when it began; returns how many moved."""
    moved = 0
    for definition in context.uow.definitions.latest_by_kind("process"):
        for version in range(definition.version, 0, -1):
            each = context.uow.definitions.by_version("process", definition.key, version)
            if each is not None:
                moved += sum(_recount(*found, context) for found in _candidates(each.id, context))
    return moved


def _candidates(definition_id: str, context: CommandContext) -> list[tuple[Job, TimerKind, Expression]]:
    """The date timers of a definition's instances that name the calendar."""
    model = context.programs.process(definition_id, context.uow).model
    timers = {
        (node.id, node.event.part): (node.event.timer_kind, node.event.timer)
        for each in model.nodes.values()
        for node in each.variants()
        if node.event and node.event.timer and _BY_CALENDAR.search(node.event.timer.text)
    }
    if not timers:
        return []
    found: list[tuple[Job, TimerKind, Expression]] = []
    for job in context.uow.jobs.of_definition(definition_id):
        kind, timer = timers.get((job.element_id or "", (job.payload or {}).get(PART, 0)), (None, None))
        if job.kind is JobKind.TIMER and kind is not None and kind is not TimerKind.CYCLE and timer:
            found.append((job, kind, timer))
    return found


def _recount(job: Job, kind: TimerKind, timer: Expression, context: CommandContext) -> int:
    instance = context.uow.instances.find(job.instance_id or "")
    if instance is None:
        return 0
    process = context.programs.process(instance.definition_id, context.uow)
    running = Running(context, instance, process, StepVariables.of(context.uow.variables.load(instance.id)))
    scope = running.variables.innermost(job.activity_instance_id or instance.id, instance.id)
    value = running.evaluate_at(job.created_at, timer, scope)
    schedule = first_run(kind, value, job.created_at, context.calendar.zone)
    if schedule is None or schedule.due_at == job.due_at:
        return 0
    context.uow.record(JobChanged(job.id, {"due_at": schedule.due_at}))
    return 1
