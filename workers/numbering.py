"""Serial numbers."""

from __future__ import annotations

from app.worker_sdk import Task, worker


@worker("numbering.allocate")
def allocate(task: Task) -> dict[str, object]:
    """The next number of the series and the year."""
    return {"number": task.office.allocate_number(task.text("series"))}
