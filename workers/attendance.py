"""Who comes to a session, and who came."""

from __future__ import annotations

from app.worker_sdk import Task, worker


@worker("attendance.tally")
def tally(task: Task) -> dict[str, object]:
    """Count the replies, or take down the sign-in."""
    return task.office.tally_attendance(task.text("meeting_no"), task.text("basis"), task.items("signed_in"))
