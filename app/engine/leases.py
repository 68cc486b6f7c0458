"""Leases of external tasks: who holds one, and since which claim (design rule 6)."""

from __future__ import annotations

from app.domain.context import CommandContext
from app.domain.errors import LockLost, Suspended
from app.domain.records import ExternalTask


def held_task(task_id: str, worker_id: str, token: int | None, context: CommandContext) -> ExternalTask:
    """The task, locked, where the worker still holds it.

    Our SDK sends the token of its claim: whoever claimed later has a greater one, so a late worker is fenced off.
    Camunda clients send none and get Camunda's rule: the worker id of the last claim, expired or not.
    Raises `NotFound`, `LockLost`, `Suspended`.
    """
    task = context.uow.external_tasks.get(task_id, lock=True)
    if task.worker_id != worker_id:
        raise LockLost(
            f"外部任务 {task_id} 由 {task.worker_id} 锁定，不属于 {worker_id}",
            f"External Task {task_id} cannot be completed by worker '{worker_id}'. "
            f"It is locked by worker '{task.worker_id}'.",
        )
    if token is not None and token != task.token:
        raise LockLost(
            f"外部任务 {task_id} 的租约已换发", f"external task {task_id} was claimed again (token {task.token})"
        )
    if task.suspended:
        raise Suspended(f"外部任务 {task_id} 已挂起", f"external task {task_id} is suspended")
    return task
