"""Counts who comes and who came (Art. 55, AMB-24, AMB-25)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from app.domain.commands.office_meeting import TallyAttendance
from app.domain.context import CommandContext
from app.domain.errors import InvalidInput
from app.domain.office_records import Attendee, Meeting
from app.office.desk import once, records
from app.office.plain import moment, text

_COMING = frozenset({"confirmed", "leave_refused"})


@once
def tally_attendance(command: TallyAttendance, context: CommandContext) -> dict[str, Any]:
    """From the replies, or from the sign-in, which is taken down first."""
    rows = records(context)
    rows.get(Meeting, command.meeting_no, lock=True)
    attendees = [each for each in rows.list(Attendee, meeting_no=command.meeting_no) if each.state != "withdrawn"]
    if command.basis == "signed_in":
        attendees = _signed_in(command, attendees, context)
        here = {each.user_id for each in attendees if each.present}
        leave = sum(each.absence_kind == "leave" for each in attendees if not each.present)
    elif command.basis == "replies":
        here = {each.user_id for each in attendees if each.state in _COMING}
        leave = sum(each.state == "leave" for each in attendees)
    else:
        raise InvalidInput(f"没有这种依据：{command.basis}", f"there is no basis {command.basis}", "basis")
    by_posts = context.settings.get("quorum.base") == "posts"
    members = [(each, len(each.posts) if by_posts else 1) for each in attendees if each.role == "member"]
    return {
        "attendance": [_view(each) for each in attendees],
        "present_count": len(here),
        "leave_count": leave,
        "absent_count": len(attendees) - len(here) - leave,
        "members_total": sum(weight for _, weight in members),
        "members_present": sum(weight for each, weight in members if each.user_id in here),
    }


def _signed_in(command: TallyAttendance, attendees: list[Attendee], context: CommandContext) -> list[Attendee]:
    signed: dict[Any, Mapping[str, Any]] = {row.get("attendee"): row for row in command.signed_in}
    remote_counts = context.settings.get("quorum.remote")
    taken = []
    for each in attendees:
        row = signed.get(each.user_id, {})
        present = row.get("present") is True and (remote_counts or row.get("remote") is not True)
        absence = None if present else text(row.get("absence_kind")) or "absent"
        arrival = moment(row.get("arrival"), "arrival")
        taken.append(replace(each, present=present, arrival=arrival, absence_kind=absence))
    for attendee in taken:
        records(context).put(attendee)
    return taken


def _view(attendee: Attendee) -> dict[str, Any]:
    names = ("name", "role", "state", "substitute", "arrival")
    view = {name: getattr(attendee, name) for name in names}
    absence = attendee.absence_kind
    if attendee.present is None:
        # Before the sign-in: what it is if this person does not come, so that only who is there need be ticked.
        absence = "leave" if attendee.state == "leave" else "absent"
    return {"attendee": attendee.user_id, **view, "absence_kind": absence, "present": attendee.present is True}
