"""The operation log: who did what, for whom, why, and what it was before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.domain.context import CommandContext
from app.domain.events import OperationLogged
from app.domain.records import ProcessInstance, UserTask


def log_task(
    context: CommandContext,
    operation: str,
    task: UserTask,
    *,
    on_behalf_of: str | None = None,
    reason: str | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> OperationLogged:
    """What was done with a human task."""
    return OperationLogged(
        operation,
        "Task",
        task.id,
        context.actor.user_id,
        context.at,
        on_behalf_of=on_behalf_of,
        reason=reason,
        instance_id=task.instance_id,
        task_id=task.id,
        definition_id=task.definition_id,
        before=before or {},
        after=after or {},
    )


def log_instance(
    context: CommandContext,
    operation: str,
    instance: ProcessInstance,
    reason: str | None = None,
    after: Mapping[str, Any] | None = None,
    *,
    before: Mapping[str, Any] | None = None,
    on_behalf_of: str | None = None,
) -> OperationLogged:
    """What was done with a process instance."""
    return OperationLogged(
        operation,
        "ProcessInstance",
        instance.id,
        context.actor.user_id,
        context.at,
        on_behalf_of=on_behalf_of,
        reason=reason,
        instance_id=instance.id,
        definition_id=instance.definition_id,
        before=before or {},
        after=after or {},
    )


def log_entity(
    context: CommandContext,
    operation: str,
    entity: str,
    entity_id: str,
    *,
    reason: str | None = None,
    instance_id: str | None = None,
    definition_id: str | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> OperationLogged:
    """What was done with anything else: a deployment, definition, job, external task."""
    return OperationLogged(
        operation,
        entity,
        entity_id,
        context.actor.user_id,
        context.at,
        reason=reason,
        instance_id=instance_id,
        definition_id=definition_id,
        before=before or {},
        after=after or {},
    )
