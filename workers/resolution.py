"""Resolutions of a session."""

from __future__ import annotations

from app.worker_sdk import Refused, Task, worker


@worker("resolution.register")
def register(task: Task) -> dict[str, object]:
    """`mode` item: the chair's summary on one topic; close: the session is over."""
    mode, meeting_no = task.text("mode"), task.text("meeting_no")
    if mode == "close":
        return task.office.close_meeting(meeting_no, task.moment("meeting_end"))
    if mode != "item":
        raise Refused("invalid_input", f"there is no mode {mode}")
    resolution, executable = task.mapping("resolution"), task.flag("executable")
    made = task.office.register_resolution(meeting_no, task.text("topic_no"), resolution, executable)
    return {"resolution_id": made}
