"""Lengthen a lease, give it back, let a stuck task be tried again."""

from __future__ import annotations

from datetime import timedelta

from app.domain.commands.external_task import ExtendLock, SetExternalTaskRetries, UnlockExternalTask
from app.domain.context import CommandContext
from app.domain.errors import InvalidInput, LockLost
from app.domain.events import ExternalTaskChanged
from app.engine.incidents import close_incidents
from app.engine.leases import held_task
from app.engine.operations import log_entity
from app.engine.permissions import require_reason


def extend_lock(command: ExtendLock, context: CommandContext) -> None:
    """From now on for `duration_ms`. Raises `LockLost` where the lease has run out already."""
    if command.duration_ms <= 0:
        raise InvalidInput("锁定时间必须大于零", "newDuration must be greater than 0", "newDuration")
    task = held_task(command.task_id, command.worker_id, command.token, context)
    if task.locked_until is None or task.locked_until <= context.at:
        raise LockLost(
            f"外部任务 {task.id} 的租约已过期", f"Cannot extend a lock that expired: external task {task.id}"
        )
    until = context.at + timedelta(milliseconds=command.duration_ms)
    context.uow.record(ExternalTaskChanged(task.id, {"locked_until": until}))


def unlock_external_task(command: UnlockExternalTask, context: CommandContext) -> None:
    """Give the task back; the next claim gets a greater token."""
    task = context.uow.external_tasks.get(command.task_id, lock=True)
    context.uow.record(ExternalTaskChanged(task.id, {"worker_id": None, "locked_until": None}))


def set_external_task_retries(command: SetExternalTaskRetries, context: CommandContext) -> None:
    """Retries above zero close the incident; zero keeps workers away."""
    require_reason(context.actor, command.reason)
    if command.retries < 0:
        raise InvalidInput("重试次数不能为负", "retries must not be negative", "retries")
    for task_id in command.task_ids:
        task = context.uow.external_tasks.get(task_id, lock=True)
        changes = {"retries": command.retries} | ({"locked_until": None} if command.retries else {})
        context.uow.record(
            ExternalTaskChanged(task.id, changes),
            log_entity(
                context,
                "SetRetries",
                "ExternalTask",
                task.id,
                reason=command.reason,
                instance_id=task.instance_id,
                before={"retries": task.retries},
                after={"retries": command.retries},
            ),
        )
        if command.retries > 0:
            close_incidents(task.id, context)
