"""Counting what the office did."""

from __future__ import annotations

from datetime import timedelta

from app.worker_sdk import Refused, Task, worker

_SUBJECTS = {"executive_meetings_held": "executive"}


@worker("stats.compile")
def compile_count(task: Task) -> dict[str, object]:
    """Sessions opened in the month of a moment, by the office's own calendar (DL-14)."""
    subject = task.text("subject")
    if subject not in _SUBJECTS:
        raise Refused("invalid_input", f"there is no subject {subject}")
    day = task.moment("month").astimezone(task.zone)
    start = day.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    end = (start + timedelta(days=32)).replace(day=1)
    return {"count": task.office.meetings_held(_SUBJECTS[subject], start, end)}
