"""Minutes of a session (会议纪要)."""

from __future__ import annotations

from app.worker_sdk import Task, worker
from workers.document import keep
from workers.papers import meetings


@worker("minutes.draft_from_resolutions", lease_s=300)
def draft_from_resolutions(task: Task) -> dict[str, object]:
    """The skeleton the secretary starts from: who was there, what was resolved."""
    meeting_no = task.text("meeting_no")
    title = task.office.begin_minutes(meeting_no)
    content = meetings.minutes_skeleton(task.office.meeting(meeting_no), task.zone)
    return {"title": title, "main_file": [keep(task, "minutes_draft", meeting_no, f"{title}.docx", content)]}
