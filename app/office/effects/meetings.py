"""What registering does to sessions."""

from __future__ import annotations

from dataclasses import replace

from app.domain.context import CommandContext
from app.domain.office_records import Attendee, Meeting
from app.office.desk import records
from app.office.plain import needed_moment, text
from app.office.registers import Entry

_COLUMNS = frozenset(
    {"meeting_no", "meeting_type", "title", "start", "place", "chair", "secretary", "session_type", "state"}
)


def meeting_registered(entry: Entry, context: CommandContext) -> None:
    """Planned anew, planned again for another date, or without a quorum; topics stay bound."""
    state = text(entry.row.get("state")) or "planned"
    if state == "planned":
        _plan(entry, context)
        return
    meeting = records(context).get(Meeting, entry.key, lock=True)
    fields = {**meeting.fields, "reason": entry.row.get("reason")}
    records(context).put(replace(meeting, state=state, fields=fields))


def _plan(entry: Entry, context: CommandContext) -> None:
    row = entry.row
    meeting = Meeting(
        meeting_no=entry.key,
        meeting_type=str(row["meeting_type"]),
        title=str(row["title"]),
        state="planned",
        starts_at=needed_moment(row["start"], "start"),
        place=text(row.get("place")),
        chair=text(row.get("chair")),
        secretary=text(row.get("secretary")),
        session_type=text(row.get("session_type")),
        fields={name: value for name, value in row.items() if name not in _COLUMNS},
        instance_id=entry.instance_id,
    )
    records(context).put(meeting)


def reply_given(entry: Entry, context: CommandContext) -> None:
    """Somebody comes, or asked for leave and the chair has decided (Art. 55)."""
    rows = records(context)
    row = entry.row
    attendee = rows.get(Attendee, str(row["meeting_no"]), str(row["attendee"]), lock=True)
    state = "confirmed"
    if row.get("attend") is not True:
        granted = row.get("leave_decision") in ("agree", "agree_with_changes")
        state = "leave" if granted else "leave_refused"
    reason, substitute = text(row.get("leave_reason")), text(row.get("substitute"))
    rows.put(replace(attendee, state=state, leave_reason=reason, substitute=substitute))


def minutes_issued(entry: Entry, context: CommandContext) -> None:
    """The minutes are out."""
    meeting = records(context).get(Meeting, entry.key, lock=True)
    issued = {"minutes_no": entry.row.get("doc_no"), "minutes": entry.row.get("document")}
    records(context).put(replace(meeting, state="minutes_issued", fields={**meeting.fields, **issued}))


def archived(entry: Entry, context: CommandContext) -> None:
    """The file of a session lies in the archive."""
    meeting = records(context).find(Meeting, str(entry.row.get("file_id")), lock=True)
    if meeting is not None:
        records(context).put(replace(meeting, state="archived"))
