"""Invitations to a session: who, and the 会议通知."""

from __future__ import annotations

from app.worker_sdk import Task, worker
from workers.document import keep
from workers.papers import meetings


@worker("notice.generate", lease_s=300)
def generate(task: Task) -> dict[str, object]:
    """Expand posts to people, one entry per person, and render the notice."""
    meeting_no = task.text("meeting_no")
    # asked for, not handed over: whoever replies sees the variables of the instance, and not every item is theirs
    agenda = task.office.build_agenda(meeting_no, "draft")["agenda"]
    invited = task.office.invite_attendees(meeting_no, task.mapping("rules"), agenda)
    chair = task.maybe_text("chair") or ""
    names = task.office.names([chair, *(str(item.get("unit")) for item in agenda)])
    meeting = {
        "title": task.text("title"),
        "start": task.moment("start"),
        "place": task.maybe_text("place"),
        "chair": names[chair],
    }
    listed = [{**item, "unit_name": names[str(item.get("unit"))]} for item in agenda]
    content = meetings.notice(meeting, listed, invited["invitees"], task.zone)
    return {**invited, "notice": [keep(task, "meeting_notice", meeting_no, "会议通知.docx", content)]}
