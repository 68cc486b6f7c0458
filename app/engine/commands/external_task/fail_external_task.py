"""The work of an external task failed technically."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.domain.commands.external_task import FailExternalTask
from app.domain.context import CommandContext
from app.domain.errors import InvalidInput
from app.domain.events import ExternalTaskChanged, IncidentOpened
from app.domain.records import ExternalTask, Incident
from app.engine.error_mappings import becomes_error
from app.engine.leases import held_task
from app.engine.retries import RetryPlan, retry_plan

MAX_MESSAGE = 666
"""Camunda's bound; the details have none."""


def fail_external_task(command: FailExternalTask, context: CommandContext) -> None:
    """Keep the error and wait as the worker says; where it names no retries, as the model says. Incident at zero."""
    if (command.retries is not None and command.retries < 0) or command.retry_timeout_ms < 0:
        raise InvalidInput("重试次数和间隔不能为负", "retries and retryTimeout must not be negative", "retries")
    task = held_task(command.task_id, command.worker_id, command.token, context)
    if becomes_error(command, task, context):
        return
    retries, free_at = _next_attempt(command, task, context)
    message = command.error_message[:MAX_MESSAGE]
    changes = {
        "error_message": message,
        "error_details": command.error_details,
        "retries": retries,
        "locked_until": free_at,
    }
    context.uow.record(ExternalTaskChanged(task.id, changes))
    if retries == 0 and not context.uow.incidents.of_configuration(task.id):
        context.uow.record(IncidentOpened(_incident(task, message, context)))


def _next_attempt(command: FailExternalTask, task: ExternalTask, context: CommandContext) -> tuple[int, datetime]:
    if command.retries is not None:
        return command.retries, context.at + timedelta(milliseconds=command.retry_timeout_ms)
    plan = _plan(task, context)
    left = max((plan.attempts if task.retries is None else task.retries) - 1, 0)
    if command.retry_timeout_ms:
        return left, context.at + timedelta(milliseconds=command.retry_timeout_ms)
    return left, plan.next_attempt(max(plan.attempts - left, 1), context.at)


def _plan(task: ExternalTask, context: CommandContext) -> RetryPlan:
    cycle = context.programs.process(task.definition_id, context.uow).model.nodes[task.element_id].retry_cycle
    return retry_plan(None if cycle and "${" in cycle else cycle)


def _incident(task: ExternalTask, message: str, context: CommandContext) -> Incident:
    return Incident(
        id=context.ids.new(),
        kind="failedExternalTask",
        created_at=context.at,
        message=message,
        instance_id=task.instance_id,
        definition_id=task.definition_id,
        definition_key=task.definition_key,
        activity_instance_id=task.activity_instance_id,
        element_id=task.element_id,
        configuration=task.id,
    )
