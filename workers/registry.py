"""The registers (台帐)."""

from __future__ import annotations

from app.worker_sdk import Task, worker


@worker("registry.register")
def register(task: Task) -> dict[str, object]:
    """Append a row; what it does to a record is the office's business."""
    registered_at, row_no = task.office.register(task.text("kind"), task.text("key"), task.mapping("row"))
    return {"registered_at": registered_at, "row_no": row_no}
