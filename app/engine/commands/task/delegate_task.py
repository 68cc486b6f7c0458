"""Let somebody else do a task, and give it back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.domain.commands.task import DelegateTask, ResolveTask
from app.domain.context import CommandContext
from app.domain.errors import InvalidInput
from app.domain.records import UserTask
from app.engine.operations import log_task
from app.engine.task_changes import change_task
from app.engine.task_rights import doer_of, open_task

PENDING, RESOLVED = "PENDING", "RESOLVED"
"""Camunda's delegation states."""


def delegate_task(command: DelegateTask, context: CommandContext) -> None:
    """The owner stays responsible: where there is none, the present assignee becomes it."""
    if not command.user_id:
        raise InvalidInput("请指定受托人", "userId must be set", "userId")
    task = open_task(command.task_id, context)
    owner = task.owner or task.assignee
    _change(task, "Delegate", {"owner": owner, "assignee": command.user_id, "delegation": PENDING}, context)


def resolve_task(command: ResolveTask, context: CommandContext) -> None:
    """Back to the owner, who completes it. Only who may do the task gives it back."""
    task = open_task(command.task_id, context)
    doer_of(task, context)
    _change(task, "Resolve", {"assignee": task.owner, "delegation": RESOLVED}, context)


def _change(task: UserTask, operation: str, changes: Mapping[str, Any], context: CommandContext) -> None:
    before = {name: getattr(task, name) for name in changes}
    context.uow.record(
        *change_task(task, changes, context),
        log_task(context, operation, task, before=before, after=changes),
    )
