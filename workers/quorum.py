"""Whether a session may open."""

from __future__ import annotations

from app.worker_sdk import Task, worker


@worker("quorum.check")
def check(task: Task) -> dict[str, object]:
    """INV-11."""
    counted = task.integer("present"), task.integer("total")
    return task.office.check_quorum(task.text("meeting_no"), task.text("rule"), *counted, task.text("basis"))
